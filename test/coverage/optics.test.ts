// What optics alone allow: the distances of IEC 62676-4 to the centimetre, tilt's near and far limits, and cameras that see nothing.

import { describe, expect, it } from "vitest";
import { densityClasses } from "../../src/config/resolve-coverage.ts";
import { densityOf, opticsOf, reachOf } from "../../src/coverage/optics.ts";
import type { Mount } from "../../src/model/site.ts";
import { mount } from "./small-plan.ts";

const optics = (own: Partial<Mount>, targetHeight = 1.5) => {
  const found = opticsOf({ mount: { ...mount, ...own } }, targetHeight);
  if (!found) throw new Error("this camera sees something");
  return found;
};
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

describe("distances of IEC 62676-4, W / (2·ppm·tan(HFOV/2))", () => {
  it.each([
    [1920, 90, 40, 24],
    [1920, 90, 80, 12],
    [1920, 90, 125, 7.68],
    [1920, 90, 250, 3.84],
    [3840, 30, 125, 57.32],
    [2560, 60, 62.5, 35.47],
  ])("%i px, %i°, %d px/m: %d m", (pixels, hfov, density, distance) => {
    expect(reachOf(optics({ pixels: [pixels, 1080], hfov }), density)).toBeCloseTo(distance, 2);
    expect(densityOf(optics({ pixels: [pixels, 1080], hfov }), distance)).toBeCloseTo(density, 1);
  });

  it("every class of both editions is reached at its distance and not a centimetre further", () => {
    for (const { density } of Object.values(densityClasses).flat()) {
      const own = optics({ pixels: [2560, 1440], hfov: 70 });
      const reach = reachOf(own, density);
      expect(densityOf(own, reach)).toBeCloseTo(density, 6);
      expect(densityOf(own, reach + 0.01)).toBeLessThan(density);
    }
  });

  it("height takes from the distance on the ground: the slant counts", () => {
    // 12 m of slant, 5 m of them down.
    expect(reachOf(optics({ height: 6.5, tilt: 40, vfov: 80 }), 80)).toBeCloseTo(Math.sqrt(144 - 25), 9);
    expect(reachOf(optics({ height: 14, tilt: 40, vfov: 80 }), 80)).toBe(-1);
  });
});

describe("tilt", () => {
  it("makes a near limit below the picture and a far limit above it", () => {
    const { near, far } = optics({ height: 4.5, tilt: 40, vfov: 40 });
    expect(near).toBeCloseTo(3 / Math.tan(radians(60)), 9);
    expect(far).toBeCloseTo(3 / Math.tan(radians(20)), 9);
  });
  it("has no near limit where the picture reaches straight down, and none from below the target", () => {
    expect(optics({ height: 4.5, tilt: 60, vfov: 60 }).near).toBe(0);
    expect(optics({ height: 1, tilt: 60, vfov: 40 }).near).toBe(0);
    expect(optics({ height: 1, tilt: 60, vfov: 40, range: 9 }).far).toBe(9);
  });
  it("has no far limit where the picture reaches the horizon", () => {
    expect(optics({ height: 4.5, tilt: 20, vfov: 40, range: 70 }).far).toBe(70);
  });
  it("takes the picture's height from its width and pixels where nobody says", () => {
    const { vfov: _, ...bare } = mount;
    const own = opticsOf({ mount: { ...bare, height: 4.5, tilt: 45, hfov: 90, pixels: [1000, 1000] } }, 1.5);
    expect(own?.near).toBeCloseTo(0, 9);
    expect(own?.far).toBe(1e5);
    const wide = opticsOf({ mount: { ...bare, height: 4.5, tilt: 45, hfov: 90, pixels: [1920, 1080] } }, 1.5);
    expect(wide?.near).toBeCloseTo(3 / Math.tan(radians(45) + Math.atan(1080 / 1920)), 9);
  });
});

describe("nothing is seen", () => {
  it.each([
    ["from half a circle on", { hfov: 180 }],
    ["by an angle of nothing", { hfov: 0 }],
    ["by an angle that is no number", { hfov: Number.NaN }],
    ["by a camera above the targets that looks up", { height: 4, tilt: -40, vfov: 60 }],
    ["nearer than the range where the near limit is farther", { height: 11.5, tilt: 10, vfov: 20, range: 20 }],
  ] as const)("%s", (_, own) => {
    expect(opticsOf({ mount: { ...mount, ...own } }, 1.5)).toBeNull();
  });

  it("without a mount, without an angle of view, without pixels", () => {
    expect(opticsOf({}, 1.5)).toBeNull();
    const { hfov: _hfov, ...blunt } = mount;
    const { pixels: _pixels, ...empty } = mount;
    expect(opticsOf({ mount: blunt }, 1.5)).toBeNull();
    expect(opticsOf({ mount: empty }, 1.5)).toBeNull();
  });
});
