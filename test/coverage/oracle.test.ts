// The second opinion held to what can be worked out on paper (CONTRACT 6): sector, ring, near and far limit, a wall's shadow, two cameras, light, and the distances of IEC 62676-4.

import { describe, expect, it } from "vitest";
import type { CameraState, Level, Point } from "../../src/model/coverage.ts";
import type { Device } from "../../src/model/site.ts";
import { crosses, densityOf, fit, isSeen, lost, oracleRatio, seesPoint, working } from "./oracle.ts";
import { mount, type SmallPlan, smallPlan, square, templates } from "./small-plan.ts";

const day = working(false);
const night = working(true);
const SAMPLES = 60_000;

/** Holds an estimate to the exact m² of the 60 × 60 m: within four of its own standard errors, which are small. */
function expectArea(plan: SmallPlan, squareMetres: number, conditions = day): void {
  const { share, standardError } = oracleRatio(smallPlan(plan), "area", conditions, SAMPLES, 7);
  expect(standardError).toBeLessThan(0.0015);
  expect(Math.abs(share - squareMetres / 3600)).toBeLessThanOrEqual(4 * standardError + 1e-9);
}
const sector = (degrees: number, far: number, near = 0): number => (Math.PI * (far ** 2 - near ** 2) * degrees) / 360;
const tangent = (degrees: number): number => Math.tan((degrees * Math.PI) / 180);

const seen = (plan: SmallPlan, point: Point, conditions = day): boolean => {
  const site = smallPlan(plan);
  const [area] = site.coverage.areas;
  if (!area?.drawn) throw new Error("not drawn");
  return isSeen(site, { ...area, drawn: area.drawn }, point, conditions);
};

describe("what one camera sees", () => {
  it("is a sector as far as its range", () => {
    expectArea({ cameras: { C1: { range: 20 } } }, sector(90, 20));
    expectArea({ cameras: { C1: { range: 12, hfov: 37, heading: 211 } } }, sector(37, 12));
    expectArea({ cameras: { C1: { range: 15, hfov: 170, heading: 355, pixels: [7680, 4320] } } }, sector(170, 15));
  });

  it("ends where its pixels no longer suffice", () => {
    // 1920 / (2 · s · tan 45°) = 40 at s = 24 m; from 5.5 m above the target that is √(24² − 4²) on the plan.
    expectArea({ cameras: { C1: {} }, need: "outline" }, sector(90, 24));
    expectArea(
      { cameras: { C1: { height: 5.5, tilt: 25 } }, need: "outline" },
      sector(90, Math.sqrt(24 ** 2 - 4 ** 2), 4 / tangent(55)),
    );
  });

  it("is a ring cut by its tilt: from Δh / tan(t + vfov/2) to Δh / tan(t − vfov/2)", () => {
    const cameras = { C1: { height: 5.5, tilt: 45, vfov: 40 } };
    expectArea({ cameras }, sector(90, 4 / tangent(25), 4 / tangent(65)));
    expect(4 / tangent(25)).toBeCloseTo(8.578, 3);
    expect(4 / tangent(65)).toBeCloseTo(1.865, 3);
  });

  it("has no far limit at the horizon, no near one beneath it or from below the target", () => {
    expectArea({ cameras: { C1: { height: 5.5, tilt: 20, vfov: 40, range: 20 } } }, sector(90, 20, 4 / tangent(40)));
    expectArea({ cameras: { C1: { height: 5.5, tilt: 70, vfov: 40 } } }, sector(90, 4 / tangent(50)));
    expectArea({ cameras: { C1: { height: 1, tilt: 45, vfov: 40, range: 20 } } }, sector(90, 20));
  });

  it("is nothing above the horizon, with half the world in the picture, without optics or when lost", () => {
    for (const own of [{ height: 5.5, tilt: -30, vfov: 60 }, { height: 5.5, tilt: -31 }, { hfov: 180 }, { hfov: 200 }])
      expectArea({ cameras: { C1: own } }, 0);
    const { hfov: _hfov, ...blind } = mount;
    const camera: Device = { ...templates.camera, id: "C1", mount: blind };
    expect(densityOf(smallPlan({ cameras: {} }), camera, fit, [0, 5], day)).toBe(0);
    expectArea({ cameras: { C1: { range: 20 } } }, 0, { ...day, states: new Map([["C1", lost]]) });
  });

  it("takes its vertical angle from the horizontal one and the pixels where none is given", () => {
    const { vfov: _vfov, ...wide } = mount;
    const site = smallPlan({ cameras: {} });
    const camera: Device = { ...templates.camera, id: "C1", mount: { ...wide, height: 5.5, tilt: 45 } };
    // 2·atan(tan 45° · 1080 / 1920) = 58.716°: from 4 / tan 74.36° = 1.120 m to 4 / tan 15.64° = 14.286 m.
    const half = (Math.atan(1080 / 1920) * 180) / Math.PI;
    for (const limit of [4 / tangent(45 + half), 4 / tangent(45 - half)])
      expect([-0.001, 0.001].map((off) => densityOf(site, camera, fit, [0, limit + off], day) > 0)).toEqual(
        limit < 4 ? [false, true] : [true, false],
      );
  });

  it("turns with its reported heading; blurred it must reach the next denser class, and at the densest sees nothing", () => {
    const turned: CameraState = { sees: true, blurred: false, heading: 90 };
    const site = smallPlan({ cameras: { C1: {} } });
    const [camera] = site.devices as [Device];
    expect(seesPoint(site, camera, turned, [10, 1], 20, day)).toBe(true);
    expect(seesPoint(site, camera, turned, [1, 10], 20, day)).toBe(false);
    const blurred: CameraState = { ...fit, blurred: true };
    // 24 m at 40 px/m, the class after 20.
    expect(seesPoint(site, camera, blurred, [0, 23.99], 20, day)).toBe(true);
    expect(seesPoint(site, camera, blurred, [0, 24.01], 20, day)).toBe(false);
    expect(seesPoint(site, camera, fit, [0, 0.5], 1500, day)).toBe(true);
    expect(seesPoint(site, camera, blurred, [0, 0.5], 1500, day)).toBe(false);
  });

  it("reaches as far as IEC 62676-4 says, to the centimetre", () => {
    const farthest = (pixels: readonly [number, number], hfov: number, density: number): number => {
      const site = smallPlan({ cameras: { C1: { pixels, hfov } } });
      const [camera] = site.devices as [Device];
      let [near, far] = [0, 1000];
      while (far - near > 0.0001) {
        const middle = (near + far) / 2;
        if (seesPoint(site, camera, fit, [0, middle], density, day)) near = middle;
        else far = middle;
      }
      return near;
    };
    for (const [density, metres] of [
      [40, 24],
      [80, 12],
      [125, 7.68],
      [250, 3.84],
    ] as const)
      expect(farthest([1920, 1080], 90, density)).toBeCloseTo(metres, 3);
    expect(farthest([3840, 2160], 30, 125)).toBeCloseTo(57.324, 3);
  });
});

describe("walls", () => {
  it("throw a shadow", () => {
    // From 10 m, a wall of 10 m across the middle hides the sector's part beyond it within ± atan(5/10).
    const half = (Math.atan(0.5) * 180) / Math.PI;
    const walls: Level["walls"] = [
      [
        [-5, 10],
        [5, 10],
      ],
    ];
    expectArea({ cameras: { C1: { range: 20 } }, walls }, sector(90, 20) - (sector(2 * half, 20) - 50));
  });

  it("hide nothing by being touched, lain upon or stood upon", () => {
    const [a, b]: [Point, Point] = [
      [0, 0],
      [4, 4],
    ];
    expect(crosses(a, b, [0, 4], [4, 0])).toBe(true);
    expect(crosses(a, b, [2, 2], [4, 0])).toBe(false);
    expect(crosses(a, b, [4, 4], [8, 0])).toBe(false);
    expect(crosses(a, b, [1, 1], [3, 3])).toBe(false);
    expect(crosses(a, b, [5, 5], [9, 9])).toBe(false);
    const walls: Level["walls"] = [
      [
        [-5, 0],
        [5, 0],
      ],
    ];
    expectArea({ cameras: { C1: { range: 20 } }, walls }, sector(90, 20));
    expectArea({ cameras: { C1: { range: 20, heading: 180 } }, walls }, sector(90, 20));
  });

  it("of a closed room keep the outside from being seen, and the outline is no wall", () => {
    const room = square(-3, -3, 6);
    // A quarter of the room: 36 m² seen from its middle over 90°.
    expectArea({ cameras: { C1: {} }, walls: [[...room, room[0] as Point]] }, 9);
    expect(seen({ cameras: { C1: { y: -40, pixels: [7680, 4320], range: 100 } } }, [0, 0])).toBe(true);
  });
});

describe("two cameras", () => {
  const cameras = { C1: { range: 10, heading: 0 }, C2: { range: 10, heading: 90 } };

  it("see together what either sees, and twice only what both see", () => {
    expectArea({ cameras }, 2 * sector(90, 10));
    expectArea({ cameras, count: 2 }, 0);
    const apart = { C1: { range: 10 }, C2: { range: 10, heading: 30 } };
    expectArea({ cameras: apart, count: 2 }, sector(60, 10));
    expectArea({ cameras: apart }, sector(120, 10));
    expectArea({ cameras: { ...apart, C3: { range: 5, heading: 15 } }, count: 3 }, sector(60, 5));
  });

  it("of different levels do not help each other", () => {
    expectArea({ cameras: { C1: { range: 10 }, C2: { range: 10, heading: 90, level: "garage" } } }, sector(90, 10));
  });
});

describe("in the dark", () => {
  const cameras = { C1: { range: 20, infraredRange: 8 } };
  // A lamp 14 m north lights a disc of 4 m, all of it in the picture.
  const lamps = { L1: { y: 14, lightRadius: 4 } };
  const lit = Math.PI * 16;

  it("infrared and lamps bound what is seen, outdoors", () => {
    expectArea({ cameras, lamps }, sector(90, 20));
    expectArea({ cameras, lamps }, sector(90, 8) + lit, night);
    expectArea({ cameras, lamps }, sector(90, 8), { ...night, lampsOut: new Set(["L1"]) });
    expectArea({ cameras: { C1: { range: 20 } } }, 0, night);
  });

  it("a lit level never is, a dark one always", () => {
    expectArea({ cameras, lamps, indoor: "lit" }, sector(90, 20), night);
    expectArea({ cameras, lamps, indoor: "dark" }, sector(90, 8) + lit, day);
  });
});

describe("an area without a drawing", () => {
  it("is seen while enough of its cameras see and look as registered; blurred still counts", () => {
    const ratio = (count: number, states: Readonly<Record<string, CameraState>>): number =>
      oracleRatio(
        smallPlan({ cameras: { C1: {}, C2: {} }, watchedBy: ["C1", "C2"], count }),
        "area",
        { ...night, states: new Map(Object.entries(states)) },
        10,
        1,
      ).share;
    expect(ratio(1, {})).toBe(1);
    expect(ratio(2, {})).toBe(1);
    expect(ratio(3, {})).toBe(0);
    expect(ratio(1, { C1: lost })).toBe(1);
    expect(ratio(2, { C1: lost })).toBe(0);
    expect(ratio(2, { C1: { ...fit, heading: 3 } })).toBe(0);
    expect(ratio(2, { C1: { ...fit, blurred: true } })).toBe(1);
  });
});
