// A second opinion on coverage, slow and plain, written from CONTRACT 6 alone: it throws points into an area and asks of each who sees it; it shares no code with src/coverage.

import type { CameraState, Level, Point, Ring, WatchArea } from "../../src/model/coverage.ts";
import type { Device, Site } from "../../src/model/site.ts";
import { type Estimate, shareOf } from "./oracle-samples.ts";

export type Light = {
  /** Outdoors, by the sun. */
  readonly dark: boolean;
  readonly lampsOut: ReadonlySet<string>;
};
/** What is so at an instant; a camera without a state is fit. */
export type Conditions = Light & { readonly states: ReadonlyMap<string, CameraState> };

export const fit: CameraState = { sees: true, blurred: false, heading: null };
export const lost: CameraState = { sees: false, blurred: false, heading: null };

/** Every camera fit at its registered heading, every lamp working. */
export const working = (dark: boolean): Conditions => ({ dark, lampsOut: new Set(), states: new Map() });

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const tangent = (degrees: number): number => Math.tan(radians(degrees));

const distanceOf = (a: number, b: number): number => Math.sqrt(a * a + b * b);

/** Above 0: c lies to the left of the line from a to b; below 0: to the right; 0: on it. */
const orientation = (a: Point, b: Point, c: Point): number =>
  Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));

/** Two open segments cross where the ends of each lie strictly on both sides of the other: no touching, nothing collinear. */
export const crosses = (a: Point, b: Point, c: Point, d: Point): boolean =>
  orientation(a, b, c) * orientation(a, b, d) < 0 && orientation(c, d, a) * orientation(c, d, b) < 0;

const hidden = (level: Level, from: Point, to: Point): boolean =>
  level.walls.some((wall) =>
    wall.some((end, i) => {
      const start = wall[i - 1];
      return start !== undefined && crosses(from, to, start, end);
    }),
  );

const levelOf = ({ coverage }: Site, id: string): Level | undefined => coverage.levels.find((level) => level.id === id);

/** `lit` levels are never dark, `dark` ones always; outdoors it is as the sun says. */
const isDarkOn = (level: Level, { dark }: Light): boolean =>
  level.indoor === "dark" || (level.indoor === false && dark);

const isLit = ({ devices }: Site, level: Level, [x, y]: Point, { lampsOut }: Light): boolean =>
  devices.some(
    ({ id, kind, mount }) =>
      kind === "streetlight" &&
      mount?.level === level.id &&
      !lampsOut.has(id) &&
      distanceOf(x - mount.x, y - mount.y) <= (mount.lightRadius ?? 0),
  );

/** px/m that serve as well as the asked for when the picture is blurred: the next denser class, none beyond the densest. */
const whenBlurred = ({ coverage }: Site, density: number): number =>
  coverage.classes.find((one) => one.density > density)?.density ?? Number.POSITIVE_INFINITY;

/** The nearest and the farthest plan distance in the picture. */
function verticalLimits(rise: number, tilt: number, vfov: number): readonly [near: number, far: number] {
  if (rise <= 0) return [0, Number.POSITIVE_INFINITY];
  const low = tilt + vfov / 2;
  const high = tilt - vfov / 2;
  return [
    low >= 90 ? 0 : low <= 0 ? Number.POSITIVE_INFINITY : rise / tangent(low),
    high > 0 ? rise / tangent(high) : Number.POSITIVE_INFINITY,
  ];
}

/**
 * The pixel density (px/m) at which a camera in this state has a point of its level in its picture; 0 where it has not.
 * What blur costs is not in it. Source: CONTRACT 6.
 */
export function densityOf(site: Site, { mount }: Device, state: CameraState, point: Point, light: Light): number {
  if (!state.sees || mount?.hfov === undefined || mount.pixels === undefined || mount.hfov >= 180) return 0;
  const level = levelOf(site, mount.level);
  if (!level) return 0;
  const { hfov, pixels, height = 3, tilt = 0, range = Number.POSITIVE_INFINITY, infraredRange = 0 } = mount;
  const vfov = mount.vfov ?? (2 * Math.atan((tangent(hfov / 2) * pixels[1]) / pixels[0]) * 180) / Math.PI;
  const east = point[0] - mount.x;
  const north = point[1] - mount.y;
  const distance = distanceOf(east, north);
  const rise = height - site.coverage.targetHeight;

  const bearing = (Math.atan2(east, north) * 180) / Math.PI;
  const aside = Math.abs(((((bearing - (state.heading ?? mount.heading ?? 0)) % 360) + 540) % 360) - 180);
  if (aside > hfov / 2 || distance > range) return 0;
  const [near, far] = verticalLimits(rise, tilt, vfov);
  if (distance < near || distance > far) return 0;
  if (isDarkOn(level, light) && distance > infraredRange && !isLit(site, level, point, light)) return 0;
  if (hidden(level, [mount.x, mount.y], point)) return 0;
  return pixels[0] / (2 * distanceOf(distance, rise) * tangent(hfov / 2));
}

/** Whether a camera in this state sees a point of its level at this class's density, px/m. */
export function seesPoint(
  site: Site,
  camera: Device,
  state: CameraState,
  point: Point,
  density: number,
  light: Light,
): boolean {
  const needed = state.blurred ? whenBlurred(site, density) : density;
  return needed < Number.POSITIVE_INFINITY && densityOf(site, camera, state, point, light) >= needed;
}

export type DrawnArea = WatchArea & { readonly drawn: NonNullable<WatchArea["drawn"]> };

/** Whether as many cameras as the area asks for see the point at the area's class. */
export function isSeen(site: Site, area: DrawnArea, point: Point, conditions: Conditions): boolean {
  const { level, need } = area.drawn;
  const density = site.coverage.classes.find(({ id }) => id === need)?.density;
  if (density === undefined) throw new Error(`area ${area.id}: no class ${need}`);
  let count = 0;
  for (const camera of site.devices) {
    if (camera.kind !== "camera" || camera.mount?.level !== level) continue;
    if (seesPoint(site, camera, conditions.states.get(camera.id) ?? fit, point, density, conditions)) count += 1;
    if (count >= area.cameras) return true;
  }
  return false;
}

const isDrawn = (area: WatchArea): area is DrawnArea => area.drawn !== null;

/** @throws Error for an id the plan does not have. */
export function areaOf({ coverage }: Site, id: string): WatchArea {
  const area = coverage.areas.find((one) => one.id === id);
  if (!area) throw new Error(`no area ${id}`);
  return area;
}

/**
 * The share of an area that is seen: of a drawn one by about so many random points of it, with the estimate's own
 * standard error; an undrawn one is seen whole while enough of its cameras see and stand as registered.
 */
export function oracleRatio(
  site: Site,
  areaId: string,
  conditions: Conditions,
  samples: number,
  seed: number,
): Estimate {
  const area = areaOf(site, areaId);
  if (isDrawn(area))
    return shareOf(area.drawn.polygon, samples, seed, (point) => isSeen(site, area, point, conditions));
  const watching = site.devices.filter(({ id, kind }) => {
    const { sees, heading } = conditions.states.get(id) ?? fit;
    return kind === "camera" && area.watchedBy.includes(id) && sees && heading === null;
  });
  return { share: watching.length >= area.cameras ? 1 : 0, standardError: 0 };
}

/** Why a point of a drawn area is blind now; null where it is seen. Source: the reasons of `BlindSpot`. */
export function blindReason(
  site: Site,
  area: DrawnArea,
  point: Point,
  conditions: Conditions,
): "design" | "light" | "camera" | null {
  if (isSeen(site, area, point, conditions)) return null;
  if (!isSeen(site, area, point, working(conditions.dark))) return "design";
  return isSeen(site, area, point, { ...conditions, lampsOut: new Set() }) ? "light" : "camera";
}

/** m² of a ring that does not cross itself; counter-clockwise above 0. */
export const signedArea = (ring: Ring): number =>
  ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] as Point;
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
