// The gate's fault table (CONTRACT 3): forced entry and tampering stay open until a person ends them.

import { describe, expect, it } from "vitest";
import type { RecordingLine } from "../../src/replay.ts";
import { testFaults } from "./fault-case.ts";
import { type FaultCase, type Subject, turns } from "./fault-row.ts";
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
} from "./play.ts";

const begins = "2026-03-10T04:00:00Z";
const from = Date.parse(begins);
const healthy: Points = {
  door: "closed",
  lock: "locked",
  mode: "normal",
  reader: "ok",
  forced: false,
  tamper: false,
  power: "mains",
  battery: 90,
  cycles: 1000,
};
const device = "{ id: G1, kind: gate, zone: east }";
const subject: Subject = { kind: "gate", asset: "G1", device, begins, healthy };
const security = { severity: "critical", sla: "security" } as const;
const minor = { severity: "minor", sla: "ordinary" } as const;
const openDoor: Points = { door: "open", lock: "unlocked" };
const onPurpose = (points: Points): readonly Points[] =>
  ["heldOpen", "fireRelease"].map((mode) => ({ ...points, mode }));

const cases: readonly FaultCase[] = [
  {
    fault: "forcedOpen",
    by: "as it says",
    ...security,
    outcome: "secured",
    after: 0,
    bad: [{ forced: true }, { forced: true, mode: "locked" }],
    inside: onPurpose({ forced: true }),
    needs: ["forced"],
    without: ["mode", "door", "lock"],
  },
  {
    fault: "forcedOpen",
    by: "open while locked",
    ...security,
    outcome: "secured",
    after: 2,
    bad: [{ door: "open" }],
    inside: [...onPurpose({ door: "open" }), openDoor, { door: "opening" }, { door: "open", lock: "jammed" }],
    clears: [{}, { door: "open", lock: "unlocked" }, { door: "open", mode: "heldOpen" }],
    needs: ["door", "lock"],
    without: ["mode"],
  },
  { fault: "tamper", ...security, outcome: "false-alarm", after: 3, ...turns("tamper", true) },
  {
    fault: "fireReleased",
    ...security,
    after: 10,
    ...turns("mode", "fireRelease"),
    inside: [{ mode: "heldOpen" }, { mode: "locked" }],
  },
  {
    fault: "heldOpen",
    ...minor,
    after: 300,
    bad: [openDoor],
    inside: [...onPurpose(openDoor), { door: "opening" }, { door: "closing" }],
    clears: [{}, { ...openDoor, mode: "heldOpen" }, { door: "closing" }],
    needs: ["door"],
    without: ["mode"],
  },
  { fault: "lockJammed", severity: "major", sla: "urgent", after: 5, ...turns("lock", "jammed") },
  { fault: "readerFault", severity: "major", sla: "ordinary", after: 30, ...turns("reader", "fault") },
  { fault: "onBattery", ...minor, after: 30, ...turns("power", "battery") },
  {
    fault: "batteryLow",
    severity: "major",
    sla: "urgent",
    after: 30,
    bad: [{ power: "battery", battery: 19.9 }],
    inside: [{ power: "battery", battery: 20 }, { battery: 5 }],
    holds: [{ power: "battery", battery: 20.9 }],
    clears: [{ power: "battery", battery: 21.1 }, { battery: 5 }],
    needs: ["power", "battery"],
  },
];
testFaults(subject, cases);

const tell = async (says: readonly Says[], until: number, more: readonly RecordingLine[] = [], yaml = device) =>
  play(await siteWith([yaml]), [...keepSaying("gate", "G1", says, until), ...more], until);

describe("deniedBurst", () => {
  const at = from + 10 * minute;
  const passage = (after: number, result: "denied" | "granted") =>
    event("gate", "G1", at + after * second, { event: "passage", result, method: "card" });
  const burst = async (passages: readonly RecordingLine[], until = at + hour) =>
    rowsOf(await tell([say(from, healthy)], until, passages), "deniedBurst");
  const denied = (...after: readonly number[]) => after.map((seconds) => passage(seconds, "denied"));

  it("opens at the fifth denied passage within 60 s", async () => {
    const [row, ...others] = await burst(denied(0, 10, 20, 30, 59.9));
    expect(others).toEqual([]);
    expect(row).toMatchObject({ openedAt: iso(at + 59_900), clearedAt: null, severity: "major", sla: "security" });
    expect(await burst(denied(0, 10, 20, 30))).toEqual([]);
  });
  it("does not open when the five are spread over more than 60 s", async () => {
    expect(await burst(denied(0, 15, 30, 45, 60.1, 75.1, 90.1, 105.2))).toEqual([]);
  });
  it("starts anew at a granted passage", async () => {
    const mixed = [...denied(0, 5, 10, 15), passage(18, "granted"), ...denied(20, 25, 30, 35)];
    expect(await burst(mixed)).toEqual([]);
    expect(await burst([...mixed, ...denied(40)])).toHaveLength(1);
  });
  it("is absent once the window no longer holds five, and ends by a person", async () => {
    const restoredAt = at + 30 * minute;
    const restore = {
      at: iso(restoredAt),
      action: { asset: "G1", fault: "deniedBurst", do: "restore", by: "zhao", outcome: "secured" },
    } as const;
    const [before] = await burst(denied(0, 1, 2, 3, 4), at + 59_999);
    expect(before).toMatchObject({ present: true, absentSince: null });
    const [after] = await burst(denied(0, 1, 2, 3, 4), at + 5 * minute);
    // A passage exactly 60 s old still counts.
    expect(after).toMatchObject({ present: false, absentSince: iso(at + minute + 1), clearedAt: null });
    const [ended] = await burst([...denied(0, 1, 2, 3, 4), restore]);
    expect(ended).toMatchObject({ clearedAt: iso(restoredAt) });
  });
});

describe("heldOpen and the gate's open hours", () => {
  const hours = device.replace(" }", ', openHours: ["12:00-13:00"] }');
  const open = { ...healthy, ...openDoor };
  it("does not open inside them; the five minutes begin at their end", async () => {
    const says: Says[] = [say(from - 5 * minute, healthy), say(from + 5 * minute, open)];
    expect(rowsOf(await tell(says, from + hour + 5 * minute - 1, [], hours), "heldOpen")).toEqual([]);
    const [row] = rowsOf(await tell(says, from + 2 * hour, [], hours), "heldOpen");
    expect(row).toMatchObject({ openedAt: iso(from + hour + 5 * minute) });
  });
  it("opens as ever before they begin, and clears when they do", async () => {
    const at = from - 30 * minute;
    const [row] = rowsOf(await tell([say(at, open)], from + hour / 2, [], hours), "heldOpen");
    expect(row).toMatchObject({ since: iso(at), openedAt: iso(at + 5 * minute), clearedAt: iso(from + 30 * second) });
  });
});

describe("hidden faults", () => {
  const at = from + 10 * minute;
  it("heldOpen does not open beside forcedOpen; it opens when a person has ended that", async () => {
    const doneAt = at + hour;
    const says: Says[] = [
      say(from, healthy),
      say(at, { ...healthy, door: "open" }),
      say(at + minute, { ...healthy, ...openDoor }),
    ];
    const restore = {
      at: iso(doneAt),
      action: { asset: "G1", fault: "forcedOpen", do: "restore", by: "zhao", outcome: "secured" },
    } as const;
    expect((await tell(says, doneAt - 1)).faults.map(({ fault }) => fault)).toEqual(["forcedOpen"]);
    const [row] = rowsOf(await tell(says, doneAt + hour, [restore]), "heldOpen");
    expect(row).toMatchObject({ since: iso(at), openedAt: iso(doneAt), clearedAt: null });
  });
  it("onBattery does not open beside batteryLow, not even in the same instant; it opens when that clears", async () => {
    const chargedAt = at + hour;
    const low = { ...healthy, power: "battery", battery: 10 };
    const says: Says[] = [say(from, healthy), say(at, low), say(chargedAt, { ...low, battery: 30 })];
    expect((await tell(says, chargedAt)).faults.map(({ fault }) => fault)).toEqual(["batteryLow"]);
    const [row] = rowsOf(await tell(says, chargedAt + hour), "onBattery");
    expect(row).toMatchObject({ since: iso(at), openedAt: iso(chargedAt + 30 * second), clearedAt: null });
  });
});
