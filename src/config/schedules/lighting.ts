// The lighting programs of a site as schedules: when a lamp of a program should burn, and when none should.

import type { Schedule } from "../../model/schedule.ts";
import type { Lighting } from "../../model/site.ts";
import { changesWithin, createDailySchedule, mergeStretches, type Stretch } from "./daily-changes.ts";
import { daysToEnd, type LightingTime, lightingInstant, parseLightingTime } from "./lighting-time.ts";
import { localDaysAround } from "./local-day.ts";

/** By name, the daily windows of each program: pairs of lighting times, such as ["sunset+PT15M", "00:00"]. */
export type LightingPrograms = Readonly<Record<string, readonly (readonly [start: string, end: string])[]>>;

/** What every site has unless it says otherwise under the same name. */
export const defaultLighting: LightingPrograms = {
  full: [["sunset+PT15M", "sunrise-PT15M"]],
  half: [
    ["sunset+PT15M", "00:00"],
    ["05:00", "sunrise-PT15M"],
  ],
};

type Window = { readonly start: LightingTime; readonly end: LightingTime };

/** Windows reach at most two days; the margins asked for are shorter than a day. */
const reach = 3;

/**
 * The site's lighting. Each window starts on every local day and ends as `daysToEnd` says; one whose end is not after
 * its start is empty that day (05:00 to sunrise in midsummer). Windows of a program that overlap or touch are one
 * before margins count. An instant exactly the margin away from an end counts, for `inside` and `outside` alike. The
 * same question returns the same schedule.
 * @throws RangeError for an expression that is no lighting time, or a program the site does not have.
 */
export function createLighting(
  programs: LightingPrograms,
  location: { readonly latitude: number; readonly longitude: number },
  timezone: string,
): Lighting {
  const windowsOf = new Map(
    Object.entries({ ...defaultLighting, ...programs }).map(([name, windows]) => [name, windows.map(parseWindow)]),
  );
  const schedules = new Map<string, Schedule>();
  const once = (key: string, create: () => Schedule): Schedule => {
    const schedule = schedules.get(key) ?? create();
    schedules.set(key, schedule);
    return schedule;
  };

  const burning = (windows: readonly Window[], from: number): readonly Stretch[] =>
    mergeStretches(
      localDaysAround(from, timezone, reach).flatMap((date) =>
        windows.map(({ start, end }) => ({
          from: lightingInstant(start, date, { location, timezone }),
          to: lightingInstant(end, date.add({ days: daysToEnd(start, end) }), { location, timezone }),
        })),
      ),
    );

  return {
    inside: (program, margin) => {
      const windows = windowsOf.get(program);
      if (!windows) throw new RangeError(`no lighting program "${program}": there are ${[...windowsOf.keys()]}`);
      return once(`${program} ${margin}`, () =>
        createDailySchedule((from, to) => {
          const within = burning(windows, from).map((s) => ({ from: s.from + margin, to: s.to - margin + 1 }));
          return changesWithin(mergeStretches(within), from, to);
        }),
      );
    },
    outside: (margin) =>
      once(` ${margin}`, () =>
        createDailySchedule((from, to) => {
          const near = [...windowsOf.values()]
            .flatMap((windows) => burning(windows, from))
            .map((s) => ({ from: s.from - margin + 1, to: s.to + margin }));
          const { before, changes } = changesWithin(mergeStretches(near), from, to);
          return { before: !before, changes };
        }),
      ),
  };
}

function parseWindow([start, end]: readonly [start: string, end: string]): Window {
  const [from, to] = [parseLightingTime(start), parseLightingTime(end)];
  if (!from || !to) throw new RangeError(`not a lighting time: "${from ? end : start}"`);
  return { start: from, end: to };
}
