// Blocks of the embedded history in its file: written by group and day, read by series and time.

import type { DatabaseSync } from "node:sqlite";
import { pack, unpack } from "./embedded-bytes.ts";
import { addToBlock, type BlockWriter, createBlock, readBlock, takeBlock } from "./embedded-chunk.ts";
import { type Column, cutColumns, mergeFields, sliceColumn } from "./embedded-column.ts";
import type { Memory } from "./embedded-memory.ts";
import { day, floorTo, groupOf, shifts } from "./embedded-schema.ts";

/** A block is closed when it has this many bytes; a chunk when it has this many rows. */
const largeBlock = 128 * 1024;
const longChunk = 4096;

/** The columns in parts that each lie within one day, oldest first. */
function splitByDay(columns: readonly Column[]): (readonly Column[])[] {
  const starts = new Set<number>();
  for (const { times } of columns) {
    const last = floorTo(times.at(-1) as number, day);
    for (let start = floorTo(times[0] as number, day); ; ) {
      starts.add(start);
      if (start === last) break;
      start = floorTo(times.find((time) => time >= start + day) as number, day);
    }
  }
  if (starts.size === 1) return [columns];
  return [...starts]
    .sort((a, b) => a - b)
    .map((start) =>
      columns.map((column) => sliceColumn(column, start, start + day)).filter(({ times }) => times.length > 0),
    );
}

/** One series' columns; a block is filled with such by ascending series. */
export type SeriesColumns = readonly [series: number, columns: readonly Column[]];
export type PutBlocks = (
  level: number,
  all: Iterable<SeriesColumns>,
  each?: (series: number, day: number) => void,
) => void;

/**
 * Writes series of ascending number as blocks of a level; `each` hears every series and day. Inside a transaction.
 * `oldest`: what is written counts as written before all else.
 */
export function createPutBlocks(database: DatabaseSync, { oldest = false } = {}): PutBlocks {
  const id = oldest ? "(SELECT min(0, coalesce(min(id), 0)) - 1 FROM block)" : "NULL";
  const put = database.prepare(
    `INSERT INTO block (id, level, grp, first, last, low, high, data) VALUES (${id}, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const write = (level: number, group: number, block: BlockWriter): void => {
    if (block.writer.at === 0) return;
    const { bytes, first, last, low, high } = takeBlock(block);
    put.run(level, group, first, last, low, high, pack(bytes));
  };
  return (level, all, each) => {
    const byDay = new Map<number, BlockWriter>();
    let group = -1;
    const finish = (): void => {
      for (const block of byDay.values()) write(level, group, block);
      byDay.clear();
    };
    for (const [series, columns] of all) {
      if (groupOf(series, level) !== group) finish();
      group = groupOf(series, level);
      for (const part of splitByDay(columns)) {
        const start = floorTo(part[0]?.times[0] as number, day);
        each?.(series, start);
        const block = byDay.get(start) ?? createBlock();
        byDay.set(start, block);
        for (const piece of cutColumns(part, longChunk)) {
          addToBlock(block, series, piece);
          if (block.writer.at >= largeBlock) write(level, group, block);
        }
      }
    }
    finish();
  };
}

export type ReadColumns = {
  /** A series' columns in [from, to), one per field; with `wanted` of these fields alone. */
  readonly read: (series: number, from: number, to: number, wanted?: (field: number) => boolean) => Column[];
  /** Bytes kept of a series alone in [from, to): a measure of how much there is. */
  readonly weight: (series: number, from: number, to: number) => number;
  /** Start of the first and end of the last day with readings that may be of the series. */
  readonly span: (series: number) => { readonly from: number; readonly to: number };
};

/** Reads what was written, newest writing winning: blocks of falling level and rising id, then memory. */
export function createReadColumns(database: DatabaseSync, memory: Memory): ReadColumns {
  const find = database.prepare(
    "SELECT id, data FROM block WHERE level = ? AND grp = ? AND first >= ? AND first < ? AND last >= ? AND low <= ? AND high >= ?",
  );
  const weigh = database.prepare(
    "SELECT coalesce(sum(length(data)), 0) AS bytes FROM block WHERE level = ? AND grp = ? AND first >= ? AND first < ?",
  );
  const ends = ["min", "max"].map((end) =>
    database.prepare(`SELECT ${end}(first) AS time FROM block WHERE level = ? AND grp = ?`),
  );
  const levels = [...shifts.keys()].reverse();
  const top = shifts.length - 1;

  return {
    read: (series, from, to, wanted) => {
      const found: Column[] = [];
      const keep = (column: Column): void => {
        const inside = sliceColumn(column, from, to);
        if (inside.times.length > 0) found.push(inside);
      };
      for (const level of levels) {
        const rows = find.all(level, groupOf(series, level), floorTo(from, day), to, from, series, series);
        for (const row of rows.sort((a, b) => (a.id as number) - (b.id as number))) {
          for (const [, columns] of readBlock(unpack(row.data as Uint8Array), series, wanted)) columns.forEach(keep);
        }
      }
      if (memory.has(series)) memory.columns(series, wanted).forEach(keep);
      return mergeFields(found);
    },
    weight: (series, from, to) => weigh.get(top, groupOf(series, top), floorTo(from, day), to)?.bytes as number,
    span: (series) => {
      let from = Infinity;
      let to = -Infinity;
      const include = (time: number): void => {
        from = Math.min(from, floorTo(time, day));
        to = Math.max(to, floorTo(time, day) + day);
      };
      for (const level of levels) {
        for (const end of ends) {
          const time = end.get(level, groupOf(series, level))?.time;
          if (typeof time === "number") include(time);
        }
      }
      if (memory.has(series)) memory.times(series).forEach(include);
      return { from, to };
    },
  };
}
