// One field of one series over a stretch of time, and how several such stretches become one: the newer one wins where both know a time.

import type { PointValue } from "../model/reading.ts";
import { floats, type Values } from "./embedded-bytes.ts";

export type Column = {
  /** The field's number in the dictionary of names. */
  readonly field: number;
  /** Epoch ms, ascending, each once. */
  readonly times: Float64Array;
  readonly values: Values;
};

/** The first index whose time is at or after `time`. */
export function indexAt(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The part in [from, to). */
export function sliceColumn(column: Column, from: number, to: number): Column {
  const start = indexAt(column.times, from);
  const end = indexAt(column.times, to);
  if (start === 0 && end === column.times.length) return column;
  const { field, times, values } = column;
  return { field, times: times.subarray(start, end), values: part(values, start, end) };
}

const part = (values: Values, start: number, end: number): Values =>
  values instanceof Float64Array ? values.subarray(start, end) : values.slice(start, end);

function join(first: Column, second: Column): Column {
  const count = first.times.length;
  const times = floats(count + second.times.length);
  times.set(first.times);
  times.set(second.times, count);
  if (!(first.values instanceof Float64Array && second.values instanceof Float64Array)) {
    return { field: first.field, times, values: [...first.values, ...second.values] };
  }
  const values = floats(times.length);
  values.set(first.values);
  values.set(second.values, count);
  return { field: first.field, times, values };
}

function mergeTwo(older: Column, newer: Column): Column {
  const olds = older.times.length;
  const news = newer.times.length;
  if (olds === 0) return newer;
  if (news === 0) return older;
  if ((older.times[olds - 1] as number) < (newer.times[0] as number)) return join(older, newer);
  if ((newer.times[news - 1] as number) < (older.times[0] as number)) return join(newer, older);
  const times = floats(olds + news);
  const numbers = older.values instanceof Float64Array && newer.values instanceof Float64Array;
  const values: Float64Array | PointValue[] = numbers ? floats(olds + news) : [];
  let count = 0;
  for (let old = 0, at = 0; old < olds || at < news; count++) {
    const oldTime = old < olds ? (older.times[old] as number) : Infinity;
    const newTime = at < news ? (newer.times[at] as number) : Infinity;
    times[count] = Math.min(oldTime, newTime);
    values[count] = newTime <= oldTime ? (newer.values[at] as number) : (older.values[old] as number);
    if (oldTime <= newTime) old++;
    if (newTime <= oldTime) at++;
  }
  return { field: older.field, times: times.subarray(0, count), values: part(values, 0, count) };
}

/** Columns of one field, oldest writing first, as one. At least one. */
export function mergeColumns(columns: readonly Column[], from = 0, to: number = columns.length): Column {
  if (to - from === 1) return columns[from] as Column;
  const middle = (from + to) >>> 1;
  return mergeTwo(mergeColumns(columns, from, middle), mergeColumns(columns, middle, to));
}

/** Columns of many fields, oldest writing first: one per field. */
export function mergeFields(columns: readonly Column[]): Column[] {
  return [...Map.groupBy(columns, ({ field }) => field).values()].map((same) => mergeColumns(same));
}

/** The columns in pieces of at most about `most` rows, cut at the same times. */
export function cutColumns(columns: readonly Column[], most: number): (readonly Column[])[] {
  const longest = columns.reduce((long, column) => (column.times.length > long.times.length ? column : long));
  if (longest.times.length <= most) return [columns];
  const pieces: Column[][] = [];
  let from = Number.NEGATIVE_INFINITY;
  for (let at = most; from < Infinity; at += most) {
    const to = longest.times[at] ?? Infinity;
    pieces.push(columns.map((column) => sliceColumn(column, from, to)).filter(({ times }) => times.length > 0));
    from = to;
  }
  return pieces;
}
