// Tables of the embedded history: a dictionary of series and fields, readings by (field, time), their rollups, and what is yet to be rolled up.

import { DatabaseSync } from "node:sqlite";

export const minute = 60_000;
export const hour = 3_600_000;
const day = 86_400_000;

/** How long each table is kept, ms. */
export const kept = { point: 30 * day, minute: 180 * day, hour: 5 * 365 * day } as const;

const rollup = (name: string): string => `
  CREATE TABLE IF NOT EXISTS ${name} (
    field INTEGER NOT NULL, time INTEGER NOT NULL,
    readings INTEGER NOT NULL, numbers INTEGER NOT NULL, total REAL NOT NULL, least REAL, most REAL,
    lastAt INTEGER NOT NULL, last ANY NOT NULL,
    PRIMARY KEY (field, time)
  ) STRICT, WITHOUT ROWID;`;

/** Numbers are stored as REAL, booleans as INTEGER, states as TEXT: the storage class is the type. */
const schema = `
  CREATE TABLE IF NOT EXISTS series (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, measurement TEXT NOT NULL, device TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS series_of_device ON series (device, measurement);
  CREATE TABLE IF NOT EXISTS field (
    id INTEGER PRIMARY KEY, series INTEGER NOT NULL, name TEXT NOT NULL, UNIQUE (series, name)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS point (
    field INTEGER NOT NULL, time INTEGER NOT NULL, value ANY NOT NULL, PRIMARY KEY (field, time)
  ) STRICT, WITHOUT ROWID;
  ${rollup("minute")}
  ${rollup("hour")}
  CREATE TABLE IF NOT EXISTS dirty (
    series INTEGER NOT NULL, minute INTEGER NOT NULL, PRIMARY KEY (series, minute)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS removed (
    name TEXT PRIMARY KEY, before INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;`;

/** Opens or creates the file, in a folder that exists, in WAL mode. @throws Error naming the file when it cannot be opened. */
export function openDatabase(file: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000;");
    database.exec(schema);
    return database;
  } catch (error) {
    throw new Error(`history: ${file} cannot be opened (${(error as Error).message}); check ANJU_DATA and its disk`);
  }
}

/** Runs `work` in one transaction; all of it or nothing. `durable`: returns when it, and all before it, is on disk. */
export function inTransaction<T>(database: DatabaseSync, durable: boolean, work: () => T): T {
  database.exec(`PRAGMA synchronous = ${durable ? "FULL" : "NORMAL"}`);
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/** The start of the unit of `width` ms that contains `time`. */
export const floorTo = (time: number, width: number): number => Math.floor(time / width) * width;
