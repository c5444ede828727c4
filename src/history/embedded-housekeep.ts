// Rollups and retention of the embedded history: days that are over are rolled up, and what is too old goes.

import type { DatabaseSync } from "node:sqlite";
import type { Carry } from "./embedded-carry.ts";
import type { Rolled } from "./embedded-roll.ts";
import { day, floorTo, groupOf, hour, inSlices, inTransaction, kept, minute, shifts } from "./embedded-schema.ts";

/** What is in memory goes into blocks at least this often, ms. */
const flushEvery = 10 * minute;
/** Series whose old rows are removed in one transaction. */
const together = 50;

type Parts = {
  readonly database: DatabaseSync;
  readonly carry: Carry;
  readonly rolled: Rolled;
  /** Everything in memory into blocks, when no write runs. */
  readonly flush: () => Promise<void>;
};

/** The housekeeping of the embedded history; rolling up and removal are done at most once an hour of `now`. */
export function createEmbeddedHousekeep({ database, carry, rolled, flush }: Parts): (now: number) => Promise<void> {
  const marked = database.prepare("SELECT series, day FROM unrolled WHERE day <= ? ORDER BY series, day LIMIT 1000");
  const markedOf = database.prepare("SELECT day FROM unrolled WHERE series = ? AND day < ?");
  const someSeries = database.prepare("SELECT id FROM series WHERE id > ? ORDER BY id LIMIT ?");
  const remember = database.prepare("INSERT OR REPLACE INTO removed (name, before) VALUES (?, ?)");
  const removeBlocks = database.prepare("DELETE FROM block WHERE level = ? AND grp = ? AND first < ?");
  const removeMinutes = database.prepare("DELETE FROM minutes WHERE series = ? AND day < ?");
  const removeHours = database.prepare("DELETE FROM hours WHERE series = ? AND day < ?");
  let flushedAt = Number.NEGATIVE_INFINITY;
  let removedAt = Number.NEGATIVE_INFINITY;

  const rollUp = async (now: number): Promise<void> => {
    let due: { series: number; day: number }[] = [];
    await inSlices(database, () => {
      if (due.length === 0) due = marked.all(now - day - hour) as typeof due;
      const next = due.shift();
      if (next === undefined) return true;
      inTransaction(database, false, () => rolled.roll(next.series, next.day));
      return false;
    });
  };

  const remove = async (now: number): Promise<void> => {
    const before = (name: keyof typeof kept): number => floorTo(now - kept[name], day);
    // First the mark, then the rows: a query never trusts readings that are about to go.
    for (const name of ["point", "minute", "hour"] as const) remember.run(name, before(name));
    let last = 0;
    const removeSome = (): boolean => {
      const series = someSeries.all(last, together).map(({ id }) => id as number);
      for (const id of series) {
        // What came since it was rolled up is rolled up before it goes.
        for (const row of markedOf.all(id, before("point"))) rolled.roll(id, row.day as number);
        removeMinutes.run(id, before("minute"));
        removeHours.run(id, before("hour"));
      }
      for (const level of shifts.keys()) {
        for (const group of new Set(series.map((id) => groupOf(id, level)))) {
          removeBlocks.run(level, group, before("point"));
        }
      }
      last = series.at(-1) ?? last;
      return series.length < together;
    };
    await inSlices(database, () => inTransaction(database, false, removeSome));
  };

  return async (now) => {
    if (!database.isOpen) throw new Error("the history is not open any more");
    await inSlices(database, carry.step);
    if (Math.abs(now - flushedAt) >= flushEvery) {
      await flush();
      flushedAt = now;
    }
    if (!database.isOpen || Math.abs(now - removedAt) < hour) return;
    removedAt = now;
    await rollUp(now);
    if (database.isOpen) await remove(now);
  };
}
