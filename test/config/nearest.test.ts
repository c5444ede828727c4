// The nearest spelling: one step for a letter added, dropped, replaced or swapped with its neighbour.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distance, nearest } from "../../src/config/nearest.ts";

describe("distance", () => {
  it.each([
    ["zoen", "zone", 1],
    ["", "abc", 3],
    ["kitten", "sitting", 3],
    ["ca", "abc", 3],
    ["percieve", "perceive", 1],
  ])("%s → %s: %i", (a, b, steps) => expect(distance(a, b)).toBe(steps));

  it("is symmetric, zero only for equals, and at most the longer length", () => {
    const word = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const steps = distance(a, b);
        expect(steps).toBe(distance(b, a));
        expect(steps === 0).toBe(a === b);
        expect(steps).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

it("suggests only what may have been meant", () => {
  expect(nearest("zoen", ["zone", "name", "one"])).toBe("zone");
  expect(nearest("LAMPOUT", ["lampWeak", "lampOut"])).toBe("lampOut");
  expect(nearest("x", ["zone", "name"])).toBe(undefined);
  expect(nearest("camera", ["pump", "gate"])).toBe(undefined);
  expect(nearest("a".repeat(100_000), ["zone"])).toBe(undefined);
});
