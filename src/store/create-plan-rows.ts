// The plan as it was, on disk: a row for each camera, lamp, area and level whenever a start found it other than before. Rows are only added.

import type { DatabaseSync } from "node:sqlite";

export type PlanRow = {
  readonly kind: string;
  readonly id: string;
  /** Epoch ms; until the next row of the same thing. */
  readonly since: number;
  /** How it stood in the plan, as JSON; null: it was gone. */
  readonly value: string | null;
  /** Its name and what else is told of it, as JSON: it makes no new row. */
  readonly about: string;
};

export type PlanRows = {
  /** The last row of each thing at or before the instant (epoch ms). */
  readonly at: (instant: number) => PlanRow[];
  /** All rows of these kinds, oldest first. */
  readonly of: (...kinds: readonly string[]) => PlanRow[];
  /** When anything was otherwise than before, oldest first. */
  readonly instants: () => number[];
  /** All of them or none. @throws Error what the disk says. */
  readonly add: (rows: readonly PlanRow[]) => void;
};

export function createPlanRows(database: DatabaseSync): PlanRows {
  // Of an aggregate with max() SQLite takes the other columns from the row that has it.
  const at = database.prepare(
    "SELECT kind, id, max(since) AS since, value, about FROM plan WHERE since <= ? GROUP BY kind, id",
  );
  const of = database.prepare(
    "SELECT kind, id, since, value, about FROM plan WHERE kind IN (SELECT value FROM json_each(?)) ORDER BY since, kind, id",
  );
  const instants = database.prepare("SELECT DISTINCT since FROM plan ORDER BY since");
  const put = database.prepare("INSERT OR REPLACE INTO plan (kind, id, since, value, about) VALUES (?, ?, ?, ?, ?)");
  return {
    at: (instant) => at.all(instant) as PlanRow[],
    of: (...kinds) => of.all(JSON.stringify(kinds)) as PlanRow[],
    instants: () => (instants.all() as { since: number }[]).map(({ since }) => since),
    add(rows) {
      database.exec("BEGIN IMMEDIATE");
      try {
        for (const { kind, id, since, value, about } of rows) put.run(kind, id, since, value, about);
        database.exec("COMMIT");
      } finally {
        if (database.isTransaction) database.exec("ROLLBACK");
      }
    },
  };
}
