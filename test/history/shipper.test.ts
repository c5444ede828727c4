// The shipper: every line accounted for, in order, through any sequence of bad moments.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { openEmbedded } from "../../src/history/open-embedded.ts";
import { openHistory } from "../../src/history/open-history.ts";
import { type HistoryState, openShipper, type ShipperOptions } from "../../src/history/shipper.ts";
import type { Spool } from "../../src/history/spool.ts";
import { openFakeInflux, type Reply } from "./fake-influx.ts";
import { needsInfluxd, openInfluxd, runInfluxd } from "./influxd.ts";
import { openSqliteSpool } from "./sqlite-spool.ts";

const folder = mkdtempSync(join(tmpdir(), "anju-shipper-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newSpool = () => openSqliteSpool(join(folder, `${files++}.db`));

const quick = { first: 1, most: 4 };
const noBackOff = { log: { warn: () => {} }, onState: () => {}, backOff: quick };
const sent = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `m,device=a x=${from + index} ${from + index}`);
const open = (url: string, version: 1 | 2 | 3 = 1) =>
  openHistory({ url, version, database: "d", file: "", timeout: 150 });

/** Waits until `done`, by events of the loop alone. */
async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** A server that takes at most `most` lines at a time, refuses poisoned ones, finds huge ones too large, and has bad moments in between. */
function moodyServer(most: number, moods: readonly (Reply | "says nothing of it" | "takes it")[]) {
  const accepted: string[] = [];
  let turn = 0;
  const reply = ({ body }: { body: string }): Reply => {
    const mood = moods[turn++] ?? "takes it";
    if (mood !== "takes it") return mood === "says nothing of it" ? "resets" : mood;
    const lines = body.split("\n");
    if (lines.length > most || lines.some((line) => line.startsWith("huge"))) return { status: 413 };
    if (lines.some((line) => line.startsWith("poison")))
      return { status: 400, body: '{"error":"partial write: poison dropped=0"}' };
    accepted.push(...lines);
    return { status: 204 };
  };
  return { accepted, reply };
}

const mood = fc.constantFrom<Reply | "says nothing of it" | "takes it">(
  "takes it",
  "takes it",
  "takes it",
  "says nothing of it",
  "resets",
  "stops in the middle",
  { status: 500 },
  { status: 503, headers: { "retry-after": "0" } },
  { status: 429 },
  { status: 401 },
  { status: 404, body: '{"error":"database not found"}' },
  { status: 200, body: "<html>" },
);

describe("the shipper", () => {
  it("brings every line exactly once to the server or to the refused ones, in order, whatever the server answers", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("m", "m", "m", "poison", "huge"), { maxLength: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 20 }),
        fc.array(mood, { maxLength: 12 }),
        fc.constantFrom(1 as const, 2 as const, 3 as const),
        async (words, most, batchLines, moods, version) => {
          const server = moodyServer(most, moods);
          await using fake = await openFakeInflux(server.reply);
          await using history = open(fake.url, version);
          using disk = newSpool();
          const lines = words.map((word, index) => `${word},device=a x=${index} ${index}`);
          const refused: string[] = [];
          let gone = 0;
          const spool: Spool = {
            ...disk,
            drop: (upTo) => {
              gone += disk.peek(batchLines)?.lines.length ?? 0;
              // Nothing leaves the disk before it has been answered for.
              expect(server.accepted.length + refused.length).toBe(gone);
              disk.drop(upTo);
            },
          };
          await using shipper = openShipper({
            spool,
            history,
            batchLines,
            ...noBackOff,
            onRefused: (line) => refused.push(line),
          });
          for (const line of lines) {
            disk.append([line]);
            shipper.nudge();
          }
          while (!(await shipper.flush(1000)));
          expect(server.accepted).toEqual(lines.filter((line) => line.startsWith("m")));
          expect(refused).toEqual(lines.filter((line) => !line.startsWith("m")));
          expect(shipper.counts()).toEqual({ shipped: server.accepted.length, refused: refused.length });
          expect(disk.waiting()).toEqual({ lines: 0, bytes: 0 });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("loses nothing when it is stopped at any moment and started again", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 5 }),
        fc.array(mood, { maxLength: 8 }),
        async (stops, moods) => {
          const server = moodyServer(4, moods);
          await using fake = await openFakeInflux(server.reply);
          using spool = newSpool();
          const lines = sent(20);
          spool.append(lines);
          const options = { spool, batchLines: 7, ...noBackOff, onRefused: () => expect.unreachable() };
          for (const stop of stops) {
            await using history = open(fake.url);
            await using shipper = openShipper({ ...options, history });
            shipper.nudge();
            const before = fake.heard.length;
            await until(() => fake.heard.length >= before + stop || spool.peek(1) === null);
          }
          await using history = open(fake.url);
          await using shipper = openShipper({ ...options, history });
          while (!(await shipper.flush(1000)));
          expect([...new Set(server.accepted)]).toEqual(lines);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("has one request under way at a time and holds one batch", async () => {
    let under = 0;
    let most = 0;
    let longest = 0;
    const history: ShipperOptions["history"] = {
      write: async (lines) => {
        most = Math.max(most, ++under);
        longest = Math.max(longest, lines.length);
        await new Promise((resolve) => setImmediate(resolve));
        under--;
        return { ok: true };
      },
    };
    using spool = newSpool();
    await using shipper = openShipper({ spool, history, batchLines: 10, ...noBackOff, onRefused: () => {} });
    for (let index = 0; index < 100; index++) {
      spool.append(sent(1, index));
      shipper.nudge();
      if (index % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await shipper.flush(10_000)).toBe(true);
    expect({ most, longest: longest <= 10 }).toEqual({ most: 1, longest: true });
  });

  it("says when history is lost and found again, with the cure", async () => {
    let reply: Reply = { status: 401, body: '{"error":"authorization failed"}' };
    await using fake = await openFakeInflux(() => reply);
    await using history = open(fake.url);
    using spool = newSpool();
    const states: HistoryState[] = [];
    await using shipper = openShipper({
      spool,
      history,
      ...noBackOff,
      onState: (state) => states.push(state),
      onRefused: () => {},
    });
    spool.append(sent(3));
    shipper.nudge();
    await until(() => fake.heard.length > 3);
    reply = { status: 204 };
    while (!(await shipper.flush(1000)));
    expect(states).toMatchObject([
      { reachable: false, error: expect.stringContaining("ANJU_INFLUX_USERNAME") },
      { reachable: true, error: null },
    ]);
  });

  it("waits as long as the server asks, and only a flush goes before", async () => {
    let reply: Reply = { status: 429, headers: { "retry-after": "7" } };
    await using fake = await openFakeInflux(() => reply);
    await using history = open(fake.url);
    using spool = newSpool();
    const waits: unknown[] = [];
    const log = { warn: (details: object) => waits.push((details as { wait: number }).wait) };
    await using shipper = openShipper({ spool, history, ...noBackOff, log, onRefused: () => {} });
    spool.append(sent(3));
    shipper.nudge();
    await until(() => waits.length > 0);
    shipper.nudge();
    expect(waits).toEqual([7000]);
    reply = { status: 204 };
    expect(await shipper.flush(5000)).toBe(true);
    expect(fake.heard).toHaveLength(2);
  });

  it("keeps a batch whose refused line could not be handed over", async () => {
    const server = moodyServer(10, []);
    await using fake = await openFakeInflux(server.reply);
    await using history = open(fake.url);
    using spool = newSpool();
    const refused: string[] = [];
    let broken = true;
    const onRefused = (line: string): void => {
      if (broken) {
        broken = false;
        throw new Error("disk full");
      }
      refused.push(line);
    };
    await using shipper = openShipper({ spool, history, ...noBackOff, onRefused });
    spool.append(["poison x=1 1", ...sent(2)]);
    while (!(await shipper.flush(1000)));
    expect(refused).toEqual(["poison x=1 1"]);
    expect(new Set(server.accepted)).toEqual(new Set(sent(2)));
  });

  it("flush gives up in time when history stays away, and keeps the lines", async () => {
    await using fake = await openFakeInflux(() => "never answers");
    await using history = open(fake.url);
    using spool = newSpool();
    await using shipper = openShipper({ spool, history, ...noBackOff, onRefused: () => {} });
    spool.append(sent(3));
    expect(await shipper.flush(30)).toBe(false);
    expect(spool.waiting().lines).toBe(3);
  });

  it("carries a spool into the embedded history", async () => {
    await using history = openEmbedded({ file: join(folder, "embedded.db") });
    using spool = newSpool();
    const refused: string[] = [];
    await using shipper = openShipper({
      spool,
      history,
      batchLines: 100,
      ...noBackOff,
      onRefused: (line) => refused.push(line),
    });
    spool.append([...sent(250), "no line at all", ...sent(250, 250)]);
    while (!(await shipper.flush(1000)));
    expect(history.countByMeasurement()).toEqual({ m: 500 });
    expect(refused).toEqual(["no line at all"]);
  });

  it.runIf(runInfluxd)(`outlives a killed InfluxDB 1.6.7${needsInfluxd}`, async () => {
    await using influxd = await openInfluxd();
    await using history = openHistory({ url: influxd.url, database: "d", file: "", timeout: 2000 });
    expect(await history.prepare()).toMatchObject({ ok: true });
    using spool = newSpool();
    const refused: string[] = [];
    await using shipper = openShipper({
      spool,
      history,
      batchLines: 50,
      ...noBackOff,
      onRefused: (line) => refused.push(line),
    });
    const now = Date.now();
    const lines = (from: number) =>
      Array.from({ length: 300 }, (_, index) => `m,device=a x=${from + index} ${now + from + index}`);
    spool.append(lines(0));
    shipper.nudge();
    await until(() => shipper.counts().shipped > 0);
    await influxd.stop();
    spool.append(['m,device=a x="text" 5', ...lines(300)]);
    shipper.nudge();
    await influxd.start();
    while (!(await shipper.flush(2000)));
    expect(refused).toEqual(['m,device=a x="text" 5']);
    const rows = await history.query({ device: "a", kind: "m", points: ["x"], from: now, to: now + 1000, limit: 1000 });
    expect(rows).toEqual(Array.from({ length: 600 }, (_, index) => [now + index, index]));
  });
});
