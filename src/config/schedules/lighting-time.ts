// One end of a lighting window as written in a site: "sunset+PT15M", "sunrise", "05:00"; and its instant on a local day.

import { getTimes } from "suncalc";
import { parseDuration } from "../../model/duration.ts";
import { clockInstant } from "./local-day.ts";

export type LightingTime =
  /** ms after (negative: before) the day's sunrise or sunset. */
  | { readonly type: "sunrise" | "sunset"; readonly offset: number }
  /** Minutes after local midnight, to 1440. */
  | { readonly type: "clock"; readonly minutes: number };

export type Place = {
  readonly location: { readonly latitude: number; readonly longitude: number };
  readonly timezone: string;
};

const noon = 12 * 60;
const halfDay = 12 * 3_600_000;

/** Reads "sunset", "sunrise-PT15M" or "05:00"; undefined when it is none of these. */
export function parseLightingTime(written: string): LightingTime | undefined {
  const clock = /^(\d{2}):(\d{2})$/.exec(written);
  if (clock) {
    const minutes = Number(clock[1]) * 60 + Number(clock[2]);
    return Number(clock[2]) < 60 && minutes <= 1440 ? { type: "clock", minutes } : undefined;
  }
  const sun = /^(sunrise|sunset)(?:([+-])(P.+))?$/.exec(written);
  if (!sun) return undefined;
  const type = sun[1] as "sunrise" | "sunset";
  if (sun[3] === undefined) return { type, offset: 0 };
  const offset = parseDuration(sun[3]);
  return offset === undefined ? undefined : { type, offset: sun[2] === "-" ? -offset : offset };
}

/**
 * The instant (epoch ms) on a local date. Where the sun does not set or rise that day, the limit of the days around it
 * is taken: in the polar night both fall on solar noon, on a polar day on the solar midnights before and after it.
 */
export function lightingInstant(time: LightingTime, date: Temporal.PlainDate, { location, timezone }: Place): number {
  if (time.type === "clock") return clockInstant(date, time.minutes, timezone);
  const sun = getTimes(new Date(clockInstant(date, noon, timezone)), location.latitude, location.longitude);
  const solarNoon = sun.solarNoon.getTime();
  const limit = sun.alwaysUp ? solarNoon + (time.type === "sunset" ? halfDay : -halfDay) : solarNoon;
  return Math.round((sun[time.type]?.getTime() ?? limit) + time.offset);
}

/**
 * How many days after the day of its start a window ends: 0 or 1, fixed by what the ends are and not by when the sun
 * rises that day, so that a window whose end has already passed is empty instead of running round the clock. A window
 * that starts at sunset or ends at sunrise belongs to one night, noon to noon; sunrise to a clock time, and a clock
 * time to sunset, to one day, midnight to midnight; clock to clock passes midnight when its end is not after its start.
 */
export function daysToEnd(start: LightingTime, end: LightingTime): 0 | 1 {
  if (start.type === "clock" && end.type === "clock") return end.minutes > start.minutes ? 0 : 1;
  if (start.type === "clock") return end.type === "sunrise" && start.minutes >= noon ? 1 : 0;
  if (end.type === "clock") return start.type === "sunset" && end.minutes <= noon ? 1 : 0;
  if (start.type === end.type) return end.offset > start.offset ? 0 : 1;
  return start.type === "sunset" ? 1 : 0;
}
