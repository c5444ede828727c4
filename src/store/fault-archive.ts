// Looks back at faults: every fault that a checkpoint wrote stands in state.db for good. Read only, beside the thread that writes it.

import { DatabaseSync } from "node:sqlite";
import type { Fault } from "../model/fault.ts";
import { stateFile } from "./read-state.ts";

export type FaultArchive = {
  /** Those whose `since`…`clearedAt` holds the instant (epoch ms), oldest opened first. */
  readonly at: (instant: number, names?: readonly string[]) => Fault[];
  /** Those whose `since`…`clearedAt` overlaps `from` (inclusive) … `to` (exclusive), epoch ms, oldest opened first. */
  readonly between: (from: number, to: number, names?: readonly string[]) => Fault[];
  readonly [Symbol.dispose]: () => void;
};

/**
 * Faults of the last minutes may stand in memory alone, and what stands here of an open one may be as old as the last checkpoint.
 * `names`: only faults of these names. A long past takes some 4 µs for each fault that ended after the instant.
 * @throws Error naming the file where there is none yet, or it cannot be read.
 */
export function openFaultArchive(folder: string): FaultArchive {
  const file = stateFile(folder);
  const database = open(file);
  const overlapping = (filter: string): string =>
    `SELECT body FROM fault WHERE (cleared_at IS NULL OR cleared_at > :from) ${filter}
     AND (opened_at < :to OR json_extract(body, '$.since') < :to) ORDER BY opened_at, asset, fault`;
  const all = database.prepare(overlapping(""));
  const some = database.prepare(overlapping("AND fault IN (SELECT value FROM json_each(:names))"));
  function between(from: number, to: number, names?: readonly string[]): Fault[] {
    const rows = names ? some.all({ from, to, names: JSON.stringify(names) }) : all.all({ from, to });
    return (rows as { body: string }[]).map(({ body }) => JSON.parse(body) as Fault);
  }
  return {
    between,
    at: (instant, names) => between(instant, instant + 1, names),
    [Symbol.dispose]: () => database.close(),
  };
}

function open(file: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    database.exec("PRAGMA busy_timeout = 5000;");
    return database;
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}.`, { cause: error });
  }
}
