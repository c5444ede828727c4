// Where further cameras would hang: what they promise is what they do, and no choice of the same candidates does much better.

import { describe, expect, it } from "vitest";
import { createCoverage } from "../../src/coverage/create-coverage.ts";
import { type CameraKind, suggestMounts } from "../../src/coverage/suggest-mounts.ts";
import type { SuggestedMount } from "../../src/model/coverage.ts";
import type { Device, Site } from "../../src/model/site.ts";
import { type SmallPlan, smallPlan, square, templates } from "./small-plan.ts";

/** The site with the suggested cameras hung. */
const hung = (site: Site, mounts: readonly SuggestedMount[]): Site => ({
  ...site,
  devices: [
    ...site.devices,
    ...mounts.map(({ closes: _, ...mount }, i): Device => ({ ...templates.camera, id: `S${i}`, mount })),
  ],
});
const blindOf = (site: Site): number => createCoverage(site).area("area")?.blindArea ?? Number.NaN;
const inRoom = { indoor: "lit" } as const;

/** An L: no place sees both of its arms. */
const corner: SmallPlan = {
  ...inRoom,
  cameras: {},
  walls: [
    [
      [-10, -10],
      [10, -10],
      [10, -4],
      [-4, -4],
      [-4, 10],
      [-10, 10],
      [-10, -10],
    ],
  ],
  polygon: [
    [-10, -10],
    [10, -10],
    [10, -4],
    [-4, -4],
    [-4, 10],
    [-10, 10],
  ],
  need: "outline",
};

describe("suggested mounts", () => {
  it("close what they promise, each after those before it", () => {
    const site = smallPlan(corner);
    const mounts = suggestMounts(site, "area", 3);
    expect(mounts.length).toBeGreaterThan(1);
    for (const [i, { closes }] of mounts.entries())
      expect(blindOf(hung(site, mounts.slice(0, i))) - blindOf(hung(site, mounts.slice(0, i + 1)))).toBeCloseTo(
        closes,
        1,
      );
    const closed = mounts.map(({ closes }) => closes);
    expect(closed).toEqual(closed.toSorted((a, b) => b - a));
    expect(blindOf(hung(site, mounts))).toBeLessThan(20);
  });
  it("are the best single place of all that stand to choice", () => {
    const site = smallPlan(corner);
    const [best] = suggestMounts(site, "area", 1);
    const others = suggestMounts(site, "area", 40).slice(1);
    for (const other of others)
      expect(blindOf(hung(site, [best as SuggestedMount]))).toBeLessThanOrEqual(blindOf(hung(site, [other])) + 1e-6);
  });
  it("fill only what today's cameras leave", () => {
    const polygon = square(-5, 0, 10);
    const watched = smallPlan({ ...inRoom, cameras: { C1: { y: -20, pixels: [9999, 999] } }, polygon });
    expect(blindOf(watched)).toBe(0);
    expect(suggestMounts(watched, "area", 3)).toEqual([]);
    const half = smallPlan({ ...inRoom, cameras: { C1: { y: -20, pixels: [9999, 999], range: 25 } }, polygon });
    const [first] = suggestMounts(half, "area", 1, { range: 40, pixels: [9999, 5625] });
    expect(first?.closes).toBeLessThanOrEqual(blindOf(half));
    expect(first?.closes).toBeGreaterThan(blindOf(half) / 2);
  });
  it("hang on walls, inside the outline, and on lamp poles, and are of the kind asked for", () => {
    const like: CameraKind = { height: 4, hfov: 60, pixels: [3840, 2160], tilt: 20, range: 15 };
    const lamps = { L1: { x: 0, y: -6, lightRadius: 5 } };
    const mounts = suggestMounts(smallPlan({ cameras: {}, lamps, polygon: square(-4, 0, 8) }), "area", 2, like);
    expect(mounts[0]).toMatchObject({ x: 0, y: -6, heading: 0, height: 4, hfov: 60, pixels: [3840, 2160], tilt: 20 });
    for (const { x, y } of suggestMounts(smallPlan(corner), "area", 5))
      expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(30);
  });
  it("see each point as often as it must be seen", () => {
    const site = smallPlan({ ...corner, count: 2 });
    const mounts = suggestMounts(site, "area", 6);
    expect(blindOf(site) - blindOf(hung(site, mounts))).toBeCloseTo(
      mounts.reduce((sum, { closes }) => sum + closes, 0),
      0,
    );
    expect(createCoverage(hung(site, mounts)).ratio("area")).toBeGreaterThan(0.8);
  });
  it("end where one more would close less than 1 m² and less than 1 % of the area", () => {
    const site = smallPlan(corner);
    const all = createCoverage(site).area("area")?.area ?? Number.NaN;
    const mounts = suggestMounts(site, "area", 40);
    // With so many cameras wanted slivers behind corners would be next.
    expect(mounts.length).toBeLessThan(40);
    for (const { closes } of mounts) expect(closes).toBeGreaterThanOrEqual(Math.min(1, all / 100));
    const small = smallPlan({ ...inRoom, cameras: {}, polygon: square(-1, -1, 2), need: "outline" });
    expect(suggestMounts(small, "area", 1)).toHaveLength(1);
    const watched = smallPlan({
      ...inRoom,
      cameras: { C1: { x: 0, y: -20, pixels: [9999, 999], range: 30.2 } },
      polygon: square(-5, 0, 10),
    });
    // The range ends as an arc: two corners stay blind, together less than 1 of 100 m².
    expect(blindOf(watched)).toBeGreaterThan(0.1);
    expect(blindOf(watched)).toBeLessThan(1);
    expect(suggestMounts(watched, "area", 3)).toEqual([]);
  });
  it("keep one that closes nothing yet, where several cameras are wanted", () => {
    const site = smallPlan({ ...corner, count: 2 });
    const [first] = suggestMounts(site, "area", 2);
    expect(first?.closes).toBe(0);
  });
  it("count on infrared light where it is always dark", () => {
    const site = smallPlan({ ...corner, indoor: "dark" });
    const [weak] = suggestMounts(site, "area", 1, { infraredRange: 4 });
    const [strong] = suggestMounts(site, "area", 1, { infraredRange: 30 });
    expect(weak?.closes).toBeLessThan(Math.PI * 8);
    expect(strong?.closes).toBeGreaterThan(weak?.closes ?? 0);
    expect(suggestMounts(site, "area", 1, { infraredRange: 0 })).toEqual([]);
  });
  it("are none for what has no drawing, no level, no camera that could see it", () => {
    expect(suggestMounts(smallPlan({ cameras: {} }), "elsewhere", 3)).toEqual([]);
    expect(suggestMounts(smallPlan({ cameras: {}, watchedBy: ["C1"] }), "area", 3)).toEqual([]);
    expect(suggestMounts(smallPlan({ cameras: {}, polygon: [] }), "area", 3)).toEqual([]);
    expect(suggestMounts(smallPlan({ cameras: {}, need: "unheard-of" }), "area", 3)).toEqual([]);
    expect(suggestMounts(smallPlan({ cameras: {} }), "area", 0)).toEqual([]);
    expect(suggestMounts(smallPlan({ cameras: {} }), "area", 3, { hfov: 360 })).toEqual([]);
  });
});
