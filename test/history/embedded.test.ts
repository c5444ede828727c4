// The embedded history: idempotence, rollups that agree with the readings, retention; side by side with a real InfluxDB.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { encodeLine } from "../../src/history/encode-line.ts";
import { batchOf } from "../../src/history/line-batch.ts";
import { openEmbedded } from "../../src/history/open-embedded.ts";
import { openInflux1 } from "../../src/history/open-influx1.ts";
import type { Aggregate, TelemetryQuery, TelemetryRows } from "../../src/model/gateway-view.ts";
import type { PointValue } from "../../src/model/reading.ts";
import { needsInfluxd, openInfluxd, runInfluxd } from "./influxd.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** An hour's start, so that offsets below cross minutes and hours. */
const start = 1_767_225_600_000;

const folder = mkdtempSync(join(tmpdir(), "anju-embedded-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const open = () => openEmbedded({ file: join(folder, `${files++}.db`) });

const line = (fields: Record<string, PointValue>, time: number, tags: Record<string, string> = {}): string =>
  encodeLine({ measurement: "pump", tags: { site: "demo", device: "P1", ...tags }, fields, time }) as string;
const ask = (points: readonly string[], more: Partial<TelemetryQuery> = {}): TelemetryQuery => ({
  device: "P1",
  kind: "pump",
  points,
  from: start,
  to: start + day,
  limit: 10_000,
  ...more,
});

/** What a query must answer, from the plain list of writes: later writes of a field at a time win. */
function answer(
  writes: readonly { time: number; fields: Record<string, PointValue> }[],
  query: TelemetryQuery,
): TelemetryRows {
  const rows = new Map<number, (PointValue | null)[]>();
  for (const [index, point] of query.points.entries()) {
    const kept = new Map<number, PointValue>();
    for (const { time, fields } of writes) {
      const value = fields[point];
      if (value !== undefined && time >= query.from && time < query.to) kept.set(time, value);
    }
    const buckets = new Map<number, [number, PointValue][]>();
    for (const [time, value] of [...kept].sort((a, b) => a[0] - b[0])) {
      const bucket = query.every === undefined ? time : Math.floor(time / query.every) * query.every;
      buckets.set(bucket, [...(buckets.get(bucket) ?? []), [time, value]]);
    }
    for (const [bucket, entries] of buckets) {
      const numbers = entries.map(([, value]) => value).filter((value) => typeof value === "number");
      const found =
        query.every === undefined || query.aggregate === "last"
          ? entries.at(-1)?.[1]
          : numbers.length === 0
            ? undefined
            : query.aggregate === "min"
              ? Math.min(...numbers)
              : query.aggregate === "max"
                ? Math.max(...numbers)
                : numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
      if (found === undefined) continue;
      const row = rows.get(bucket) ?? query.points.map(() => null);
      row[index] = found;
      rows.set(bucket, row);
    }
  }
  return [...rows]
    .sort((a, b) => a[0] - b[0])
    .slice(0, query.limit)
    .map(([time, values]) => [time, ...values] as const);
}

/** Numbers may differ in the last digits: sums are taken in another order. */
const near = (rows: TelemetryRows) =>
  rows.map((row) =>
    row.map((value, index) => (index > 0 && typeof value === "number" ? expect.closeTo(value, 6) : value)),
  );

const offset = fc.oneof(
  fc.integer({ min: 0, max: 3 * hour }),
  fc.constantFrom(0, minute - 1, minute, hour - 1, hour, 2 * hour),
  fc.constantFrom(-1, 24 * hour - 1, 24 * hour, 25 * hour),
);
const fields = fc
  .record(
    {
      flow: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      on: fc.boolean(),
      mode: fc.constantFrom("auto", "manual", "off"),
    },
    { requiredKeys: [] },
  )
  .filter((some) => Object.keys(some).length > 0);
const batch = fc.array(fc.record({ offset, fields }), { minLength: 1, maxLength: 12 });
const query = fc.record({
  from: offset,
  length: fc.oneof(fc.constantFrom(minute, hour, 3 * hour, 30 * hour), fc.integer({ min: 0, max: 3 * hour })),
  every: fc.constantFrom(undefined, 1000, 7000, minute, 90_000, 5 * minute, hour, 2 * hour),
  aggregate: fc.constantFrom<Aggregate>("mean", "min", "max", "last"),
  limit: fc.constantFrom(1, 3, 10_000),
  points: fc.constantFrom(["flow"], ["mode"], ["on", "flow", "mode", "unknown"]),
});
type Asked = typeof query extends fc.Arbitrary<infer T> ? T : never;
const toQuery = ({ from, length, every, ...rest }: Asked): TelemetryQuery =>
  ask(rest.points, {
    ...rest,
    from: start + from,
    to: start + from + length,
    ...(every === undefined ? {} : { every }),
  });

describe("the embedded history", () => {
  it("keeps one value per series, field and time, and merges fields", async () => {
    await using history = open();
    const lines = [line({ flow: 1, on: true }, start), line({ flow: 2, mode: "auto" }, start)];
    expect(await history.write(batchOf(lines))).toEqual({ ok: true });
    expect(await history.write(batchOf(lines))).toEqual({ ok: true });
    expect(await history.query(ask(["flow", "on", "mode", "nothing"]))).toEqual([[start, 2, true, "auto", null]]);
    expect(history.countByMeasurement()).toEqual({ pump: 1 });
  });

  it("remembers after a restart and joins the series of a device that moved", async () => {
    const file = join(folder, "restart.db");
    {
      await using history = openEmbedded({ file });
      await history.write(batchOf([line({ flow: 1 }, start, { zone: "east" })]));
      await history.housekeep(start + minute);
    }
    await using history = openEmbedded({ file });
    await history.write(batchOf([line({ flow: 3 }, start + 1, { zone: "west" })]));
    expect(await history.query(ask(["flow"]))).toEqual([
      [start, 1],
      [start + 1, 3],
    ]);
    expect(await history.query(ask(["flow"], { every: hour }))).toEqual([[start, 2]]);
    expect(await history.query(ask(["flow"], { every: minute, aggregate: "last" }))).toEqual([[start, 3]]);
  });

  it("takes the desk's queue and does not keep it", async () => {
    await using history = open();
    expect(
      await history.write(batchOf([`queue,rank=01,site=demo id="T-1" ${start}`, line({ flow: 1 }, start)])),
    ).toEqual({
      ok: true,
    });
    expect(history.countByMeasurement()).toEqual({ pump: 1 });
  });

  it("says so when housekeeping fails, and leaves the database whole when it is closed in the middle", async () => {
    const history = open();
    await history.write(batchOf([line({ flow: 1 }, start)]));
    const keeping = history.housekeep(start);
    await history[Symbol.asyncDispose]();
    expect(await keeping).toMatchObject({ ok: true });
    expect(await history.housekeep(start)).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/not open|finalized/),
    });
    expect(await history.write(batchOf([line({ flow: 1 }, start)]))).toMatchObject({ ok: false, kind: "retry" });
  });

  it("refuses what it did not write, whole", async () => {
    await using history = open();
    expect(await history.write(batchOf([line({ flow: 1 }, start), "pump flow=1"]))).toMatchObject({
      ok: false,
      kind: "refused",
    });
    expect(history.countByMeasurement()).toEqual({});
  });

  it("answers the same whatever the order of writes, flushes, merges, rollups and restarts", async () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: batch },
      {
        weight: 4,
        arbitrary: fc.constantFrom("housekeep" as const, "flush" as const, "merge" as const, "reopen" as const),
      },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 10 }),
        fc.array(query, { minLength: 1, maxLength: 6 }),
        async (steps, queries) => {
          const file = join(folder, `${files++}.db`);
          let history = openEmbedded({ file });
          let now = start + 3 * day;
          const writes: { time: number; fields: Record<string, PointValue> }[] = [];
          for (const step of steps) {
            if (step === "housekeep") {
              now += 2 * hour;
              expect(await history.housekeep(now)).toMatchObject({ ok: true });
            } else if (step === "flush") await history.flush();
            else if (step === "merge") {
              // A neighbour's readings fill the group's blocks until they are merged.
              for (let round = 0; round < 9; round++) {
                await history.write(batchOf([line({ flow: round }, start + round, { device: "P2" })]));
                await history.flush();
              }
            } else if (step === "reopen") {
              await history[Symbol.asyncDispose]();
              history = openEmbedded({ file });
            } else {
              const some = step.map(({ offset, fields }) => ({
                time: start + offset,
                fields: fields as Record<string, PointValue>,
              }));
              const lines = batchOf(some.map(({ time, fields }) => line(fields, time)));
              expect(await history.write(lines)).toEqual({ ok: true });
              writes.push(...some);
            }
          }
          for (const asked of queries.map(toQuery)) {
            expect(await history.query(asked)).toEqual(near(answer(writes, asked)));
          }
          await history[Symbol.asyncDispose]();
        },
      ),
      { numRuns: 80 },
    );
  });

  it("gives the newest value of a time, through every level of blocks", async () => {
    await using history = open();
    for (let round = 0; round < 140; round++) {
      await history.write(batchOf([line({ flow: round }, start), line({ flow: round }, start + round + 1)]));
      await history.flush();
      expect(await history.query(ask(["flow"], { limit: 1 }))).toEqual([[start, round]]);
    }
    const all = Array.from({ length: 140 }, (_, round) => [start + round + 1, round]);
    expect(await history.query(ask(["flow"]))).toEqual([[start, 139], ...all]);
  });

  it("takes what is a hundred days late, shows it, and keeps its rollups when it goes", async () => {
    await using history = open();
    const late = start - 100 * day;
    await history.write(batchOf([line({ flow: 1 }, start), line({ flow: 5 }, late), line({ flow: 7 }, late + 1)]));
    const wide = { from: late - day, to: start + day };
    const raw = [
      [late, 5],
      [late + 1, 7],
      [start, 1],
    ];
    expect(await history.query(ask(["flow"], wide))).toEqual(raw);
    await history.flush();
    expect(await history.query(ask(["flow"], wide))).toEqual(raw);
    await history.housekeep(start + hour);
    expect(await history.query(ask(["flow"], wide))).toEqual([[start, 1]]);
    const folded = [
      [late, 6],
      [start, 1],
    ];
    expect(await history.query(ask(["flow"], { ...wide, every: hour }))).toEqual(folded);
    expect(await history.query(ask(["flow"], { ...wide, every: minute }))).toEqual(folded);
  });

  it("asks the same of thousands of rows as of a few: long columns are cut, small blocks merged", async () => {
    await using history = open();
    const rows = 30_000;
    const every = 700;
    for (let at = 0; at < rows; at += 3_000) {
      const some = Array.from({ length: 3_000 }, (_, index) =>
        line({ flow: at + index }, start + (at + index) * every),
      );
      await history.write(batchOf(some));
      await history.flush();
    }
    expect(history.countByMeasurement()).toEqual({ pump: rows });
    const found = await history.query(ask(["flow"], { limit: rows }));
    expect(found).toEqual(Array.from({ length: rows }, (_, index) => [start + index * every, index]));
    expect(await history.query(ask(["flow"], { every: 7 * every, aggregate: "last", limit: 1 }))).toHaveLength(1);
  });

  it("keeps readings 30 days, minutes 180 days, hours 5 years, and what was rolled up stays right", async () => {
    await using history = open();
    const lines = Array.from({ length: 180 }, (_, index) => line({ flow: index }, start + index * 20_000));
    await history.write(batchOf(lines));
    const hourly = ask(["flow"], { every: hour });
    const minutely = ask(["flow"], { every: minute, limit: 2 });
    const whole = [[start, 89.5]];
    const first = [
      [start, 1],
      [start + minute, 4],
    ];
    await history.housekeep(start + hour);

    await history.housekeep(start + 31 * day);
    expect(history.countByMeasurement()).toEqual({});
    expect(await history.query(hourly)).toEqual(whole);
    expect(await history.query(minutely)).toEqual(first);
    // Sent again after the readings are gone: the rollup is not computed from a part.
    await history.write(batchOf(lines.slice(0, 2)));
    expect(await history.query(minutely)).toEqual(first);
    await history.housekeep(start + 31 * day + hour);
    expect(await history.query(minutely)).toEqual(first);
    expect(await history.query(hourly)).toEqual(whole);

    await history.housekeep(start + 181 * day);
    expect(await history.query(minutely)).toEqual([]);
    expect(await history.query(hourly)).toEqual(whole);
    // A device that catches up after its readings' time is over still shows in the rollups.
    await history.write(batchOf([line({ flow: 7 }, start + 2 * hour)]));
    await history.housekeep(start + 181 * day + hour);
    expect(await history.query(hourly)).toEqual([...whole, [start + 2 * hour, 7]]);

    await history.housekeep(start + 1826 * day);
    expect(await history.query(hourly)).toEqual([]);
  });

  it("leaves the event loop room while a large batch is written", async () => {
    await using history = open();
    let turns = 0;
    let done = false;
    const turn = () => {
      turns++;
      if (!done) setImmediate(turn);
    };
    setImmediate(turn);
    await history.write(batchOf(Array.from({ length: 50_000 }, (_, index) => line({ flow: index }, start + index))));
    done = true;
    expect(turns).toBeGreaterThan(20);
  });

  it.runIf(runInfluxd)(`agrees with InfluxDB 1.6.7${needsInfluxd}`, async () => {
    await using influxd = await openInfluxd();
    await using remote = openInflux1({ url: influxd.url, database: "same", file: "" });
    await remote.prepare();
    await using local = open();
    let device = 0;
    await fc.assert(
      fc.asyncProperty(batch, fc.array(query, { minLength: 1, maxLength: 6 }), async (step, queries) => {
        device++;
        const lines = step.map(({ offset, fields }) => line(fields, start + offset, { device: `P${device}` }));
        for (const history of [local, remote]) expect(await history.write(batchOf(lines))).toEqual({ ok: true });
        for (const asked of queries.map(toQuery)) {
          const same = { ...asked, device: `P${device}` };
          expect(near(await remote.query(same))).toEqual(await local.query(same));
        }
      }),
      { numRuns: 60 },
    );
  });
});
