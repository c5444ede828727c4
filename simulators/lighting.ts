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
const defaults = {
  full: [["sunset+PT15M", "sunrise-PT15M"]],
  half: [
    ["sunset+PT15M", "00:00"],
    ["05:00", "sunrise-PT15M"],
  ],
} as const satisfies Programs;

/** Whether a window ends on the day after its start: fixed by its ends, so that "05:00 to sunrise" can be empty. */
function endsNextDay(start: string, end: string): boolean {
  const [clockStart, clockEnd] = [/^\d/.test(start), /^\d/.test(end)];
  if (clockStart && clockEnd) return end <= start;
  if (clockStart) return end.startsWith("sunrise") && start >= "12:00";
  if (clockEnd) return start.startsWith("sunset") && end <= "12:00";
  return start.startsWith("sunset") && end.startsWith("sunrise");
}

/** The site's programs over the defaults `full` and `half`; an unknown program burns as "full" does. */
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
  const windows: Programs = { ...defaults, ...programs };
  const ofDay = (program: string, midnight: number): Burning[] =>
    (windows[program] ?? windows.full ?? defaults.full).map(([start, end]) => ({
      from: edge(start, midnight),
      to: edge(end, endsNextDay(start, end) ? midnight + day : midnight),
    }));
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
