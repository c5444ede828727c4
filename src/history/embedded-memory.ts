// What the embedded history has heard since its last flush: flat arrays of rows and values, each row knowing the one before it of its series.

import type { PointValue } from "../model/reading.ts";
import { floats } from "./embedded-bytes.ts";
import type { Column } from "./embedded-column.ts";
import { decodeImage, encodeImage } from "./embedded-image.ts";

/** Full at this many rows, values or characters of text: about 25 MB, a batch more included. */
const full = { rows: 240_000, values: 960_000, text: 4_000_000 } as const;
const number = 0;
const truth = 1;
const word = 2;

export type Memory = {
  /** A row is begun, given its values, ended. Rows are not seen by `columns` before `commit`. */
  readonly begin: (series: number) => void;
  readonly number: (field: number, value: number) => void;
  readonly other: (field: number, value: boolean | string) => void;
  readonly end: (time: number) => void;
  /** Forgets what came since the last commit. */
  readonly rollback: () => void;
  /** What came since the last commit, to be written down; undefined when nothing did. */
  readonly image: () => Buffer | undefined;
  readonly commit: () => void;
  /** Takes what `image` gave, and commits. */
  readonly load: (image: Buffer) => void;
  readonly rows: () => number;
  readonly isFull: () => boolean;
  /** Series with rows, ascending. */
  readonly series: () => number[];
  readonly has: (series: number) => boolean;
  /** A series' columns; with `wanted` those of these fields alone. */
  readonly columns: (series: number, wanted?: (field: number) => boolean) => Column[];
  /** Times of a series' rows, in no order. */
  readonly times: (series: number) => number[];
  readonly clear: () => void;
};

type Growing = Int32Array | Uint32Array | Float64Array | Uint8Array;
function grown<T extends Growing>(array: T, size: number): T {
  if (size <= array.length) return array;
  const wider = new (array.constructor as new (length: number) => T)(Math.max(array.length * 2, size));
  wider.set(array);
  return wider;
}

export function createMemory(): Memory {
  let series = new Uint32Array(1024);
  let times = new Float64Array(1024);
  /** Row before this one of the same series, plus 1; 0: none. */
  let before = new Uint32Array(1024);
  /** Index behind the row's last value. */
  let ends = new Uint32Array(1024);
  let fields = new Uint32Array(4096);
  let kinds = new Uint8Array(4096);
  let values = new Float64Array(4096);
  /** Newest row of each series, plus 1. */
  let heads = new Uint32Array(1024);
  let words: string[] = [];
  let wordIndex = new Map<string, number>();
  let text = 0;
  let rows = 0;
  let count = 0;
  let current = 0;
  let committed = { rows: 0, count: 0, words: 0, text: 0 };

  const put = (field: number, kind: number, value: number): void => {
    if (count === values.length) {
      fields = grown(fields, count + 1);
      kinds = grown(kinds, count + 1);
      values = grown(values, count + 1);
    }
    fields[count] = field;
    kinds[count] = kind;
    values[count++] = value;
  };
  const indexOf = (value: string): number => {
    let index = wordIndex.get(value);
    if (index === undefined) {
      // A text cut out of a batch would keep the whole batch alive.
      const own = Buffer.from(value).toString();
      index = words.push(own) - 1;
      wordIndex.set(own, index);
      text += own.length + 40;
    }
    return index;
  };
  const end = (time: number): void => {
    if (rows === times.length) {
      series = grown(series, rows + 1);
      times = grown(times, rows + 1);
      before = grown(before, rows + 1);
      ends = grown(ends, rows + 1);
    }
    heads = grown(heads, current + 1);
    series[rows] = current;
    times[rows] = time;
    before[rows] = heads[current] as number;
    ends[rows] = count;
    heads[current] = ++rows;
  };
  const commit = (): void => {
    committed = { rows, count, words: words.length, text };
  };
  const startOf = (row: number): number => (row === 0 ? 0 : (ends[row - 1] as number));
  const valueAt = (index: number): PointValue => {
    const value = values[index] as number;
    if (kinds[index] === number) return value;
    return kinds[index] === truth ? value === 1 : (words[value] as string);
  };

  /** Committed rows of a series, by time, later written ones behind earlier ones of the same time. */
  const rowsOf = (id: number): number[] => {
    const found: number[] = [];
    for (let next = heads[id] ?? 0; next > 0; next = before[next - 1] as number) {
      if (next <= committed.rows) found.push(next - 1);
    }
    found.reverse();
    const ordered = found.every((row, index) => index === 0 || at(found[index - 1] as number) < at(row));
    return ordered ? found : found.sort((a, b) => at(a) - at(b) || a - b);
  };
  const at = (row: number): number => times[row] as number;

  /** Where all rows have the same numeric fields at different times: the columns without looking twice. */
  const uniform = (found: readonly number[], wanted?: (field: number) => boolean): Column[] | undefined => {
    const first = startOf(found[0] as number);
    const width = (ends[found[0] as number] as number) - first;
    const own = floats(found.length);
    for (let index = 0; index < found.length; index++) {
      const row = found[index] as number;
      const start = startOf(row);
      if ((ends[row] as number) - start !== width || (index > 0 && own[index - 1] === at(row))) return undefined;
      for (let place = 0; place < width; place++) {
        if (fields[start + place] !== fields[first + place] || kinds[start + place] !== number) return undefined;
      }
      own[index] = at(row);
    }
    const columns: Column[] = [];
    for (let place = 0; place < width; place++) {
      const field = fields[first + place] as number;
      if (columns.some((column) => column.field === field)) return undefined;
      if (wanted !== undefined && !wanted(field)) continue;
      const numbers = floats(found.length);
      for (let index = 0; index < found.length; index++) {
        numbers[index] = values[startOf(found[index] as number) + place] as number;
      }
      columns.push({ field, times: own, values: numbers });
    }
    return columns;
  };

  const anyhow = (found: readonly number[], wanted?: (field: number) => boolean): Column[] => {
    const columns = new Map<number, { times: number[]; values: PointValue[]; numbers: boolean }>();
    for (const row of found) {
      for (let index = startOf(row); index < (ends[row] as number); index++) {
        const field = fields[index] as number;
        if (wanted !== undefined && !wanted(field)) continue;
        let column = columns.get(field);
        if (column === undefined) {
          column = { times: [], values: [], numbers: true };
          columns.set(field, column);
        }
        if (column.times.at(-1) === at(row)) column.values.pop();
        else column.times.push(at(row));
        column.values.push(valueAt(index));
        if (kinds[index] !== number) column.numbers = false;
      }
    }
    return [...columns].map(([field, column]) => ({
      field,
      times: Float64Array.from(column.times),
      values: column.numbers ? Float64Array.from(column.values as number[]) : column.values,
    }));
  };

  return {
    begin: (id) => {
      current = id;
    },
    number: (field, value) => put(field, number, value),
    other: (field, value) =>
      typeof value === "boolean" ? put(field, truth, value ? 1 : 0) : put(field, word, indexOf(value)),
    end,
    rollback: () => {
      for (; rows > committed.rows; rows--) heads[series[rows - 1] as number] = before[rows - 1] as number;
      for (const gone of words.splice(committed.words)) wordIndex.delete(gone);
      count = committed.count;
      text = committed.text;
    },
    image: () => {
      if (rows === committed.rows) return undefined;
      return encodeImage({
        start: committed.count,
        words: words.slice(committed.words),
        series: series.subarray(committed.rows, rows),
        times: times.subarray(committed.rows, rows),
        ends: ends.subarray(committed.rows, rows),
        fields: fields.subarray(committed.count, count),
        kinds: kinds.subarray(committed.count, count),
        values: values.subarray(committed.count, count),
      });
    },
    commit,
    load: (bytes) => {
      const image = decodeImage(bytes);
      const expected = words.length + image.words.length;
      // The words of an image are numbered from those of the images before it, which are loaded by now.
      for (const one of image.words) indexOf(one);
      if (words.length !== expected) throw new Error("a part of the recent readings is missing");
      let index = 0;
      for (const [row, time] of image.times.entries()) {
        current = image.series[row] as number;
        for (; index < (image.ends[row] as number) - image.start; index++) {
          put(image.fields[index] as number, image.kinds[index] as number, image.values[index] as number);
        }
        end(time);
      }
      commit();
    },
    rows: () => committed.rows,
    isFull: () => rows >= full.rows || count >= full.values || text >= full.text,
    series: () => {
      const found: number[] = [];
      for (let id = 0; id < heads.length; id++) if (heads[id] !== 0) found.push(id);
      return found;
    },
    has: (id) => (heads[id] ?? 0) > 0,
    columns: (id, wanted) => {
      const found = rowsOf(id);
      return found.length === 0 ? [] : (uniform(found, wanted) ?? anyhow(found, wanted));
    },
    times: (id) => rowsOf(id).map(at),
    clear: () => {
      heads.fill(0);
      rows = 0;
      count = 0;
      text = 0;
      words = [];
      wordIndex = new Map();
      commit();
    },
  };
}
