// The oracle's samples themselves: which points a polygon holds, and that the stated error is the true one.

import { describe, expect, it } from "vitest";
import type { Ring } from "../../src/model/coverage.ts";
import { signedArea } from "./oracle.ts";
import { areaOfRing, isInside, shareOf } from "./oracle-samples.ts";

describe("the samples", () => {
  it("know polygons by even-odd, convex, concave and crossing themselves", () => {
    const bow: Ring = [
      [0, 0],
      [4, 4],
      [4, 0],
      [0, 4],
    ];
    expect(isInside(bow, [0.5, 2])).toBe(true);
    expect(isInside(bow, [2, 0.5])).toBe(false);
    expect(areaOfRing(bow, 40_000, 1)).toBeCloseTo(8, 1);
    const counterClockwise: Ring = [
      [1, 1],
      [4, 1],
      [4, 4],
    ];
    expect(signedArea(counterClockwise)).toBe(4.5);
    expect(signedArea(counterClockwise.toReversed())).toBe(-4.5);
  });

  it("state an error that is theirs: over many seeds it is the spread of the estimates", () => {
    const ring: Ring = [
      [0, 0],
      [10, 1],
      [9, 9],
      [2, 7],
    ];
    const estimates = Array.from({ length: 60 }, (_, seed) =>
      shareOf(ring, 2000, seed, ([x, y]) => Math.hypot(x - 5, y - 4) < 2),
    );
    const mean = estimates.reduce((sum, { share }) => sum + share, 0) / 60;
    const spread = Math.sqrt(estimates.reduce((sum, { share }) => sum + (share - mean) ** 2, 0) / 59);
    const stated = estimates.reduce((sum, { standardError }) => sum + standardError, 0) / 60;
    expect(stated / spread).toBeGreaterThan(0.75);
    expect(stated / spread).toBeLessThan(1.33);
    expect(Math.abs(mean - (Math.PI * 4) / signedArea(ring))).toBeLessThan((4 * spread) / Math.sqrt(60));
  });
});
