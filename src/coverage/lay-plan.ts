// The plan laid out for counting: each drawn area with the cameras and lamps that reach it, each camera with the areas it reaches.

import type { CoveragePlan, Level, WatchArea } from "../model/coverage.ts";
import type { Device } from "../model/site.ts";
import { type Band, bandOf } from "./band.ts";
import { createSheet } from "./count-seen.ts";
import type { Field, LampSpot, Viewer } from "./field.ts";
import { coordinate, directionOf, type Optics, opticsOf, reachOf } from "./optics.ts";
import { type Outlook, outlookOf } from "./outlook.ts";
import { stripsOf } from "./strips.ts";
import { createWallIndex, type WallIndex } from "./wall-index.ts";

/** What of a site is laid out. */
export type PlanSite = {
  readonly coverage: CoveragePlan;
  readonly devices: readonly Pick<Device, "id" | "kind" | "mount">[];
};

export type Camera = {
  readonly id: string;
  /** In a scene. */
  readonly place: number;
  /** null: it sees nothing of any drawing. */
  readonly optics: Optics | null;
  /** Plan distance at the sparsest class. */
  readonly reach: number;
  /** The areas it reaches as registered or as it looks now. */
  readonly viewers: Map<Field, Viewer>;
};

export type Lamp = LampSpot & { readonly level: string; readonly fields: Field[] };

export type Ground = {
  readonly plan: CoveragePlan;
  readonly levels: ReadonlyMap<string, Level>;
  readonly walls: (level: string) => WallIndex;
  readonly cameras: ReadonlyMap<string, Camera>;
  readonly lamps: ReadonlyMap<string, Lamp>;
  /** By area id; null for areas without a drawing. */
  readonly fields: ReadonlyMap<string, Field | null>;
  /** What a camera sees from a heading, degrees, before its state and the light. */
  readonly outlook: (camera: Camera, heading: number) => Outlook | null;
  readonly bands: (camera: Camera, outlook: Outlook | null) => ReadonlyMap<Field, Band>;
  readonly viewer: (camera: Camera, field: Field, registered: Band | null) => Viewer;
};

/** Less rise than this on a metre. */
const FLAT = 0.01;
const FLAT_SHADOW = 0.001;
const ALIKE = 0.0002;
const noWalls = createWallIndex([]);

export function layPlan(site: PlanSite): Ground {
  const plan = site.coverage;
  const levels = new Map(plan.levels.map((level) => [level.id, level]));
  const wallIndexes = new Map(plan.levels.map(({ id, walls }) => [id, createWallIndex(walls)]));
  const walls = (level: string): WallIndex => wallIndexes.get(level) ?? noWalls;
  const lamps = lampsOf(site);
  const cameras = camerasOf(site);
  const views = [...cameras.values()].flatMap(({ optics, reach }): View[] =>
    optics && reach > 0 ? [{ optics, reach, shadows: flatShadows(optics, reach, walls(optics.level)) }] : [],
  );
  const fields = new Map(
    plan.areas.map((area) => [area.id, fieldOf(plan, area, levels, walls, views, [...lamps.values()])] as const),
  );
  const onLevel = Map.groupBy(
    [...fields.values()].filter((field) => field !== null),
    ({ level }) => level,
  );
  const densityOfNeed = new Map(plan.classes.map(({ id, density }) => [id, density]));
  const denserThan = new Map(plan.classes.map(({ id }, i) => [id, plan.classes[i + 1]?.density]));

  const outlook = ({ optics, reach }: Camera, heading: number): Outlook | null =>
    optics && reach > 0 ? outlookOf(optics, heading, reach, walls(optics.level)) : null;
  function bands({ optics }: Camera, from: Outlook | null): ReadonlyMap<Field, Band> {
    const found = new Map<Field, Band>();
    if (!optics || !from) return found;
    for (const field of onLevel.get(optics.level) ?? []) {
      const { left, right, bottom, top } = field.strips;
      if (left > from.right || right < from.left || bottom > from.top || top < from.bottom) continue;
      const density = densityOfNeed.get(field.need);
      const band = density === undefined ? null : bandOf(optics, from, reachOf(optics, density), field.strips);
      if (band) found.set(field, band);
    }
    return found;
  }
  function viewer({ id, place, optics }: Camera, { need }: Field, registered: Band | null): Viewer {
    const denser = denserThan.get(need);
    return {
      camera: place,
      id,
      x: optics?.x ?? 0,
      y: optics?.y ?? 0,
      blurredReach: optics && denser !== undefined ? reachOf(optics, denser) : -1,
      infrared: optics?.infrared ?? 0,
      registered,
      present: registered,
    };
  }
  const ground = { plan, levels, walls, cameras, lamps, fields, outlook, bands, viewer };
  for (const camera of cameras.values())
    for (const [field, band] of bands(camera, outlook(camera, camera.optics?.heading ?? 0))) {
      const one = viewer(camera, field, band);
      camera.viewers.set(field, one);
      field.viewers.push(one);
    }
  return ground;
}

/** Every camera, and whatever an undrawn area is watched by. */
function camerasOf({ devices, coverage }: PlanSite): Map<string, Camera> {
  const { classes, targetHeight, areas } = coverage;
  const sparsest = classes[0]?.density ?? Number.POSITIVE_INFINITY;
  const cameras = new Map<string, Camera>();
  for (const device of devices) {
    if (device.kind !== "camera") continue;
    const optics = opticsOf(device, targetHeight);
    const reach = optics ? reachOf(optics, sparsest) : -1;
    cameras.set(device.id, { id: device.id, place: cameras.size, optics, reach, viewers: new Map() });
  }
  for (const id of areas.flatMap(({ watchedBy }) => watchedBy))
    if (!cameras.has(id)) cameras.set(id, { id, place: cameras.size, optics: null, reach: -1, viewers: new Map() });
  return cameras;
}

function lampsOf({ devices }: Pick<PlanSite, "devices">): Map<string, Lamp> {
  const lamps = new Map<string, Lamp>();
  for (const { id, kind, mount } of devices) {
    if (kind !== "streetlight" || !mount) continue;
    const { level, x, y, lightRadius = 0 } = mount;
    const radius = Math.min(1e7, Math.max(0, lightRadius));
    lamps.set(id, { lamp: lamps.size, id, level, x: coordinate(x), y: coordinate(y), radius, fields: [] });
  }
  return lamps;
}

function fieldOf(
  plan: CoveragePlan,
  area: WatchArea,
  levels: ReadonlyMap<string, Level>,
  walls: (level: string) => WallIndex,
  views: readonly View[],
  lamps: readonly Lamp[],
): Field | null {
  if (!area.drawn) return null;
  const { level, polygon, need } = area.drawn;
  const xs = polygon.map(([x]) => coordinate(x));
  const ys = polygon.map(([, y]) => coordinate(y));
  const box: Box = [xs.reduce(lower, 1e7), ys.reduce(lower, 1e7), xs.reduce(higher, -1e7), ys.reduce(higher, -1e7)];
  const { ax, ay, bx, by, near } = walls(level);
  const ends = [...near(...box)].flatMap((i) => [
    ...(isWithin(ax[i] as number, box[0], box[2]) ? [ay[i] as number] : []),
    ...(isWithin(bx[i] as number, box[0], box[2]) ? [by[i] as number] : []),
  ]);
  const middle = (box[0] + box[2]) / 2;
  const edges = views
    .filter(({ optics, reach }) => optics.level === level && distanceTo(box, optics) < reach)
    .flatMap(({ optics, shadows }) => [
      ...flatEdges(optics, middle),
      ...shadows.map((slope) => optics.y + slope * (middle - optics.x)),
    ]);
  const strips = stripsOf(polygon, plan.cell, [...ends, ...edges]);
  const reaching = lamps.filter(
    (lamp) => lamp.level === level && lamp.radius > 0 && distanceTo(box, lamp) < lamp.radius,
  );
  const indoor = levels.get(level)?.indoor ?? false;
  const field: Field = {
    area,
    level,
    need,
    strips,
    darkness: indoor === "dark" ? "always" : indoor === "lit" ? "never" : "sun",
    viewers: [],
    lamps: reaching,
    sheets: [createSheet(strips), createSheet(strips)],
  };
  for (const lamp of reaching) lamp.fields.push(field);
  return field;
}

type Box = readonly [left: number, bottom: number, right: number, top: number];
/** From a point to the nearest of a box, metres; 0 inside. */
export const distanceTo = (
  [left, bottom, right, top]: Box,
  { x, y }: { readonly x: number; readonly y: number },
): number => Math.hypot(x - Math.min(right, Math.max(left, x)), y - Math.min(top, Math.max(bottom, y)));

/** A camera as the strips are cut for it. */
type View = {
  readonly optics: Optics;
  readonly reach: number;
  /** Slopes of the shadows that run along the strips. */
  readonly shadows: readonly number[];
};

/**
 * Slopes of the rays through ends of walls that run nearly along the strips: a camera hangs on a wall that is drawn along an axis, and
 * what its corner hides begins on a line along that axis too, however far away. Alike ones count once.
 */
function flatShadows({ x, y }: Optics, reach: number, { ax, ay, bx, by, near }: WallIndex): readonly number[] {
  const rise = reach * FLAT_SHADOW;
  const slopes = new Set<number>();
  for (const i of near(x - reach, y - rise, x + reach, y + rise))
    for (const [endX, endY] of [
      [ax[i] as number, ay[i] as number],
      [bx[i] as number, by[i] as number],
    ] as const) {
      const slope = (endY - y) / (endX - x);
      if (Math.abs(slope) < FLAT_SHADOW) slopes.add(Math.round(slope / ALIKE) * ALIKE);
    }
  return [...slopes];
}

/** Where the sides of a camera's wedge that run nearly along the strips pass above or below x: none of them shall cut a strip. */
function flatEdges({ x, y, heading, half }: Optics, at: number): number[] {
  const turn = (half * 180) / Math.PI;
  return [heading - turn, heading + turn].flatMap((bearing) => {
    const [east, north] = directionOf(bearing);
    return Math.abs(north) < FLAT ? [y + ((at - x) * north) / east] : [];
  });
}

const lower = (a: number, b: number): number => Math.min(a, b);
const higher = (a: number, b: number): number => Math.max(a, b);
const isWithin = (x: number, low: number, high: number): boolean => x >= low && x <= high;
