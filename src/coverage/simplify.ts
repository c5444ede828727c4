// Leaves out the corners of a ring that change it by less than a tolerance (Douglas and Peucker's method from two far corners).

import type { Point, Ring } from "../model/coverage.ts";

let keep = new Uint8Array(4096);
const open: number[] = [];

/**
 * The ring of the first `count` corners.
 * @returns all of them where fewer than three would be left.
 */
export function simplify(xs: Float64Array, ys: Float64Array, count: number, tolerance: number): Ring {
  if (keep.length < count) keep = new Uint8Array(2 * count);
  keep.fill(0, 0, count);
  let far = 0;
  let farthest = -1;
  for (let i = 0; i < count; i += 1) {
    const distance = ((xs[i] as number) - (xs[0] as number)) ** 2 + ((ys[i] as number) - (ys[0] as number)) ** 2;
    if (distance > farthest) {
      far = i;
      farthest = distance;
    }
  }
  keep[0] = 1;
  keep[far] = 1;
  let kept = far === 0 ? 1 : 2;
  open.push(0, far, far, count);
  while (open.length > 0) {
    const to = open.pop() as number;
    const from = open.pop() as number;
    const worst = farthestFrom(xs, ys, from, to, to === count ? 0 : to, tolerance);
    if (worst < 0) continue;
    keep[worst] = 1;
    kept += 1;
    open.push(from, worst, worst, to);
  }
  const ring: Point[] = [];
  for (let i = 0; i < count; i += 1) if (kept < 3 || keep[i] === 1) ring.push([xs[i] as number, ys[i] as number]);
  return ring;
}

/** The corner of (from…to) that lies farthest from the line between their ends, if beyond the tolerance; else −1. */
function farthestFrom(
  xs: Float64Array,
  ys: Float64Array,
  from: number,
  to: number,
  end: number,
  tolerance: number,
): number {
  const ax = xs[from] as number;
  const ay = ys[from] as number;
  const dx = (xs[end] as number) - ax;
  const dy = (ys[end] as number) - ay;
  const square = dx * dx + dy * dy;
  const scale = square > 0 ? 1 / square : 0;
  let worst = -1;
  let most = tolerance * tolerance;
  for (let i = from + 1; i < to; i += 1) {
    const px = (xs[i] as number) - ax;
    const py = (ys[i] as number) - ay;
    const along = (px * dx + py * dy) * scale;
    const t = along < 0 ? 0 : along > 1 ? 1 : along;
    const offX = px - t * dx;
    const offY = py - t * dy;
    const off = offX * offX + offY * offY;
    if (off > most) {
      worst = i;
      most = off;
    }
  }
  return worst;
}
