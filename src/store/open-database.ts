// Opens one of the data folder's SQLite databases (WAL, synchronous FULL) and brings its schema up to date.

import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makeFolder } from "./make-folder.ts";
import { newerVersion } from "./newer-version.ts";

/**
 * @param migrations the steps that lead to the file's schema: `user_version` counts those already applied.
 * @throws Error naming the file when it cannot be opened; with a `hint` when a newer version wrote it, and then it stays as it was.
 */
export function openDatabase(file: string, migrations: readonly string[]): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    makeFolder(dirname(file));
    database = new DatabaseSync(file);
    database.exec("PRAGMA busy_timeout = 5000;");
    const version = schemaVersion(database);
    if (version > migrations.length) throw newerVersion(file, version, migrations.length);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
    migrate(database, migrations);
    return database;
  } catch (error) {
    database?.close();
    const { message } = error as Error;
    throw message.includes(file) ? error : new Error(`${file}: ${message}.`, { cause: error });
  }
}

/** The number of migrations that led to the database as it is. */
export const schemaVersion = (database: DatabaseSync): number =>
  (database.prepare("PRAGMA user_version").get() as { user_version: number }).user_version;

/** Each step in a transaction that looks again where it stands: two programs may open a new folder at once. */
function migrate(database: DatabaseSync, migrations: readonly string[]): void {
  while (schemaVersion(database) < migrations.length) {
    database.exec("BEGIN IMMEDIATE");
    try {
      const next = schemaVersion(database);
      if (next < migrations.length) database.exec(`${migrations[next]}; PRAGMA user_version = ${next + 1}`);
      database.exec("COMMIT");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  }
}
