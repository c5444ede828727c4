// Time and order (CONTRACT 2 and 3): what is stale, late, repeated or out of order, and what a late batch proves.

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
  say,
  second,
  siteWith,
  telemetry,
} from "./play.ts";

const from = Date.parse("2026-03-10T04:00:00Z");
const at = from + 10 * minute;
const good: Points = { tankLevel: 60, bearingTemperature: 50, roomLeak: false, mode: "auto" };
const pump = (more = "") => `{ id: P1, kind: pump, zone: east${more} }`;
const slow = pump(", reportEvery: PT30M");
const told = (when: number, payload: unknown) => telemetry("pump", "P1", when, payload);
const run = async (lines: readonly RecordingLine[], until: number, device = pump()) =>
  play(await siteWith([device]), lines, until);
const healthyUntil = (until: number) => keepSaying("pump", "P1", [say(from, good)], until);

describe("a number that is no longer reported", () => {
  const rest: Points = { roomLeak: false, mode: "auto" };
  const hot = { ...rest, bearingTemperature: 90 };
  const lines = (again: number, points: Points, until: number, every: number) =>
    keepSaying("pump", "P1", [say(from, good), say(at, hot), say(at + 1, rest), say(again, points)], until, every);
  it.each([
    ["PT10S", 10],
    ["PT1M", 10],
    ["PT2M", 20],
  ])("reported every %s is unknown after %i minutes: the timer stands still, then goes on", async (every, stale) => {
    const device = pump(`, reportEvery: ${every}, delays: { bearingHot: PT30M }`);
    const again = at + 2 * hour;
    const until = again + hour;
    const result = await run(lines(again, hot, until, 30 * second), until, device);
    const [row, ...others] = rowsOf(result, "bearingHot");
    expect(others).toEqual([]);
    expect(row?.since).toBe(iso(at));
    // It may count as known for the very instant at which it goes stale.
    const expected = again + (30 - stale) * minute;
    expect(expected - Date.parse(String(row?.openedAt))).toBeOneOf([0, 1]);
  });
  it("and is good when it is heard again never opens it", async () => {
    const device = pump(", delays: { bearingHot: PT30M }");
    const again = at + 2 * hour;
    expect((await run(lines(again, good, again + hour, 30 * second), again + hour, device)).faults).toEqual([]);
  });
  it("does not clear what is open, and clears it 30 s after it is heard to be good", async () => {
    const again = at + 3 * hour;
    expect(rowsOf(await run(lines(again, good, again, 30 * second), again - 1), "bearingHot")).toEqual([
      expect.objectContaining({ clearedAt: null, present: true }),
    ]);
    const [row] = rowsOf(await run(lines(again, good, again + hour, 30 * second), again + hour), "bearingHot");
    expect(row).toMatchObject({ clearedAt: iso(again + 30 * second) });
  });
  it("stands still in its clearing, too", async () => {
    const device = pump(", delays: { bearingHot.clearAfter: PT15M }");
    const cool = { ...rest, bearingTemperature: 50 };
    const again = at + 2 * hour;
    const says = [say(from, hot), say(at, cool), say(at + 1, rest), say(again, cool)];
    const [row] = rowsOf(await run(keepSaying("pump", "P1", says, again + hour), again + hour, device), "bearingHot");
    expect(again + 5 * minute - Date.parse(String(row?.clearedAt))).toBeOneOf([0, 1]);
  });
});

describe("a bool or state that is no longer reported", () => {
  it.each([
    ["roomLeak", true, "roomFlooded"],
    ["mode", "manual", "notAuto"],
  ] as const)("keeps its value: %s", async (point, value, fault) => {
    const device = pump(`, delays: { ${fault}: PT3H }`);
    const lines = [told(from, good), told(at, { [point]: value })];
    const rest = keepSaying("pump", "P1", [say(at + 1, { tankLevel: 60 })], at + 4 * hour);
    const result = await run([...lines, ...rest], at + 4 * hour, device);
    expect(rowsOf(result, fault)).toEqual([
      expect.objectContaining({ since: iso(at), openedAt: iso(at + 3 * hour), clearedAt: null }),
    ]);
  });
  it("null means not reported", async () => {
    const lines = keepSaying(
      "pump",
      "P1",
      [say(from, good), say(at, { ...good, roomLeak: true }), say(at + second, { ...good, roomLeak: null })],
      at + hour,
    );
    expect(rowsOf(await run(lines, at + hour), "roomFlooded")).toHaveLength(1);
  });
});

describe("timers between readings", () => {
  it("run on without another message", async () => {
    const result = await run([told(at, { ...good, tankLevel: 5 })], at + minute);
    expect(result.faults).toEqual([
      expect.objectContaining({ fault: "tankLow", since: iso(at), openedAt: iso(at + minute) }),
    ]);
    const after = await run([told(at, { ...good, roomLeak: true }), told(at + 6 * second, good)], at + 37 * second);
    expect(after.faults).toEqual([expect.objectContaining({ fault: "roomFlooded", openedAt: iso(at + 5 * second) })]);
  });
});

describe("late and out-of-order readings", () => {
  it("do not roll the present back: neither a bad one nor a good one", async () => {
    const late = told(at + 7 * second, { ts: iso(at - 5 * minute), ...good, tankLevel: 5 });
    expect((await run([...healthyUntil(at + hour), late], at + hour)).faults).toEqual([]);
    const bad = keepSaying("pump", "P1", [say(from, good), say(at, { ...good, tankLevel: 5 })], at + hour);
    const lateGood = (when: number) => told(when, { ts: iso(at - second), ...good });
    const result = await run([...bad, lateGood(at + 20 * second), lateGood(at + 10 * minute)], at + hour);
    expect(result.faults).toEqual([
      expect.objectContaining({ since: iso(at), openedAt: iso(at + minute), clearedAt: null, present: true }),
    ]);
  });
  it("count where they are still the newest word on a point", async () => {
    const lines = [
      told(at - minute, { roomLeak: false }),
      told(at, { mode: "auto" }),
      told(at + 20 * second, { ts: iso(at - second), tankLevel: 5 }),
    ];
    const result = await run(
      [...lines, ...keepSaying("pump", "P1", [say(at + 21 * second, { mode: "auto" })], at + 5 * minute)],
      at + 5 * minute,
    );
    expect(result.faults).toEqual([
      expect.objectContaining({ fault: "tankLow", since: iso(at - second), openedAt: iso(at + 59 * second) }),
    ]);
  });
  it("inside one batch are put in order", async () => {
    const batch = [4, 1, 3, 0, 2].map((n) => ({ ts: iso(at + n * minute), ...good, tankLevel: n < 3 ? 5 : 60 }));
    const result = await run([told(at - minute, good), told(at + 5 * minute, batch)], at + hour, slow);
    expect(rowsOf(result, "tankLow")).toEqual([
      expect.objectContaining({ since: iso(at), openedAt: iso(at + 5 * minute) }),
    ]);
  });
  it("ahead of their arrival count as of their arrival", async () => {
    const ahead = told(at, { ts: iso(at + 4 * minute), ...good, tankLevel: 5 });
    const result = await run(
      [ahead, ...keepSaying("pump", "P1", [say(at + 10 * second, { mode: "auto" })], at + 5 * minute)],
      at + 5 * minute,
    );
    expect(result.faults).toEqual([
      expect.objectContaining({ fault: "tankLow", since: iso(at), openedAt: iso(at + minute) }),
    ]);
  });
});

describe("a late batch that proves a fault", () => {
  const batch = (levels: readonly number[], extra: Points = {}) =>
    levels.map((tankLevel, n) => ({ ts: iso(at + n * minute), ...good, ...extra, tankLevel }));
  const arrival = at + 20 * minute + 500;
  it("opens it at the arrival of the proof", async () => {
    const result = await run([told(at - minute, good), told(arrival, batch([60, 5, 5, 5, 5]))], arrival, slow);
    expect(result.faults).toEqual([
      expect.objectContaining({ fault: "tankLow", since: iso(at + minute), openedAt: iso(arrival), clearedAt: null }),
    ]);
    expect(result.tickets).toEqual([expect.objectContaining({ fault: "tankLow", openedAt: iso(arrival) })]);
  });
  it("lists one that is over again, and makes a ticket of it only when it is critical", async () => {
    const low = await run([told(at - minute, good), told(arrival, batch([60, 5, 5, 5, 60, 60, 60]))], arrival, slow);
    expect(low.faults).toEqual([
      expect.objectContaining({ fault: "tankLow", since: iso(at + minute), openedAt: iso(arrival) }),
    ]);
    expect(low.faults[0]?.clearedAt).not.toBeNull();
    expect(low.tickets).toEqual([]);
    const high = await run(
      [told(at - minute, good), told(arrival, batch([60, 99, 99, 99, 60, 60, 60]))],
      arrival,
      slow,
    );
    expect(high.tickets).toEqual([expect.objectContaining({ fault: "tankHigh", severity: "critical" })]);
  });
  it("after an outage, from its very beginning", async () => {
    const lines = [
      told(at - second, good),
      told(
        arrival,
        batch([60, 5, 5, 5]).map(({ ts, ...rest }, n) => ({ ...rest, ts: iso(at + n * 25 * second), was: ts })),
      ),
    ];
    const result = await run(lines, arrival + second);
    expect(result.faults.map(({ fault, since, openedAt }) => [fault, since, openedAt])).toEqual([
      ["offline", expect.anything(), iso(at + 89 * second)],
      ["tankLow", iso(at + 25 * second), iso(arrival)],
    ]);
  });
  it("counts a burst of passages that comes late", async () => {
    const gate = "{ id: G1, kind: gate, zone: east }";
    const heartbeat = keepSaying("gate", "G1", [say(from, { door: "closed" })], arrival);
    const late = [0, 1, 2, 3, 4].map((n) =>
      event("gate", "G1", arrival, { event: "passage", result: "denied", ts: iso(at + n * second) }),
    );
    expect((await run([...heartbeat, ...late], arrival + minute, gate)).faults).toEqual([
      expect.objectContaining({ fault: "deniedBurst", openedAt: iso(arrival) }),
    ]);
  });
});

describe("a device's own time", () => {
  it.each([
    ["an ISO instant with an offset", "2026-03-10T12:10:00+08:00"],
    ["an ISO instant without one: site time", "2026-03-10T12:10:00"],
    ["seconds", at / 1000],
    ["milliseconds", at],
  ])("may be %s", async (_as, ts) => {
    const result = await run(
      [told(at - minute, good), told(at + 20 * second, { ts, ...good, tankLevel: 5 })],
      at + 80 * second,
    );
    expect(result.faults).toEqual([expect.objectContaining({ since: iso(at), openedAt: iso(at + minute) })]);
  });
});
