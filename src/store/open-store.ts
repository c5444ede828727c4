// The store, anju.db: what must be on disk at once and is read by more than one program: the outbox, the quarantine, the
// credentials, and how the plan was.

import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { Outbox } from "../model/notice.ts";
import { type CredentialStore, createCredentials } from "./create-credentials.ts";
import { createOutbox } from "./create-outbox.ts";
import { createPlanRows, type PlanRows } from "./create-plan-rows.ts";
import { createQuarantine, type Quarantine } from "./create-quarantine.ts";
import { openDatabase } from "./open-database.ts";
import { migrations } from "./schema.ts";

const KEPT_OUTBOX = 90 * 24 * 3_600_000;

export type Store = {
  readonly outbox: Outbox;
  readonly quarantine: Quarantine;
  readonly credentials: CredentialStore;
  readonly plan: PlanRows;
  /** Runs the work in one transaction, all of it or none; on disk when it returns, unless `lazily` was asked for. */
  readonly transaction: (work: () => void) => void;
  /** Lines for history that version 0.1 left waiting here: handed over one text at a time, and let go when all were taken. */
  readonly leftLines: (take: (lines: string, count: number) => Promise<void>) => Promise<void>;
  /**
   * From now on what is written need not wait for the disk: a notice or refusal that a power cut takes is made again from the
   * journal. `sync` has it all on disk when it returns; call it before a checkpoint lets go of the journal's records.
   */
  readonly lazily: () => void;
  readonly sync: () => void;
  readonly housekeep: (now: number) => void;
  readonly [Symbol.dispose]: () => void;
};

async function emptySpool(database: DatabaseSync, take: (lines: string, count: number) => Promise<void>) {
  if (!database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'spool'").get()) return;
  const next = database.prepare("SELECT id, count, lines FROM spool WHERE id > ? ORDER BY id LIMIT 1");
  type Row = { id: number; count: number; lines: string };
  for (let row = next.get(0) as Row | undefined; row !== undefined; row = next.get(row.id) as Row | undefined)
    await take(row.lines, row.count);
  database.exec("DROP TABLE spool");
}

/** @param folder the data folder. @throws Error when it cannot be written or is of a newer version. */
export function openStore(folder: string): Store {
  const database = openDatabase(join(folder, "anju.db"), migrations);
  const quarantine = createQuarantine(database);
  const synced = database.prepare(
    "INSERT INTO meta (name, value) VALUES ('synced', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1",
  );
  return {
    outbox: createOutbox(database),
    quarantine,
    credentials: createCredentials(database, join(folder, "server.key")),
    plan: createPlanRows(database),
    transaction(work) {
      database.exec("BEGIN IMMEDIATE");
      try {
        work();
        database.exec("COMMIT");
      } catch (error) {
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      }
    },
    lazily: () => database.exec("PRAGMA synchronous = NORMAL"),
    sync() {
      // A commit in mode FULL syncs the log with all that came before; the row is of no other use.
      database.exec("PRAGMA synchronous = FULL; BEGIN IMMEDIATE");
      try {
        synced.run();
        database.exec("COMMIT");
      } finally {
        if (database.isTransaction) database.exec("ROLLBACK");
        database.exec("PRAGMA synchronous = NORMAL");
      }
    },
    leftLines: (take) => emptySpool(database, take),
    housekeep(now) {
      quarantine.sweep();
      database.prepare("DELETE FROM outbox WHERE state <> 'waiting' AND done_at < ?").run(now - KEPT_OUTBOX);
      database.exec("PRAGMA optimize");
    },
    [Symbol.dispose]: () => database.close(),
  };
}
