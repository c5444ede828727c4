// A history in the layout of rows, carried over into blocks and rollups: series by series, day by day, each step one transaction.

import type { DatabaseSync } from "node:sqlite";
import type { PointValue } from "../model/reading.ts";
import type { PutBlocks } from "./embedded-blocks.ts";
import type { Column } from "./embedded-column.ts";
import type { Fold } from "./embedded-fold.ts";
import type { Names } from "./embedded-names.ts";
import type { Rolled } from "./embedded-roll.ts";
import { day, floorTo, hasRowLayout, inTransaction, shifts } from "./embedded-schema.ts";

export type Carry = {
  /** Carries one day of some series; true when nothing is left. */
  readonly step: () => boolean;
  /** Carries all that is left of a series. */
  readonly series: (series: number) => void;
};

type OldField = { readonly id: number; readonly name: string };
type OldRow = Readonly<Record<string, number | bigint | string | null>>;

const tables = ["hour", "minute", "point"] as const;
const rowTables = [...tables, "field", "dirty"] as const;

/** In the row layout numbers are REAL, booleans INTEGER (read as bigint), states TEXT. */
const valueIn = (stored: unknown): PointValue => (typeof stored === "bigint" ? stored === 1n : (stored as PointValue));

function foldOf(row: OldRow): Fold {
  return {
    time: Number(row.time),
    readings: Number(row.readings),
    numbers: Number(row.numbers),
    total: row.total as number,
    least: (row.least as number | null) ?? 0,
    most: (row.most as number | null) ?? 0,
    lastAt: Number(row.lastAt),
    last: valueIn(row.last),
  };
}

function columnOf(field: number, rows: readonly OldRow[]): Column {
  const values = rows.map(({ value }) => valueIn(value));
  return {
    field,
    times: Float64Array.from(rows, ({ time }) => Number(time)),
    values: values.every((value) => typeof value === "number") ? Float64Array.from(values) : values,
  };
}

export function createCarry(database: DatabaseSync, names: Names, rolled: Rolled, put: PutBlocks): Carry {
  if (!hasRowLayout(database)) return { step: () => true, series: () => {} };
  const fieldsOf = database.prepare("SELECT id, name FROM field WHERE series = ?");
  const anySeries = database.prepare("SELECT series FROM field LIMIT 1");
  const forget = database.prepare("DELETE FROM field WHERE series = ?");
  const old = tables.map((table) => {
    const rows = database.prepare(`SELECT * FROM ${table} WHERE field = ? AND time < ? ORDER BY time`);
    rows.setReadBigInts(true);
    return {
      table,
      first: database.prepare(`SELECT min(time) AS time FROM ${table} WHERE field = ?`),
      rows,
      remove: database.prepare(`DELETE FROM ${table} WHERE field = ? AND time < ?`),
    };
  });
  // Rolled up anew: what the rows had rolled up stays where it knows more.
  const mark = database.prepare("INSERT OR IGNORE INTO unrolled (series, day) VALUES (?, ?)");
  let left = true;

  /** Carries the first day of a table; false when it has none of these fields. */
  const carryDay = (
    { table, first, rows, remove }: (typeof old)[number],
    series: number,
    fields: OldField[],
  ): boolean => {
    const times = fields.map(({ id }) => first.get(id)?.time).filter((time) => typeof time === "number");
    if (times.length === 0) return false;
    const start = floorTo(Math.min(...times), day);
    const found = fields
      .map(({ id, name }) => [names.field(name), rows.all(id, start + day) as OldRow[]] as const)
      .filter(([, list]) => list.length > 0);
    if (table === "point") {
      put(shifts.length - 1, [[series, found.map(([field, list]) => columnOf(field, list))]]);
      mark.run(series, start);
    } else rolled.renew(table, series, start, new Map(found.map(([field, list]) => [field, list.map(foldOf)])));
    for (const { id } of fields) remove.run(id, start + day);
    return true;
  };

  const stepOf = (series: number): void => {
    const fields = fieldsOf.all(series) as OldField[];
    let stored = false;
    try {
      inTransaction(database, false, () => {
        if (!old.some((table) => carryDay(table, series, fields))) forget.run(series);
        names.store();
      });
      stored = true;
    } finally {
      names.settle(stored);
    }
  };
  return {
    step: () => {
      if (!left) return true;
      const series = anySeries.get()?.series;
      if (series !== undefined) stepOf(series as number);
      else {
        inTransaction(database, true, () => database.exec(rowTables.map((table) => `DROP TABLE ${table};`).join("")));
        left = false;
      }
      return !left;
    },
    series: (series) => {
      while (left && fieldsOf.get(series) !== undefined) stepOf(series);
    },
  };
}
