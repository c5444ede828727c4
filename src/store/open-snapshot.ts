// The data folder as a power cut at this instant would leave it, held open while it is copied and the gateway goes on.

import { existsSync, readdirSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** A file as long as it was at the snapshot; it can be read even after the gateway has deleted it. */
export type HeldFile = { readonly path: string; readonly handle: FileHandle; readonly bytes: number };

export type Snapshot = {
  readonly state: DatabaseSync | null;
  readonly store: DatabaseSync;
  /** Of journal/ and spool/. */
  readonly files: readonly HeldFile[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const ATTEMPTS = 50;

/**
 * Pins, in this order and within milliseconds: state.db (P: the journal position it stands for), the spool, anju.db, the journal.
 * - What the records up to P caused was in spool, history and anju.db before P was written, so those, pinned later, hold it.
 *   A spool file that vanished meanwhile had been taken by the history, which is copied last.
 * - anju.db gets effects of a record only once that record is on disk, so the journal, pinned last, holds all that anju.db is
 *   ahead of P. The other way round, a notice about a ticket that the backup does not have would stay in it, and its id would
 *   later silence the notice of another ticket.
 * - A checkpoint in between may have deleted segments that P still needs: then it is all done again.
 * Whoever starts from this starts as after a power cut: P, then the journal from there. Everything acknowledged before is in it.
 */
export async function openSnapshot(folder: string): Promise<Snapshot> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    await using stack = new AsyncDisposableStack();
    const state = existsSync(join(folder, "state.db")) ? stack.use(pinDatabase(join(folder, "state.db"))) : null;
    const spool = await holdFiles(folder, "spool", stack);
    const store = stack.use(pinDatabase(join(folder, "anju.db")));
    const journal = await holdFiles(folder, "journal", stack);
    if (!reaches(journal, positionOf(state)) || isBetween(state, store)) continue;
    const held = stack.move();
    return { state, store, files: [...journal, ...spool], [Symbol.asyncDispose]: () => held.disposeAsync() };
  }
  throw new Error(`${join(folder, "journal")} does not reach back to the position of state.db`);
}

/** A read transaction: the database stays as it is now for this connection, whatever others write. */
export function pinDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    // A transaction of this kind pins its snapshot with the first page it reads.
    database.exec("PRAGMA busy_timeout = 5000; BEGIN;");
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    return database;
  } catch (error) {
    database.close();
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** The last record that the checkpoint contains; 0 where there is none yet. */
function positionOf(state: DatabaseSync | null): number {
  if (!state || !has(state, "meta")) return 0;
  const row = state.prepare("SELECT value FROM meta WHERE name = 'position'").get() as { value: number } | undefined;
  return row?.value ?? 0;
}

const has = (database: DatabaseSync, table: string): boolean =>
  database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) !== undefined;

/** Pinned while the tables of version 0.1 moved from anju.db to state.db: neither of the two has them. */
function isBetween(state: DatabaseSync | null, store: DatabaseSync): boolean {
  if (has(store, "ticket")) return false;
  return !state || !has(state, "meta") || !state.prepare("SELECT 1 FROM meta").get();
}

/** Segments are named by the position of their first record. Without any, nothing was journalled after the checkpoint. */
function reaches(journal: readonly HeldFile[], position: number): boolean {
  const firsts = journal.map(({ path }) => Number.parseInt(path.slice("journal/".length), 10));
  return firsts.length === 0 || Math.min(...firsts) <= position + 1;
}

/** Opens what is there; a file that vanishes before it is open had done its duty. */
async function holdFiles(folder: string, part: "journal" | "spool", stack: AsyncDisposableStack): Promise<HeldFile[]> {
  const held: HeldFile[] = [];
  if (!existsSync(join(folder, part))) return held;
  for (const entry of readdirSync(join(folder, part), { withFileTypes: true })) {
    if (!entry.isFile() || !/^\w[\w.-]*$/.test(entry.name)) continue;
    if (part === "journal" && !/^\d+\.log$/.test(entry.name)) continue;
    try {
      const handle = stack.use(await open(join(folder, part, entry.name), "r"));
      held.push({ path: `${part}/${entry.name}`, handle, bytes: (await handle.stat()).size });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  return held;
}
