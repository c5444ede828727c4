// Chunks of the embedded history: some columns of one series as bytes; and blocks: chunks of neighbouring series in a row.

import {
  createWriter,
  getSize,
  getTimes,
  getValues,
  getWhole,
  putSized,
  putTimes,
  putValues,
  putWhole,
  type Reader,
  type Writer,
  writtenBy,
} from "./embedded-bytes.ts";
import type { Column } from "./embedded-column.ts";

const sameTimes = (one: Float64Array, other: Float64Array): boolean =>
  one === other || (one.length === other.length && one.every((time, index) => time === other[index]));

/** Columns that share their times store them once. */
export function putChunk(writer: Writer, columns: readonly Column[]): void {
  const lists: Float64Array[] = [];
  const listOf = columns.map(({ times }) => {
    const found = lists.findIndex((list) => sameTimes(list, times));
    return found < 0 ? lists.push(times) - 1 : found;
  });
  putWhole(writer, lists.length);
  for (const times of lists) putSized(writer, () => putTimes(writer, times));
  putWhole(writer, columns.length);
  for (const [index, { field, values }] of columns.entries()) {
    putWhole(writer, field);
    putWhole(writer, listOf[index] as number);
    putSized(writer, () => putValues(writer, values));
  }
}

/** The columns of the chunk where the reader stands; with `wanted` those of these fields alone. */
export function getChunk(reader: Reader, wanted?: (field: number) => boolean): Column[] {
  const { bytes } = reader;
  const starts: number[] = [];
  for (let left = getWhole(reader); left > 0; left--) {
    const size = getSize(reader);
    starts.push(reader.at);
    reader.at += size;
  }
  const known: Float64Array[] = [];
  const columns: Column[] = [];
  for (let left = getWhole(reader); left > 0; left--) {
    const field = getWhole(reader);
    const list = getWhole(reader);
    const size = getSize(reader);
    if (wanted === undefined || wanted(field)) {
      known[list] ??= getTimes({ bytes, at: starts[list] as number });
      const times = known[list];
      columns.push({ field, times, values: getValues({ bytes, at: reader.at }, times.length) });
    }
    reader.at += size;
  }
  return columns;
}

/** The chunk by itself. */
export function encodeChunk(columns: readonly Column[]): Buffer {
  const writer = createWriter();
  putChunk(writer, columns);
  return writtenBy(writer);
}

/** A block in the making: chunks are added by ascending series, `low` to `high`. */
export type BlockWriter = { readonly writer: Writer; low: number; high: number; first: number; last: number };
export const createBlock = (): BlockWriter => ({
  writer: createWriter(),
  low: 0,
  high: 0,
  first: Infinity,
  last: -Infinity,
});

export function addToBlock(block: BlockWriter, series: number, columns: readonly Column[]): void {
  if (block.writer.at === 0) block.low = series;
  putWhole(block.writer, series - block.high);
  block.high = series;
  putSized(block.writer, () => putChunk(block.writer, columns));
  for (const { times } of columns) {
    block.first = Math.min(block.first, times[0] as number);
    block.last = Math.max(block.last, times.at(-1) as number);
  }
}

/** The block's bytes and reach; the block is empty afterwards. */
export function takeBlock(block: BlockWriter): Omit<BlockWriter, "writer"> & { readonly bytes: Buffer } {
  const { low, high, first, last } = block;
  const bytes = writtenBy(block.writer);
  Object.assign(block, { low: 0, high: 0, first: Infinity, last: -Infinity });
  block.writer.at = 0;
  return { bytes, low, high, first, last };
}

/** Columns in a block by series; with `wanted` of that series alone. */
export function* readBlock(
  bytes: Buffer,
  series?: number,
  field?: (field: number) => boolean,
): Generator<readonly [number, Column[]]> {
  const reader: Reader = { bytes, at: 0 };
  let current = 0;
  while (reader.at < bytes.length) {
    current += getWhole(reader);
    const next = getSize(reader) + reader.at;
    if (series === undefined || series === current) yield [current, getChunk(reader, field)];
    else if (current > series) return;
    reader.at = next;
  }
}
