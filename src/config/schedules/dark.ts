// Dark or light at the site: dark while the sun's altitude is below −6° (civil twilight is over).

import { getPosition } from "suncalc";
import type { Schedule } from "../../model/schedule.ts";
import { createDailySchedule } from "./daily-changes.ts";

const civilTwilight = -6;
/** suncalc adds the refraction of the horizon, a constant, to every altitude below it; dusk is defined without. */
const refraction = 0.48396;
const coarse = 10 * 60_000;

/**
 * The schedule that holds while it is dark at the location (degrees; north and east positive). Changes are exact to
 * the millisecond of suncalc's formula; where the sun does not cross −6° for days, `nextChange` says when to ask again.
 */
export function createDark(location: { readonly latitude: number; readonly longitude: number }): Schedule {
  const isDark = (at: number): boolean =>
    getPosition(new Date(at), location.latitude, location.longitude).altitude - refraction < civilTwilight;

  const firstOf = (state: boolean, lastOfOther: number, known: number): number => {
    let low = lastOfOther;
    let high = known;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (isDark(middle) === state) high = middle;
      else low = middle;
    }
    return high;
  };

  return createDailySchedule((from, to) => {
    const before = isDark(from - 1);
    const changes: number[] = [];
    let state = before;
    for (let at = from - 1; at < to - 1; at += coarse) {
      const next = isDark(at + coarse);
      if (next !== state) changes.push(firstOf(next, at, at + coarse));
      state = next;
    }
    return { before, changes };
  });
}
