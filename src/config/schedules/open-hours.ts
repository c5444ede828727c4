// Daily windows of site-local time, such as the hours when a gate stands open on purpose.

import type { Schedule } from "../../model/schedule.ts";
import type { DailyWindow } from "../../model/site.ts";
import { changesWithin, createDailySchedule, mergeStretches } from "./daily-changes.ts";
import { clockInstant, localDaysAround } from "./local-day.ts";

const minutesOfDay = 1440;

/** "07:00-09:00" as minutes after local midnight; "22:00-06:00" passes midnight; undefined when it is not a window. */
export function parseDailyWindow(written: string): DailyWindow | undefined {
  const found = /^(\d{2}):(\d{2})-(\d{2}):(\d{2})$/.exec(written);
  if (!found) return undefined;
  const [fromHour, fromMinute, toHour, toMinute] = found.slice(1).map(Number) as [number, number, number, number];
  const from = fromHour * 60 + fromMinute;
  const to = toHour * 60 + toMinute;
  if (fromMinute > 59 || toMinute > 59 || from >= minutesOfDay || to > minutesOfDay) return undefined;
  return { from, to };
}

/**
 * The schedule that holds from each window's `from` (included) to its `to` (excluded) on every local day. Windows that
 * overlap are one. Wall time: a window keeps its clock times when the offset changes, and is shorter or longer that day.
 */
export function createOpenHours(windows: readonly DailyWindow[], timezone: string): Schedule {
  if (windows.length === 0) return { holds: () => false, nextChange: () => Number.POSITIVE_INFINITY };
  return createDailySchedule((from, to) => {
    const stretches = localDaysAround(from, timezone, 2).flatMap((date) =>
      windows.map((window) => ({
        from: clockInstant(date, window.from, timezone),
        to: clockInstant(window.to <= window.from ? date.add({ days: 1 }) : date, window.to, timezone),
      })),
    );
    return changesWithin(mergeStretches(stretches), from, to);
  });
}
