// The quarantine on disk: what was refused, with its reason. The same part of the same journal record is kept once, however often it is processed.

import type { DatabaseSync } from "node:sqlite";
import type { Quarantined } from "../model/reading.ts";

const KEPT = 10_000;
/** Between two sweeps it may grow by this much: a device gone mad must not fill the disk before the night. */
const SWEEP_EVERY = 1_000;

export type Quarantine = {
  /** @param position of the journal record, and `part` of it; without, the row is always new. */
  readonly add: (refused: Quarantined, position?: number, part?: number) => void;
  /** Newest first. @param before an id. */
  readonly list: (limit: number, before?: number) => readonly (Quarantined & { readonly id: number })[];
  readonly sweep: () => void;
};

export function createQuarantine(database: DatabaseSync): Quarantine {
  const put = database.prepare(
    "INSERT OR IGNORE INTO quarantine (at, topic, device, reason, detail, payload, position, part) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const sweep = database.prepare("DELETE FROM quarantine WHERE id <= (SELECT max(id) FROM quarantine) - ?");
  const read = database.prepare(
    "SELECT id, at, topic, device, reason, detail, payload FROM quarantine WHERE id < ? ORDER BY id DESC LIMIT ?",
  );
  let grown = 0;
  return {
    add({ at, topic, device, reason, detail, payload }, position, part) {
      put.run(at, topic, device, reason, detail, payload, position ?? null, part ?? null);
      grown += 1;
      if (grown < SWEEP_EVERY) return;
      grown = 0;
      sweep.run(KEPT);
    },
    list: (limit, before = Number.MAX_SAFE_INTEGER) =>
      (read.all(before, limit) as (Quarantined & { id: number })[]).map((row) => ({ ...row })),
    sweep: () => void sweep.run(KEPT),
  };
}
