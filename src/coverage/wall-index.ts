// The wall segments of one level in a grid, so that a camera meets only those near it.

import type { Point } from "../model/coverage.ts";
import { coordinate } from "./optics.ts";

export type WallIndex = {
  /** Segment i runs from (ax, ay) to (bx, by). */
  readonly ax: Float64Array;
  readonly ay: Float64Array;
  readonly bx: Float64Array;
  readonly by: Float64Array;
  /** Segments that may touch this box, each once; valid until the next call. */
  readonly near: (x0: number, y0: number, x1: number, y1: number) => Int32Array;
};

const MOST_CELLS_A_SIDE = 256;

export function createWallIndex(walls: readonly (readonly Point[])[]): WallIndex {
  const flat: number[] = [];
  for (const wall of walls) {
    for (let i = 1; i < wall.length; i += 1) {
      const [[x0, y0], [x1, y1]] = [wall[i - 1] as Point, wall[i] as Point];
      const ends = [coordinate(x0), coordinate(y0), coordinate(x1), coordinate(y1)] as const;
      if (ends[0] !== ends[2] || ends[1] !== ends[3]) flat.push(...ends);
    }
  }
  const count = flat.length / 4;
  const column = (place: number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => flat[i * 4 + place] as number);
  const [ax, ay, bx, by] = [column(0), column(1), column(2), column(3)];

  let [left, bottom, right, top] = [0, 0, 0, 0];
  for (let i = 0; i < flat.length; i += 2) {
    const [x, y] = [flat[i] as number, flat[i + 1] as number];
    left = i === 0 ? x : Math.min(left, x);
    right = i === 0 ? x : Math.max(right, x);
    bottom = i === 0 ? y : Math.min(bottom, y);
    top = i === 0 ? y : Math.max(top, y);
  }
  const side = Math.min(MOST_CELLS_A_SIDE, Math.max(1, Math.ceil(Math.sqrt(count))));
  const size = Math.max((right - left) / side, (top - bottom) / side, 1e-3);
  const place = (offset: number): number => Math.min(side - 1, Math.max(0, Math.floor(offset / size)));

  /** Each cell a segment passes, row by row. */
  function walk(visit: (cell: number, segment: number) => void): void {
    for (let i = 0; i < count; i += 1) {
      const up = (ay[i] as number) <= (by[i] as number);
      const [x0, y0] = up ? [ax[i] as number, ay[i] as number] : [bx[i] as number, by[i] as number];
      const [x1, y1] = up ? [bx[i] as number, by[i] as number] : [ax[i] as number, ay[i] as number];
      const slope = y1 > y0 ? (x1 - x0) / (y1 - y0) : 0;
      const [first, last] = [place(y0 - bottom), place(y1 - bottom)];
      for (let row = first; row <= last; row += 1) {
        const from = row === first ? x0 : x0 + slope * (bottom + row * size - y0);
        const to = row === last ? x1 : x0 + slope * (bottom + (row + 1) * size - y0);
        const low = place(Math.min(from, to) - left - 1e-9);
        const high = place(Math.max(from, to) - left + 1e-9);
        for (let cell = low; cell <= high; cell += 1) visit(row * side + cell, i);
      }
    }
  }
  const starts = new Uint32Array(side * side + 1);
  walk((cell) => {
    starts[cell + 1] = (starts[cell + 1] as number) + 1;
  });
  for (let i = 0; i < side * side; i += 1) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number);
  const members = new Int32Array(starts[side * side] as number);
  const filled = starts.slice();
  walk((cell, segment) => {
    members[filled[cell] as number] = segment;
    filled[cell] = (filled[cell] as number) + 1;
  });

  const stamps = new Uint32Array(count);
  const found = new Int32Array(count);
  let stamp = 0;
  return {
    ax,
    ay,
    bx,
    by,
    near(x0, y0, x1, y1) {
      if (x1 < left || x0 > right || y1 < bottom || y0 > top) return found.subarray(0, 0);
      stamp += 1;
      let n = 0;
      const [low, high] = [place(x0 - left), place(x1 - left)];
      for (let row = place(y0 - bottom); row <= place(y1 - bottom); row += 1) {
        const from = starts[row * side + low] as number;
        const to = starts[row * side + high + 1] as number;
        for (let i = from; i < to; i += 1) {
          const segment = members[i] as number;
          if (stamps[segment] === stamp) continue;
          stamps[segment] = stamp;
          found[n] = segment;
          n += 1;
        }
      }
      return found.subarray(0, n);
    },
  };
}
