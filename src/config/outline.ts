// Whether a point of a floor plan lies within a level's outline; the edge belongs to it.

import type { Point } from "../model/coverage.ts";
import { distanceTo, near } from "./plan-geometry.ts";

export function isInside(point: Point, outline: readonly Point[]): boolean {
  let inside = false;
  for (const [index, corner] of outline.entries()) {
    const next = outline[(index + 1) % outline.length] as Point;
    if (distanceTo(point, [corner, next]) <= near) return true;
    const [x, y] = point;
    const crosses = corner[1] > y !== next[1] > y;
    if (crosses && x < ((next[0] - corner[0]) * (y - corner[1])) / (next[1] - corner[1]) + corner[0]) inside = !inside;
  }
  return inside;
}

/** Within it, and not on its edge. */
export const isWithin = (point: Point, outline: readonly Point[]): boolean =>
  isInside(point, outline) &&
  outline.every((corner, index) => distanceTo(point, [corner, outline[(index + 1) % outline.length] as Point]) > near);
