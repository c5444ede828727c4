// When each lighting program burns: the site's windows ("sunset+PT15M" to "00:00") as instants.

import { milliseconds } from "../src/model/duration.ts";
import type { LocalTime } from "./local-time.ts";
import type { Sun } from "./sun.ts";

/** Pairs of edges by program: "HH:MM", or "sunrise" or "sunset" with an ISO duration added or taken off. */
export type Programs = Readonly<Record<string, readonly (readonly [string, string])[]>>;

/** Burning from `from` until before `to`, epoch ms. */
export type Burning = { readonly from: number; readonly to: number };

/** The stretch of a program's burning that holds the instant, else the next one. */
export type Lighting = (program: string, at: number) => Burning;

const day = 86_400_000;
const never: Burning = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const defaultWindows: Programs[string] = [["sunset+PT15M", "sunrise-PT15M"]];

/** An unknown program burns as "full" does; without one, from sunset+PT15M to sunrise-PT15M. */
export function createLighting(programs: Programs, sun: Sun, time: LocalTime): Lighting {
  const remembered = new Map<string, Burning & { readonly after: number }>();
  const edge = (text: string, midnight: number): number => {
    const clock = /^(\d{1,2}):(\d{2})$/.exec(text);
    if (clock) return midnight + (Number(clock[1]) * 60 + Number(clock[2])) * 60_000;
    const solar = /^(sunrise|sunset)(?:([+-])(P.+))?$/.exec(text);
    if (!solar) throw new RangeError(`lighting: "${text}" is neither HH:MM nor sunrise/sunset with a duration`);
    const shift = solar[3] === undefined ? 0 : milliseconds(solar[3]) * (solar[2] === "-" ? -1 : 1);
    return sun.day(midnight + day / 2)[solar[1] as "sunrise" | "sunset"] + shift;
  };
  const ofDay = (program: string, midnight: number): Burning[] =>
    (programs[program] ?? programs.full ?? defaultWindows ?? []).map(([start, end]) => {
      const from = edge(start, midnight);
      const to = edge(end, midnight);
      return { from, to: to > from ? to : edge(end, midnight + day) };
    });
  return (program, at) => {
    const known = remembered.get(program);
    if (known !== undefined && at >= known.after && at < known.to) return known;
    const midnight = time.midnight(at);
    const all = [-1, 0, 1, 2]
      .flatMap((offset) => ofDay(program, midnight + offset * day))
      .filter((burning) => burning.to > burning.from)
      .sort((a, b) => a.from - b.from);
    const index = all.findIndex((burning) => burning.to > at);
    const found = all[index];
    if (found === undefined) return never;
    remembered.set(program, { ...found, after: all[index - 1]?.to ?? at });
    return found;
  };
}
