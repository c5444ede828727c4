// What hangs on a link or a recorder, and what each area would lose with it.

import { describe, expect, it } from "vitest";
import { createCoverage } from "../../src/coverage/create-coverage.ts";
import { createAreas, lostWith } from "../../src/live/lost-with.ts";
import { siteFrom } from "../support/test-site.ts";

const camera = (id: string, x: number, upstream: string) =>
  `  - { id: ${id}, kind: camera, zone: east, upstream: [${upstream}], mount: { level: ground, x: ${x}, y: 0, height: 3, heading: 0, tilt: 20, hfov: 90, vfov: 70, pixels: [3840, 2160], range: 40 } }`;
const site = () =>
  siteFrom(`site: demo
timezone: Asia/Shanghai
location: { latitude: 31.23, longitude: 121.47 }
zones: [{ id: east }]
links:
  - { id: feed, type: power }
  - { id: sw, type: switch, upstream: [feed] }
devices:
${camera("C1", 5, "sw")}
${camera("C2", 6, "sw")}
${camera("C3", 40, "feed")}
  - { id: L1, kind: streetlight, zone: east, upstream: [feed], mount: { level: ground, x: 5, y: 5, lightRadius: 9 } }
  - { id: G1, kind: gate, zone: east, upstream: [sw] }
coverage:
  levels: [{ id: ground, outline: [[0, 0], [60, 0], [60, 40], [0, 40]] }]
  areas:
    - { id: twice, zone: east, level: ground, polygon: [[3, 5], [7, 5], [7, 10], [3, 10]], need: discern }
    - { id: named, zone: east, watchedBy: [C3] }
`);

describe("what is lost", () => {
  it("with a link are the cameras below it, and the lamps where it brings power", async () => {
    const known = await site();
    expect(lostWith(known, "sw")).toEqual(["C1", "C2"]);
    expect(lostWith(known, "feed")).toEqual(["C1", "C2", "C3", "L1"]);
    expect(lostWith(known, "C2")).toEqual(["C2"]);
  });
  it("stands beside what one camera would cost: two that stand in for each other hang on one switch", async () => {
    const known = await site();
    const [twice, named] = createAreas(known, createCoverage(known)).now();
    expect(twice?.singlePoints.map(({ device }) => device)).toEqual(["feed", "sw"]);
    expect(twice?.singlePoints[0]?.lostArea).toBeCloseTo(20, 1);
    expect(named?.singlePoints).toEqual([
      { device: "C3", lostArea: 0 },
      { device: "feed", lostArea: 0 },
    ]);
  });
  it("is told of what would be left after a loss too", async () => {
    const known = await site();
    const areas = createAreas(known, createCoverage(known));
    const [twice, named] = areas.without(["C1"]);
    expect(twice?.singlePoints.map(({ device }) => device)).toEqual(["C2", "feed", "sw"]);
    expect(named).toEqual(areas.now()[1]);
    expect(areas.without(["C1", "C2", "C3"]).map(({ singlePoints }) => singlePoints)).toEqual([[], []]);
  });
});
