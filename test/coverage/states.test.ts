// What faults, lamps and the dark do to one area: what is lost, why, who is to blame, and what one more loss would cost.

import { describe, expect, it } from "vitest";
import { createCoverage } from "../../src/coverage/create-coverage.ts";
import type { AreaCoverage, CameraState, Coverage } from "../../src/model/coverage.ts";
import { type SmallPlan, smallPlan, square } from "./small-plan.ts";

const fit: CameraState = { sees: true, blurred: false, heading: null };
const lost: CameraState = { ...fit, sees: false };
const fieldOf = (plan: SmallPlan): Coverage => createCoverage(smallPlan(plan));
const areaOf = (coverage: Coverage): AreaCoverage => coverage.area("area") as AreaCoverage;
const seenOf = (coverage: Coverage): number => coverage.ratio("area") * areaOf(coverage).area;
const near = (seen: number, exact: number): void => expect(Math.abs(seen - exact)).toBeLessThan(exact * 0.006);
const quarter = (radius: number): number => (Math.PI * radius * radius) / 4;

describe("a camera", () => {
  it("that fails takes its sector with it, and brings it back to the last digit", () => {
    const coverage = fieldOf({ cameras: { C1: { range: 20 } } });
    const before = coverage.ratio("area");
    expect(coverage.change({ camera: "C1", state: lost })).toEqual(["area"]);
    expect(coverage.ratio("area")).toBe(0);
    expect(coverage.designRatio("area", false)).toBe(before);
    expect(coverage.blame("area")).toEqual(["C1"]);
    expect(coverage.sector("C1")).toBeNull();
    expect(coverage.change({ camera: "C1", state: lost })).toEqual([]);
    expect(coverage.change({ camera: "C1", state: fit })).toEqual(["area"]);
    expect(coverage.ratio("area")).toBe(before);
    expect(coverage.blame("area")).toEqual([]);
  });
  it("that is blurred must reach the next denser class", () => {
    const coverage = fieldOf({ cameras: { C1: {} }, need: "outline" });
    coverage.change({ camera: "C1", state: { ...fit, blurred: true } });
    near(seenOf(coverage), quarter(12));
    expect(coverage.blame("area")).toEqual(["C1"]);
    const dense = fieldOf({ cameras: { C1: { pixels: [100_000, 100_000] } }, need: "scrutinise" });
    expect(dense.ratio("area")).toBeGreaterThan(0.1);
    dense.change({ camera: "C1", state: { ...fit, blurred: true } });
    expect(dense.ratio("area")).toBe(0);
  });
  it("that was moved sees from where it looks now: what it misses is its fault, what it sees is seen", () => {
    const coverage = fieldOf({ cameras: { C1: { range: 20 } } });
    coverage.change({ camera: "C1", state: { ...fit, heading: 45 } });
    near(seenOf(coverage), quarter(20));
    const { blindSpots } = areaOf(coverage);
    near(blindSpots.find(({ reason }) => reason === "camera")?.area ?? 0, quarter(20) / 2);
    expect(coverage.blame("area")).toEqual(["C1"]);
    coverage.change({ camera: "C1", state: { ...fit, heading: 180 } });
    near(areaOf(coverage).blindSpots.find(({ reason }) => reason === "camera")?.area ?? 0, quarter(20));
    expect(areaOf(coverage).seenBy).toEqual(["C1"]);
  });
  it("that was turned to an area it never watched is seen there, and no more once it is back", () => {
    const coverage = fieldOf({ cameras: { C1: { heading: 180, range: 20 } }, polygon: square(-5, 5, 10) });
    expect(coverage.ratio("area")).toBe(0);
    expect(coverage.change({ camera: "C1", state: { ...fit, heading: 0 } })).toEqual(["area"]);
    expect(coverage.ratio("area")).toBe(1);
    expect(coverage.densityAt("C1", "ground", [0, 10])).toBeCloseTo(96, 9);
    expect(coverage.change({ camera: "C1", state: fit })).toEqual(["area"]);
    expect(coverage.ratio("area")).toBe(0);
    expect(coverage.densityAt("C1", "ground", [0, 10])).toBeNull();
  });
  it("that nobody knows changes nothing", () => {
    const coverage = fieldOf({ cameras: { C1: {} } });
    expect(coverage.change({ camera: "C9", state: lost })).toEqual([]);
    expect(coverage.change({ lamp: "L9", works: false })).toEqual([]);
    expect(coverage.area("elsewhere")).toBeUndefined();
  });
});

describe("in the dark", () => {
  const plan: SmallPlan = {
    cameras: { C1: { range: 20, infraredRange: 8 } },
    lamps: { L1: { x: 0, y: 15, lightRadius: 3 } },
  };
  it("a camera sees by its own infrared light, and where lamps burn", () => {
    const coverage = fieldOf(plan);
    near(coverage.designRatio("area", true) * 3600, quarter(8) + Math.PI * 9);
    expect(coverage.change({ dark: true })).toEqual(["area"]);
    near(seenOf(coverage), quarter(8) + Math.PI * 9);
    expect(coverage.densityAt("C1", "ground", [0, 10])).toBeNull();
    expect(coverage.densityAt("C1", "ground", [0, 7.9])).toBeGreaterThan(100);
    expect(coverage.densityAt("C1", "ground", [0, 12.1])).toBeGreaterThan(50);
    expect(coverage.change({ dark: false })).toEqual(["area"]);
    near(seenOf(coverage), quarter(20));
  });
  it("what was lost by day is lost at dusk, and what came back by night is there at dawn", () => {
    const coverage = fieldOf(plan);
    coverage.change({ camera: "C1", state: lost });
    expect(coverage.change({ dark: true })).toEqual([]);
    expect(coverage.ratio("area")).toBe(0);
    expect(coverage.change({ camera: "C1", state: fit })).toEqual(["area"]);
    expect(coverage.change({ dark: false })).toEqual(["area"]);
    expect(coverage.ratio("area")).toBe(coverage.designRatio("area", false));
  });
  it("a lamp that fails is to blame for its light, by night alone", () => {
    const coverage = fieldOf(plan);
    expect(coverage.change({ lamp: "L1", works: false })).toEqual([]);
    expect(coverage.blame("area")).toEqual([]);
    coverage.change({ dark: true });
    near(seenOf(coverage), quarter(8));
    expect(coverage.blame("area")).toEqual(["L1"]);
    const spot = areaOf(coverage).blindSpots.find(({ reason }) => reason === "light");
    near(spot?.area ?? 0, Math.PI * 9);
    expect(spot?.because).toEqual(["L1"]);
    expect(coverage.change({ lamp: "L1", works: true })).toEqual(["area"]);
    near(seenOf(coverage), quarter(8) + Math.PI * 9);
  });
  it("camera and lamp together: what light alone would not mend is the camera's", () => {
    const coverage = fieldOf(plan);
    for (const change of [{ dark: true }, { lamp: "L1", works: false }, { camera: "C1", state: lost }])
      coverage.change(change);
    expect(areaOf(coverage).blindSpots.filter(({ reason }) => reason === "light")).toEqual([]);
    expect(coverage.blame("area")).toEqual(["C1", "L1"]);
  });
  it("two lamps over one place: neither is a single point, one alone is", () => {
    const lamps = { L1: { x: 0, y: 15, lightRadius: 3 }, L2: { x: 0, y: 15, lightRadius: 2 } };
    const coverage = fieldOf({ ...plan, lamps });
    coverage.change({ dark: true });
    const single = (device: string) =>
      areaOf(coverage).singlePoints.find((one) => one.device === device)?.lostArea ?? 0;
    near(single("L1"), Math.PI * 5);
    expect(single("L2")).toBe(0);
    near(single("C1"), quarter(8) + Math.PI * 9);
    coverage.change({ lamp: "L1", works: false });
    near(single("L2"), Math.PI * 4);
  });
  it("levels that are lit are never dark, and those without windows always are", () => {
    const lit = fieldOf({ ...plan, indoor: "lit" });
    expect(lit.change({ dark: true })).toEqual([]);
    near(seenOf(lit), quarter(20));
    expect(lit.designRatio("area", true)).toBe(lit.designRatio("area", false));
    const dark = fieldOf({ ...plan, indoor: "dark" });
    near(seenOf(dark), quarter(8) + Math.PI * 9);
    expect(dark.designRatio("area", false)).toBe(dark.designRatio("area", true));
    expect(dark.change({ lamp: "L1", works: false })).toEqual(["area"]);
  });
});

describe("one more loss", () => {
  it("costs what no other camera sees, largest first; behind a pair it costs nothing", () => {
    const coverage = fieldOf({ cameras: { C1: { range: 20 }, C2: { range: 10 }, C3: { range: 5, heading: 180 } } });
    const [first, second, ...others] = areaOf(coverage).singlePoints;
    expect([first?.device, second?.device, others]).toEqual(["C1", "C3", []]);
    near(first?.lostArea ?? 0, quarter(20) - quarter(10));
    near(second?.lostArea ?? 0, quarter(5));
  });
  it("without() answers for it and leaves everything as it was", () => {
    const coverage = fieldOf({ cameras: { C1: { range: 20 }, C2: { range: 10 } }, lamps: { L1: { lightRadius: 4 } } });
    const before = structuredClone(coverage.areas());
    const [found] = coverage.without(["C1", "sw-1"]);
    near((found?.ratio ?? 0) * 3600, quarter(10));
    expect(found?.blindSpots.find(({ reason }) => reason === "camera")?.because).toEqual(["C1"]);
    expect(found?.designRatio).toBe(before[0]?.designRatio);
    expect(coverage.areas()).toEqual(before);
    expect(coverage.without([])).toEqual(before);
    expect(coverage.without(["C1", "C2", "L1"])[0]?.ratio).toBe(0);
    expect(coverage.areas()).toEqual(before);
  });
});

describe("an area without a drawing", () => {
  it("is seen while enough of its cameras are fit; blurred ones count, turned ones do not", () => {
    const coverage = fieldOf({ cameras: { C1: {}, C2: {}, C3: {} }, watchedBy: ["C1", "C2", "C3"], count: 2 });
    expect(areaOf(coverage)).toMatchObject({
      ratio: 1,
      designRatio: 1,
      nightDesignRatio: 1,
      area: 0,
      singlePoints: [],
    });
    expect(coverage.change({ camera: "C1", state: { ...fit, blurred: true } })).toEqual([]);
    expect(coverage.change({ camera: "C2", state: { ...fit, heading: 10 } })).toEqual([]);
    expect(areaOf(coverage)).toMatchObject({
      seenBy: ["C1", "C3"],
      singlePoints: [
        { device: "C1", lostArea: 0 },
        { device: "C3", lostArea: 0 },
      ],
    });
    expect(coverage.without(["C3"])[0]?.ratio).toBe(0);
    expect(coverage.change({ camera: "C3", state: lost })).toEqual(["area"]);
    const blind = { area: 0, polygon: [], reason: "camera", because: ["C2", "C3"] };
    expect(areaOf(coverage)).toMatchObject({ ratio: 0, blindSpots: [blind], seenBy: ["C1"] });
    expect(coverage.blame("area")).toEqual(["C2", "C3"]);
    expect(coverage.change({ camera: "C2", state: fit })).toEqual(["area"]);
    expect(coverage.ratio("area")).toBe(1);
  });
  it("with fewer cameras than it needs is blind by design", () => {
    const coverage = fieldOf({ cameras: { C1: {} }, watchedBy: ["C1", "C1"], count: 2 });
    expect(areaOf(coverage)).toMatchObject({ ratio: 0, designRatio: 0 });
    expect(areaOf(coverage).blindSpots[0]?.reason).toBe("design");
    expect(coverage.blame("area")).toEqual([]);
  });
});
