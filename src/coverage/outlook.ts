// The plan view of what a camera can see from a heading, cut by walls: a star-shaped polygon around it, before near and far limits.

import { envelopeOf } from "./envelope.ts";
import { directionOf, type Optics } from "./optics.ts";
import type { WallIndex } from "./wall-index.ts";

/** Corners, the camera first; its straight outer side lies beyond `reach` of the camera. */
export type Outlook = {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly reach: number;
  /** Of what lies within reach. */
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
};

/** A wall whose line passes the camera this close, m, touches it: it hides nothing (proper crossings only). */
const TOUCHES = 1e-9;
let segments = new Float64Array(1024);

/** @param reach beyond which nothing matters, m, above 0. */
export function outlookOf(optics: Optics, heading: number, reach: number, walls: WallIndex): Outlook {
  const { x, y, tangent } = optics;
  const [fx, fy] = directionOf(heading);
  const box = boxOf(optics, heading, reach);
  const near = walls.near(box.left, box.bottom, box.right, box.top);
  if (segments.length < near.length * 4) segments = new Float64Array(near.length * 8);
  // The nearness of the outer side, which lies wholly beyond reach.
  const floor = 1 / (reach * 1.001 + 0.001);
  let count = 0;
  for (const i of near) {
    const [dx0, dy0] = [(walls.ax[i] as number) - x, (walls.ay[i] as number) - y];
    const [dx1, dy1] = [(walls.bx[i] as number) - x, (walls.by[i] as number) - y];
    // Forward and lateral (to the right) of both ends.
    const [f0, f1] = [dx0 * fx + dy0 * fy, dx1 * fx + dy1 * fy];
    const [l0, l1] = [dx0 * fy - dy0 * fx, dx1 * fy - dy1 * fx];
    if (putSegment(count, f0, l0, f1, l1, tangent, floor)) count += 1;
  }
  const { count: pieces, end, p, q } = envelopeOf(segments, count, tangent, floor);
  const xs = new Float64Array(2 * pieces + 1);
  const ys = new Float64Array(2 * pieces + 1);
  xs[0] = x;
  ys[0] = y;
  let n = 1;
  let u = -tangent;
  for (let i = 0; i < pieces; i += 1) {
    for (const side of [u, end[i] as number]) {
      const f = 1 / Math.max(floor, (p[i] as number) + (q[i] as number) * side);
      xs[n] = x + f * (fx + side * fy);
      ys[n] = y + f * (fy - side * fx);
      n += 1;
    }
    u = end[i] as number;
  }
  return { xs, ys, reach, ...box };
}

/** Puts a wall into the picture plane, cut to the wedge and the outer side; false where it hides nothing. */
function putSegment(
  place: number,
  f0: number,
  l0: number,
  f1: number,
  l1: number,
  tangent: number,
  floor: number,
): boolean {
  if (f0 <= 0 && f1 <= 0) return false;
  const cross = f0 * l1 - f1 * l0;
  if (Math.abs(cross) <= TOUCHES * Math.hypot(f1 - f0, l1 - l0)) return false;
  // The wedge is |l| ≤ tangent·f: its right side and its left side.
  const [a0, a1] = [tangent * f0 - l0, tangent * f1 - l1];
  const [b0, b1] = [tangent * f0 + l0, tangent * f1 + l1];
  if ((a0 <= 0 && a1 <= 0) || (b0 <= 0 && b1 <= 0)) return false;
  const from = Math.max(a0 < 0 ? a0 / (a0 - a1) : 0, b0 < 0 ? b0 / (b0 - b1) : 0);
  const to = Math.min(a1 < 0 ? a0 / (a0 - a1) : 1, b1 < 0 ? b0 / (b0 - b1) : 1);
  if (!(from < to)) return false;
  const uFrom = (l0 + from * (l1 - l0)) / (f0 + from * (f1 - f0));
  const uTo = (l0 + to * (l1 - l0)) / (f0 + to * (f1 - f0));
  const p = (l1 - l0) / cross;
  const q = (f0 - f1) / cross;
  let low = Math.max(-tangent, Math.min(uFrom, uTo));
  let high = Math.min(tangent, Math.max(uFrom, uTo));
  if (p + q * low < floor) low = q > 0 ? Math.max(low, (floor - p) / q) : high;
  if (p + q * high < floor) high = q < 0 ? Math.min(high, (floor - p) / q) : low;
  if (!(low < high)) return false;
  segments[place * 4] = low;
  segments[place * 4 + 1] = high;
  segments[place * 4 + 2] = p;
  segments[place * 4 + 3] = q;
  return true;
}

/** The box around the wedge within reach. */
function boxOf({ x, y, half }: Optics, heading: number, reach: number) {
  const turn = (half * 180) / Math.PI;
  const corners = [directionOf(heading - turn), directionOf(heading + turn)];
  const middle = directionOf(heading);
  const cosine = Math.cos(half);
  for (const axis of [
    [0, 1],
    [1, 0],
    [0, -1],
    [-1, 0],
  ] as const)
    if (axis[0] * middle[0] + axis[1] * middle[1] >= cosine) corners.push(axis);
  const east = corners.map(([dx]) => dx * reach);
  const north = corners.map(([, dy]) => dy * reach);
  return {
    left: x + Math.min(0, ...east),
    right: x + Math.max(0, ...east),
    bottom: y + Math.min(0, ...north),
    top: y + Math.max(0, ...north),
  };
}
