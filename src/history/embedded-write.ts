// Lines into the embedded history: series and fields get numbers, values overwrite by (field, time), touched minutes are marked for the rollups.

import type { DatabaseSync } from "node:sqlite";
import { floorTo, inTransaction, minute } from "./embedded-schema.ts";
import type { WriteOutcome } from "./history.ts";
import { type ParsedLine, parseLine, parseSeries } from "./parse-line.ts";

type Series = { readonly id: number; readonly fields: Map<string, number> };

/** Lines per transaction: the event loop breathes between two. */
const chunk = 200;
const rememberedSeries = 50_000;

/**
 * The write of the embedded history. All chunks but the last commit without waiting for the disk; the last one waits,
 * and the write-ahead log is in order, so that "ok" means on disk: the spool drops its lines on our word.
 */
export function createEmbeddedWrite(database: DatabaseSync): (lines: readonly string[]) => Promise<WriteOutcome> {
  const findSeries = database.prepare("SELECT id FROM series WHERE key = ?");
  const addSeries = database.prepare("INSERT INTO series (key, measurement, device) VALUES (?, ?, ?) RETURNING id");
  const findFields = database.prepare("SELECT name, id FROM field WHERE series = ?");
  const addField = database.prepare("INSERT INTO field (series, name) VALUES (?, ?) RETURNING id");
  const put = database.prepare("INSERT OR REPLACE INTO point (field, time, value) VALUES (?, ?, ?)");
  const mark = database.prepare("INSERT OR IGNORE INTO dirty (series, minute) VALUES (?, ?)");
  const known = new Map<string, Series>();

  const seriesOf = (key: string): Series => {
    const before = known.get(key);
    if (before) return before;
    const { measurement, tags } = parseSeries(key);
    const row = findSeries.get(key) ?? addSeries.get(key, measurement, tags.get("device") ?? "");
    const id = row?.id as number;
    const fields = new Map(findFields.all(id).map((field) => [field.name as string, field.id as number]));
    const series = { id, fields };
    if (known.size >= rememberedSeries) known.clear();
    known.set(key, series);
    return series;
  };

  const store = (line: ParsedLine): void => {
    const series = seriesOf(line.series);
    for (const [name, value] of line.fields) {
      let field = series.fields.get(name);
      if (field === undefined) {
        field = addField.get(series.id, name)?.id as number;
        series.fields.set(name, field);
      }
      put.run(field, line.time, typeof value === "boolean" ? BigInt(value) : value);
    }
    mark.run(series.id, floorTo(line.time, minute));
  };

  return async (lines) => {
    const parsed: ParsedLine[] = [];
    for (const line of lines) {
      const good = parseLine(line);
      if (good === undefined) return { ok: false, kind: "refused", error: "not a line that this gateway writes" };
      if (!good.series.startsWith("queue,")) parsed.push(good);
    }
    try {
      for (let at = 0; at < parsed.length; at += chunk) {
        const last = at + chunk >= parsed.length;
        if (at > 0) await new Promise((resolve) => setImmediate(resolve));
        inTransaction(database, last, () => {
          for (const line of parsed.slice(at, at + chunk)) store(line);
        });
      }
      return { ok: true };
    } catch (error) {
      // What was rolled back may be remembered here.
      known.clear();
      return { ok: false, kind: "retry", error: `embedded history: ${(error as Error).message}` };
    }
  };
}
