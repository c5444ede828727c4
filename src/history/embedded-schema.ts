// Tables of the embedded history: dictionaries of series and field names, the recent batches as they came, columnar blocks by day, and their rollups.

import { DatabaseSync } from "node:sqlite";

export const minute = 60_000;
export const hour = 3_600_000;
export const day = 86_400_000;

/** How long each is kept, ms; whole days at a time. */
export const kept = { point: 30 * day, minute: 180 * day, hour: 5 * 365 * day } as const;

/** The layout's number in the file's user_version. Files of the row layout, before it, have 0. */
export const version = 2;

/**
 * Blocks hold neighbouring series, the fewer the higher their level: 64, 8, then one. `grp` is the series' number
 * without its lowest `shifts[level]` bits. Eight blocks of a group and day become blocks of the next level.
 */
export const shifts = [6, 3, 0] as const;
export const groupOf = (series: number, level: number): number => series >>> (shifts[level] ?? 0);

/** A block has the series `low` to `high` of its group and lies within one day (UTC); the one with the higher level was written earlier, of one level the one with the lower id. */
const schema = `
  CREATE TABLE IF NOT EXISTS series (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, measurement TEXT NOT NULL, device TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS series_of_device ON series (device, measurement);
  CREATE TABLE IF NOT EXISTS name (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE IF NOT EXISTS recent (id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS block (
    id INTEGER PRIMARY KEY AUTOINCREMENT, level INTEGER NOT NULL, grp INTEGER NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL, data BLOB NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS block_of_group ON block (level, grp, first);
  CREATE TABLE IF NOT EXISTS minutes (
    series INTEGER NOT NULL, day INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (series, day)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS hours (
    series INTEGER NOT NULL, day INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (series, day)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS unrolled (
    series INTEGER NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (series, day)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS removed (name TEXT PRIMARY KEY, before INTEGER NOT NULL) STRICT, WITHOUT ROWID;`;

/** Days with minutes that the row layout had not rolled up yet. */
function carryMarks(database: DatabaseSync): void {
  const mark = database.prepare("INSERT OR IGNORE INTO unrolled (series, day) VALUES (?, ?)");
  for (const row of database.prepare("SELECT series, minute FROM dirty").iterate()) {
    mark.run(row.series as number, floorTo(row.minute as number, day));
  }
}

function prepareSchema(database: DatabaseSync): void {
  const found = database.prepare("PRAGMA user_version").get()?.user_version as number;
  if (found > version) {
    throw new Error(`it was written by a newer Anju (layout ${found}, this one knows ${version}); start that one`);
  }
  if (found === version) return;
  inTransaction(database, true, () => {
    database.exec(schema);
    if (hasRowLayout(database)) carryMarks(database);
    database.exec(`PRAGMA user_version = ${version}`);
  });
}

/** Whether the file still holds tables of the row layout, to be carried over. */
export const hasRowLayout = (database: DatabaseSync): boolean =>
  database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'point' AND type = 'table'").get() !== undefined;

/** Opens or creates the file, in a folder that exists, in WAL mode. @throws Error naming the file when it cannot be opened. */
export function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000; PRAGMA journal_size_limit = 67108864;");
    prepareSchema(database);
    return database;
  } catch (error) {
    if (database?.isOpen) database.close();
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

/** The starts of the days that [from, to) touches. */
export function* daysIn(from: number, to: number): Generator<number> {
  for (let start = floorTo(from, day); start < to; start += day) yield start;
}

export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Calls `step` until it says that all is done, or the database is closed; after `slice` ms of it the event loop breathes. */
export async function inSlices(database: DatabaseSync, step: () => boolean, slice = 20): Promise<void> {
  for (let since = performance.now(); database.isOpen && !step(); ) {
    if (performance.now() - since < slice) continue;
    await breathe();
    since = performance.now();
  }
}
