// The history thread as the gateway meets it: a real worker, real servers, and every way the two can part.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { HistoryState } from "../../src/history/history-state.ts";
import { batchOf } from "../../src/history/line-batch.ts";
import { type HistoryThreadOptions, openHistoryThread } from "../../src/history/open-history-thread.ts";
import { openFakeInflux, type Reply } from "./fake-influx.ts";
import { needsInfluxd, openInfluxd, runInfluxd } from "./influxd.ts";
import { anyMood, moodyServer } from "./moody-server.ts";

const root = mkdtempSync(join(tmpdir(), "anju-thread-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = (): string => join(root, String(folders++));
const noLimits = { bytes: 1e12, free: 0 };
const quick = { backOff: { first: 5, most: 20 }, secureWithin: 20 };
const child = new URL("./thread-child.ts", import.meta.url).pathname;

const open = (url: string, more: Partial<HistoryThreadOptions> = {}) =>
  openHistoryThread({
    settings: { url, version: 1, database: "d", file: "", timeout: 300 },
    spoolFolder: newFolder(),
    log: { warn: () => {}, info: () => {} },
    onState: () => {},
    onRefused: (line) => expect.unreachable(line),
    spoolLimits: noLimits,
    tuning: quick,
    ...more,
  });
const sent = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `m x=${from + at} ${from + at}`);
const once = (lines: readonly string[]): string[] => [...new Set(lines)];
async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("the history thread", () => {
  it("brings what it is handed, counts it, and ends with nothing left on disk", async () => {
    const server = moodyServer(1e6, []);
    await using fake = await openFakeInflux(server.reply);
    const spoolFolder = newFolder();
    const states: HistoryState[] = [];
    const thread = await open(fake.url, { spoolFolder, onState: (state) => states.push(state) });
    for (let at = 0; at < 1000; at += 10) thread.write(batchOf(sent(10, at)), 4);
    thread.write(batchOf([]), 3);
    expect(thread.counts()).toMatchObject({ waitingLines: 1000, waitingMessages: 403, shippedLines: 0 });
    expect(await thread.flush(10_000)).toBe(true);
    expect(thread.counts()).toEqual({
      waitingLines: 0,
      waitingMessages: 0,
      waitingBytes: 0,
      memoryBytes: 0,
      spoolBytes: 0,
      shippedLines: 1000,
      shippedMessages: 403,
      refusedLines: 0,
      backlogOldestAt: null,
      lagMs: 0,
      dropped: 0,
      damagedLines: 0,
      damagedMessages: 0,
    });
    expect(thread.isFull()).toBe(false);
    expect(server.accepted).toEqual(sent(1000));
    expect(states).toMatchObject([{ reachable: true, error: null }]);
    await thread[Symbol.asyncDispose]();
    await thread[Symbol.asyncDispose]();
    expect(readdirSync(spoolFolder)).toEqual([]);
  });

  it("brings every line through any bad moments, refused ones to the gateway with the server's words", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("m", "m", "m", "poison", "huge"), { maxLength: 30 }),
        fc.array(anyMood, { maxLength: 8 }),
        fc.integer({ min: 1, max: 9 }),
        async (words, moods, most) => {
          const server = moodyServer(most, moods);
          await using fake = await openFakeInflux(server.reply);
          const refused: string[] = [];
          const onRefused = (line: string, serverWords: string): void => {
            expect(serverWords).toBe(
              line.startsWith("poison") ? "partial write: poison dropped=0" : "413: too large even alone",
            );
            refused.push(line);
          };
          await using thread = await open(fake.url, { onRefused });
          const lines = words.map((word, at) => `${word} x=1 ${at}`);
          for (const [at, line] of lines.entries()) {
            thread.write(batchOf([line]), 1);
            if (at % 10 === 5) await thread.secure();
          }
          while (!(await thread.flush(1000)));
          expect(once(server.accepted).sort()).toEqual(lines.filter((line) => line.startsWith("m")).sort());
          expect(refused.sort()).toEqual(lines.filter((line) => !line.startsWith("m")).sort());
          expect(thread.counts()).toMatchObject({ shippedMessages: lines.length, refusedLines: refused.length });
        },
      ),
      { numRuns: 12 },
    );
  });

  it("keeps a refused line until the gateway has stored it", async () => {
    const server = moodyServer(10, []);
    await using fake = await openFakeInflux(server.reply);
    let tries = 0;
    const onRefused = (): void => {
      tries++;
      if (tries < 3) throw new Error("disk full");
    };
    await using thread = await open(fake.url, { onRefused });
    thread.write(batchOf(["poison x=1 1", "m x=1 1"]), 1);
    while (!(await thread.flush(1000)));
    expect(tries).toBe(3);
    expect(thread.counts()).toMatchObject({ refusedLines: 1, shippedLines: 1, shippedMessages: 1 });
  });

  it.each([
    ["answers nothing", "never answers"],
    ["breaks off", "stops in the middle"],
    ["hangs up", "resets"],
    ["is in trouble", { status: 503 }],
    ["is a proxy's log-in page", { status: 200, body: "<html>log in</html>" }],
  ] as [string, Reply][])(
    "secures what a server that %s does not take, tells of it, and brings it after a restart",
    async (_, bad) => {
      let reply: Reply = bad;
      const accepted: string[] = [];
      await using fake = await openFakeInflux(({ body }) => {
        if (reply !== bad) accepted.push(...body.trimEnd().split("\n"));
        return reply;
      });
      const spoolFolder = newFolder();
      const states: HistoryState[] = [];
      {
        await using thread = await open(fake.url, { spoolFolder, onState: (state) => states.push(state) });
        thread.write(batchOf(sent(100)), 100);
        await until(() => states.length > 0);
        await thread.secure();
        thread.write(batchOf(sent(50, 100)), 50);
        await until(() => thread.counts().spoolBytes > 0);
        expect(thread.counts()).toMatchObject({ waitingLines: 150, shippedLines: 0 });
        expect(thread.counts().lagMs).toBeGreaterThan(0);
        expect(thread.counts().backlogOldestAt).toBeLessThanOrEqual(Date.now());
      }
      expect(states).toMatchObject([{ reachable: false, error: expect.stringMatching(/ANJU_INFLUX_URL|503/) }]);
      reply = { status: 204 };
      await using thread = await open(fake.url, { spoolFolder });
      while (!(await thread.flush(1000)));
      expect(once(accepted).sort()).toEqual(sent(150).sort());
      expect(thread.counts()).toMatchObject({
        shippedLines: 150,
        shippedMessages: 150,
        waitingLines: 0,
        spoolBytes: 0,
      });
    },
  );

  it("loses nothing secured when its process is killed at any instant", async () => {
    const accepted: string[] = [];
    let turn = 0;
    // Takes about every third request; of the others the yes gets lost after it was stored, or nothing is stored.
    await using fake = await openFakeInflux(({ body }) => {
      turn++;
      if (turn % 3 === 0) return { status: 503 };
      accepted.push(...body.trimEnd().split("\n"));
      return turn % 3 === 1 ? "resets" : { status: 204 };
    });
    const spoolFolder = newFolder();
    let secured = 0;
    for (let round = 0; round < 4; round++) {
      const gateway: ChildProcess = spawn(
        process.execPath,
        ["--disable-warning=ExperimentalWarning", child, fake.url, spoolFolder, String(secured)],
        { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, NODE_OPTIONS: "" } },
      );
      const gone = new Promise((resolve) => gateway.once("exit", resolve));
      const goal = secured + 40 * (round * 7 + 3);
      for await (const line of createInterface({ input: gateway.stdout as NodeJS.ReadableStream })) {
        secured = Number(line);
        if (secured >= goal) gateway.kill("SIGKILL");
      }
      await gone;
    }
    await using thread = await open(fake.url, { spoolFolder });
    while (!(await thread.flush(2000)));
    const stored = new Set(accepted);
    expect(sent(secured).filter((line) => !stored.has(line))).toEqual([]);
    expect(readdirSync(spoolFolder)).toEqual([]);
  });

  it("takes the gateway down with it when it dies, so that the supervisor starts both anew", async () => {
    const crashed = Promise.withResolvers<Error>();
    const tuning = { ...quick, memory: null as never };
    await using thread = await open("http://127.0.0.1:9", { tuning, onCrash: crashed.resolve });
    thread.write(batchOf(["m x=1 1"]), 1);
    const secured = thread.secure();
    await expect(secured).rejects.toThrow(/^the history thread died: /);
    expect((await crashed.promise).message).toMatch(/^the history thread died: /);
    await expect(thread.ping()).rejects.toThrow(/died/);
    thread.write(batchOf(["m x=1 1"]), 1);

    const argv = ["--disable-warning=ExperimentalWarning", child, "http://127.0.0.1:9", newFolder(), "0", "broken"];
    const gateway = spawn(process.execPath, argv, { env: { ...process.env, NODE_OPTIONS: "" } });
    const gone = new Promise((resolve) => gateway.once("exit", resolve));
    let said = "";
    for await (const piece of gateway.stderr.setEncoding("utf8")) said += piece;
    expect(await gone).toBe(1);
    expect(said).toMatch(/the history thread died/);
  });

  it("carries lines into the embedded history, and asks it", async () => {
    const folder = newFolder();
    const refused: string[] = [];
    const settings = { database: "d", file: join(root, "embedded.db") };
    const spoolFolder = folder;
    const query = { device: "a", kind: "m", points: ["x"], from: 0, to: 1000, limit: 1000 };
    const rows = Array.from({ length: 500 }, (_, at) => [at, at]);
    {
      await using thread = await open("", { settings, spoolFolder, onRefused: (line) => refused.push(line) });
      const lines = Array.from({ length: 500 }, (_, at) => `m,device=a x=${at} ${at}`);
      thread.write(batchOf([...lines.slice(0, 250), "no line at all", ...lines.slice(250)]), 1);
      expect(await thread.flush(10_000)).toBe(true);
      expect(refused).toEqual(["no line at all"]);
      expect(await thread.query(query)).toEqual(rows);
    }
    await using again = await open("", { settings, spoolFolder });
    expect(await again.query(query)).toEqual(rows);
  });

  it("makes no promise while the disk is full, says in whose words, and goes on when there is room", async () => {
    let reply = { status: 503 };
    const server = moodyServer(1e6, []);
    await using fake = await openFakeInflux((heard) => (reply.status === 204 ? server.reply(heard) : reply));
    await using thread = await open(fake.url, { spoolLimits: { bytes: 100, free: 0 } });
    thread.write(batchOf(sent(100)), 1);
    await expect(thread.secure()).rejects.toThrow(/the spool .* has reached its limit/);
    expect(thread.counts()).toMatchObject({ waitingLines: 100, spoolBytes: 0 });
    reply = { status: 204 };
    while (!(await thread.flush(1000)));
    await thread.secure();
    expect(once(server.accepted)).toEqual(sent(100));
  });

  it("asks to be handed no more before it must drop any", async () => {
    await using fake = await openFakeInflux(() => ({ status: 503 }));
    const tuning = { ...quick, memory: { spill: 1000, most: 9000 } };
    await using thread = await open(fake.url, { tuning, spoolLimits: { bytes: 1, free: 0 } });
    let handed = 0;
    while (!thread.isFull()) {
      thread.write(batchOf(sent(10, handed)), 1);
      handed += 10;
    }
    await expect(thread.secure()).rejects.toThrow(/limit/);
    expect(thread.counts()).toMatchObject({ dropped: 0, waitingLines: handed });
    expect(thread.counts().memoryBytes).toBeLessThan(9000);
  });

  it("sets a damaged chunk aside, tells what to do, and brings the rest", async () => {
    const server = moodyServer(1e6, []);
    await using fake = await openFakeInflux(server.reply);
    const spoolFolder = newFolder();
    await (await open(fake.url, { spoolFolder }))[Symbol.asyncDispose]();
    writeFileSync(join(spoolFolder, "000000000001.lines"), "rust");
    const warned: unknown[] = [];
    const log = { warn: (details: object, message: string) => warned.push([details, message]), info: () => {} };
    await using thread = await open(fake.url, { spoolFolder, log });
    thread.write(batchOf(["m x=1 1"]), 1);
    expect(await thread.flush(5000)).toBe(true);
    expect(server.accepted).toEqual(["m x=1 1"]);
    expect(warned).toEqual([
      [
        { file: join(spoolFolder, "000000000001.lines.damaged"), error: "it ends within its header" },
        expect.stringMatching(/restore the file/),
      ],
    ]);
  });

  it("gzips for a server elsewhere, and not on this machine unless told", async () => {
    const server = moodyServer(1e6, []);
    await using fake = await openFakeInflux(server.reply);
    const settings = { url: fake.url, version: 1 as const, database: "d", file: "" };
    for (const more of [{}, { compress: true }]) {
      await using thread = await open(fake.url, { settings: { ...settings, ...more } });
      thread.write(batchOf(sent(500)), 1);
      expect(await thread.flush(5000)).toBe(true);
    }
    expect(fake.heard.map(({ headers }) => headers["content-encoding"])).toEqual([undefined, "gzip"]);
    expect(server.accepted).toEqual([...sent(500), ...sent(500)]);
  });

  it("answers queries, pings and housekeeping, and rejects as history does", async () => {
    await using fake = await openFakeInflux(({ url }) =>
      url.pathname === "/ping"
        ? { status: 204, headers: { "x-influxdb-version": "1.8.10" } }
        : { status: 500, body: "no" },
    );
    await using thread = await open(fake.url);
    expect(await thread.ping()).toEqual({ ok: true, detail: expect.stringContaining("1.8.10") });
    expect(await thread.housekeep(0)).toMatchObject({ ok: true });
    expect(await thread.prepare()).toMatchObject({ ok: false });
    const query = { device: "a", kind: "m", points: ["x"], from: 0, to: 9, limit: 9 };
    await expect(thread.query(query)).rejects.toThrow(/InfluxDB at/);
  });

  it("does not open with an address that is none, or a folder that cannot be", async () => {
    await expect(open("influx")).rejects.toThrow(/^ANJU_INFLUX_URL is not an address/);
    const file = newFolder();
    writeFileSync(file, "");
    await expect(open("http://127.0.0.1:9", { spoolFolder: join(file, "spool") })).rejects.toThrow(/ENOTDIR|EEXIST/);
  });

  it.runIf(runInfluxd)(
    `outlives InfluxDB 1.6.7 killed three times: nothing missing, nothing doubled${needsInfluxd}`,
    async () => {
      await using influxd = await openInfluxd();
      const refused: string[] = [];
      const settings = { url: influxd.url, database: "d", file: "", timeout: 2000 };
      await using thread = await open(influxd.url, { settings, onRefused: (line) => refused.push(line) });
      expect(await thread.prepare()).toMatchObject({ ok: true });
      const from = Date.now() - 10_000_000;
      let handed = 0;
      const hand = (count: number): void => {
        for (const end = handed + count; handed < end; handed++)
          thread.write(batchOf([`m,device=a x=${handed} ${from + handed}`]), 1);
      };
      for (let round = 0; round < 3; round++) {
        hand(20_000);
        await until(() => thread.counts().shippedLines > handed - 20_000);
        hand(20_000);
        await influxd.stop();
        hand(10_000);
        await thread.secure();
        thread.write(batchOf(['m,device=a x="text" 5']), 1);
        hand(10_000);
        await influxd.start();
      }
      while (!(await thread.flush(2000)));
      expect(once(refused)).toEqual(['m,device=a x="text" 5']);
      expect(thread.counts()).toMatchObject({ waitingLines: 0, waitingMessages: 0, shippedMessages: handed + 3 });
      const asked = encodeURIComponent("SELECT count(x), sum(x) FROM m");
      const answer = await (await fetch(`${influxd.url}/query?db=d&epoch=ms&q=${asked}`)).json();
      const [series] = (answer as { results: [{ series: [{ values: number[][] }] }] }).results[0].series;
      expect(series.values[0]).toEqual([0, handed, (handed * (handed - 1)) / 2]);
      const query = { device: "a", kind: "m", points: ["x"], from, to: from + 1e9, limit: 3 };
      expect(await thread.query(query)).toEqual([
        [from, 0],
        [from + 1, 1],
        [from + 2, 2],
      ]);
    },
  );
});
