// The camera's fault table (CONTRACT 3): every row from its limit to its clearing.

import { describe, expect, it } from "vitest";
import type { RecordingLine } from "../../src/replay.ts";
import { device, from, healthy, indoors, major, minor, mount, night, subject, toNorth } from "./camera-subject.ts";
import { testFaults } from "./fault-case.ts";
import { type FaultCase, past, turns } from "./fault-row.ts";
import { hour, iso, keepSaying, minute, play, rowsOf, type Says, say, second, siteWith } from "./play.ts";

const cases: readonly FaultCase[] = [
  { fault: "videoLoss", ...major, after: 30, ...past("fps", 0.99, 1, 1.04, 1.06) },
  { fault: "frozen", ...major, after: 60, ...turns("frozen", true) },
  { fault: "dark", by: "in the light", ...major, after: 60, ...past("luma", 19.9, 20, 20.9, 21.1) },
  { fault: "dark", by: "night", begins: night, ...major, after: 300, ...past("luma", 7.9, 8, 8.3, 8.5) },
  {
    fault: "dark",
    by: "indoors",
    begins: night,
    device: indoors,
    ...major,
    after: 60,
    ...past("luma", 19.9, 20, 20.9, 21.1),
  },
  { fault: "dark", by: "isDark", ...major, after: 60, ...turns("isDark", true) },
  { fault: "overexposed", ...minor, after: 300, ...past("luma", 240.1, 240, 228.5, 227.5) },
  { fault: "blocked", by: "occlusion", ...major, after: 180, ...past("occlusion", 60.1, 60, 57.5, 56.5) },
  { fault: "blocked", by: "isBlocked", ...major, after: 180, ...turns("isBlocked", true) },
  { fault: "blurred", by: "sharpness", ...minor, after: 600, ...past("sharpness", 19.9, 20, 20.9, 21.1) },
  { fault: "blurred", by: "isBlurred", ...minor, after: 600, ...turns("isBlurred", true) },
  { fault: "moved", by: "to the right", ...major, after: 10, ...past("heading", 100.1, 100, 99.6, 99.4) },
  { fault: "moved", by: "to the left", ...major, after: 10, ...past("heading", 79.9, 80, 80.4, 80.6) },
  { fault: "moved", by: "past north", ...toNorth, ...major, after: 10, ...past("heading", 5.1, 5, 4.6, 4.4) },
  { fault: "moved", by: "sceneChanged", ...major, after: 60, ...turns("sceneChanged", true) },
  { fault: "notRecording", ...major, after: 300, ...turns("recording", false) },
  {
    fault: "retentionShort",
    ...major,
    after: 0,
    ...turns("oldestRecording", "2026-02-08T10:00:00Z"),
    inside: [{ oldestRecording: "2026-02-08T04:00:00Z" }],
  },
  { fault: "frameRateLow", ...minor, after: 300, ...past("fps", 14.9, 15, 15.7, 15.8) },
];
testFaults(subject, cases);

const tell = async (says: readonly Says[], until: number, yaml = device, more: readonly RecordingLine[] = []) =>
  play(await siteWith([yaml]), [...keepSaying("camera", "C1", says, until), ...more], until);

describe("a camera that can pan", () => {
  it("has never moved", async () => {
    const ptz = `{ id: C1, kind: camera, zone: east, ${mount("ground", 90, ", ptz: true")} }`;
    const says: Says[] = [say(from, healthy), say(from + 5 * minute, { ...healthy, heading: 200, sceneChanged: true })];
    expect(rowsOf(await tell(says, from + 3 * hour, ptz), "moved")).toEqual([]);
  });
});

describe("what the site does not say", () => {
  const bare = "{ id: C1, kind: camera, zone: east }";
  it("leaves the frame rate unjudged without a rated one, and the heading without a mount", async () => {
    const says: Says[] = [say(from, { ...healthy, fps: 5, heading: 10 })];
    expect((await tell(says, from + 3 * hour, bare)).faults).toEqual([]);
  });
  it("takes the day's limit by day whether or not the camera is indoors, and the night's by night", async () => {
    const noon = await tell([say(from, { ...healthy, luma: 15 })], from + hour, bare);
    expect(rowsOf(noon, "dark")).toEqual([expect.objectContaining({ openedAt: iso(from + minute) })]);
    const late = Date.parse(night);
    const dim = await tell([say(late, { ...healthy, luma: 15 })], late + 2 * hour, bare);
    expect(rowsOf(dim, "dark")).toEqual([]);
    const black = await tell([say(late, { ...healthy, luma: 5 })], late + 2 * hour, bare);
    expect(rowsOf(black, "dark")).toEqual([expect.objectContaining({ openedAt: iso(late + 5 * minute) })]);
  });
});

describe("dark by the sun (Shanghai, 10 March 2026: sunset 17:58, −6° at 18:22)", () => {
  const dim = { ...healthy, luma: 15 };
  it.each([
    ["18:18", 1],
    ["18:25", 0],
  ])("a dim picture from %s on opens %i faults", async (local, count) => {
    const at = Date.parse(`2026-03-10T${local}:00+08:00`);
    expect(rowsOf(await tell([say(from, healthy), say(at, dim)], at + 3 * hour), "dark")).toHaveLength(count);
  });
  it("ends a daylight fault when night falls, for the picture is bright enough for the night", async () => {
    const at = Date.parse("2026-03-10T17:30:00+08:00");
    const [row] = rowsOf(await tell([say(from, healthy), say(at, dim)], at + 3 * hour), "dark");
    expect(row).toMatchObject({ since: iso(at), openedAt: iso(at + minute) });
    const cleared = Date.parse(String(row?.clearedAt));
    expect(cleared).toBeGreaterThan(Date.parse("2026-03-10T18:20:30+08:00"));
    expect(cleared).toBeLessThan(Date.parse("2026-03-10T18:24:30+08:00"));
  });
});

describe("an alternative the camera never speaks of", () => {
  it("does not keep the fault from clearing", async () => {
    const [at, goodAt] = [from + 10 * minute, from + hour];
    const says = [say(from, { occlusion: 0 }), say(at, { occlusion: 90 }), say(goodAt, { occlusion: 0 })];
    expect(rowsOf(await tell(says, goodAt + hour), "blocked")).toEqual([
      expect.objectContaining({ openedAt: iso(at + 3 * minute), clearedAt: iso(goodAt + 30 * second) }),
    ]);
  });
});

describe("hidden by videoLoss", () => {
  const gone = { ...healthy, fps: 0, frozen: true, luma: 2, sharpness: 3 };
  const at = from + 10 * minute;
  const backAt = at + 2 * hour;
  it.each(["frozen", "dark", "blurred", "frameRateLow"])(
    "%s does not open; it opens when the picture is back and it still holds",
    async (fault) => {
      const still = fault === "frameRateLow" ? { ...healthy, fps: 5 } : { ...gone, fps: 25 };
      const lost = await tell([say(from, healthy), say(at, gone)], backAt);
      expect(lost.faults.map((row) => row.fault)).toEqual(["videoLoss"]);
      const back = await tell([say(from, healthy), say(at, gone), say(backAt, still)], backAt + hour);
      expect(rowsOf(back, fault)).toEqual([
        expect.objectContaining({ since: iso(at), openedAt: iso(backAt + 30 * second), clearedAt: null }),
      ]);
    },
  );
  it("keeps one that was open before, with its ticket under the stronger", async () => {
    const says: Says[] = [say(from, healthy), say(at, { ...healthy, frozen: true }), say(at + hour, gone)];
    const result = await tell(says, backAt);
    expect(result.faults.map((row) => row.fault)).toEqual(["frozen", "videoLoss"]);
    const [frozen, loss] = result.tickets as { fault: string; id: string; parent: string | null }[];
    expect(frozen).toMatchObject({ fault: "frozen", parent: loss?.id });
  });
});
