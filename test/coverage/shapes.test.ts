// The shapes that are drawn: sectors cut by walls, the rings of blind spots; and plans of every kind that must break nothing.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCoverage } from "../../src/coverage/create-coverage.ts";
import type { BlindSpot, CoverageChange, Point, Ring } from "../../src/model/coverage.ts";
import type { Device, Mount, Site } from "../../src/model/site.ts";
import { type SmallPlan, smallPlan, square, templates } from "./small-plan.ts";

/** m²; above 0 counter-clockwise. */
const signed = (ring: Ring): number =>
  ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] as Point;
    return sum + (x * nextY - y * nextX) / 2;
  }, 0);
const sectorOf = (plan: SmallPlan): Ring | null => createCoverage(smallPlan(plan)).sector("C1");
const spotsOf = (plan: SmallPlan): readonly BlindSpot[] =>
  createCoverage(smallPlan(plan)).area("area")?.blindSpots ?? [];
const all = { hfov: 170, y: -100, pixels: [1_000_000, 1_000_000] } as const;

describe("the sector of a camera", () => {
  it("is a slice, a slice without its tip, a slice cut by a wall", () => {
    expect(signed(sectorOf({ cameras: { C1: { range: 20 } } }) ?? [])).toBeCloseTo(Math.PI * 100, 0);
    const ring = sectorOf({ cameras: { C1: { height: 4.5, tilt: 45, vfov: 60, range: 10, heading: 123 } } }) ?? [];
    const tip = 3 / Math.tan((75 * Math.PI) / 180);
    expect(signed(ring) / ((Math.PI * (100 - tip ** 2)) / 4)).toBeCloseTo(1, 2);
    const walls: Ring[] = [
      [
        [-30, 10],
        [30, 10],
      ],
    ];
    expect(signed(sectorOf({ cameras: { C1: { range: 40 } }, walls }) ?? [])).toBeCloseTo(100, 6);
  });
  it("keeps the round of its near limit before a straight wall", () => {
    const walls: Ring[] = [
      [
        [-30, 10],
        [30, 10],
      ],
    ];
    const near = 3 / Math.tan(Math.PI / 9);
    const ring = sectorOf({ cameras: { C1: { height: 4.5, tilt: 0, vfov: 40, range: 40 } }, walls }) ?? [];
    expect(signed(ring)).toBeCloseTo(100 - (Math.PI * near ** 2) / 4, 1);
  });
  it("shrinks to what light shows, and is none where there is none", () => {
    const coverage = createCoverage(
      smallPlan({ cameras: { C1: { range: 20, infraredRange: 5 } }, lamps: { L1: { y: 9, lightRadius: 1 } } }),
    );
    coverage.change({ dark: true });
    expect(signed(coverage.sector("C1") ?? [])).toBeCloseTo(Math.PI * 25, 0);
    coverage.change({ lamp: "L1", works: false });
    expect(signed(coverage.sector("C1") ?? [])).toBeCloseTo((Math.PI * 25) / 4, 0);
    coverage.change({ camera: "C1", state: { sees: true, blurred: false, heading: 90 } });
    const xs = (coverage.sector("C1") ?? []).map(([x]) => x);
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([expect.closeTo(0, 6), expect.closeTo(5, 2)]);
    expect(sectorOf({ cameras: { C1: { infraredRange: 0 } }, indoor: "dark" })).toBeNull();
    expect(sectorOf({ cameras: { C1: { hfov: 200 } } })).toBeNull();
    expect(coverage.sector("C9")).toBeNull();
  });
});

describe("blind spots", () => {
  it("an area that nobody sees is one, with its own corners", () => {
    const [spot, ...others] = spotsOf({ cameras: {}, polygon: square(3, 4, 10) });
    expect(others).toEqual([]);
    expect(spot).toMatchObject({ reason: "design", because: [] });
    expect(spot?.area).toBeCloseTo(100, 9);
    const corners = (spot?.polygon ?? []).map(([x, y]) => `${x.toFixed(6)} ${y.toFixed(6)}`);
    for (const [x, y] of square(3, 4, 10)) expect(corners).toContain(`${x.toFixed(6)} ${y.toFixed(6)}`);
    expect(corners.length).toBe(4);
  });
  it("a hole in them is left out of the ring but not counted", () => {
    // A ring of blindness around what is seen near the middle.
    const cameras = Object.fromEntries([0, 90, 180, 270].map((heading) => [`C${heading}`, { heading, range: 8 }]));
    const [spot, ...others] = spotsOf({ cameras, polygon: square(-15, -15, 30) });
    expect(others).toEqual([]);
    expect(spot?.area).toBeCloseTo(900 - Math.PI * 64, 0);
    expect(signed(spot?.polygon ?? [])).toBeCloseTo(900, 0);
  });
  it("apart from each other they are several, each where it is, counter-clockwise", () => {
    const walls: Ring[] = [square(-8, 2, 4), square(4, 2, 4)].map((ring) => [...ring, ring[0] as Point]);
    const polygon = square(-12, 2, 24);
    const spots = spotsOf({ cameras: { C1: all }, walls, polygon });
    expect(spots.length).toBe(2);
    for (const { area, polygon: ring } of spots) expect(signed(ring) / area).toBeCloseTo(1, 1);
    expect(spots.map(({ polygon: ring }) => Math.sign(ring[0]?.[0] ?? 0)).sort()).toEqual([-1, 1]);
  });
  it("of an area with two arms that meet have one ring around both", () => {
    // A U and an inverted U: the walk must go down one arm and up the other.
    const u: Ring = [
      [0, 0],
      [9, 0],
      [9, 9],
      [6, 9],
      [6, 3],
      [3, 3],
      [3, 9],
      [0, 9],
    ];
    for (const polygon of [u, u.map(([x, y]): Point => [x, -y]), u.map(([x, y]): Point => [y, x])]) {
      const [spot, ...others] = spotsOf({ cameras: {}, polygon });
      expect(others).toEqual([]);
      expect(signed(spot?.polygon ?? [])).toBeCloseTo(63, 0);
    }
  });
});

describe("whatever the plan", () => {
  const coordinate = fc.oneof(
    fc.integer({ min: -20, max: 20 }),
    fc.double({ min: -30, max: 30, noNaN: true }),
    fc.constantFrom(0, -0, 1e-12, 5, 1000),
  );
  const point = fc.tuple(coordinate, coordinate);
  const optional = { requiredKeys: ["level", "x", "y"] } as { requiredKeys: ["level", "x", "y"] };
  const anyMount = fc.record(
    {
      level: fc.constantFrom("ground", "elsewhere"),
      x: coordinate,
      y: coordinate,
      height: fc.double({ min: 0, max: 50, noNaN: true }),
      heading: fc.oneof(fc.constantFrom(0, 45, 90, 180, 360), fc.double({ min: 0, max: 360, noNaN: true })),
      tilt: fc.double({ min: -90, max: 90, noNaN: true }),
      hfov: fc.oneof(fc.constantFrom(90, 179.999, 180, 360, 0.001), fc.double({ min: 1, max: 170, noNaN: true })),
      vfov: fc.double({ min: 0.01, max: 180, noNaN: true }),
      pixels: fc.tuple(fc.constantFrom(1, 640, 1920, 1e9), fc.constantFrom(1, 1080)),
      range: fc.double({ min: 0, max: 100, noNaN: true }),
      infraredRange: fc.constantFrom(0, 5, 1e9),
      lightRadius: fc.constantFrom(0, 4, 1e9),
    },
    optional,
  );
  const anySite = fc
    .record({
      cameras: fc.array(anyMount, { maxLength: 5 }),
      lamps: fc.array(anyMount, { maxLength: 3 }),
      walls: fc.array(fc.array(point, { minLength: 0, maxLength: 5 }), { maxLength: 6 }),
      polygon: fc.array(point, { minLength: 0, maxLength: 7 }),
      need: fc.constantFrom("overview", "discern", "scrutinise", "unheard-of"),
      count: fc.integer({ min: 1, max: 3 }),
      indoor: fc.constantFrom(false, "lit", "dark"),
    })
    .map(({ cameras, lamps, walls, polygon, need, count, indoor }): Site => {
      const site = smallPlan({
        cameras: {},
        walls,
        polygon,
        need,
        count,
        indoor: indoor as SmallPlan["indoor"] & string,
      });
      const devices = [
        ...cameras.map((own, i): Device => ({ ...templates.camera, id: `C${i}`, mount: own as Mount })),
        ...lamps.map((own, i): Device => ({ ...templates.streetlight, id: `L${i}`, mount: own as Mount })),
      ];
      return { ...site, devices };
    });
  const anyChange: fc.Arbitrary<CoverageChange> = fc.oneof(
    fc.record({
      camera: fc.constantFrom("C0", "C1", "C2"),
      state: fc.record({
        sees: fc.boolean(),
        blurred: fc.boolean(),
        heading: fc.option(fc.double({ min: -720, max: 720 })),
      }),
    }),
    fc.record({ lamp: fc.constantFrom("L0", "L1"), works: fc.boolean() }),
    fc.record({ dark: fc.boolean() }),
  );

  it("nothing throws, every figure is a number in its bounds, and what follows is what a fresh field says", () => {
    fc.assert(
      fc.property(anySite, fc.array(anyChange, { maxLength: 8 }), point, (site, changes, at) => {
        const coverage = createCoverage(site);
        for (const change of changes) {
          const before = coverage.ratio("area");
          const told = coverage.change(change);
          expect(told).toEqual(coverage.ratio("area") === before ? [] : ["area"]);
        }
        const answer = coverage.area("area");
        const figures = [
          coverage.ratio("area"),
          coverage.designRatio("area", true),
          coverage.designRatio("area", false),
        ];
        for (const figure of figures) expect(figure >= 0 && figure <= 1).toBe(true);
        expect(JSON.stringify(answer)).not.toContain("null,");
        expect(answer?.blindArea).toBeGreaterThanOrEqual(0);
        coverage.densityAt("C0", "ground", at);
        for (const id of ["C0", "C1"])
          for (const [x, y] of coverage.sector(id) ?? []) expect(Number.isFinite(x + y)).toBe(true);
        const fresh = createCoverage(site);
        for (const change of changes.toReversed()) if (!("camera" in change)) fresh.change(change);
        for (const change of changes) fresh.change(change);
        expect(fresh.areas()).toEqual(coverage.areas());
      }),
      { numRuns: 100 },
    );
  });

  it("coordinates beyond all measure are borne", () => {
    for (const far of [1e7, 1e300, Number.MAX_VALUE, Number.POSITIVE_INFINITY, Number.NaN]) {
      const polygon: Ring = [
        [0, 0],
        [far, 0],
        [far, far],
        [-far, 5],
      ];
      const walls: Ring[] = [
        [
          [far, 0],
          [-far, far],
          [3, far],
        ],
      ];
      const coverage = createCoverage(smallPlan({ cameras: { C1: { x: far }, C2: {} }, walls, polygon }));
      coverage.change({ camera: "C2", state: { sees: true, blurred: true, heading: far } });
      expect(coverage.ratio("area") >= 0 && coverage.ratio("area") <= 1).toBe(true);
      expect(JSON.stringify([coverage.areas(), coverage.sector("C2")])).not.toMatch(/NaN|null,/);
    }
  });

  it("one camera more never lowers the ratio", () => {
    const more = (site: Site, own: object): Site => ({
      ...site,
      devices: [...site.devices, { ...templates.camera, id: "more", mount: own as Mount }],
    });
    const loses = (site: Site, own: object): number => {
      const [before, after] = [createCoverage(site), createCoverage(more(site, own))];
      return Math.max(
        ...[false, true].map((dark) => before.designRatio("area", dark) - after.designRatio("area", dark)),
      );
    };
    fc.assert(
      fc.property(anySite, anyMount, (site, own) => {
        // A wedge with a side along the strips would cut them anew, which changes every figure a little.
        expect(loses(site, { ...own, heading: 33, hfov: 50 })).toBeLessThan(1e-12);
        expect(loses({ ...site, coverage: smallPlan({ cameras: {} }).coverage }, own)).toBeLessThan(0.003);
      }),
      { numRuns: 100 },
    );
  });
});
