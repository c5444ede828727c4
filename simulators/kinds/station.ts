// A pump station: what the residents draw, the pressure on the header, and the regulator that holds it.

import { createDailyCurve } from "../daily-curve.ts";
import type { LocalTime } from "../local-time.ts";
import { between, type Random } from "../random.ts";

/** Shares of the rated values; `level` in percent. */
export type Header = {
  readonly demand: number;
  readonly pressure: number;
  readonly frequency: number;
  readonly level: number;
};
export type Station = {
  readonly at: (now: number) => Header;
  /** Ids of its pumps, in the site's order. */
  readonly pumps: readonly string[];
};

const step = 5_000;
const longest = 1_800_000;
/** Share of rated flow: a trickle at night, mornings and evenings near the full. */
const demandOf = createDailyCurve([
  [0, 0.08],
  [1.5, 0.03],
  [4.5, 0.025],
  [6, 0.3],
  [7.3, 0.84],
  [9, 0.55],
  [12, 0.62],
  [14.5, 0.38],
  [17, 0.6],
  [19.5, 0.86],
  [21.5, 0.6],
  [23, 0.25],
]);
/** The pump's curve in shares of rated: head = rise · frequency² − fall · flow². */
const rise = 1.35;
const fall = 0.33;
/** Rated flow empties the suction tank by this many percent a second. */
const drain = 100 / 5400;

/** Steps in 5 s: demand wanders, the pressure follows the pump's curve, a PI regulator trims the frequency. */
export function createStation(pumps: readonly string[], random: Random, time: LocalTime, start: number): Station {
  let lived = start;
  let wander = 0;
  let level = between(random, 66, 86);
  let filling = false;
  let demand = demandOf(time.hour(start));
  let frequency = Math.sqrt((1 + fall * demand ** 2) / rise);
  let pressure = 1;
  let lastError = 0;
  return {
    pumps,
    at: (now) => {
      if (now - lived > longest) lived = now - longest;
      for (; lived + step <= now; lived += step) {
        wander = wander * 0.9 + between(random, -0.03, 0.03);
        demand = Math.max(0.008, demandOf(time.hour(lived)) * (1 + wander));
        const head = rise * frequency ** 2 - fall * demand ** 2;
        pressure += (head - pressure) * 0.8;
        const error = 1 - pressure;
        frequency = Math.min(1.04, Math.max(0.5, frequency + 0.06 * (error - lastError) + 0.1 * error));
        lastError = error;
        if (level < 64) filling = true;
        else if (level > 88) filling = false;
        level += (filling ? 1.6 * drain - demand * drain : -demand * drain) * (step / 1000);
      }
      return { demand, pressure, frequency, level };
    },
  };
}
