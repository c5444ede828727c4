// Time and order: a device's own time, how far it may lie off, and messages that come twice (CONTRACT 2, "Time and order").

import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createIngest, type IngestMemory } from "../../src/ingest/create-ingest.ts";
import type { Site } from "../../src/model/site.ts";
import { siteFrom, smallSite } from "../support/test-site.ts";
import { createSender, now, reasons, type Sender, values } from "./messages.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const iso = (at: number): string => new Date(at).toISOString();

let site: Site;
let sender: Sender;
beforeAll(async () => {
  site = await siteFrom();
});
beforeEach(() => {
  sender = createSender(site);
});

describe("ts", () => {
  const then = now - hour;
  it.each([
    ["ISO with Z", iso(then)],
    ["ISO with an offset", "2026-03-01T17:00:00+08:00"],
    ["ISO without an offset is site time", "2026-03-01T17:00:00"],
    ["with a blank for the T", "2026-03-01 17:00:00"],
    ["in the basic form", "20260301T090000Z"],
    ["seconds", then / 1000],
    ["seconds with a fraction", then / 1000 + 0.0004],
    ["milliseconds", then],
  ])("%s", (_what, ts) => {
    const got = sender.send("C1", { ts, fps: 25 });
    expect(got.readings).toEqual([{ device: "C1", at: now, time: then, ts: then, values: { fps: 25 } }]);
    expect(reasons(got)).toEqual([]);
  });

  it("missing: arrival counts", () => {
    expect(sender.send("C1", { fps: 25 }).readings[0]).toMatchObject({ at: now, time: now, ts: now });
  });

  it.each(["now", "", "2026-02-30T00:00:00Z", "25:00", true, {}, [], "1772355600", "1e400"])(
    "%j is no time: arrival counts, and the fault of the sender is counted once",
    (ts) => {
      const got = sender.send("C1", { ts, fps: 25 });
      expect(got.readings).toMatchObject([{ time: now, ts: now, values: { fps: 25 } }]);
      expect(reasons(got)).toEqual(["bad-point"]);
      expect(got.refused[0]?.detail).toContain("ts");
    },
  );

  it("ahead of arrival: the present counts from arrival, history keeps ts", () => {
    expect(sender.send("C1", { ts: now + hour, fps: 25 }).readings[0]).toMatchObject({ time: now, ts: now + hour });
  });

  it("is at most 24 h ahead", () => {
    expect(reasons(sender.send("C1", { ts: now + day, fps: 25 }))).toEqual([]);
    const got = sender.send("C1", { ts: now + day + 1, fps: 25, luma: "x" });
    expect(reasons(got)).toEqual(["future"]);
    expect(got.readings).toEqual([]);
    expect(reasons(sender.send("C1", { ts: 8.64e15, fps: 25 }))).toEqual(["future"]);
  });

  it("is at most 400 days old", () => {
    expect(reasons(sender.send("C1", { ts: now - 400 * day, fps: 25 }))).toEqual([]);
    expect(reasons(sender.send("C1", { ts: now - 400 * day - 1, fps: 25 }))).toEqual(["ancient"]);
    expect(reasons(sender.send("C1", { ts: 0, fps: 25 }))).toEqual(["ancient"]);
    expect(reasons(sender.send("C1", { ts: -8.64e15, fps: 25 }))).toEqual(["ancient"]);
  });

  it("counts a refused element once, whatever else is wrong with it", () => {
    const got = sender.send("C1", [
      { ts: now + 2 * day, fps: 25, luma: -1, frozen: 1 },
      { ts: now, fps: 25 },
      { ts: now - 500 * day, fps: 25, luma: -1 },
    ]);
    expect(reasons(got)).toEqual(["future", "ancient"]);
    expect(values(got)).toEqual([{ fps: 25 }]);
  });

  it("holds for events too", () => {
    const passage = { event: "passage", result: "granted" };
    expect(sender.event("G1", { ...passage, ts: now - hour }).event).toMatchObject({ time: now - hour, at: now });
    expect(sender.event("G1", { ...passage, ts: now + hour }).event).toMatchObject({ time: now, ts: now + hour });
    expect(reasons(sender.event("G1", { ...passage, ts: now + 2 * day }))).toEqual(["future"]);
    expect(reasons(sender.event("G1", { ...passage, ts: now - 401 * day }))).toEqual(["ancient"]);
    const wrong = sender.event("G1", { ...passage, ts: "soon" });
    expect(wrong.event).toMatchObject({ time: now });
    expect(reasons(wrong)).toEqual(["bad-point"]);
  });
});

describe("clockOffset", () => {
  let skewed: Sender;
  beforeAll(async () => {
    skewed = createSender(
      await siteFrom(
        smallSite.replace("id: G1,", "id: G1, clockOffset: PT8H,").replace("id: L1,", "id: L1, clockOffset: -PT2H,"),
      ),
    );
  });
  it("is taken off a device's own time before anything else", () => {
    expect(skewed.send("G1", { ts: now + 8 * hour, forced: false }).readings[0]).toMatchObject({ time: now, ts: now });
    expect(skewed.send("L1", { ts: now - 2 * hour, lux: 5 }).readings[0]).toMatchObject({ time: now, ts: now });
    expect(reasons(skewed.send("G1", { ts: now + 30 * hour, forced: true }))).toEqual([]);
    expect(reasons(skewed.send("L1", { ts: 8.64e15, lux: 5 }))).toEqual(["future"]);
    expect(reasons(skewed.send("G1", { ts: -8.64e15, forced: true }))).toEqual(["ancient"]);
  });
  it("leaves arrival alone", () => {
    expect(skewed.send("G1", { forced: false }).readings[0]).toMatchObject({ time: now, ts: now });
  });
});

describe("order", () => {
  it("a list is handed on in event time, whatever order it came in", () => {
    const ago = [1, 5, 3, 2, 4].map((minutes) => ({ ts: now - minutes * minute, fps: minutes }));
    expect(values(sender.send("C1", ago))).toEqual([5, 4, 3, 2, 1].map((fps) => ({ fps })));
  });
  it("elements of one instant keep the order they were sent in", () => {
    const got = sender.send("C1", [{ fps: 1 }, { fps: 2 }, { ts: now - 1, fps: 3 }, { fps: 4 }]);
    expect(values(got)).toEqual([{ fps: 3 }, { fps: 1 }, { fps: 2 }, { fps: 4 }]);
  });
  it("a late message is still a reading of its own time", () => {
    sender.send("C1", { ts: now - minute, fps: 25 });
    expect(sender.send("C1", { ts: now - hour, fps: 20 }).readings[0]).toMatchObject({ time: now - hour });
  });
});

describe("a repeat", () => {
  const news = (body: object, at = now, device = "C1") => sender.send(device, body, at).repeated === 0;

  it("is the same ts with the same values, however they are ordered", () => {
    expect(news({ ts: now, fps: 25, luma: 100 })).toBe(true);
    expect(news({ ts: now, luma: 100, fps: 25 }, now + day)).toBe(false);
    expect(news({ ts: iso(now), fps: 25, luma: 100, seq: 9 })).toBe(false);
    expect(news({ ts: now, fps: 25 })).toBe(true);
    expect(news({ ts: now, fps: 24, luma: 100 })).toBe(true);
    expect(news({ ts: now + 1, fps: 25, luma: 100 })).toBe(true);
  });

  it("is the same seq with the same ts", () => {
    expect(news({ ts: now, seq: 1, fps: 25 })).toBe(true);
    expect(news({ ts: now, seq: 1, fps: 24 })).toBe(false);
    expect(news({ ts: now, seq: 2, fps: 24 })).toBe(true);
    expect(news({ ts: now + 1, seq: 1, fps: 25 })).toBe(true);
  });

  it("is, without ts, the same seq and values within 10 min", () => {
    expect(news({ seq: 1, fps: 25 })).toBe(true);
    expect(news({ seq: 1, fps: 25 }, now + 10 * minute)).toBe(false);
    expect(news({ seq: 1, fps: 24 })).toBe(true);
    expect(news({ seq: 2, fps: 25 })).toBe(true);
    expect(news({ seq: 1, fps: 25 }, now + 10 * minute + 1)).toBe(true);
  });

  it("is nothing without ts and seq: equal readings are readings", () => {
    expect(news({ fps: 25 })).toBe(true);
    expect(news({ fps: 25 })).toBe(true);
    expect(news({ fps: 25, seq: 1.5 })).toBe(true);
    expect(news({ fps: 25, seq: 1.5 })).toBe(true);
    expect(news({ fps: 25, seq: "7" })).toBe(true);
    expect(news({ fps: 25, seq: "7" })).toBe(true);
  });

  it("a device that starts anew may count from 0 again", () => {
    for (let seq = 0; seq < 5; seq += 1) expect(news({ seq, fps: 20 + seq }, now + seq * minute)).toBe(true);
    for (let seq = 0; seq < 5; seq += 1) expect(news({ seq, fps: 25 }, now + (6 + seq) * minute)).toBe(true);
    for (let seq = 0; seq < 5; seq += 1)
      expect(news({ seq, ts: now + hour + seq, fps: 25 }, now + 2 * hour)).toBe(true);
  });

  it("changes nothing, and is counted as repeated, not as refused", () => {
    sender.send("C1", { ts: now, fps: 25, luma: "x" });
    const again = sender.send("C1", { ts: now, fps: 25, luma: "x" }, now + 5);
    expect(again).toMatchObject({ readings: [], refused: [], repeated: 1 });
    const timeless = { ts: "soon", seq: 8, fps: 25 };
    expect(reasons(sender.send("C1", timeless))).toEqual(["bad-point"]);
    expect(sender.send("C1", timeless)).toMatchObject({ readings: [], refused: [], repeated: 1 });
  });

  it("belongs to its device", () => {
    const other = createSender(site);
    expect(other.send("L1", { ts: now, seq: 1, power: 5 }).repeated).toBe(0);
    expect(other.send("P1", { ts: now, seq: 1, power: 5 }).repeated).toBe(0);
  });

  it("is found within one list and across lists, even long ones", () => {
    const list = Array.from({ length: 500 }, (_, i) => ({ ts: now - i * 1000, fps: i % 30 }));
    expect(sender.send("C1", [...list, list[0]])).toMatchObject({ repeated: 1, readings: { length: 500 } });
    expect(sender.send("C1", list, now + minute)).toMatchObject({ repeated: 500, readings: [] });
    expect(sender.send("C1", { ts: now + minute, fps: 1 }, now + minute).repeated).toBe(0);
    expect(sender.send("C1", list.slice(2, 400), now + 2 * minute)).toMatchObject({ repeated: 398 });
  });

  it("is remembered briefly: what is kept for it shrinks again", () => {
    sender.send(
      "C1",
      Array.from({ length: 2000 }, (_, i) => ({ ts: now - i, fps: 25 })),
    );
    const size = () => (sender.ingest.memory("C1")?.seen.length ?? 0) / 4;
    expect(size()).toBe(1024);
    for (let i = 1; i <= 1100; i += 1) sender.send("C1", { ts: now + i, fps: 25 }, now + i);
    expect(size()).toBe(32);
  });

  it("of an event is told by the same rule, apart from telemetry", () => {
    const passage = { event: "passage", result: "denied", ts: now, seq: 3 };
    sender.send("G1", { ts: now, seq: 3, forced: false });
    expect(sender.event("G1", passage)).toMatchObject({ repeated: 0, event: { event: "passage" } });
    expect(sender.event("G1", passage)).toMatchObject({ repeated: 1, event: null, refused: [] });
    expect(sender.event("G1", { ...passage, seq: 4 })).toMatchObject({ repeated: 1 });
    expect(sender.event("G1", { ...passage, seq: 4, result: "granted" })).toMatchObject({ repeated: 0 });
    expect(sender.event("G1", { event: "passage", result: "denied" })).toMatchObject({ repeated: 0 });
    expect(sender.event("G1", { event: "passage", result: "denied" })).toMatchObject({ repeated: 0 });
  });

  it("is still known after a restart from stored data", () => {
    sender.send("C1", { ts: now, fps: 25, wifi: 1 });
    const stored = JSON.parse(JSON.stringify(sender.ingest.memory("C1"))) as IngestMemory;
    const later = createSender(site, createIngest(site, new Map([["C1", stored]])));
    expect(later.send("C1", { ts: now, fps: 25 }).repeated).toBe(1);
    expect(later.ingest.memory("C1")?.unmapped).toEqual({ wifi: now });
  });
});
