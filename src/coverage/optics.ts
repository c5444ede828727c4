// What a camera's mount and optics allow before any wall: its wedge, its nearest and farthest plan distance (CONTRACT 6).

import type { Device } from "../model/site.ts";

/** Lengths in metres, angles in radians; `x`, `y` on its level. */
export type Optics = {
  readonly level: string;
  readonly x: number;
  readonly y: number;
  /** As registered, degrees clockwise from north (y). */
  readonly heading: number;
  /** Half the horizontal angle of view, less than a right angle; and its tangent. */
  readonly half: number;
  readonly tangent: number;
  /** Height above the target's height; negative below it. */
  readonly rise: number;
  /** Tilt's near limit; tilt's far limit and `range`. */
  readonly near: number;
  readonly far: number;
  /** Picture width, px. */
  readonly pixels: number;
  readonly infrared: number;
};

const DEFAULT_HEIGHT = 3;
/** Farther than any plan, near enough for arithmetic. */
export const FARTHEST = 1e5;
const degrees = Math.PI / 180;

/** A coordinate that arithmetic can bear, whatever was written. */
export const coordinate = (value: number): number => (Number.isNaN(value) ? 0 : Math.min(1e7, Math.max(-1e7, value)));

/** null for a camera that sees nothing anywhere: no mount, no optics, absurd optics, or looking above every target. */
export function opticsOf({ mount }: Pick<Device, "mount">, targetHeight: number): Optics | null {
  if (!mount?.hfov || !mount.pixels) return null;
  const { hfov, pixels, tilt = 0, height = DEFAULT_HEIGHT, heading = 0, range = FARTHEST, infraredRange = 0 } = mount;
  const half = (hfov / 2) * degrees;
  if (!(hfov > 0 && hfov < 180 && pixels[0] > 0)) return null;
  const tangent = Math.tan(half);
  const halfHigh = mount.vfov === undefined ? Math.atan((tangent * pixels[1]) / pixels[0]) / degrees : mount.vfov / 2;
  const rise = height - targetHeight;
  const limits = rise > 0 ? tiltLimits(rise, tilt + halfHigh, tilt - halfHigh) : { near: 0, far: FARTHEST };
  const far = Math.min(limits.far, range, FARTHEST);
  if (!(limits.near <= far && Number.isFinite(rise))) return null;
  return {
    level: mount.level,
    x: coordinate(mount.x),
    y: coordinate(mount.y),
    heading: Number.isFinite(heading) ? heading : 0,
    half,
    tangent,
    rise,
    near: limits.near,
    far,
    pixels: pixels[0],
    infrared: infraredRange > 0 ? infraredRange : 0,
  };
}

/** @param lower, upper angles below the horizon of the picture's lower and upper edge, degrees. */
function tiltLimits(rise: number, lower: number, upper: number): { readonly near: number; readonly far: number } {
  const near = lower >= 90 ? 0 : lower > 0 ? rise / Math.tan(lower * degrees) : Number.POSITIVE_INFINITY;
  const far = upper > 0 ? rise / Math.tan(upper * degrees) : FARTHEST;
  return { near, far };
}

/** px/m at a plan distance. Source: IEC 62676-4. */
export const densityOf = ({ pixels, tangent, rise }: Optics, distance: number): number =>
  pixels / (2 * Math.hypot(distance, rise) * tangent);

/** The farthest plan distance with at least this density, px/m; −1 where there is none. */
export function reachOf({ pixels, tangent, rise, near, far }: Optics, density: number): number {
  const slant = pixels / (2 * density * tangent);
  if (!(slant >= Math.abs(rise))) return -1;
  const reach = Math.min(far, Math.sqrt((slant - rise) * (slant + rise)));
  return reach >= near ? reach : -1;
}

/** The unit vector of a compass direction, degrees. */
export const directionOf = (heading: number): readonly [number, number] => [
  Math.sin(heading * degrees),
  Math.cos(heading * degrees),
];
