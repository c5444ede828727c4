// Areas that paper knows: sectors, rings, tilted limits, shadows of walls, two cameras over each other. Each within half a percent.

import { describe, expect, it } from "vitest";
import { createCoverage } from "../../src/coverage/create-coverage.ts";
import type { Point, Ring } from "../../src/model/coverage.ts";
import { type SmallPlan, smallPlan, square } from "./small-plan.ts";

const WHOLE = 3600;
/** m² seen of the 60 × 60 m around the first camera. */
function seenOf(plan: SmallPlan): number {
  const found = createCoverage(smallPlan(plan)).area("area");
  if (!found) throw new Error("the area is there");
  return found.ratio * found.area;
}
const near = (seen: number, exact: number): void => expect(Math.abs(seen - exact)).toBeLessThan(exact * 0.005);

describe("one camera in the open", () => {
  it.each([0, 10, 45, 90, 200, 315])("sees a sector, whatever its heading (%i°)", (heading) => {
    near(seenOf({ cameras: { C1: { heading, hfov: 90, range: 20 } } }), (Math.PI * 400) / 4);
  });
  it.each([20, 60, 130, 170])("sees half the angle's share of the square of its reach (%i°)", (hfov) => {
    near(
      seenOf({ cameras: { C1: { heading: 30, hfov, pixels: [100_000, 100_000], range: 25 } } }),
      (Math.PI * 625 * hfov) / 360,
    );
  });
  it("sees a ring between the near and the far limit of its tilt", () => {
    const [nearLimit, farLimit] = [3 / Math.tan(Math.PI / 4), 3 / Math.tan(Math.PI / 18)];
    near(
      seenOf({ cameras: { C1: { height: 4.5, tilt: 27.5, vfov: 35, hfov: 80, heading: 77 } } }),
      (Math.PI * (farLimit ** 2 - nearLimit ** 2) * 80) / 360,
    );
  });
  it("ends where its pixels no longer suffice for the class", () => {
    near(seenOf({ cameras: { C1: {} }, need: "outline" }), (Math.PI * 24 ** 2) / 4);
    near(seenOf({ cameras: { C1: {} }, need: "discern" }), (Math.PI * 12 ** 2) / 4);
    near(seenOf({ cameras: { C1: {} }, need: "perceive" }), (Math.PI * 7.68 ** 2) / 4);
  });
  it("sees nothing on another level", () => {
    expect(seenOf({ cameras: { C1: { level: "garage" } } })).toBe(0);
  });
});

describe("a wall", () => {
  const open = { hfov: 90, range: 20, pixels: [100_000, 100_000] } as const;
  const sector = (Math.PI * 400) / 4;
  it("across the view hides what lies behind it", () => {
    // From (−5, 10) to (5, 10): hides the wedge of 2·atan(½) beyond y = 10.
    const half = Math.atan(0.5);
    const walls: Ring[] = [
      [
        [-5, 10],
        [5, 10],
      ],
    ];
    near(seenOf({ cameras: { C1: open }, walls }), sector - (half * 400 - 50));
  });
  it("hides the same whichever way all is turned", () => {
    const half = Math.atan(0.5);
    for (const turn of [17, 90, 133, 180, 270]) {
      const [s, c] = [Math.sin((turn * Math.PI) / 180), Math.cos((turn * Math.PI) / 180)];
      const walls: Ring[] = [
        [
          [-5 * c + 10 * s, 5 * s + 10 * c],
          [5 * c + 10 * s, -5 * s + 10 * c],
        ],
      ];
      near(seenOf({ cameras: { C1: { ...open, heading: turn } }, walls }), sector - (half * 400 - 50));
    }
  });
  it("hides nothing where it runs along the line of sight, ends at the camera or carries it", () => {
    for (const wall of [
      [
        [0, 5],
        [0, 15],
      ],
      [
        [0, 0],
        [0, 15],
      ],
      [
        [0, 0],
        [7, 9],
      ],
      [
        [-10, 0],
        [10, 0],
      ],
      [
        [-3, -4],
        [6, 8],
      ],
      [
        [3, 3],
        [3, 3],
      ],
    ] as const)
      expect(seenOf({ cameras: { C1: open }, walls: [wall] })).toBe(seenOf({ cameras: { C1: open } }));
  });
  it("around the camera shuts it in", () => {
    const walls = [[...square(-2, -2, 4), [-2, -2] as const]];
    near(seenOf({ cameras: { C1: open }, walls }), 4);
  });
  it("that crosses another hides what either hides", () => {
    const half = Math.atan(5 / 8);
    const walls: Ring[] = [
      [
        [-5, 8],
        [5, 12],
      ],
      [
        [-5, 12],
        [5, 8],
      ],
    ];
    near(seenOf({ cameras: { C1: open }, walls }), sector - (half * 400 - 50));
    near(seenOf({ cameras: { C1: open }, walls: walls.toReversed() }), sector - (half * 400 - 50));
  });
  it("counts once however often it is drawn, in however many pieces, and crossed by others", () => {
    const half = Math.atan(0.5);
    const pieces = Array.from(
      { length: 2000 },
      (_, i): Ring => [
        [-5 + i / 200, 10],
        [-5 + (i + 1) / 200, 10],
      ],
    );
    const crossing: Ring[] = [
      [
        [-3, 9.99],
        [3, 12],
      ],
      [
        [-3, 12],
        [3, 10.5],
      ],
    ];
    const hidden = seenOf({ cameras: { C1: open }, walls: [...pieces, ...pieces] });
    near(hidden, sector - (half * 400 - 50));
    near(seenOf({ cameras: { C1: open }, walls: [...pieces, ...crossing] }), hidden);
  });
});

describe("cameras together", () => {
  const full = { hfov: 170, range: 10, pixels: [100_000, 100_000] } as const;
  const half = (Math.PI * 100 * 170) / 360;
  it("count once where they overlap, and twice are the overlap alone", () => {
    const apart = { C1: full, C2: { ...full, x: 15, y: 15 } };
    near(seenOf({ cameras: apart }), 2 * half);
    const same = { C1: full, C2: { ...full } };
    near(seenOf({ cameras: same }), half);
    near(seenOf({ cameras: same, count: 2 }), half);
    expect(seenOf({ cameras: { C1: full }, count: 2 })).toBe(0);
  });
  it("two that look at each other share a lens", () => {
    const cameras = { C1: { ...full, x: -5, hfov: 179, heading: 90 }, C2: { ...full, x: 5, hfov: 179, heading: 270 } };
    const lens = 200 * Math.acos(0.5) - 5 * Math.sqrt(300);
    near(seenOf({ cameras, count: 2 }), lens);
  });
  it("three cover a corner that needs three", () => {
    const cameras = { C1: full, C2: full, C3: { ...full, x: 0.0001 } };
    near(seenOf({ cameras, count: 3 }), half);
  });
});

describe("an area", () => {
  const all = { hfov: 170, range: 200, y: -100, pixels: [1_000_000, 1_000_000] } as const;
  it("wholly seen has the ratio 1 exactly", () => {
    expect(createCoverage(smallPlan({ cameras: { C1: all } })).ratio("area")).toBe(1);
    expect(seenOf({ cameras: { C1: all } })).toBeCloseTo(WHOLE, 9);
  });
  it("that crosses itself is what lies inside by the even-odd rule", () => {
    const bow: Ring = [
      [-10, -10],
      [10, 10],
      [10, -10],
      [-10, 10],
    ];
    expect(createCoverage(smallPlan({ cameras: { C1: all }, polygon: bow })).area("area")?.area).toBeCloseTo(200, 6);
    const twice: Ring = [...square(0, 0, 10), ...square(0, 0, 10)];
    expect(createCoverage(smallPlan({ cameras: { C1: all }, polygon: twice })).area("area")?.area).toBeCloseTo(0, 6);
  });
  it("without any extent is seen", () => {
    for (const polygon of [
      [
        [0, 0],
        [5, 5],
        [10, 10],
      ],
      [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      [
        [0, 0],
        [9, 0],
        [4, 0],
      ],
      [],
    ] as Ring[]) {
      const coverage = createCoverage(smallPlan({ cameras: {}, polygon }));
      expect(coverage.area("area")).toMatchObject({
        ratio: 1,
        area: 0,
        blindArea: 0,
        blindSpots: [],
        singlePoints: [],
      });
    }
  });
  it("whose class nobody knows is not seen", () => {
    expect(seenOf({ cameras: { C1: all }, need: "unheard-of" })).toBe(0);
  });

  it("a shadow that runs along an axis begins where it begins: from a camera on a wall, past its corner, far away", () => {
    // On the lower side of a building, at its corner: above y = 0 all is hidden behind the side that goes up from there.
    const corner: Point[] = [
      [-2, 0],
      [2, 0],
      [2, 12],
    ];
    const polygon: Ring = [
      [12, -3.07],
      [24, -3.07],
      [24, 5.41],
      [12, 5.41],
    ];
    const site = smallPlan({ cameras: { C1: { heading: 90, x: 1 } }, walls: [corner], polygon });
    expect(createCoverage(site).area("area")?.ratio).toBeCloseTo(3.07 / (3.07 + 5.41), 9);
  });
});
