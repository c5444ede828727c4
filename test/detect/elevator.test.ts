// The elevator's fault table (CONTRACT 3): entrapment by three roads, none of them open during inspection.

import { describe, expect, it } from "vitest";
import type { RecordingLine } from "../../src/replay.ts";
import { testFaults } from "./fault-case.ts";
import { type FaultCase, past, type Subject, turns } from "./fault-row.ts";
import { hour, iso, keepSaying, minute, type Points, play, rowsOf, type Says, say, second, siteWith } from "./play.ts";

const begins = "2026-03-10T04:00:00Z";
const from = Date.parse(begins);
const healthy: Points = {
  mode: "normal",
  motion: "stopped",
  speed: 0,
  floor: 1,
  landing: true,
  door: "closed",
  occupied: false,
  load: 0,
  alarmButton: false,
  emergencyLamp: "ok",
  mains: true,
  brakeTemperature: 40,
  motorTemperature: 50,
  vibration: 5,
  trips: 100,
  doorCycles: 100,
};
const device = "{ id: E1, kind: elevator, zone: east, reportEvery: PT10S, rated: { speed: 1.75, load: 1000 } }";
const subject: Subject = { kind: "elevator", asset: "E1", device, begins, healthy };
const entrapment = {
  fault: "entrapment",
  severity: "critical",
  sla: "elevator-entrapment",
  outcome: "released",
} as const;
const urgent = { severity: "critical", sla: "urgent", outcome: "test" } as const;
const major = { severity: "major", sla: "elevator" } as const;
const minor = { severity: "minor", sla: "ordinary" } as const;
const between: Points = { occupied: true, landing: false };
const shut: Points = { occupied: true, mode: "fault" };
const ajar: Points = { door: "open", motion: "up", landing: true, speed: 0.81 };
const atSpeed = (speed: number): Points => ({ ...ajar, speed });

const cases: readonly FaultCase[] = [
  {
    ...entrapment,
    by: "alarm button",
    after: 3,
    ...turns("alarmButton", true),
    inside: [{ alarmButton: true, mode: "inspection" }],
    without: ["mode", "occupied", "motion", "landing", "door"],
  },
  {
    ...entrapment,
    by: "between landings",
    after: 60,
    bad: [between, { ...between, door: "open" }, { ...between, mode: "outOfService" }],
    inside: [
      { occupied: true, landing: false, mode: "inspection" },
      { occupied: true, landing: false, motion: "down" },
      { landing: false },
    ],
    clears: [
      {},
      { landing: false },
      { occupied: true, landing: false, motion: "up" },
      { ...between, mode: "inspection" },
    ],
    needs: ["occupied", "motion", "landing"],
    without: ["mode", "door", "alarmButton"],
  },
  {
    ...entrapment,
    by: "shut in",
    after: 120,
    bad: [shut, { occupied: true, mode: "emergencyPower" }, { ...shut, door: "opening" }, { ...shut, door: "blocked" }],
    inside: [
      { ...shut, door: "open" },
      { ...shut, mode: "independent" },
      { ...shut, mode: "outOfService" },
      { ...shut, mode: "inspection" },
      { ...shut, motion: "up" },
      { ...shut, occupied: false },
    ],
    clears: [{}, { ...shut, door: "open" }],
    needs: ["occupied", "motion", "mode"],
    without: ["door", "landing", "alarmButton"],
  },
  {
    fault: "entrapmentSuspected",
    severity: "major",
    sla: "elevator-entrapment",
    after: 180,
    bad: [{ occupied: true }],
    inside: [
      { occupied: true, door: "open" },
      { occupied: true, door: "closing" },
      { occupied: true, mode: "independent" },
      { occupied: true, motion: "up" },
      { occupied: false },
    ],
    clears: [{}, { occupied: true, door: "open" }, { occupied: true, motion: "down" }],
    needs: ["mode", "occupied", "motion", "landing", "door"],
  },
  {
    fault: "doorOpenMoving",
    by: "off the landing",
    ...urgent,
    after: 1,
    bad: [
      { door: "open", motion: "up", landing: false, speed: 0.1 },
      { door: "open", motion: "down", landing: false, speed: 0, mode: "independent" },
    ],
    inside: [
      { door: "open", landing: false },
      { door: "opening", motion: "up", landing: false, speed: 1 },
      { door: "open", motion: "up", landing: false, speed: 1, mode: "inspection" },
    ],
    needs: ["door", "landing"],
    without: ["mode", "speed"],
  },
  {
    fault: "doorOpenMoving",
    by: "too fast at a landing",
    ...urgent,
    after: 1,
    bad: [ajar, { ...ajar, motion: "down", speed: -0.81 }],
    inside: [atSpeed(0.8), atSpeed(-0.8), { ...ajar, mode: "inspection" }],
    holds: [atSpeed(0.77), atSpeed(-0.77)],
    clears: [{}, atSpeed(0.75)],
    needs: ["door", "speed"],
    without: ["mode"],
  },
  { fault: "overspeed", by: "up", ...urgent, after: 1, ...past("speed", 2.013, 2.012, 1.92, 1.91) },
  { fault: "overspeed", by: "down", ...urgent, after: 1, ...past("speed", -2.013, -2.012, -1.92, -1.91) },
  {
    fault: "stalled",
    ...major,
    after: 120,
    bad: [{ landing: false }, { landing: false, mode: "fault" }, { landing: false, mode: "emergencyPower" }],
    inside: [
      { landing: false, occupied: true },
      { landing: false, mode: "outOfService" },
      { landing: false, mode: "independent" },
      { landing: false, mode: "inspection" },
      { landing: false, motion: "up" },
    ],
    needs: ["mode", "motion", "landing"],
    without: ["occupied"],
  },
  { fault: "controllerFault", ...major, after: 60, ...turns("mode", "fault"), inside: [{ mode: "outOfService" }] },
  {
    fault: "doorFault",
    by: "blocked",
    ...major,
    after: 120,
    ...turns("door", "blocked"),
    inside: [{ door: "closing" }],
  },
  {
    fault: "doorFault",
    by: "left open",
    ...major,
    after: 600,
    ...turns("door", "open"),
    inside: [
      { door: "open", mode: "independent" },
      { door: "open", mode: "fault" },
    ],
    needs: ["door", "mode"],
  },
  { fault: "powerLost", ...major, after: 30, ...turns("mains", false) },
  { fault: "emergencyLampFailed", ...minor, after: 60, ...turns("emergencyLamp", "failed") },
  { fault: "motorHot", ...major, after: 60, ...past("motorTemperature", 90.1, 90, 85.6, 85.4) },
  { fault: "vibrationHigh", ...minor, after: 60, ...past("vibration", 25.1, 25, 23.8, 23.7) },
];
testFaults(subject, cases);

const tell = async (says: readonly Says[], until: number, more: readonly RecordingLine[] = [], yaml = device) =>
  play(await siteWith([yaml]), [...keepSaying("elevator", "E1", says, until, 10 * second), ...more], until);
const at = from + 10 * minute;

describe("what the rated speed is for", () => {
  it("leaves overspeed unjudged without one", async () => {
    const bare = "{ id: E1, kind: elevator, zone: east }";
    expect((await tell([say(from, { ...healthy, speed: 9, motion: "up" })], from + hour, [], bare)).faults).toEqual([]);
  });
});

describe("controllerFault by repetition", () => {
  const flips = (...minutes: readonly number[]): Says[] => [
    say(from, healthy),
    ...minutes.flatMap((after) => [
      say(at + after * minute, { ...healthy, mode: "fault" }),
      say(at + after * minute + 20 * second, healthy),
    ]),
  ];
  const rows = async (says: readonly Says[], until: number) => rowsOf(await tell(says, until), "controllerFault");

  it("opens when it became fault a third time within 1 h", async () => {
    const [row, ...others] = await rows(flips(0, 20, 59), at + 59 * minute);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ openedAt: iso(at + 59 * minute), clearedAt: null, ...major });
  });
  it("does not open when the three lie further apart", async () => {
    expect(await rows(flips(0, 30, 61), at + 2 * hour)).toEqual([]);
    expect(await rows(flips(0, 20), at + 2 * hour)).toEqual([]);
  });
  it("does not count the same fault said again", async () => {
    const says: Says[] = [0, 10, 20].map((after) => say(at + after * second, { ...healthy, mode: "fault" }));
    expect(await rows([say(from, healthy), ...says, say(at + 40 * second, healthy)], at + 2 * hour)).toEqual([]);
  });
  it("clears when the hour no longer holds three", async () => {
    expect(await rows(flips(0, 20, 40), at + hour - 1)).toEqual([expect.objectContaining({ clearedAt: null })]);
    const [row] = await rows(flips(0, 20, 40), at + 3 * hour);
    // An instant exactly an hour old still counts.
    expect(row).toMatchObject({ clearedAt: iso(at + hour + 1 + 30 * second) });
  });
});

describe("hidden by entrapment", () => {
  const trapped: Points = { ...healthy, alarmButton: true };
  const doneAt = at + hour;
  const release = {
    at: iso(doneAt),
    action: { asset: "E1", fault: "entrapment", do: "restore", by: "zhao", outcome: "released" },
  } as const;
  it.each([
    ["entrapmentSuspected", { occupied: true }],
    ["stalled", { landing: false }],
  ] as const)("%s does not open; it opens when a person has ended that and it still holds", async (fault, points) => {
    const says: Says[] = [
      say(from, healthy),
      say(at, { ...trapped, ...points }),
      say(at + 30 * minute, { ...healthy, ...points }),
    ];
    expect((await tell(says, doneAt - 1)).faults.map((row) => row.fault)).toEqual(["entrapment"]);
    const result = await tell(says, doneAt + hour, [release]);
    expect(result.refused).toEqual([]);
    expect(rowsOf(result, fault)).toEqual([
      expect.objectContaining({ since: iso(at), openedAt: iso(doneAt), clearedAt: null }),
    ]);
  });
});
