// What a camera keeps: retention and gaps of its recording, and the incidents it detects by itself (CONTRACT 3).

import { describe, expect, it } from "vitest";
import type { RecordingLine } from "../../src/replay.ts";
import { device, from, healthy, major, minor, mount } from "./camera-subject.ts";
import {
  day,
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
} from "./play.ts";

const tell = async (says: readonly Says[], until: number, yaml = device, more: readonly RecordingLine[] = []) =>
  play(await siteWith([yaml]), [...keepSaying("camera", "C1", says, until), ...more], until);

describe("retentionShort", () => {
  const short = { ...healthy, oldestRecording: iso(from - 2 * day) };
  it("does not open before the camera is in service that long: by its installation", async () => {
    const young = device.replace("2025-06-01", "2026-02-20");
    expect(rowsOf(await tell([say(from, short)], from + 2 * hour, young), "retentionShort")).toEqual([]);
  });
  it("does not open before the camera is in service that long: else since first heard", async () => {
    const unknown = `{ id: C1, kind: camera, zone: east, reportEvery: PT1H, ${mount("ground", 90)} }`;
    const site = await siteWith([unknown]);
    const loop = Array.from({ length: 33 * 24 }, (_, hours): RecordingLine => {
      const at = from + hours * hour;
      return {
        at: iso(at),
        topic: "facility/demo/camera/C1/telemetry",
        payload: { ...healthy, oldestRecording: iso(at - 2 * day) },
      };
    });
    const [row, ...others] = rowsOf(play(site, loop, from + 32 * day), "retentionShort");
    expect(others).toEqual([]);
    expect(row).toMatchObject({ openedAt: iso(from + 30 * day), clearedAt: null, ...major });
  });
});

describe("recordingGap", () => {
  const gap = (gapMinutes: number): Points => ({ ...healthy, gapMinutes });
  const at = from + 20 * minute;
  const rows = async (says: readonly Says[], until: number) =>
    rowsOf(await tell([[from, gap(3)], ...says], until), "recordingGap");
  it("opens at once when the gap grows by more than 5 minutes within 24 h", async () => {
    expect(await rows([say(at, gap(5)), say(at + hour, gap(8))], at + 3 * hour)).toEqual([]);
    const open = { since: iso(at + hour), openedAt: iso(at + hour), clearedAt: null, ...minor };
    expect(await rows([say(at, gap(5)), say(at + hour, gap(8.1))], at + hour)).toEqual([expect.objectContaining(open)]);
  });
  it("does not add up what lies more than 24 h apart", async () => {
    const says: Says[] = [say(at, gap(6)), say(at + 25 * hour, gap(9))];
    expect(await rows(says, at + 27 * hour)).toEqual([]);
  });
  it("clears when it has not risen for 30 minutes", async () => {
    const says: Says[] = [say(at, gap(9)), say(at + 20 * minute, gap(10))];
    const steadyAt = at + 50 * minute;
    expect(await rows(says, steadyAt - 1)).toEqual([expect.objectContaining({ since: iso(at), clearedAt: null })]);
    const [row] = await rows(says, steadyAt + 5 * minute);
    expect(Date.parse(String(row?.clearedAt)) - steadyAt).toBeOneOf([0, 30 * second]);
  });
});

describe("what the camera itself detects", () => {
  const kinds = ["fallingObject", "intrusion", "loitering", "fireLane", "ebikeInCar", "smoke"];
  it.each(kinds)("opens a latched incident at once: %s", async (type) => {
    const at = from + 10 * minute;
    const seen = event("camera", "C1", at, { event: "detection", type, ref: "clip-7" });
    const result = await tell([say(from, healthy)], at + 6 * hour, device, [seen]);
    expect(result.faults).toEqual([
      expect.objectContaining({
        asset: "C1",
        since: iso(at),
        openedAt: iso(at),
        clearedAt: null,
        severity: type === "smoke" ? "critical" : "major",
        sla: "security",
      }),
    ]);
    const fault = String(result.faults[0]?.fault);
    const restoredAt = at + hour;
    const restore = {
      at: iso(restoredAt),
      action: { asset: "C1", fault, do: "restore", by: "zhao", outcome: "secured" },
    } as const;
    const ended = await tell([say(from, healthy)], at + 2 * hour, device, [seen, restore]);
    expect(ended.refused).toEqual([]);
    expect(ended.faults).toEqual([expect.objectContaining({ clearedAt: iso(restoredAt) })]);
  });
  it("opens at the arrival when it comes late, since its own time", async () => {
    const at = from + 20 * minute;
    const seen = event("camera", "C1", at, { event: "detection", type: "intrusion", ts: iso(at - 10 * minute) });
    expect((await tell([say(from, healthy)], at + hour, device, [seen])).faults).toEqual([
      expect.objectContaining({ since: iso(at - 10 * minute), openedAt: iso(at), clearedAt: null }),
    ]);
  });
  it("is not made older by a late one of the same kind", async () => {
    const at = from + 20 * minute + 20 * second;
    const seen = event("camera", "C1", at, { event: "detection", type: "intrusion" });
    const late = event("camera", "C1", at + 45 * second, {
      event: "detection",
      type: "intrusion",
      ts: iso(at + second),
    });
    const [alone] = (await tell([say(from, healthy)], at + hour, device, [seen])).faults;
    const [both, ...others] = (await tell([say(from, healthy)], at + hour, device, [seen, late])).faults;
    expect(others).toEqual([]);
    expect(both).toMatchObject({ since: iso(at), openedAt: iso(at), clearedAt: null });
    expect(Date.parse(String(both?.absentSince))).toBeGreaterThanOrEqual(Date.parse(String(alone?.absentSince)));
  });
  it("refuses a kind of incident it does not know", async () => {
    const seen = event("camera", "C1", from + minute, { event: "detection", type: "dragon" });
    const result = await tell([say(from, healthy)], from + hour, device, [seen]);
    expect([result.faults, result.rejected]).toEqual([[], { "bad-point": 1 }]);
  });
});
