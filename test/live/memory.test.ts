// The gateway's memory over crashes: the folder is copied as it lies on the disk at some instant, and a start from the copy must come
// to the same tickets, faults, notices and quarantine as a start after a clean stop at that instant.

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createHistoryLines } from "../../src/history/create-history-lines.ts";
import { linesOf } from "../../src/history/line-batch.ts";
import { type JournalFiles, nodeFiles } from "../../src/journal/journal-files.ts";
import { createLog } from "../../src/live/log.ts";
import { type Memory, openMemory } from "../../src/live/open-memory.ts";
import type { Site } from "../../src/model/site.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { awayHistory } from "../support/away-history.ts";
import { siteFrom } from "../support/test-site.ts";
import { eventually } from "./live-gateway.ts";

const START = Date.parse("2026-03-02T02:00:00Z");
let site: Site;
beforeAll(async () => {
  site = await siteFrom();
});

type Run = { readonly folder: string; readonly store: Store; readonly memory: Memory; readonly lines: string[] };

async function openRun(folder: string, now: () => number, files?: JournalFiles): Promise<Run> {
  const lines: string[] = [];
  const store = openStore(folder);
  const memory = await openMemory({
    folder,
    site,
    store,
    history: awayHistory((batch) => lines.push(...linesOf(batch))),
    historyLines: createHistoryLines(site),
    log: createLog("silent"),
    now,
    notBefore: () => {},
    sync: true,
    ...(files && { files }),
    afterWrite: () => {},
    onBroken: (error) => {
      throw error;
    },
  });
  return { folder, store, memory, lines };
}
const closeRun = async ({ memory, store }: Run): Promise<void> => {
  await memory.close();
  store[Symbol.dispose]();
};
const onDisk = ({ memory }: Run): Promise<void> => new Promise((resolve) => memory.core.intake.whenOnDisk(resolve));

/** Everything that people are told, and everything the stages know. */
function pictureOf({ memory, store }: Run): unknown {
  const { core, faults, counts } = memory;
  const { received: _, ...ledger } = counts.all();
  return {
    tickets: core.gateway().desk.tickets(),
    faults: faults.all(),
    pending: core.gateway().desk.pending(),
    devices: site.devices.map(({ id }) => [id, core.gateway().detector.memory(id), core.gateway().ingestMemory(id)]),
    notices: store.outbox.due("log", Number.MAX_SAFE_INTEGER, 10_000).map(({ notice }) => notice.id),
    waiting: store.outbox.waiting(),
    quarantine: store.quarantine.list(1000).map(({ id: _id, ...row }) => row),
    ledger,
  };
}

type Step =
  | { readonly do: "say"; readonly topic: string; readonly body: string }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "act"; readonly act: "accept" | "arrive" | "comment" }
  | { readonly do: "checkpoint" };

const say = (topic: string, body: object): Step => ({
  do: "say",
  topic: `facility/demo/${topic}`,
  body: JSON.stringify(body),
});
const steps: readonly Step[] = [
  say("elevator/E1/telemetry", { mode: "normal", alarmButton: true }),
  say("elevator/E1/telemetry", { alarmButton: false }),
  say("gate/G1/telemetry", { tamper: true }),
  say("gate/G1/telemetry", { tamper: false, door: "closed" }),
  say("gate/G1/event", { event: "passage", result: "denied" }),
  say("gate/G1/telemetry", { nothing: 1 }),
  say("gate/G9/telemetry", { door: "open" }),
  say("camera/C1/telemetry", { fps: 0 }),
  say("camera/C1/telemetry", { fps: 25, luma: 300 }),
  say("camera/C1/telemetry", { fps: 25, luma: 100, seq: 7 }),
  { do: "wait", ms: 2_500 },
  { do: "wait", ms: 31_000 },
  { do: "wait", ms: 240_000 },
  { do: "act", act: "accept" },
  { do: "act", act: "comment" },
  { do: "checkpoint" },
];

async function play(run: Run, step: Step, clock: { at: number }): Promise<void> {
  const { core } = run.memory;
  if (step.do === "say") core.intake.take({ at: 0, topic: step.topic, payload: Buffer.from(step.body) }, 1);
  else if (step.do === "wait") {
    clock.at += step.ms;
    core.tick();
  } else if (step.do === "act") {
    const open = core
      .gateway()
      .desk.tickets()
      .find(({ state }) => state === "open" || state === "accepted");
    if (open) await core.act({ do: step.act, by: "zhao", ticket: open.id, note: "n" });
  } else await run.memory.checkpoint();
}

describe("after a crash at any instant", () => {
  it("a start comes to where a clean stop and start come", { timeout: 120_000 }, async () => {
    const anything = fc.array(fc.constantFrom(...steps), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(anything, anything, async (before, after) => {
        const base = mkdtempSync(join(tmpdir(), "anju-memory-"));
        try {
          const clock = { at: START };
          const tick = (): number => {
            clock.at += 1;
            return clock.at;
          };
          let clean = await openRun(join(base, "clean"), tick);
          for (const step of before) await play(clean, step, clock);
          await onDisk(clean);
          cpSync(clean.folder, join(base, "crashed"), { recursive: true });
          const stoppedAt = clock.at;
          await closeRun(clean);
          const startedAt = clock.at + 5_000;
          clock.at = startedAt;
          clean = await openRun(clean.folder, () => clock.at);
          for (const step of after) await play(clean, step, clock);
          await onDisk(clean);
          const expected = pictureOf(clean);
          await closeRun(clean);

          expect(stoppedAt).toBeLessThanOrEqual(startedAt);
          clock.at = startedAt;
          const crashed = await openRun(join(base, "crashed"), () => clock.at);
          for (const step of after) await play(crashed, step, clock);
          await onDisk(crashed);
          const got = pictureOf(crashed);
          await closeRun(crashed);
          expect(got).toEqual(expected);
        } finally {
          rmSync(base, { recursive: true, force: true });
        }
      }),
      { numRuns: process.env.CI === "true" ? 60 : 25 },
    );
  });
});

describe("while the disk fails", () => {
  it("nothing is acknowledged, nobody acts, the gateway says so; then all goes on by itself", async () => {
    const base = mkdtempSync(join(tmpdir(), "anju-memory-"));
    try {
      let full = false;
      const write: JournalFiles["write"] = async (...given) => {
        if (full) throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
        return nodeFiles.write(...given);
      };
      const run = await openRun(base, Date.now, { ...nodeFiles, write });
      const { core } = run.memory;
      const say = (body: object): void =>
        void core.intake.take({ at: 0, topic: "facility/demo/gate/G1/telemetry", payload: JSON.stringify(body) }, 1);
      say({ door: "closed" });
      await onDisk(run);
      full = true;
      say({ tamper: true });
      let acknowledged = false;
      core.intake.whenOnDisk(() => {
        acknowledged = true;
      });
      await eventually(
        async () => core.storeCheck(),
        ({ status }) => status === "down",
        5_000,
      );
      expect(core.storeCheck()).toMatchObject({ status: "down", detail: expect.stringContaining("ENOSPC") });
      expect(await core.report({ zone: "east", text: "dark stairs", by: "chen" })).toMatchObject({
        ok: false,
        code: "storage-unavailable",
      });
      expect([acknowledged, core.intake.isFull()]).toEqual([false, false]);
      for (let i = 0; i < 170; i += 1) say({ door: "closed", seq: i, padding: "x".repeat(200 * 1024) });
      expect(core.intake.isFull()).toBe(true);
      const kept = core.intake.take({ at: 0, topic: "facility/demo/gate/G1/telemetry", payload: '{"door":"open"}' }, 1);
      expect(kept).toBe(true);
      let room = false;
      core.intake.whenRoom(() => {
        room = true;
      });
      expect(room).toBe(false);
      full = false;
      await eventually(async () => acknowledged && room, Boolean, 15_000);
      expect([acknowledged, room, core.storeCheck().status]).toEqual([true, true, "ok"]);
      const report = await core.report({ zone: "east", text: "dark stairs", by: "chen" });
      expect(report.ok).toBe(true);
      const told = ({ memory, store }: Run) => [
        memory.core.gateway().desk.tickets(),
        store.outbox.waiting(),
        store.quarantine.list(1000),
        memory.counts.all(),
      ];
      const before = told(run);
      await closeRun(run);
      const again = await openRun(base, Date.now);
      expect(told(again)).toEqual(before);
      await closeRun(again);
    } finally {
      rmSync(base, { recursive: true, force: true });
    }
  }, 60_000);
});

describe("while the store refuses", () => {
  it("messages go on being acknowledged, and what it did not take is stored when it does", {
    timeout: 30_000,
  }, async () => {
    const base = mkdtempSync(join(tmpdir(), "anju-memory-"));
    try {
      const run = await openRun(base, Date.now);
      const { core } = run.memory;
      const real = run.store.quarantine.add;
      let refuses = true;
      Object.assign(run.store.quarantine, {
        add: (...given: Parameters<typeof real>) => {
          if (refuses) throw new Error("database or disk is full");
          real(...given);
        },
      });
      core.intake.take({ at: 0, topic: "facility/demo/gate/G9/telemetry", payload: "{}" }, 1);
      await onDisk(run);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(core.storeCheck()).toMatchObject({ status: "degraded", detail: "database or disk is full" });
      expect(run.store.quarantine.list(10)).toEqual([]);
      await expect(run.memory.checkpoint()).rejects.toThrow(/not on disk yet/);
      refuses = false;
      core.tick();
      expect(run.store.quarantine.list(10).map(({ reason }) => reason)).toEqual(["unknown-device"]);
      await run.memory.checkpoint();
      await closeRun(run);
    } finally {
      rmSync(base, { recursive: true, force: true });
    }
  });

  it("a topic of 65,000 characters that are three bytes each is refused like any other", async () => {
    const base = mkdtempSync(join(tmpdir(), "anju-memory-"));
    try {
      const run = await openRun(base, Date.now);
      expect(run.memory.core.intake.take({ at: 0, topic: "\ufffd".repeat(65_000), payload: "x" }, 2)).toBe(true);
      await onDisk(run);
      expect(run.store.quarantine.list(10).map(({ reason }) => reason)).toEqual(["bad-topic"]);
      await closeRun(run);
    } finally {
      rmSync(base, { recursive: true, force: true });
    }
  });

  it("nobody but the gateway speaks for the gateway, and whoever tries does not try for ever", async () => {
    const base = mkdtempSync(join(tmpdir(), "anju-memory-"));
    try {
      const run = await openRun(base, Date.now);
      const { core, counts } = run.memory;
      const topic = "facility/demo/gateway/gateway/status";
      expect(core.intake.take({ at: 0, topic, payload: "offline" }, 1)).toBe(true);
      await onDisk(run);
      expect([counts.all().shed, counts.all().journalled, run.memory.faults.all()]).toEqual([1, 0, []]);
      await closeRun(run);
    } finally {
      rmSync(base, { recursive: true, force: true });
    }
  });
});
