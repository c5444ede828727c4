// Rollups and retention of the embedded history: touched minutes are computed anew from the readings, hours from minutes, and what is too old goes.

import type { DatabaseSync } from "node:sqlite";
import { floorTo, hour, inTransaction, kept, minute } from "./embedded-schema.ts";

/** Minutes per transaction: the event loop breathes between two. */
const chunk = 100;

/**
 * A unit's row from the finer table. The finer rows only grow until retention takes them, so fewer of them than
 * the rollup has counted means that they are gone: then the rollup stays as it is.
 */
const computeMinute = `
  INSERT OR REPLACE INTO minute
  SELECT field, :start, count(*), count(number), coalesce(sum(number), 0.0), min(number), max(number), max(time),
    (SELECT value FROM point WHERE field = :field AND time >= :start AND time < :end ORDER BY time DESC LIMIT 1)
  FROM (
    SELECT field, time, CASE typeof(value) WHEN 'real' THEN value END AS number
    FROM point WHERE field = :field AND time >= :start AND time < :end
  )
  GROUP BY field
  HAVING count(*) >= coalesce((SELECT readings FROM minute WHERE field = :field AND time = :start), 0)`;

const computeHour = `
  INSERT OR REPLACE INTO hour
  SELECT field, :start, sum(readings), sum(numbers), sum(total), min(least), max(most), max(lastAt),
    (SELECT last FROM minute WHERE field = :field AND time >= :start AND time < :end ORDER BY time DESC LIMIT 1)
  FROM minute WHERE field = :field AND time >= :start AND time < :end
  GROUP BY field
  HAVING sum(readings) >= coalesce((SELECT readings FROM hour WHERE field = :field AND time = :start), 0)`;

const breathe = () => new Promise((resolve) => setImmediate(resolve));

/** The housekeeping of the embedded history; removal is done at most once an hour of `now`. */
export function createEmbeddedHousekeep(database: DatabaseSync): (now: number) => Promise<void> {
  const dirtySeries = database.prepare("SELECT DISTINCT series FROM dirty");
  const dirtyMinutes = database.prepare("SELECT minute FROM dirty WHERE series = ? ORDER BY minute LIMIT ?");
  const clean = database.prepare("DELETE FROM dirty WHERE series = ? AND minute <= ?");
  const fieldsOf = database.prepare("SELECT id FROM field WHERE series = ?");
  const everySeries = database.prepare("SELECT id FROM series");
  const rollMinute = database.prepare(computeMinute);
  const rollHour = database.prepare(computeHour);
  const removals = (["point", "minute", "hour"] as const).map((name) => ({
    name,
    remove: database.prepare(`DELETE FROM ${name} WHERE field = ? AND time < ?`),
  }));
  const remember = database.prepare("INSERT OR REPLACE INTO removed (name, before) VALUES (?, ?)");
  let removedAt = Number.NEGATIVE_INFINITY;

  /** Rolls up some of a series' touched minutes; true when none is left. */
  const rollUp = (series: number): boolean => {
    const minutes = dirtyMinutes.all(series, chunk).map((row) => row.minute as number);
    const last = minutes.at(-1);
    if (last === undefined) return true;
    const hours = new Set(minutes.map((start) => floorTo(start, hour)));
    for (const { id } of fieldsOf.all(series)) {
      const field = id as number;
      for (const start of minutes) rollMinute.run({ field, start, end: start + minute });
      for (const start of hours) rollHour.run({ field, start, end: start + hour });
    }
    clean.run(series, last);
    return minutes.length < chunk;
  };

  const rollUpAll = async (series: number): Promise<void> => {
    while (database.isOpen && !inTransaction(database, false, () => rollUp(series))) await breathe();
  };

  const remove = (series: number, now: number): void => {
    while (!rollUp(series));
    for (const { id } of fieldsOf.all(series)) {
      for (const table of removals) table.remove.run(id as number, floorTo(now - kept[table.name], hour));
    }
  };

  return async (now) => {
    for (const { series } of dirtySeries.all()) {
      await rollUpAll(series as number);
      await breathe();
      if (!database.isOpen) return;
    }
    if (Math.abs(now - removedAt) < hour) return;
    removedAt = now;
    // First the mark, then the rows: a query never trusts readings that are about to go.
    for (const { name } of removals) remember.run(name, floorTo(now - kept[name], hour));
    for (const { id } of everySeries.all()) {
      inTransaction(database, false, () => remove(id as number, now));
      await breathe();
      if (!database.isOpen) return;
    }
  };
}
