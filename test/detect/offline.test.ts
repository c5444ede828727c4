// `offline`, which every kind has (CONTRACT 3): silence is counted by arrival, freezes the other timers and is never recovery.

import { describe, expect, it } from "vitest";
import type { RecordingLine } from "../../src/replay.ts";
import {
  event,
  hour,
  iso,
  keepSaying,
  minute,
  type Points,
  play,
  rowsOf,
  type Says,
  say,
  second,
  siteWith,
  status,
  telemetry,
} from "./play.ts";

const from = Date.parse("2026-03-10T04:00:00Z");
const at = from + 10 * minute;
const run = async (devices: readonly string[], lines: readonly RecordingLine[], until: number) =>
  play(await siteWith(devices), lines, until);
const camera = "{ id: C1, kind: camera, zone: east }";
const gate = "{ id: G1, kind: gate, zone: east }";
const fps: Points = { fps: 25 };

describe("silence", () => {
  it.each([
    ["camera", "", "fps", 25, 90],
    ["gate", "", "battery", 90, 90],
    ["pump", "", "tankLevel", 60, 90],
    ["elevator", "reportEvery: PT10S,", "floor", 1, 90],
    ["elevator", "reportEvery: PT2M,", "floor", 1, 360],
    ["streetlight", "", "lux", 100, 900],
    ["pump", "delays: { offlineAfter: PT5M },", "tankLevel", 60, 300],
  ] as const)("of a %s (%s) counts after its time", async (kind, more, point, value, after) => {
    const device = `{ id: D1, ${more} kind: ${kind}, zone: east }`;
    const lines = [telemetry(kind, "D1", at, { [point]: value })];
    const openAt = at + after * second;
    expect((await run([device], lines, openAt - 1)).faults).toEqual([]);
    const grade = kind === "camera" ? { severity: "major", sla: "camera" } : { severity: "minor", sla: "data-loss" };
    for (const until of [openAt, openAt + 5 * hour])
      expect((await run([device], lines, until)).faults).toEqual([
        expect.objectContaining({
          asset: "D1",
          fault: "offline",
          since: iso(at),
          openedAt: iso(openAt),
          clearedAt: null,
          ...grade,
        }),
      ]);
  });
  it("of a device never heard counts from the first line", async () => {
    const lines = keepSaying("camera", "C1", [say(from, fps)], from + hour);
    const result = await run([camera, gate], lines, from + hour);
    expect(result.faults).toEqual([
      expect.objectContaining({ asset: "G1", fault: "offline", openedAt: iso(from + 90 * second), clearedAt: null }),
    ]);
  });
  it.each([
    ["power", "battery", "major", "urgent"],
    ["tamper", true, "major", "urgent"],
    ["power", "mains", "minor", "data-loss"],
  ] as const)("of a gate last heard with %s %s", async (point, value, severity, sla) => {
    const result = await run([gate], [telemetry("gate", "G1", at, { door: "closed", [point]: value })], at + hour);
    expect(rowsOf(result, "offline")).toEqual([expect.objectContaining({ severity, sla })]);
  });
});

describe("what counts as heard", () => {
  const spoken = telemetry("camera", "C1", at, fps);
  const then = at + 80 * second;
  it.each<[string, RecordingLine, boolean]>([
    ["a point", telemetry("camera", "C1", then, { luma: 100 }), true],
    ["a point long past", telemetry("camera", "C1", then, { ts: iso(at - hour), luma: 100 }), true],
    ["a good point beside a bad one", telemetry("camera", "C1", then, { luma: 100, fps: "25" }), true],
    ["an event", event("camera", "C1", then, { event: "detection", type: "loitering" }), true],
    ["status online", status("camera", "C1", then, "online"), true],
    ["only bad points", telemetry("camera", "C1", then, { fps: "25" }), false],
    ["only unknown points", telemetry("camera", "C1", then, { colour: 5 }), false],
    ["no points", telemetry("camera", "C1", then, {}), false],
    ["another kind's topic", telemetry("pump", "C1", then, { flow: 1 }), false],
  ])("%s", async (_what, line, heard) => {
    const result = await run([camera], [spoken, line], at + hour);
    expect(rowsOf(result, "offline")).toEqual([
      expect.objectContaining({ openedAt: iso((heard ? then : at) + 90 * second) }),
    ]);
  });
  it.each<[string, RecordingLine]>([
    ["a point", telemetry("camera", "C1", at + hour, { luma: 100 })],
    ["an event", event("camera", "C1", at + hour, { event: "detection", type: "loitering" })],
    ["status online", status("camera", "C1", at + hour, "online")],
  ])("ends it at once: %s", async (_what, line) => {
    expect(rowsOf(await run([camera], [spoken, line], at + hour), "offline")).toEqual([
      expect.objectContaining({ openedAt: iso(at + 90 * second), clearedAt: iso(at + hour) }),
    ]);
  });
});

describe("status offline", () => {
  const spoken = telemetry("camera", "C1", at - second, fps);
  const will = status("camera", "C1", at, "offline");
  it("counts after 30 s", async () => {
    expect((await run([camera], [spoken, will], at + 30 * second - 1)).faults).toEqual([]);
    expect((await run([camera], [spoken, will], at + hour)).faults).toEqual([
      expect.objectContaining({ fault: "offline", since: iso(at), openedAt: iso(at + 30 * second), clearedAt: null }),
    ]);
  });
  it.each<[string, RecordingLine]>([
    ["status online", status("camera", "C1", at + 30 * second, "online")],
    ["a message", telemetry("camera", "C1", at + 30 * second - 1, fps)],
  ])("does not count when followed in time by %s", async (_what, line) => {
    expect((await run([camera], [spoken, will, line], at + 100 * second)).faults).toEqual([]);
  });
});

describe("the other faults of a silent device", () => {
  const good: Points = { fps: 25, recording: true };
  const bad: Points = { fps: 25, recording: false };
  const tell = async (says: readonly Says[], until: number) =>
    run(
      [camera],
      says.map(([when, points]) => telemetry("camera", "C1", when, points)),
      until,
    );
  const back = at + 3 * hour;
  it("stand still from when it is offline, and go on when it is heard", async () => {
    const says = [say(from, good), say(at, bad), say(back, bad)];
    const more = [60, 120, 180, 240].map((after) => say(back + after * second, bad));
    const [row] = rowsOf(await tell([...says, ...more], back + 5 * minute), "notRecording");
    expect(row).toMatchObject({ since: iso(at), openedAt: iso(back + 5 * minute - 90 * second) });
  });
  it("start anew when it comes back good", async () => {
    const says = [say(from, good), say(at, bad), say(back, good), say(back + minute, good)];
    expect(rowsOf(await tell(says, back + 2 * minute), "notRecording")).toEqual([]);
  });
  it("stay open, and clear 30 s after it is heard to be good", async () => {
    const said = [0, 1, 2, 3, 4, 5].map((n) => say(at + n * minute, bad));
    const open = rowsOf(await tell([say(from, good), ...said], back), "notRecording");
    expect(open).toEqual([expect.objectContaining({ openedAt: iso(at + 5 * minute), clearedAt: null, present: true })]);
    const [row] = rowsOf(await tell([say(from, good), ...said, say(back, good)], back + minute), "notRecording");
    expect(row).toMatchObject({ clearedAt: iso(back + 30 * second) });
  });
  it("of other devices are not touched", async () => {
    const lines = [
      telemetry("camera", "C1", at, good),
      ...keepSaying("gate", "G1", [say(at, { reader: "fault" })], at + hour),
    ];
    expect(rowsOf(await run([camera, gate], lines, at + hour), "readerFault")).toHaveLength(1);
  });
});

describe("a lamp on a switched feeder (program 18:13–05:55)", () => {
  const lamp = (fed: string) => `{ id: L1, kind: streetlight, zone: east, fed: ${fed} }`;
  const local = (time: string, date = "2026-03-10") => Date.parse(`${date}T${time}:00+08:00`);
  const tomorrow = "2026-03-11";
  const heard = (first: number, last: number) =>
    Array.from({ length: Math.floor((last - first) / (5 * minute)) + 1 }, (_, n) =>
      telemetry("streetlight", "L1", first + n * 5 * minute, { power: 60, dimming: 100 }),
    );
  const openings = async (lines: readonly RecordingLine[], until: number, fed = "switched") =>
    rowsOf(await run([lamp(fed)], lines, until), "offline").map(({ openedAt }) => Date.parse(String(openedAt)));

  it("may be silent by day; one that is always fed may not", async () => {
    const lines = heard(local("09:00"), local("10:00"));
    expect(await openings(lines, local("18:10"))).toEqual([]);
    expect(await openings(lines, local("18:10"), "always")).toEqual([local("10:15")]);
  });
  it("may take its offlineAfter to speak when the feeder comes on", async () => {
    const day = heard(local("09:00"), local("10:00"));
    const [openedAt] = await openings(day, local("23:00"));
    expect(openedAt).toBeGreaterThanOrEqual(local("18:28"));
    expect(openedAt).toBeLessThanOrEqual(local("18:29"));
    const evening = heard(local("18:20"), local("22:00"));
    expect(await openings([...day, ...evening], local("22:14"))).toEqual([]);
  });
  it("may not be silent in the evening", async () => {
    expect(await openings(heard(local("18:20"), local("22:00")), local("23:00"))).toEqual([local("22:15")]);
  });
  it("that is offline at dawn stays so by day, until it is heard", async () => {
    const night = heard(local("18:20"), local("03:00", tomorrow));
    const back = local("18:30", tomorrow);
    const result = await run([lamp("switched")], [...night, ...heard(back, back)], back);
    expect(rowsOf(result, "offline")).toEqual([
      expect.objectContaining({ openedAt: iso(local("03:15", tomorrow)), clearedAt: iso(back) }),
    ]);
  });
  it("may go silent when the program ends, and speak up after it begins again", async () => {
    const night = heard(local("18:20"), local("05:50", tomorrow));
    const next = heard(local("18:25", tomorrow), local("22:00", tomorrow));
    expect(await openings([...night, ...next], local("22:00", tomorrow))).toEqual([]);
  });
});
