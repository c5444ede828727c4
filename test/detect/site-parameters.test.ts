// What a site may turn (CONTRACT 3 and 4): limits, delays, severities, rows and faults off, per kind, zone, maker and device.

import { describe, expect, it } from "vitest";
import { hour, iso, keepSaying, minute, type Points, play, rowsOf, say, second, siteWith } from "./play.ts";

const from = Date.parse("2026-03-10T04:00:00Z");
const at = from + 10 * minute;
const lamp = (more = "") =>
  `{ id: L1, kind: streetlight, zone: east, reportEvery: PT30S, asset: { maker: X }, rated: { power: 60 }${more} }`;
const leaks = async (leakage: number, device: string, defaults = "") => {
  const lines = keepSaying("streetlight", "L1", [say(from, { leakage: 0 }), say(at, { leakage })], at + hour);
  return rowsOf(play(await siteWith([device], defaults), lines, at + hour), "leakage");
};

describe("a limit", () => {
  it.each([
    ["the definition's", lamp(), "", 30],
    ["the kind's", lamp(), "defaults: [{ kind: streetlight, limits: { leakage: 20 } }]", 20],
    ["the zone's", lamp(), "defaults: [{ kind: streetlight, zone: east, limits: { leakage: 20 } }]", 20],
    ["the maker's", lamp(), "defaults: [{ kind: streetlight, maker: X, limits: { leakage: 20 } }]", 20],
    ["another maker's", lamp(), "defaults: [{ kind: streetlight, maker: Y, limits: { leakage: 20 } }]", 30],
    ["another kind's", lamp(), "defaults: [{ kind: pump, limits: { tankLow: 40 } }]", 30],
    [
      "the device's",
      lamp(", limits: { leakage: 10 }"),
      "defaults: [{ kind: streetlight, limits: { leakage: 20 } }]",
      10,
    ],
  ])("is %s", async (_whose, device, defaults, limit) => {
    expect(await leaks(limit, device, defaults)).toEqual([]);
    expect(await leaks(limit + 0.1, device, defaults)).toHaveLength(1);
  });
  it("carries its own deadband", async () => {
    const lines = (leakage: number) =>
      keepSaying(
        "streetlight",
        "L1",
        [say(from, { leakage: 0 }), say(at, { leakage: 50 }), say(at + minute, { leakage })],
        at + hour,
      );
    const site = await siteWith([lamp(", limits: { leakage: 10 }")]);
    expect(rowsOf(play(site, lines(9.6), at + hour), "leakage")).toEqual([
      expect.objectContaining({ clearedAt: null }),
    ]);
    expect(rowsOf(play(site, lines(9.4), at + hour), "leakage")).toEqual([
      expect.objectContaining({ clearedAt: iso(at + 90 * second) }),
    ]);
  });
});

describe("a fault", () => {
  const opened = async (device: string, defaults = "") => leaks(50, device, defaults);
  it("has the delay the site gives it", async () => {
    expect(await opened(lamp(", delays: { leakage: PT2M }"))).toEqual([
      expect.objectContaining({ since: iso(at), openedAt: iso(at + 2 * minute) }),
    ]);
    expect(await opened(lamp(), "defaults: [{ kind: streetlight, delays: { leakage: PT20S } }]")).toEqual([
      expect.objectContaining({ openedAt: iso(at + 20 * second) }),
    ]);
  });
  it("has the severity and the row the site gives it", async () => {
    expect(await opened(lamp(", severities: { leakage: minor }, slaRows: { leakage: ordinary }"))).toEqual([
      expect.objectContaining({ severity: "minor", sla: "ordinary" }),
    ]);
  });
  it("does not open where it is switched off", async () => {
    expect(await opened(lamp(", off: [leakage]"))).toEqual([]);
    expect(await opened(lamp(), "defaults: [{ kind: streetlight, maker: X, off: [leakage] }]")).toEqual([]);
    expect(await opened(lamp(", off: [leaning]"))).toHaveLength(1);
  });
});

describe("every kind takes them", () => {
  const one = async (kind: string, more: string, fault: string, points: Points) => {
    const device = `{ id: D1, kind: ${kind}, zone: east, reportEvery: PT30S${more} }`;
    const lines = keepSaying(kind, "D1", [say(from, points)], from + hour);
    return rowsOf(play(await siteWith([device]), lines, from + hour), fault);
  };
  it("a camera's limit, a count and a window; a pump's settling; an elevator's alternative", async () => {
    expect(await one("camera", ", limits: { overexposed: 200 }", "overexposed", { luma: 210 })).toHaveLength(1);
    expect(await one("elevator", ", limits: { motorHot: 95 }", "motorHot", { motorTemperature: 94 })).toEqual([]);
    expect(
      await one("pump", ", limits: { vibrationHigh: 9 }", "vibrationHigh", { running: true, vibration: 8 }),
    ).toEqual([]);
    expect(await one("gate", ", delays: { heldOpen: PT10M }", "heldOpen", { door: "open" })).toEqual([
      expect.objectContaining({ openedAt: iso(from + 10 * minute) }),
    ]);
  });
  it("switches offline itself", async () => {
    const site = await siteWith(["{ id: D1, kind: gate, zone: east, off: [offline] }"]);
    expect(play(site, [], from + hour).faults).toEqual([]);
    const graded = await siteWith(["{ id: D1, kind: gate, zone: east, severities: { offline: critical } }"]);
    const lines = keepSaying("gate", "D1", [say(from, { door: "closed" })], from);
    expect(play(graded, lines, from + hour).faults).toEqual([expect.objectContaining({ severity: "critical" })]);
  });
});
