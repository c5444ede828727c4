// Random sites for the tests of coverage: walls, areas, cameras and lamps at the awkward places real plans put them, and what has happened to them.

import fc from "fast-check";
import { densityClasses } from "../../src/config/resolve-coverage.ts";
import type { CameraState, Level, Point, Ring, WatchArea } from "../../src/model/coverage.ts";
import type { Device, Mount, Site } from "../../src/model/site.ts";
import { siteFrom } from "../support/test-site.ts";
import { type Conditions, fit, lost, signedArea } from "./oracle.ts";
import { areas } from "./random-areas.ts";
import { between, coordinate, nearby, SIZE, walls } from "./random-walls.ts";

/** How many plans the suite tries; the benchmark tries more. */
export const PLANS_IN_SUITE = 60;

export type RandomPlan = {
  readonly site: Site;
  readonly conditions: Conditions;
  /** Few enough words for the report of a failure. */
  readonly [fc.toStringMethod]: () => string;
};

const base = await siteFrom();
const camera = base.devices.find(({ kind }) => kind === "camera") as Device;
const lamp = base.devices.find(({ kind }) => kind === "streetlight") as Device;

/** Where a camera or lamp stands, chosen before the walls and areas it may stand at are known. */
type Place = {
  readonly at: "anywhere" | "onWall" | "wallEnd" | "inArea" | "beside" | "areaCorner";
  readonly pick: number;
  /** Quarters along a wall: exact in binary, so that what stands on a wall stands exactly on it. */
  readonly quarter: number;
  readonly x: number;
  readonly y: number;
};

const place: fc.Arbitrary<Place> = fc.record({
  at: fc.constantFrom("anywhere", "onWall", "onWall", "wallEnd", "inArea", "inArea", "beside", "beside", "areaCorner"),
  pick: fc.nat(1000),
  quarter: fc.integer({ min: 1, max: 3 }),
  x: coordinate,
  y: coordinate,
});

const pickFrom = <T>(choices: readonly T[], pick: number): T | undefined => choices[pick % choices.length];
const middleOf = (ring: Ring): Point => [
  ring.reduce((sum, [x]) => sum + x, 0) / ring.length,
  ring.reduce((sum, [, y]) => sum + y, 0) / ring.length,
];

function stand({ at, pick, quarter, x, y }: Place, level: Level, areas: readonly Ring[]): Point {
  const area = pickFrom(areas, pick);
  if ((at === "inArea" || at === "beside") && area) {
    const [mx, my] = middleOf(area);
    const spread = at === "inArea" ? 8 : 2;
    return [Math.round(mx) + (x - SIZE / 2) / spread, Math.round(my) + (y - SIZE / 2) / spread];
  }
  if (at === "areaCorner" && area) return pickFrom(area, pick + quarter) ?? [x, y];
  const wall = pickFrom(level.walls, pick);
  if (at === "wallEnd" && wall) return pickFrom(wall, pick + quarter) ?? [x, y];
  const start = wall?.[0];
  const end = wall?.[1];
  if (at !== "onWall" || !start || !end) return [x, y];
  return [start[0] + ((end[0] - start[0]) * quarter) / 4, start[1] + ((end[1] - start[1]) * quarter) / 4];
}

type RandomCamera = {
  readonly place: Place;
  readonly aim: { readonly atArea: boolean; readonly pick: number; readonly heading: number };
  readonly optics: Omit<Mount, "level" | "x" | "y" | "heading">;
  readonly state: CameraState;
};

const heading = fc.oneof(fc.constantFrom(0, 45, 90, 135, 180, 225, 270, 315), between(0, 360));

const state: fc.Arbitrary<CameraState> = fc.oneof(
  { weight: 9, arbitrary: fc.constant(fit) },
  { weight: 2, arbitrary: fc.constant(lost) },
  {
    weight: 1,
    arbitrary: fc.record({ sees: fc.constant(true), blurred: fc.constant(true), heading: fc.constant(null) }),
  },
  { weight: 2, arbitrary: fc.record({ sees: fc.constant(true), blurred: fc.boolean(), heading }) },
);

/** Absent one time in three. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });

const optics = fc
  .record({
    height: fc.oneof(fc.constantFrom(1.5, 3, 4), between(1, 8)),
    tilt: fc.oneof(fc.constantFrom(0, 15, 15, 30, 90), between(-5, 45)),
    hfov: fc.oneof(fc.constantFrom(90, 90, 120), between(20, 170)),
    vfov: maybe(between(15, 120)),
    pixels: fc.constantFrom<readonly [number, number]>([1920, 1080], [3840, 2160], [3840, 2160], [7680, 4320]),
    range: maybe(between(8, 60)),
    infraredRange: fc.oneof(fc.constantFrom(0, 10, 30), between(5, 40)),
  })
  .map((drawn) => Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)));

const cameras: fc.Arbitrary<RandomCamera> = fc.record({
  place,
  aim: fc.record({ atArea: fc.constantFrom(true, true, true, false), pick: fc.nat(1000), heading }),
  optics: optics as fc.Arbitrary<RandomCamera["optics"]>,
  state,
});

function mountOf({ place, aim, optics }: RandomCamera, level: Level, areas: readonly Ring[]): Mount {
  const [x, y] = stand(place, level, areas);
  const target = pickFrom(areas, aim.pick);
  const [east, north] = target ? middleOf(target) : [x, y];
  const toward = (Math.atan2(east - x, north - y) * 180) / Math.PI;
  return { ...optics, level: level.id, x, y, heading: aim.atArea ? toward : aim.heading };
}

const lamps = fc.record({
  place,
  lightRadius: fc.oneof(fc.constantFrom(5, 12), between(2, 15)),
  works: fc.boolean(),
});

const drawnLevel = (id: string) =>
  fc.record({
    level: fc.record({
      id: fc.constant(id),
      name: fc.constant({ en: id, zh: id }),
      outline: fc.constant<Ring>([
        [0, 0],
        [SIZE, 0],
        [SIZE, SIZE],
        [0, SIZE],
      ]),
      walls,
      indoor: fc.constantFrom<Level["indoor"]>(false, false, false, "lit", "dark"),
    }),
    polygons: areas,
    cameras: fc.array(cameras, { minLength: 3, maxLength: 9, size: "max" }),
    lamps: fc.array(lamps, { minLength: 1, maxLength: 5, size: "max" }),
  });

const kinds = fc.record({
  standard: fc.constantFrom("iec-62676-4-2025" as const, "iec-62676-4-2014" as const),
  targetHeight: fc.constantFrom(1.5, 1.5, 0, 1.7),
  levels: fc.oneof(
    { weight: 3, arbitrary: fc.tuple(drawnLevel("ground")) },
    { weight: 1, arbitrary: fc.tuple(drawnLevel("ground"), drawnLevel("garage")) },
  ),
  needs: fc.array(fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3), { minLength: 8, maxLength: 8 }),
  counts: fc.array(fc.constantFrom(1, 1, 1, 1, 2, 2, 3), { minLength: 8, maxLength: 8 }),
  undrawn: fc.array(
    fc.record({ watchedBy: fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }), cameras: nearby(1, 2) }),
    {
      maxLength: 2,
    },
  ),
  dark: fc.boolean(),
});

const priority = "normal" as const;

/** A site with one or two levels of `SIZE` × `SIZE` metres, areas of at least 20 m², and what is so there at the moment. */
export const randomPlans: fc.Arbitrary<RandomPlan> = kinds.map((drawn) => {
  const classes = densityClasses[drawn.standard];
  const devices: Device[] = [];
  const watched: WatchArea[] = [];
  const states = new Map<string, CameraState>();
  const lampsOut = new Set<string>();
  for (const { level, polygons, cameras, lamps } of drawn.levels) {
    for (const polygon of polygons) {
      const i = watched.length;
      const id = `area-${i}`;
      const need = pickFrom(classes, drawn.needs[i] ?? 0)?.id as string;
      const count = drawn.counts[i] ?? 1;
      const shape = { level: level.id, polygon, need };
      watched.push({
        id,
        zone: "east",
        name: { en: id, zh: id },
        priority,
        atLeast: 0.95,
        cameras: count,
        drawn: shape,
        watchedBy: [],
      });
    }
    for (const one of cameras) {
      const id = `C${devices.length}`;
      devices.push({ ...camera, id, upstream: [], mount: mountOf(one, level, polygons) });
      if (one.state !== fit) states.set(id, one.state);
    }
    for (const one of lamps) {
      const id = `L${devices.length}`;
      const [x, y] = stand(one.place, level, polygons);
      devices.push({ ...lamp, id, upstream: [], mount: { level: level.id, x, y, lightRadius: one.lightRadius } });
      if (!one.works) lampsOut.add(id);
    }
  }
  const eyes = devices.filter(({ kind }) => kind === "camera").map(({ id }) => id);
  for (const { watchedBy, cameras } of drawn.undrawn) {
    const id = `car-${watched.length}`;
    const names = [...new Set(watchedBy.map((pick) => pickFrom(eyes, pick) as string))];
    watched.push({
      id,
      zone: "east",
      name: { en: id, zh: id },
      priority,
      atLeast: 0.95,
      cameras,
      drawn: null,
      watchedBy: names,
    });
  }
  const levels = drawn.levels.map(({ level }) => level);
  const coverage = {
    ...base.coverage,
    standard: drawn.standard,
    classes,
    targetHeight: drawn.targetHeight,
    cell: 0.25,
    levels,
    areas: watched,
  };
  const plan = {
    site: { ...base, links: [], devices, coverage },
    conditions: { dark: drawn.dark, lampsOut, states },
  };
  return { ...plan, [fc.toStringMethod]: () => told(plan) };
});

/** The plan of one seed, the same each time. */
export const planOf = (seed: number): RandomPlan => fc.sample(randomPlans, { seed, numRuns: 1 })[0] as RandomPlan;

/** What matters of a plan. */
const told = ({ site, conditions }: Pick<RandomPlan, "site" | "conditions">): string =>
  JSON.stringify({
    targetHeight: site.coverage.targetHeight,
    levels: site.coverage.levels.map(({ id, indoor, walls }) => ({ id, indoor, walls })),
    areas: site.coverage.areas.map(({ id, drawn, cameras, watchedBy }) => ({
      id,
      cameras,
      ...(drawn && { ...drawn, m2: Math.abs(signedArea(drawn.polygon)) }),
      watchedBy,
    })),
    devices: site.devices.map(({ id, mount }) => ({ id, ...mount })),
    dark: conditions.dark,
    lampsOut: [...conditions.lampsOut],
    states: Object.fromEntries(conditions.states),
  });
