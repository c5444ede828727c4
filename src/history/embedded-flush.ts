// From memory into blocks, and small blocks into larger ones: what keeps the embedded history's file small and its reading quick.

import type { DatabaseSync } from "node:sqlite";
import { createPutBlocks, type SeriesColumns } from "./embedded-blocks.ts";
import { unpack } from "./embedded-bytes.ts";
import { readBlock } from "./embedded-chunk.ts";
import { type Column, mergeFields } from "./embedded-column.ts";
import type { Memory } from "./embedded-memory.ts";
import { day, groupOf, inSlices, inTransaction, shifts } from "./embedded-schema.ts";

/** Blocks of one level, group and day that become blocks of the next level. */
const many = 8;

/** Rows that are flushed before others may go, about. */
const rowsPerStep = 16_000;

type Due = readonly [level: number, group: number, day: number];

/** Merges the oldest blocks of a group's day into the next level when it has gathered many; what may be due in turn. */
function createMerge(database: DatabaseSync): (due: Due) => Due[] {
  const inRange = "FROM block WHERE level = ? AND grp = ? AND first >= ? AND first < ?";
  const find = database.prepare(`SELECT id ${inRange}`);
  const read = database.prepare("SELECT data FROM block WHERE id = ?");
  const remove = database.prepare("DELETE FROM block WHERE id = ?");
  const put = createPutBlocks(database);

  return ([level, group, start]) => {
    const range = [level, group, start, start + day] as const;
    if (level === shifts.length - 1) return [];
    const all = find
      .all(...range)
      .map(({ id }) => id as number)
      .sort((a, b) => a - b);
    if (all.length < many) return [];
    const ids = all.slice(0, many);
    const bySeries = new Map<number, Column[]>();
    for (const id of ids) {
      for (const [series, columns] of readBlock(unpack(read.get(id)?.data as Uint8Array))) {
        const before = bySeries.get(series);
        if (before === undefined) bySeries.set(series, columns);
        else before.push(...columns);
      }
    }
    const ordered = [...bySeries].sort(([a], [b]) => a - b);
    inTransaction(database, false, () => {
      put(
        level + 1,
        ordered.map(([series, columns]): SeriesColumns => [series, mergeFields(columns)]),
      );
      for (const id of ids) remove.run(id);
    });
    const groups = new Set(ordered.map(([series]) => groupOf(series, level + 1)));
    const above = [...groups].map((next): Due => [level + 1, next, start]);
    return all.length < 2 * many ? above : [...above, [level, group, start]];
  };
}

export type Flush = {
  /** Everything in memory into blocks. Not while a write runs. What is due is merged afterwards, while others write and ask. */
  readonly flush: () => Promise<void>;
  /** Waits for the merges. */
  readonly merged: () => Promise<void>;
};

/** A flush that is interrupted leaves the recent batches where they are: they are read again, and overwrite like with like. */
export function createEmbeddedFlush(database: DatabaseSync, memory: Memory): Flush {
  const put = createPutBlocks(database);
  const merge = createMerge(database);
  const mark = database.prepare("INSERT OR IGNORE INTO unrolled (series, day) VALUES (?, ?)");
  const forget = database.prepare("DELETE FROM recent");
  let merging: Promise<void> = Promise.resolve();

  const flushGroup = (series: readonly number[]): Due[] => {
    const days = new Set<number>();
    inTransaction(database, false, () => {
      const all = series.map((id): SeriesColumns => [id, memory.columns(id)]);
      put(
        0,
        all.filter(([, columns]) => columns.length > 0),
        (id, start) => {
          mark.run(id, start);
          days.add(start);
        },
      );
    });
    return [...days].map((start): Due => [0, groupOf(series[0] as number, 0), start]);
  };

  const mergeAll = (due: Due[]): Promise<void> =>
    inSlices(
      database,
      () => {
        const next = due.pop();
        if (next !== undefined) due.push(...merge(next));
        return due.length === 0;
      },
      0,
    );

  return {
    flush: async () => {
      await merging;
      if (memory.rows() === 0) return;
      const series = memory.series();
      // A few series with many rows each are taken one by one.
      const together = Math.max(1, Math.floor((rowsPerStep * series.length) / memory.rows()));
      const groups = [...Map.groupBy(series, (id) => groupOf(id, 0)).values()].flatMap((group) =>
        group.flatMap((_, index) => (index % together === 0 ? [group.slice(index, index + together)] : [])),
      );
      const due: Due[] = [];
      await inSlices(database, () => {
        const group = groups.shift();
        if (group !== undefined) due.push(...flushGroup(group));
        return groups.length === 0;
      });
      if (!database.isOpen) return;
      inTransaction(database, false, () => forget.run());
      memory.clear();
      // A merge that fails is due again after the next flush.
      merging = mergeAll(due).catch(() => {});
    },
    merged: () => merging,
  };
}
