// `clockSkew`, which every kind has (CONTRACT 2): ten readings in a row more than five minutes ahead.

import { describe, expect, it } from "vitest";
import { hour, iso, minute, play, rowsOf, second, siteWith, telemetry } from "./play.ts";

const from = Date.parse("2026-03-10T04:00:00Z");
const pump = (more = "") => `{ id: P1, kind: pump, zone: east${more} }`;
/** One reading a half minute, each so far ahead of its arrival. */
const run = async (ahead: readonly number[], device = pump()) => {
  const lines = ahead.map((by, n) => {
    const at = from + n * 30 * second;
    return telemetry("pump", "P1", at, { ts: iso(at + by), tankLevel: 60 });
  });
  return play(await siteWith([device]), lines, from + (ahead.length - 1) * 30 * second);
};
const times = (count: number, by: number): readonly number[] => Array.from({ length: count }, () => by);
const tenth = from + 9 * 30 * second;

describe("clockSkew", () => {
  it("opens at the tenth reading in a row that is more than 5 minutes ahead", async () => {
    expect((await run(times(9, 6 * minute))).faults).toEqual([]);
    expect((await run(times(10, 6 * minute))).faults).toEqual([
      expect.objectContaining({
        asset: "P1",
        fault: "clockSkew",
        openedAt: iso(tenth),
        clearedAt: null,
        severity: "minor",
        sla: "data-loss",
      }),
    ]);
  });
  it("does not open at 5 minutes, behind, or with one reading on time between", async () => {
    expect((await run(times(40, 5 * minute))).faults).toEqual([]);
    expect((await run(times(40, -8 * hour))).faults).toEqual([]);
    expect((await run([...times(9, hour), 0, ...times(9, hour)])).faults).toEqual([]);
  });
  it("names a constant offset, and none where there is none", async () => {
    const constant = await run(times(12, 8 * hour));
    expect(constant.faults[0]?.detail).toEqual({ clockOffset: "PT8H" });
    const wild = await run(times(12, 8 * hour).map((by, n) => by + n * 10 * minute));
    expect(wild.faults).toHaveLength(1);
    expect(wild.faults[0]).not.toHaveProperty("detail");
  });
  it("is not there where the site corrects the clock", async () => {
    expect((await run(times(40, 8 * hour), pump(", clockOffset: PT8H"))).faults).toEqual([]);
  });
  it("clears when the clock is right again", async () => {
    const [row] = rowsOf(await run([...times(10, hour), ...times(20, 0)]), "clockSkew");
    expect(row).toMatchObject({ openedAt: iso(tenth), clearedAt: iso(tenth + minute) });
  });
  it("does not spoil the judging: the readings count as of their arrival", async () => {
    const lines = Array.from({ length: 20 }, (_, n) => {
      const at = from + n * 30 * second;
      return telemetry("pump", "P1", at, { ts: iso(at + 8 * hour), tankLevel: n < 10 ? 60 : 5 });
    });
    const result = play(await siteWith([pump()]), lines, from + 12 * minute);
    const bad = from + 10 * 30 * second;
    expect(rowsOf(result, "tankLow")).toEqual([
      expect.objectContaining({ since: iso(bad), openedAt: iso(bad + minute) }),
    ]);
  });
  it("counts what is more than 24 h ahead as refused, not as skew", async () => {
    const result = await run(times(12, 25 * hour));
    expect(result.rejected).toEqual({ future: 12 });
    expect(rowsOf(result, "clockSkew")).toEqual([]);
  });
});
