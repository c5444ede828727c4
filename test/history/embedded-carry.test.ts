// A history of the row layout is read on, with nothing lost; a file of a newer layout is refused.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { batchOf } from "../../src/history/line-batch.ts";
import { openEmbedded } from "../../src/history/open-embedded.ts";
import type { TelemetryQuery } from "../../src/model/gateway-view.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = 1_767_225_600_000;
const folder = mkdtempSync(join(tmpdir(), "anju-embedded-carry-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rollup = (name: string): string => `
  CREATE TABLE ${name} (
    field INTEGER NOT NULL, time INTEGER NOT NULL,
    readings INTEGER NOT NULL, numbers INTEGER NOT NULL, total REAL NOT NULL, least REAL, most REAL,
    lastAt INTEGER NOT NULL, last ANY NOT NULL,
    PRIMARY KEY (field, time)
  ) STRICT, WITHOUT ROWID;`;
const rowSchema = `
  CREATE TABLE series (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, measurement TEXT NOT NULL, device TEXT NOT NULL
  ) STRICT;
  CREATE INDEX series_of_device ON series (device, measurement);
  CREATE TABLE field (
    id INTEGER PRIMARY KEY, series INTEGER NOT NULL, name TEXT NOT NULL, UNIQUE (series, name)
  ) STRICT;
  CREATE TABLE point (
    field INTEGER NOT NULL, time INTEGER NOT NULL, value ANY NOT NULL, PRIMARY KEY (field, time)
  ) STRICT, WITHOUT ROWID;
  ${rollup("minute")}
  ${rollup("hour")}
  CREATE TABLE dirty (
    series INTEGER NOT NULL, minute INTEGER NOT NULL, PRIMARY KEY (series, minute)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE removed (name TEXT PRIMARY KEY, before INTEGER NOT NULL) STRICT, WITHOUT ROWID;`;

/** Two devices: readings of two days each half minute, hours of a year ago whose readings are gone, one minute not rolled up. */
function writeRowLayout(file: string): void {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = WAL; ${rowSchema} BEGIN;`);
  const point = database.prepare("INSERT INTO point VALUES (?, ?, ?)");
  const rolled = database.prepare("INSERT INTO minute VALUES (?, ?, 2, 2, ?, ?, ?, ?, ?)");
  const hourly = database.prepare("INSERT INTO hour VALUES (?, ?, 120, 120, ?, ?, ?, ?, ?)");
  for (const series of [1, 2]) {
    const key = `pump,device=P${series},site=demo`;
    database.prepare("INSERT INTO series VALUES (?, ?, 'pump', ?)").run(series, key, `P${series}`);
    const [flow, on, mode] = [series * 10, series * 10 + 1, series * 10 + 2];
    for (const [id, name] of [
      [flow, "flow"],
      [on, "on"],
      [mode, "mode"],
    ] as const) {
      database.prepare("INSERT INTO field VALUES (?, ?, ?)").run(id, series, name);
    }
    for (let time = start; time < start + 2 * day; time += minute) {
      point.run(flow, time, series * 1.5);
      point.run(flow, time + 30_000, series * 2.5);
      rolled.run(flow, time, series * 4, series * 1.5, series * 2.5, time + 30_000, series * 2.5);
    }
    point.run(on, start, 1n);
    point.run(mode, start, "auto");
    hourly.run(flow, start - 300 * day, series * 120, series, series, start - 300 * day + hour - 1, series);
    point.run(flow, start + 1, series * 1000);
    database.prepare("INSERT INTO dirty VALUES (?, ?)").run(series, start);
  }
  database.exec("INSERT INTO removed VALUES ('point', 0); COMMIT");
  database.close();
}

const ask = (device: string, more: Partial<TelemetryQuery> = {}): TelemetryQuery => ({
  device,
  kind: "pump",
  points: ["flow", "on", "mode"],
  from: start,
  to: start + 2 * minute,
  limit: 10_000,
  ...more,
});

const rows = (series: number) => [
  [start, series * 1.5, true, "auto"],
  [start + 1, series * 1000, null, null],
  [start + 30_000, series * 2.5, null, null],
  [start + minute, series * 1.5, null, null],
  [start + minute + 30_000, series * 2.5, null, null],
];

describe("a history of rows", () => {
  it("answers at once, is carried over by housekeeping, and keeps its rollups", async () => {
    const file = join(folder, "rows.db");
    writeRowLayout(file);
    {
      await using history = openEmbedded({ file });
      expect(await history.query(ask("P1"))).toEqual(rows(1));
      // What is written after the change counts as newer, whenever the older rows are carried over.
      const line = `pump,device=P2,site=demo flow=9 ${start + 1}`;
      for (let round = 0; round < 64; round++) {
        expect(await history.write(batchOf([line]))).toEqual({ ok: true });
        await history.flush();
      }
    }
    await using history = openEmbedded({ file });
    expect(await history.housekeep(start + 2 * day + 2 * hour)).toMatchObject({ ok: true });
    expect(await history.query(ask("P1"))).toEqual(rows(1));
    expect(await history.query(ask("P2"))).toEqual(rows(2).with(1, [start + 1, 9, null, null]));
    expect(history.countByMeasurement()).toEqual({ pump: 2 * (2 * 2 * 1440 + 1) });
    const wide = { points: ["flow"], from: start - 365 * day, to: start + 3 * day, every: day };
    expect(await history.query(ask("P1", wide))).toEqual([
      [start - 300 * day, 1],
      [start, (1440 * 4 + 1000) / 2881],
      [start + day, 2],
    ]);
    const tables = new DatabaseSync(file, { readOnly: true })
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all()
      .map(({ name }) => name);
    for (const gone of ["point", "minute", "hour", "field", "dirty"]) expect(tables).not.toContain(gone);
  });

  it("keeps minutes and hours whose readings are gone", async () => {
    const file = join(folder, "gone.db");
    writeRowLayout(file);
    await using history = openEmbedded({ file });
    await history.housekeep(start + 40 * day);
    expect(await history.query(ask("P1"))).toEqual([]);
    const minutely = { points: ["flow"], from: start + minute, to: start + 3 * minute, every: minute };
    expect(await history.query(ask("P1", minutely))).toEqual([
      [start + minute, 2],
      [start + 2 * minute, 2],
    ]);
  });

  it("refuses a file that a newer version wrote, and says what to do", () => {
    const file = join(folder, "newer.db");
    const database = new DatabaseSync(file);
    database.exec("PRAGMA user_version = 3");
    database.close();
    expect(() => openEmbedded({ file })).toThrow(/newer\.db cannot be opened \(it was written by a newer Anju/);
  });
});
