// Replay itself (CONTRACT 7): the same lines give the same bytes, time goes one way, and ends at the last line.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createReplay, type RecordingLine, replayFile } from "../../src/replay.ts";
import {
  day,
  hour,
  iso,
  message,
  minute,
  noon,
  replayed,
  second,
  siteOf,
  type Timeline,
  timeline,
} from "./timeline.ts";

const T = noon + 2 * minute;
const all = ["C1", "E1", "G1", "L1", "P1"] as const;

/** A busy hour: five devices fail, people act, one act is refused, somebody reports. */
async function busy(): Promise<Timeline> {
  const line = timeline(await siteOf(all));
  line
    .says("C1", T, { fps: 0 })
    .heals("C1", T + 20 * minute)
    .says("C1", T + 50 * minute, { fps: 0 });
  line.says("E1", T + minute, { alarmButton: true }).heals("E1", T + 3 * minute);
  line.says("G1", T + 2 * minute, { power: "battery", battery: 10 }).silent("P1", T + 5 * minute);
  line.says("L1", T + 4 * minute, { leakage: 40 });
  line.report(T + 6 * minute, { zone: "west", text: "Noise", by: "resident", ref: "r1" });
  line.act(T + 7 * minute, { ref: "r1", do: "close", by: "zhao" });
  line.act(T + 8 * minute, { asset: "E1", fault: "entrapment", do: "restore", by: "zhao", outcome: "released" });
  return line;
}

describe("replay", () => {
  it("gives the same bytes twice, and from a file", async () => {
    const site = await siteOf(all);
    const lines = (await busy()).lines(T + hour);
    const once = (): string => {
      const replay = createReplay(site);
      for (const line of lines) replay.line(line);
      return JSON.stringify(replay.finish());
    };
    const first = once();
    expect(JSON.parse(first).tickets.length).toBeGreaterThanOrEqual(6);
    expect(once()).toBe(first);
    const folder = await mkdtemp(join(tmpdir(), "anju-replay-"));
    try {
      const file = join(folder, "recording.ndjson");
      await writeFile(file, `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);
      expect(JSON.stringify(await replayFile(site, file))).toBe(first);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("has the keys of the contract", async () => {
    const result = createReplay(await siteOf(all)).finish();
    expect(Object.keys(result)).toEqual([
      "faults",
      "tickets",
      "notices",
      "coverage",
      "rejected",
      "refused",
      "availability",
    ]);
  });

  it("sorts faults by opening, asset and name", async () => {
    const line = timeline(await siteOf(["C1", "E1", "P1"]));
    line.says("P1", T + 55 * second, { driveFault: true });
    line.says("E1", T, { mode: "fault", emergencyLamp: "failed" }).says("C1", T + 30 * second, { fps: 0 });
    const { faults } = line.play(T + 5 * minute);
    expect(faults.map(({ openedAt }) => openedAt)).toEqual([0, 0, 0, 0].map(() => iso(T + minute)));
    expect(faults.map(({ asset, fault }) => `${asset} ${fault}`)).toEqual([
      "C1 videoLoss",
      "E1 controllerFault",
      "E1 emergencyLampFailed",
      "P1 driveFault",
    ]);
  });

  it("refuses time that runs backwards", async () => {
    const replay = createReplay(await siteOf(["C1"]));
    replay.line({ at: iso(T), tick: true });
    expect(() => replay.line({ at: iso(T - 1), tick: true })).toThrow(iso(T - 1));
    replay.line({ at: iso(T), tick: true });
  });

  it.each([
    ["time that runs backwards", 3, (line: RecordingLine) => ({ ...line, at: iso(T - hour) })],
    ["a time that is none", 2, (line: RecordingLine) => ({ ...line, at: "yesterday" })],
    ["a line that is not JSON", 4, () => "{"],
  ])("names the line of %s", async (_, number, spoil) => {
    const lines: unknown[] = [0, 1, 2, 3, 4].map((index) => ({ at: iso(T + index * minute), tick: true }));
    lines[number - 1] = spoil(lines[number - 1] as RecordingLine);
    const folder = await mkdtemp(join(tmpdir(), "anju-replay-"));
    try {
      const file = join(folder, "wrong.ndjson");
      await writeFile(file, lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"));
      await expect(replayFile(await siteOf(["C1"]), file)).rejects.toThrow(`wrong.ndjson:${number}:`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("counts what it refuses to take", async () => {
    const line = timeline(await siteOf(["C1"]));
    line.line({ at: iso(T), topic: "facility/demo/camera/C1/telemetry", raw: "not json" });
    line.line({ at: iso(T), topic: "facility/demo/camera/C7/telemetry", payload: { fps: 25 } });
    line.line(message("C1", T, { fps: "25", luma: 100 }));
    expect(line.play(T + minute).rejected).toEqual({ "not-json": 1, "unknown-device": 1, "bad-point": 1 });
  });

  it("fires what is due at the last instant and nothing later", async () => {
    const site = await siteOf(["C1"]);
    const line = timeline(site).says("C1", T, { fps: 0 });
    expect(line.play(T + 30 * second - 1).tickets).toEqual([]);
    expect(line.play(T + 30 * second).tickets).toMatchObject([{ openedAt: iso(T + 30 * second), state: "open" }]);
    line.heals("C1", T + 10 * minute);
    expect(line.play(T + 10 * minute + 30 * second - 1).faults).toMatchObject([{ clearedAt: null }]);
    expect(line.play(T + 10 * minute + 30 * second).faults).toMatchObject([
      { clearedAt: iso(T + 10 * minute + 30 * second) },
    ]);
  });

  it("closes nothing for the occasion", async () => {
    const result = (await busy()).play(T + hour);
    expect(result.ticket("C1", "videoLoss")).toMatchObject({ present: true, restoredAt: null });
    expect(result.faults.filter(({ asset, fault }) => asset === "L1" && fault === "leakage")).toMatchObject([
      { clearedAt: null },
    ]);
  });

  it("lets time pass without a message: what is due happens at its own instant", async () => {
    const site = await siteOf([]);
    const result = replayed(site, [
      { at: iso(T), report: { zone: "east", sla: "pipe-burst", text: "x", ref: "r1" } },
      { at: iso(T + 30 * day), tick: true },
    ]);
    expect(result.reported("r1").events.map(({ at, type }) => `${at} ${type}`)).toEqual([
      `${iso(T)} opened`,
      `${iso(T + 15 * minute)} breached`,
      `${iso(T + hour)} breached`,
      `${iso(T + day)} breached`,
    ]);
  });

  it("gives the same with ticks between as without", async () => {
    const site = await siteOf(all);
    const lines = (await busy()).lines(T + hour);
    const ticked = lines.flatMap((line, index) => {
      const next = lines[index + 1];
      const middle = next && Math.floor((Date.parse(line.at) + Date.parse(next.at)) / 2);
      return middle === undefined ? [line] : [line, { at: iso(middle), tick: true as const }];
    });
    expect(JSON.stringify(replayed(site, ticked))).toBe(JSON.stringify(replayed(site, lines)));
  });
});

describe("availability", () => {
  it("is 1 for a device without a fault, and for a recording of one instant", async () => {
    const line = timeline(await siteOf(["C1", "C2"])).says("C2", T, { fps: 0 });
    expect(line.play(T + hour).availability).toMatchObject({ C1: 1 });
    expect(line.play(noon).availability).toEqual({ C1: 1, C2: 1 });
  });

  it("leaves out since to clearedAt of the device's fault", async () => {
    // Of 100 minutes, bad for 9.5 and half a minute until it counts as clear.
    const line = timeline(await siteOf(["C1"]))
      .says("C1", T, { fps: 0 })
      .heals("C1", T + 9.5 * minute);
    expect(line.play(noon + 100 * minute).availability.C1).toBeCloseTo(0.9, 9);
  });

  it("counts a fault that lasts until the end, from its first bad reading", async () => {
    const line = timeline(await siteOf(["C1"])).says("C1", noon + 75 * minute, { fps: 0 });
    expect(line.play(noon + 100 * minute).availability.C1).toBeCloseTo(0.75, 9);
  });

  it("counts two faults at a time once", async () => {
    const line = timeline(await siteOf(["C1"]))
      .says("C1", noon + 10 * minute, { fps: 0 })
      .says("C1", noon + 20 * minute, { recording: false })
      .says("C1", noon + 40 * minute - 30 * second, { fps: 25 })
      .says("C1", noon + 60 * minute - 30 * second, { recording: true });
    const result = line.play(noon + 100 * minute);
    expect(result.faults).toHaveLength(2);
    expect(result.availability.C1).toBeCloseTo(0.5, 9);
  });

  it("counts silence", async () => {
    const line = timeline(await siteOf(["C1"])).silent("C1", noon + second, noon + 50 * minute);
    const result = line.play(noon + 100 * minute);
    const { since, clearedAt } = result.faults[0] as { since: string; clearedAt: string };
    expect(clearedAt).toBe(iso(noon + 50 * minute));
    expect(result.availability.C1).toBeCloseTo(1 - (Date.parse(clearedAt) - Date.parse(since)) / (100 * minute), 9);
  });
});
