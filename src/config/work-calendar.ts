// The site's working days and hours as the ticket desk counts them, from `calendar` in site.yaml; see model/work-calendar.ts.

import type { DailyWindow } from "../model/site.ts";
import type { WorkCalendar } from "../model/work-calendar.ts";
import { mergeStretches, type Stretch } from "./schedules/daily-changes.ts";
import { parseDailyWindow } from "./schedules/open-hours.ts";
import { createWallClock } from "./schedules/wall-clock.ts";
import { createWorkingDays, dayLength, type EpochDay, type WorkingDaysOptions } from "./working-days.ts";

export type WorkCalendarOptions = WorkingDaysOptions & {
  /** Daily windows of wall time, "09:00-12:00"; one that passes midnight belongs to the day on which it begins. At least one. */
  readonly hours: readonly string[];
  readonly timezone: string;
};

export const defaultHours: readonly string[] = ["09:00-18:00"];

const minute = 60_000;

/**
 * Pure; answers are exact to the millisecond on days of 23 and 25 hours too. Time: O(days passed); days are worked out
 * once. @throws Error when `hours` is empty or holds no window.
 */
export function createWorkCalendar({ timezone, hours, ...days }: WorkCalendarOptions): WorkCalendar {
  const windows = hours.map(windowOf);
  if (windows.length === 0) throw new Error("a working calendar needs at least one window of hours");
  const { isWorking, unknownFrom } = createWorkingDays(days);
  const clock = createWallClock(timezone);
  const dayOf = (at: number): EpochDay => Math.floor(clock.read(at) / dayLength);

  /** A day's windows as instants, merged. */
  const windowsOf = (day: EpochDay): readonly Stretch[] =>
    mergeStretches(
      windows.map(({ from, to }) => ({
        from: clock.instantOf(day * dayLength + from * minute),
        to: clock.instantOf((to <= from ? day + 1 : day) * dayLength + to * minute),
      })),
    );

  const kept = new Map<EpochDay, readonly Stretch[]>();
  /** The working stretches that begin on the day, without what the night before already covers. */
  const stretchesOf = (day: EpochDay): readonly Stretch[] => {
    const known = kept.get(day);
    if (known) return known;
    if (kept.size >= daysKept) kept.clear();
    const night = isWorking(day - 1) ? windowsOf(day - 1).at(-1) : undefined;
    const nightEnd = night?.to ?? Number.NEGATIVE_INFINITY;
    const stretches = isWorking(day)
      ? windowsOf(day)
          .map(({ from, to }) => ({ from: Math.max(from, nightEnd), to }))
          .filter(({ from, to }) => to > from)
      : [];
    kept.set(day, stretches);
    return stretches;
  };

  return {
    addWorkingDays: (from, count) => {
      if (!(count > 0)) return from;
      const wall = clock.read(from);
      let day = Math.floor(wall / dayLength);
      const timeOfDay = wall - day * dayLength;
      for (let left = count; left > 0; ) if (isWorking(++day)) left--;
      return clock.instantOf(day * dayLength + timeOfDay);
    },
    addWorkingTime: (from, time) => {
      if (!(time > 0) || time === Number.POSITIVE_INFINITY) return from + Math.max(time, 0);
      let left = time;
      for (let day = dayOf(from) - 1; ; day++)
        for (const stretch of stretchesOf(day)) {
          const length = stretch.to - Math.max(stretch.from, from);
          if (length >= left) return stretch.to - length + left;
          if (length > 0) left -= length;
        }
    },
    workingTime: (from, to) => {
      if (!(to > from)) return 0;
      let sum = 0;
      // From the night before to the day after: a clock set back over midnight shows a day again.
      const last = dayOf(to) + 1;
      for (let day = dayOf(from) - 1; day <= last; day++)
        for (const stretch of stretchesOf(day))
          sum += Math.max(0, Math.min(stretch.to, to) - Math.max(stretch.from, from));
      return sum;
    },
    isWorkingDay: (at) => isWorking(dayOf(at)),
    unknownFrom:
      Number.isFinite(unknownFrom) && unknownFrom > 0 ? clock.instantOf(unknownFrom * dayLength) : unknownFrom,
  };
}

const daysKept = 50_000;

function windowOf(written: string): DailyWindow {
  const window = parseDailyWindow(written);
  if (!window) throw new Error(`\`${written}\` is not a daily window such as 09:00-18:00`);
  return window;
}
