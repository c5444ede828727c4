// Rollups of the embedded history: one series' day folded into minutes or hours, and those folds as bytes.

import type { PointValue } from "../model/reading.ts";
import { decimalsOf, pack, unpack } from "./embedded-bytes.ts";
import { encodeChunk, getChunk } from "./embedded-chunk.ts";
import type { Column } from "./embedded-column.ts";
import { floorTo } from "./embedded-schema.ts";

/** Readings of one field in a stretch of time, folded; `total`, `least` and `most` are of its numbers, 0 without any. */
export type Fold = {
  time: number;
  readings: number;
  numbers: number;
  total: number;
  least: number;
  most: number;
  lastAt: number;
  last: PointValue;
};

/** Folds by field, each list by time. */
export type Folds = Map<number, Fold[]>;

/** Adds a later one to an earlier one, in place. */
export function addFold(fold: Fold, later: Fold): void {
  fold.readings += later.readings;
  fold.total += later.total;
  if (later.numbers > 0) {
    fold.least = fold.numbers === 0 ? later.least : Math.min(fold.least, later.least);
    fold.most = fold.numbers === 0 ? later.most : Math.max(fold.most, later.most);
  }
  fold.numbers += later.numbers;
  if (later.lastAt >= fold.lastAt) {
    fold.lastAt = later.lastAt;
    fold.last = later.last;
  }
}

/** Readings as folds of `width` ms. */
export function foldColumn({ times, values }: Column, width: number): Fold[] {
  const folds: Fold[] = [];
  let fold: Fold | undefined;
  let end = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < times.length; index++) {
    const lastAt = times[index] as number;
    const last = values[index] as PointValue;
    const isNumber = typeof last === "number";
    if (fold === undefined || lastAt >= end) {
      const time = floorTo(lastAt, width);
      end = time + width;
      fold = { time, readings: 0, numbers: 0, total: 0, least: 0, most: 0, lastAt, last };
      folds.push(fold);
    }
    if (isNumber) {
      if (fold.numbers === 0 || last < fold.least) fold.least = last;
      if (fold.numbers === 0 || last > fold.most) fold.most = last;
      fold.total += last;
      fold.numbers++;
    }
    fold.readings++;
    fold.lastAt = lastAt;
    fold.last = last;
  }
  return folds;
}

/** Folds as folds of a larger width. */
export function foldFolds(finer: readonly Fold[], width: number): Fold[] {
  const folds: Fold[] = [];
  for (const fold of finer) {
    const time = floorTo(fold.time, width);
    const before = folds.at(-1);
    if (before?.time === time) addFold(before, fold);
    else folds.push({ ...fold, time });
  }
  return folds;
}

/**
 * What is known and what was computed anew, by unit. Finer rows only grow until they are removed, so fewer of them
 * than the known fold has counted means that they are gone: then the known one stays.
 */
export function renewFolds(known: Folds, computed: Folds): Folds {
  const renewed: Folds = new Map(known);
  for (const [field, folds] of computed) {
    const byTime = new Map((known.get(field) ?? []).map((fold) => [fold.time, fold]));
    for (const fold of folds) {
      if (fold.readings >= (byTime.get(fold.time)?.readings ?? 0)) byTime.set(fold.time, fold);
    }
    renewed.set(
      field,
      [...byTime.values()].sort((a, b) => a.time - b.time),
    );
  }
  return renewed;
}

const parts = ["readings", "numbers", "total", "least", "most", "lastAt", "last"] as const;

/** The sum without the noise of its last digits, where its readings have few decimals: it takes a quarter of the room. */
function plainTotal({ total, least, most, readings }: Fold): number {
  const decimals = decimalsOf(most, decimalsOf(least));
  if (decimals > 9) return total;
  const rounded = Number((Math.round(total * 10 ** decimals) / 10 ** decimals).toFixed(decimals));
  const size = Math.max(Math.abs(least), Math.abs(most)) * readings;
  return Math.abs(rounded - total) <= size * 1e-13 ? rounded : total;
}

function columnsOf(field: number, folds: readonly Fold[]): Column[] {
  const times = Float64Array.from(folds, ({ time }) => time);
  const numbers = folds.every(({ last }) => typeof last === "number");
  return parts.map((part, index) => {
    const read = (fold: Fold): number => {
      if (part === "lastAt") return fold.lastAt - fold.time;
      return part === "total" ? plainTotal(fold) : (fold[part] as number);
    };
    const values = part === "last" && !numbers ? folds.map(({ last }) => last) : Float64Array.from(folds, read);
    return { field: field * 8 + index, times, values };
  });
}

export const encodeFolds = (folds: Folds): Buffer =>
  pack(encodeChunk([...folds].flatMap(([field, list]) => columnsOf(field, list))));

/** The folds that encodeFolds wrote, of one field or all. */
export function decodeFolds(stored: Uint8Array, field?: number): Folds {
  const reader = { bytes: unpack(stored), at: 0 };
  const columns = getChunk(reader, field === undefined ? undefined : (one) => one >>> 3 === field);
  const folds: Folds = new Map();
  for (let at = 0; at < columns.length; at += parts.length) {
    const [readings, numbers, total, least, most, lastAt, last] = columns.slice(at, at + parts.length);
    const list = Array.from(readings?.times as Float64Array, (time, index): Fold => {
      const number = (column: Column | undefined): number => column?.values[index] as number;
      return {
        time,
        readings: number(readings),
        numbers: number(numbers),
        total: number(total),
        least: number(least),
        most: number(most),
        lastAt: time + number(lastAt),
        last: last?.values[index] as PointValue,
      };
    });
    folds.set((readings?.field as number) >>> 3, list);
  }
  return folds;
}
