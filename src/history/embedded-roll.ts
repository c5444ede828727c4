// One series' day rolled up: its minutes from the readings, its hours from the minutes.

import type { DatabaseSync } from "node:sqlite";
import type { ReadColumns } from "./embedded-blocks.ts";
import { decodeFolds, encodeFolds, type Folds, foldColumn, foldFolds, renewFolds } from "./embedded-fold.ts";
import { day, hour, minute } from "./embedded-schema.ts";

export type Rolled = {
  /** A day's folds of one field or all, empty where none are kept. */
  readonly read: (table: "minute" | "hour", series: number, day: number, field?: number) => Folds;
  /** Takes folds of a day where they know more than what is kept. */
  readonly renew: (table: "minute" | "hour", series: number, day: number, computed: Folds) => Folds;
  /** Start of the first and end of the last day with rollups of a series. */
  readonly span: (series: number) => { readonly from: number; readonly to: number };
  /** Rolls up a series' day as it stands now, and unmarks it. Inside a transaction. */
  readonly roll: (series: number, day: number) => void;
};

/** Above this many bytes a day is read by the hour: it need not fit in memory. */
const heavy = 500_000;

export function createRolled(database: DatabaseSync, columns: ReadColumns): Rolled {
  const statements = (table: string) => ({
    find: database.prepare(`SELECT data FROM ${table} WHERE series = ? AND day = ?`),
    put: database.prepare(
      `INSERT INTO ${table} (series, day, data) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET data = excluded.data`,
    ),
  });
  const tables = { minute: statements("minutes"), hour: statements("hours") } as const;
  const unmark = database.prepare("DELETE FROM unrolled WHERE series = ? AND day = ?");

  const read: Rolled["read"] = (table, series, start, field) => {
    const row = tables[table].find.get(series, start);
    return row === undefined ? new Map() : decodeFolds(row.data as Uint8Array, field);
  };
  const renew: Rolled["renew"] = (table, series, start, computed) => {
    const folds = renewFolds(read(table, series, start), computed);
    if (folds.size > 0) tables[table].put.run(series, start, encodeFolds(folds));
    return folds;
  };
  const minutesOf = (series: number, start: number): Folds => {
    const width = columns.weight(series, start, start + day) > heavy ? hour : day;
    const folds: Folds = new Map();
    for (let from = start; from < start + day; from += width) {
      for (const column of columns.read(series, from, from + width)) {
        const before = folds.get(column.field) ?? [];
        for (const fold of foldColumn(column, minute)) before.push(fold);
        folds.set(column.field, before);
      }
    }
    return folds;
  };

  const ends = ["minutes", "hours"].map((table) =>
    database.prepare(`SELECT min(day) AS first, max(day) AS last FROM ${table} WHERE series = ?`),
  );

  return {
    read,
    renew,
    span: (series) => {
      const found = ends.map((statement) => statement.get(series)).filter((row) => row?.first !== null);
      return {
        from: Math.min(...found.map((row) => row?.first as number)),
        to: Math.max(...found.map((row) => (row?.last as number) + day)),
      };
    },
    roll: (series, start) => {
      const minutes = renew("minute", series, start, minutesOf(series, start));
      const hours = new Map([...minutes].map(([field, folds]) => [field, foldFolds(folds, hour)]));
      renew("hour", series, start, hours);
      unmark.run(series, start);
    },
  };
}
