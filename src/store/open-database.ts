// Opens the data folder's SQLite database (WAL, synchronous FULL) and brings its schema up to date.

import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makeFolder } from "./make-folder.ts";
import { migrations } from "./schema.ts";

/** @throws Error naming the file and the cure when it cannot be opened, or was written by a newer version. */
export function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    makeFolder(dirname(file));
    database = new DatabaseSync(file);
    database.exec(
      "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
    );
    migrate(database, file);
    return database;
  } catch (error) {
    database?.close();
    const { message } = error as Error;
    throw message.includes(file) ? error : new Error(`${file}: ${message}.`, { cause: error });
  }
}

/** Each step in a transaction that looks again where it stands: two programs may open a new folder at once. */
function migrate(database: DatabaseSync, file: string): void {
  const applied = (): number =>
    (database.prepare("PRAGMA user_version").get() as { user_version: number }).user_version;
  if (applied() > migrations.length)
    throw new Error(
      `${file} was written by a newer version of Anju (schema ${applied()}; this one knows ${migrations.length}). ` +
        `Install that version again, or choose another folder with --data.`,
    );
  while (applied() < migrations.length) {
    database.exec("BEGIN IMMEDIATE");
    try {
      const next = applied();
      if (next < migrations.length) database.exec(`${migrations[next]}; PRAGMA user_version = ${next + 1}`);
      database.exec("COMMIT");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  }
}
