// The plane geometry that the checks of a drawing ask: areas, distances, crossings. Pure; whatever numbers it is given, it answers.

import type { Point, Ring } from "../model/coverage.ts";

/** A millimetre: what a drawing in metres cannot mean to differ by. */
export const near = 1e-3;

export type Segment = readonly [Point, Point];

export const same = (a: Point, b: Point): boolean => Math.hypot(a[0] - b[0], a[1] - b[1]) <= near;

/** The pieces of an open polyline. */
export const piecesOf = (line: readonly Point[]): readonly Segment[] =>
  line.slice(1).map((point, index) => [line[index] as Point, point]);

/** The sides of a ring, the one from its last corner to its first included; a ring written with its first corner again at its end is the same ring. */
export function sidesOf(ring: Ring): readonly Segment[] {
  const open = withoutRepeats(ring);
  return open.map((corner, index) => [corner, open[(index + 1) % open.length] as Point]);
}

/** The ring without corners that lie on the one before them. */
export const withoutRepeats = (ring: Ring): Ring =>
  ring
    .filter((corner, index) => index === 0 || !same(corner, ring[index - 1] as Point))
    .filter((corner, index, kept) => index === 0 || index < kept.length - 1 || !same(corner, kept[0] as Point));

/** Square metres; positive where the ring runs counter-clockwise. Relative to its first corner, so that a plan far from its origin loses nothing. */
export function signedArea(ring: Ring): number {
  const [x0, y0] = ring[0] ?? [0, 0];
  let doubled = 0;
  for (const [index, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[(index + 1) % ring.length] as Point;
    doubled += (x - x0) * (nextY - y0) - (nextX - x0) * (y - y0);
  }
  return doubled / 2;
}

export function distanceTo([x, y]: Point, [[x1, y1], [x2, y2]]: Segment): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length));
  return Math.hypot(x - (x1 + along * dx), y - (y1 + along * dy));
}

/** Which side of the line through the segment the point lies on: 1 left, -1 right, 0 on it. */
function side([[x1, y1], [x2, y2]]: Segment, [x, y]: Point): number {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const off = ((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) / length;
  return off > near ? 1 : off < -near ? -1 : 0;
}

/** Whether the segments run through each other; touching, or overlapping on one line, is none. */
export const cross = (a: Segment, b: Segment): boolean =>
  side(a, b[0]) * side(a, b[1]) < 0 && side(b, a[0]) * side(b, a[1]) < 0;

/** Where two crossing segments meet; the first one's begin where that is beyond what numbers hold. */
export function meeting([[x1, y1], [x2, y2]]: Segment, [[x3, y3], [x4, y4]]: Segment): Point {
  const along = ((x3 - x1) * (y4 - y3) - (y3 - y1) * (x4 - x3)) / ((x2 - x1) * (y4 - y3) - (y2 - y1) * (x4 - x3));
  const [x, y] = [x1 + along * (x2 - x1), y1 + along * (y2 - y1)];
  return Number.isFinite(x) && Number.isFinite(y) ? [x, y] : [x1, y1];
}

export type Box = { readonly left: number; readonly right: number; readonly bottom: number; readonly top: number };

export function boxOf(points: readonly Point[]): Box {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of points) {
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < bottom) bottom = y;
    if (y > top) top = y;
  }
  return { left, right, bottom, top };
}

export const inBox = ([x, y]: Point, { left, right, bottom, top }: Box): boolean =>
  x >= left - near && x <= right + near && y >= bottom - near && y <= top + near;

export function distanceToBox([x, y]: Point, { left, right, bottom, top }: Box): number {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(bottom - y, 0, y - top));
}
