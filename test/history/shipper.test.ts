// The shipper: every line accounted for, in order within its lane, the newest first, through any sequence of bad moments.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { Refused } from "../../src/history/create-deliver.ts";
import type { WriteOutcome } from "../../src/history/history.ts";
import type { HistoryState } from "../../src/history/history-state.ts";
import { batchOf, linesOf } from "../../src/history/line-batch.ts";
import { openHistory } from "../../src/history/open-history.ts";
import { openShipper, type Shipper } from "../../src/history/shipper.ts";
import type { ShipperOptions } from "../../src/history/shipper-options.ts";
import { openSpool } from "../../src/history/spool.ts";
import { openFakeInflux, type Reply } from "./fake-influx.ts";
import { anyMood, moodyServer } from "./moody-server.ts";

const root = mkdtempSync(join(tmpdir(), "anju-shipper-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = (): string => join(root, String(folders++));
const quiet = { warn: () => {} };
const noLimits = { bytes: 1e12, free: 0 };
const newSpool = (folder = newFolder()) => openSpool(folder, quiet, noLimits);

const usual = {
  log: quiet,
  onState: () => {},
  backOff: { first: 1, most: 4 },
  keepRefused: async (refused: readonly Refused[]): Promise<void> => expect(refused).toEqual([]),
  inFlight: 1,
  batch: { lines: 5, size: 1e6, age: 1 },
  memory: { spill: 1e7, most: 2e7 },
  secureWithin: 5,
} satisfies Partial<ShipperOptions>;
const sent = (count: number, from = 0, word = "m") =>
  Array.from({ length: count }, (_, index) => `${word},device=a x=${from + index} ${from + index}`);
const take = (shipper: Shipper, lines: readonly string[], messages = lines.length) =>
  shipper.take({ ...batchOf(lines), messages });
const open = (url: string, version: 1 | 2 | 3 = 1) =>
  openHistory({ url, version, database: "d", file: "", timeout: 60 });
const inSpool = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith(".lines"));
const once = (lines: readonly string[]): string[] => [...new Set(lines)];

/** Waits until `done`, by events of the loop alone. */
async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 2));
}
/** A history whose every batch waits for an answer from the test. */
function heldHistory() {
  const held: { readonly lines: readonly string[]; readonly answer: (outcome: WriteOutcome) => void }[] = [];
  const write: ShipperOptions["history"]["write"] = (batch) =>
    new Promise((answer) => {
      held.push({ lines: linesOf(batch), answer });
    });
  return { held, write };
}

describe("the shipper", () => {
  it("brings every line to the server or to the refused ones, in order within its lane, whatever the server answers", async () => {
    const word = fc.constantFrom("m", "m", "m", "poison", "huge");
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { maxLength: 20 }),
        fc.array(fc.array(word, { minLength: 1, maxLength: 7 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 12 }),
        fc.array(anyMood, { maxLength: 12 }),
        fc.constantFrom(1 as const, 2 as const, 3 as const),
        fc.constantFrom(1, 4),
        async (old, parts, most, moods, version, inFlight) => {
          const server = moodyServer(most, moods);
          await using fake = await openFakeInflux(server.reply);
          await using history = open(fake.url, version);
          const folder = newFolder();
          let stamp = 0;
          const line = (lane: string) => (kind: string) => `${kind},lane=${lane} x=1 ${stamp++}`;
          const behind = old.map(line("disk"));
          const earlier = newSpool(folder);
          for (let at = 0; at < behind.length; at += 3) {
            const part = behind.slice(at, at + 3);
            earlier.put({ ...batchOf(part), messages: 1, takenAt: at });
          }
          const refused: string[] = [];
          const keepRefused = async (lines: readonly Refused[]) => void refused.push(...lines.map(([text]) => text));
          const spool = newSpool(folder);
          using shipper = openShipper({ ...usual, spool, history, keepRefused, inFlight });
          const fresh = parts.map((words) => words.map(line("live")));
          for (const part of fresh) {
            take(shipper, part);
            if (part.length % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
          }
          while (!(await shipper.flush(1000)));
          const all = [...behind, ...fresh.flat()];
          const good = all.filter((text) => text.startsWith("m"));
          const bad = all.filter((text) => !text.startsWith("m"));
          expect(once(server.accepted).sort()).toEqual([...good].sort());
          expect([...refused].sort()).toEqual([...bad].sort());
          if (inFlight === 1)
            for (const lane of ["lane=disk", "lane=live"]) {
              const ofLane = (text: string) => text.includes(lane);
              expect(once(server.accepted).filter(ofLane)).toEqual(good.filter(ofLane));
              expect(refused.filter(ofLane)).toEqual(bad.filter(ofLane));
            }
          expect(shipper.counts()).toMatchObject({
            waitingLines: 0,
            waitingMessages: 0,
            waitingBytes: 0,
            spoolBytes: 0,
            shippedLines: good.length,
            shippedMessages: Math.ceil(old.length / 3) + fresh.flat().length,
            refusedLines: bad.length,
            backlogOldestAt: null,
            behindSince: null,
          });
          expect(inSpool(folder)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("loses nothing that was secured when it is stopped at any moment and started again", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ lines: fc.integer({ min: 1, max: 9 }), heard: fc.integer({ min: 0, max: 4 }) }), {
          maxLength: 6,
        }),
        fc.array(anyMood, { maxLength: 8 }),
        fc.constantFrom(1, 4),
        async (rounds, moods, inFlight) => {
          const server = moodyServer(4, moods);
          await using fake = await openFakeInflux(server.reply);
          const folder = newFolder();
          const promised: string[] = [];
          for (const round of rounds) {
            await using history = open(fake.url);
            using shipper = openShipper({ ...usual, spool: newSpool(folder), history, inFlight, secureWithin: 1 });
            const lines = sent(round.lines, promised.length);
            take(shipper, lines);
            const before = fake.heard.length;
            await until(() => fake.heard.length >= before + round.heard || shipper.counts().waitingLines === 0);
            await shipper.secure();
            promised.push(...lines);
            take(shipper, ["unsecured x=1 1"]);
          }
          await using history = open(fake.url);
          using shipper = openShipper({ ...usual, spool: newSpool(folder), history, inFlight });
          while (!(await shipper.flush(1000)));
          expect(once(server.accepted.filter((line) => line.startsWith("m"))).sort()).toEqual([...promised].sort());
          expect(inSpool(folder)).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("touches no disk while history keeps up", async () => {
    const folder = newFolder();
    const writing: ShipperOptions["history"] = {
      write: async () => {
        expect(inSpool(folder)).toEqual([]);
        return { ok: true };
      },
    };
    using shipper = openShipper({ ...usual, spool: newSpool(folder), history: writing, secureWithin: 60_000 });
    for (let round = 0; round < 20; round++) {
      take(shipper, sent(3, round));
      await shipper.secure();
      expect(shipper.counts()).toMatchObject({ waitingLines: 0, spoolBytes: 0 });
    }
  });

  it("sends what is new before what waits on disk, and the disk's with what is left", async () => {
    const folder = newFolder();
    const earlier = newSpool(folder);
    for (let chunk = 0; chunk < 20; chunk++)
      earlier.put({ ...batchOf([`old x=${chunk} 1`]), messages: 1, takenAt: chunk });
    const { held, write } = heldHistory();
    using shipper = openShipper({ ...usual, spool: newSpool(folder), history: { write }, inFlight: 4 });
    await until(() => held.length === 3);
    expect(shipper.counts()).toMatchObject({ waitingLines: 20, backlogOldestAt: 0 });
    take(shipper, sent(5));
    await until(() => held.length === 4);
    expect(held.map(({ lines }) => lines)).toEqual([["old x=0 1"], ["old x=1 1"], ["old x=2 1"], sent(5)]);
    take(shipper, sent(5, 5));
    held[0]?.answer({ ok: true });
    await until(() => held.length === 5);
    expect(held[4]?.lines).toEqual(sent(5, 5));
    held[3]?.answer({ ok: true });
    held[4]?.answer({ ok: true });
    await until(() => held.length === 6);
    expect(held[5]?.lines).toEqual(["old x=3 1"]);
    expect(shipper.counts()).toMatchObject({ waitingLines: 19, shippedLines: 11, behindSince: null });
  });

  it("gathers what comes while the server is busy into few requests, none above the bound", async () => {
    const { held, write } = heldHistory();
    const batch = { lines: 50, size: 1e6, age: 1 };
    using shipper = openShipper({ ...usual, batch, spool: newSpool(), history: { write } });
    for (let part = 0; part < 60; part++) {
      take(shipper, sent(2, part * 2));
      if (part === 0) await until(() => held.length === 1);
    }
    for (let at = 0; at < 4; at++) {
      await until(() => held.length > at);
      held[at]?.answer({ ok: true });
    }
    await until(() => shipper.counts().waitingLines === 0);
    expect(held.map(({ lines }) => lines.length)).toEqual([2, 50, 50, 18]);
  });

  it("says when history is lost and found again, with the cure", async () => {
    let reply: Reply = { status: 401, body: '{"error":"authorization failed"}' };
    await using fake = await openFakeInflux(() => reply);
    await using history = open(fake.url);
    const states: HistoryState[] = [];
    const onState = (state: HistoryState) => void states.push(state);
    using shipper = openShipper({ ...usual, spool: newSpool(), history, onState });
    take(shipper, sent(3));
    await until(() => fake.heard.length > 3);
    reply = { status: 204 };
    while (!(await shipper.flush(1000)));
    expect(states).toMatchObject([
      { reachable: false, error: expect.stringContaining("ANJU_INFLUX_USERNAME") },
      { reachable: true, error: null },
    ]);
  });

  it("waits as long as the server asks, at most five minutes, and only a flush goes before", async () => {
    let reply: Reply = { status: 429, headers: { "retry-after": "7" } };
    await using fake = await openFakeInflux(() => reply);
    await using history = open(fake.url);
    const waits: unknown[] = [];
    const log = { warn: (details: object) => waits.push((details as { wait: number }).wait) };
    using shipper = openShipper({ ...usual, spool: newSpool(), history, log, inFlight: 4 });
    take(shipper, sent(3));
    await until(() => waits.length > 0);
    take(shipper, sent(3, 3));
    reply = { status: 429, headers: { "retry-after": "86400" } };
    expect(await shipper.flush(20)).toBe(false);
    expect(waits).toEqual([7000, 300_000]);
    reply = { status: 204 };
    expect(await shipper.flush(5000)).toBe(true);
    expect(fake.heard).toHaveLength(4);
  });

  it("asks with one request, not with all, whether the server is back", async () => {
    const { held, write } = heldHistory();
    const backOff = { first: 60_000, most: 60_000 };
    using shipper = openShipper({ ...usual, backOff, spool: newSpool(), history: { write }, inFlight: 4 });
    for (let part = 0; part < 4; part++) take(shipper, sent(5, part * 5));
    await until(() => held.length === 4);
    for (const one of held.slice()) one.answer({ ok: false, kind: "retry", error: "down" });
    await new Promise((resolve) => setImmediate(resolve));
    await shipper.flush(20);
    expect(held).toHaveLength(5);
    held[4]?.answer({ ok: true });
    await until(() => held.length === 8);
  });

  it("halves what a late server is handed, and tries more again later", async () => {
    const sizes: number[] = [];
    const history: ShipperOptions["history"] = {
      write: async ({ lines }) => {
        sizes.push(lines);
        return lines > 1000 && sizes.length < 20
          ? { ok: false, kind: "retry", error: "late", slow: true }
          : { ok: true };
      },
    };
    using shipper = openShipper({ ...usual, batch: { lines: 4000, size: 1e9, age: 1 }, spool: newSpool(), history });
    for (let round = 0; round < 40; round++) {
      take(shipper, sent(4000));
      await until(() => shipper.counts().waitingLines === 0);
    }
    expect(sizes.slice(0, 6)).toEqual([4000, 2000, 1000, 1000, 1000, 1000]);
    expect(sizes.at(-1)).toBe(4000);
  });

  it("finds all refused at once where the server says that it dropped them all", async () => {
    const refused: Refused[] = [];
    let requests = 0;
    const history: ShipperOptions["history"] = {
      write: async ({ lines }) => {
        requests++;
        return { ok: false, kind: "refused", error: "partial write: field type conflict", dropped: lines };
      },
    };
    const keepRefused = async (lines: readonly Refused[]) => void refused.push(...lines);
    using shipper = openShipper({ ...usual, spool: newSpool(), history, keepRefused });
    take(shipper, sent(5));
    expect(await shipper.flush(5000)).toBe(true);
    expect(requests).toBe(1);
    expect(refused).toEqual(sent(5).map((line) => [line, "partial write: field type conflict"]));
  });

  it("finds a shape that is refused as a whole among many others with few requests", async () => {
    const refused: Refused[] = [];
    let requests = 0;
    const accepted: string[] = [];
    const isBad = (line: string): boolean => line.startsWith("pump") && line.includes("speed=1,");
    const history: ShipperOptions["history"] = {
      write: async (batch) => {
        requests++;
        const lines = linesOf(batch);
        const bad = lines.filter(isBad).length;
        if (bad > 0) return { ok: false, kind: "refused", error: "partial write: conflict", dropped: bad };
        accepted.push(...lines);
        return { ok: true };
      },
    };
    const keepRefused = async (lines: readonly Refused[]) => void refused.push(...lines);
    const batch = { lines: 1000, size: 1e9, age: 1 };
    using shipper = openShipper({ ...usual, batch, spool: newSpool(), history, keepRefused });
    const shapes = [
      "pump speed=1,ok=true",
      "pump speed=1i,ok=true",
      'lift text="a, speed=1, b"',
      "lift,floor=2 at=3,up=f",
    ];
    const lines = Array.from({ length: 2000 }, (_, at) => `${shapes[at % 4]} ${at}`);
    take(shipper, lines);
    expect(await shipper.flush(5000)).toBe(true);
    expect(refused.map(([line]) => line).sort()).toEqual(lines.filter(isBad).sort());
    expect(accepted.sort()).toEqual(lines.filter((line) => !isBad(line)).sort());
    expect(requests).toBeLessThanOrEqual(8);
  });

  it("finds single bad lines among many, whatever the shapes", async () => {
    const shape = fc.constantFrom("m x=1", "m x=1i", 'm x="a"', "m,t=1 x=t", "n y=1,x=2", "q\\ r x=1");
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(shape, fc.integer({ min: 0, max: 30 })), { minLength: 60, maxLength: 200 }),
        fc.integer({ min: 20, max: 200 }),
        async (words, most) => {
          const lines = words.map(([text, luck], at) => `${text} ${luck === 0 ? "bad" : ""}${at}`);
          const accepted: string[] = [];
          const refused: string[] = [];
          const history: ShipperOptions["history"] = {
            write: async (sent) => {
              expect(linesOf(sent)).toHaveLength(sent.lines);
              expect(sent.bytes.at(-1)).toBe(10);
              if (sent.lines > most) return { ok: false, kind: "too-large" };
              if (linesOf(sent).join().includes("bad")) return { ok: false, kind: "refused", error: "bad" };
              accepted.push(...linesOf(sent));
              return { ok: true };
            },
          };
          const keepRefused = async (given: readonly Refused[]) => void refused.push(...given.map(([line]) => line));
          const batch = { lines: 150, size: 1e9, age: 1 };
          using shipper = openShipper({ ...usual, batch, spool: newSpool(), history, keepRefused });
          take(shipper, lines);
          expect(await shipper.flush(5000)).toBe(true);
          expect([...accepted, ...refused].sort()).toEqual([...lines].sort());
          expect(refused.sort()).toEqual(lines.filter((line) => line.includes("bad")).sort());
        },
      ),
      { numRuns: 60 },
    );
  });

  it("keeps a chunk whose refused line could not be handed over", async () => {
    const server = moodyServer(10, []);
    await using fake = await openFakeInflux(server.reply);
    await using history = open(fake.url);
    const folder = newFolder();
    const lines = ["poison x=1 1", ...sent(2)];
    newSpool(folder).put({ ...batchOf(lines), messages: 3, takenAt: 0 });
    const kept: string[] = [];
    let broken = true;
    const keepRefused = async (refused: readonly Refused[]): Promise<void> => {
      expect(inSpool(folder)).toHaveLength(1);
      if (broken) {
        broken = false;
        throw new Error("disk full");
      }
      kept.push(...refused.map(([line]) => line));
    };
    using shipper = openShipper({ ...usual, spool: newSpool(folder), history, keepRefused });
    while (!(await shipper.flush(1000)));
    expect(kept).toEqual(["poison x=1 1"]);
    // Where an answer came too late it is written again, which history takes for the same point.
    expect([...new Set(server.accepted)]).toEqual(sent(2));
    expect(inSpool(folder)).toEqual([]);
  });

  it("flush gives up in time when history stays away, and what is secured is kept", async () => {
    await using fake = await openFakeInflux(() => "never answers");
    await using history = open(fake.url);
    const folder = newFolder();
    using shipper = openShipper({ ...usual, spool: newSpool(folder), history });
    take(shipper, sent(3));
    expect(await shipper.flush(30)).toBe(false);
    await shipper.secure();
    expect(shipper.counts()).toMatchObject({ waitingLines: 3, shippedLines: 0 });
    expect(newSpool(folder).found).toMatchObject([{ lines: 3, messages: 3 }]);
  });

  it("writes the oldest to disk when memory holds too much, and brings all of it", async () => {
    const folder = newFolder();
    const accepted: string[] = [];
    let away = true;
    const history: ShipperOptions["history"] = {
      write: async (batch) => {
        if (away) return { ok: false, kind: "retry", error: "away" };
        accepted.push(...linesOf(batch));
        return { ok: true };
      },
    };
    const memory = { spill: 2000, most: 4000 };
    using shipper = openShipper({ ...usual, memory, spool: newSpool(folder), history, inFlight: 4 });
    for (let part = 0; part < 300; part++) {
      take(shipper, sent(5, part * 5));
      expect(shipper.counts().memoryBytes).toBeLessThanOrEqual(2600);
    }
    expect(shipper.counts()).toMatchObject({ waitingLines: 1500, dropped: 0 });
    expect(inSpool(folder).length).toBeGreaterThan(100);
    away = false;
    while (!(await shipper.flush(1000)));
    expect(once(accepted).sort()).toEqual(sent(1500).sort());
    expect(shipper.counts()).toMatchObject({ waitingLines: 0, waitingBytes: 0, memoryBytes: 0, spoolBytes: 0 });
  });

  it("holds no more in memory when checkpoints are made beside a server that is slow", async () => {
    const { held, write } = heldHistory();
    const memory = { spill: 2000, most: 4000 };
    using shipper = openShipper({ ...usual, memory, spool: newSpool(), history: { write }, secureWithin: 1 });
    for (let part = 0; part < 200; part++) {
      take(shipper, sent(5, part * 5));
      if (part % 3 === 0) await shipper.secure();
      expect(shipper.counts().memoryBytes).toBeLessThanOrEqual(2600);
    }
    await shipper.secure();
    expect(shipper.counts()).toMatchObject({ waitingLines: 1000, dropped: 0 });
    const flushed = shipper.flush(30_000);
    for (let at = 0; shipper.counts().waitingLines > 0; at++) {
      await until(() => held.length > at);
      held[at]?.answer({ ok: true });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await flushed).toBe(true);
    const order = held.flatMap(({ lines }) => lines);
    expect([...order].sort()).toEqual(sent(1000).sort());
  });

  it("makes no promise while the disk is full, and keeps it when there is room", async () => {
    const { held, write } = heldHistory();
    const limits = { bytes: 150, free: 0 };
    const spool = openSpool(newFolder(), quiet, limits);
    using shipper = openShipper({ ...usual, spool, history: { write } });
    take(shipper, sent(5));
    await shipper.secure();
    take(shipper, sent(5, 5));
    await expect(shipper.secure()).rejects.toThrow(/has reached its limit/);
    expect(shipper.counts()).toMatchObject({ waitingLines: 10, dropped: 0 });
    held[0]?.answer({ ok: true });
    await until(() => held.length === 2);
    await shipper.secure();
    expect(held[1]?.lines).toEqual(sent(5, 5));
  });

  it("takes nothing more when memory and disk are full, and then promises nothing until a restart", async () => {
    const { held, write } = heldHistory();
    const memory = { spill: 100, most: 300 };
    const spool = openSpool(newFolder(), quiet, { bytes: 10, free: 0 });
    using shipper = openShipper({ ...usual, memory, spool, history: { write } });
    for (let part = 0; part < 10; part++) take(shipper, sent(5, part * 5));
    const { dropped, waitingLines } = shipper.counts();
    expect([dropped + waitingLines, dropped > 0, waitingLines > 0]).toEqual([50, true, true]);
    const flushed = shipper.flush(10_000);
    for (let at = 0; shipper.counts().waitingLines > 0; at++) {
      await until(() => held.length > at || shipper.counts().waitingLines === 0);
      held[at]?.answer({ ok: true });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await flushed).toBe(true);
    await expect(shipper.secure()).rejects.toThrow(/in the journal.*restart/);
  });

  it("goes on past a chunk that cannot be read", async () => {
    const folder = newFolder();
    const earlier = newSpool(folder);
    for (let chunk = 0; chunk < 3; chunk++) earlier.put({ ...batchOf(sent(4, chunk * 4)), messages: 2, takenAt: 0 });
    const spool = newSpool(folder);
    writeFileSync(join(folder, inSpool(folder)[1] as string), "rust");
    const { held, write } = heldHistory();
    using shipper = openShipper({ ...usual, spool, history: { write } });
    for (let at = 0; at < 2; at++) {
      await until(() => held.length > at);
      held[at]?.answer({ ok: true });
    }
    expect(await shipper.flush(5000)).toBe(true);
    expect(held.map(({ lines }) => lines)).toEqual([sent(4), sent(4, 8)]);
    expect(shipper.counts()).toMatchObject({ damagedLines: 4, damagedMessages: 2, shippedLines: 8, waitingLines: 0 });
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.damaged$/)]);
  });
});
