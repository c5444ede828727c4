// The embedded history: telemetry in one SQLite file beside the gateway, for sites without InfluxDB.

import { createEmbeddedHousekeep } from "./embedded-housekeep.ts";
import { createEmbeddedQuery } from "./embedded-query.ts";
import { openDatabase } from "./embedded-schema.ts";
import { createEmbeddedWrite } from "./embedded-write.ts";
import type { History, Told } from "./history.ts";

export type EmbeddedHistory = History & {
  /** Lines stored per measurement (distinct series and time). Reads everything: for tests and inspection. */
  readonly countByMeasurement: () => Readonly<Record<string, number>>;
};

/**
 * Opens or creates the history in `file` (SQLite, WAL). Readings are kept 30 days, their 1-minute rollups 180 days,
 * 1-hour rollups 5 years, as of the last `housekeep(now)`. Lines of `queue` are taken and not kept: a picture of the
 * present for dashboards, which nothing here can ask for. @throws Error naming the file when it cannot be opened.
 */
export function openEmbedded({ file }: { readonly file: string }): EmbeddedHistory {
  const database = openDatabase(file);
  const query = createEmbeddedQuery(database);
  const housekeep = createEmbeddedHousekeep(database);
  let keeping: Promise<Told> | undefined;
  const told = { ok: true, detail: `embedded history in ${file}` };

  return {
    write: createEmbeddedWrite(database),
    query: async (asked) => query(asked),
    ping: async () => told,
    prepare: async () => told,
    housekeep: (now) => {
      keeping ??= housekeep(now)
        .then(
          () => told,
          (error) => ({ ok: false, detail: `${file}: ${(error as Error).message}` }),
        )
        .finally(() => {
          keeping = undefined;
        });
      return keeping;
    },
    countByMeasurement: () => {
      const rows = database
        .prepare(
          `SELECT measurement, count(*) AS lines
           FROM (SELECT DISTINCT field.series, point.time FROM point JOIN field ON field.id = point.field) AS line
           JOIN series ON series.id = line.series GROUP BY measurement`,
        )
        .all();
      return Object.fromEntries(rows.map((row) => [row.measurement as string, row.lines as number]));
    },
    [Symbol.asyncDispose]: async () => {
      if (database.isOpen) database.close();
    },
  };
}
