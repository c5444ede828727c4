// What comes back (CONTRACT 5, "Restoration"): within the verify hold the same fault goes on, after it a new one opens.

import { describe, expect, it } from "vitest";
import { hour, iso, keepSaying, minute, play, rowsOf, type Says, say, second, siteWith } from "./play.ts";

const from = Date.parse("2026-03-10T04:00:00Z");
const at = from + 10 * minute;
const goodAt = at + 20 * minute;
const good = { driveFault: false };
const bad = { driveFault: true };
const rows = async (says: readonly Says[], device = "{ id: P1, kind: pump, zone: east }") =>
  rowsOf(
    play(await siteWith([device]), keepSaying("pump", "P1", [say(from, good), ...says], goodAt + hour), goodAt + hour),
    "driveFault",
  );

describe("a fault that comes back", () => {
  it("within two minutes of the first good reading is the same fault", async () => {
    expect(await rows([say(at, bad), say(goodAt, good), say(goodAt + minute, bad)])).toEqual([
      expect.objectContaining({ since: iso(at), openedAt: iso(at + 5 * second), clearedAt: null, present: true }),
    ]);
    expect(
      await rows([say(at, bad), say(goodAt, good), say(goodAt + minute, bad), say(goodAt + 5 * minute, good)]),
    ).toEqual([expect.objectContaining({ since: iso(at), clearedAt: iso(goodAt + 5 * minute + 30 * second) })]);
  });
  it("later is a new one", async () => {
    const again = goodAt + 2 * minute + second;
    expect(await rows([say(at, bad), say(goodAt, good), say(again, bad)])).toEqual([
      expect.objectContaining({ since: iso(at), clearedAt: iso(goodAt + 30 * second) }),
      expect.objectContaining({ since: iso(again), openedAt: iso(again + 5 * second), clearedAt: null }),
    ]);
  });
  it("has the hold the site gives it", async () => {
    const device = "{ id: P1, kind: pump, zone: east, delays: { verifyFor: PT10M } }";
    expect(await rows([say(at, bad), say(goodAt, good), say(goodAt + 5 * minute, bad)], device)).toHaveLength(1);
    expect(await rows([say(at, bad), say(goodAt, good), say(goodAt + 11 * minute, bad)], device)).toHaveLength(2);
  });
});
