// The outer ring of one blind spot, walked along its rows' ends with the inside to the left: counter-clockwise.

import type { Ring } from "../model/coverage.ts";
import type { Gaps } from "./gaps.ts";
import type { Pieces } from "./join-gaps.ts";
import { simplify } from "./simplify.ts";

let xs = new Float64Array(4096);
let ys = new Float64Array(4096);

/**
 * @param borders heights between which the rows lie.
 * @param cell metres: the ring may differ by a quarter of it.
 */
export function traceRing(gaps: Gaps, pieces: Pieces, piece: number, borders: Float64Array, cell: number): Ring {
  const { rows, x0, x1 } = gaps;
  const start = pieces.first[piece] as number;
  // Each end of each gap is passed at most once, and leaves at most three corners.
  const most = 2 * (pieces.size[piece] as number);
  if (xs.length <= 3 * most) {
    xs = new Float64Array(6 * most + 1);
    ys = new Float64Array(6 * most + 1);
  }
  let n = 0;
  const put = (x: number, y: number): void => {
    if (n > 1 && isBetween(n - 2, n - 1, x, y)) n -= 1;
    xs[n] = x;
    ys[n] = y;
    n += 1;
  };
  // From the lowest row's right lower corner, to which the walk comes back at last.
  put(x1[start] as number, borders[rows[start] as number] as number);
  let gap = start;
  let isUp = true;
  for (let left = most; left > 0; left -= 1) {
    const row = rows[gap] as number;
    const from = (isUp ? x1[gap] : x0[gap]) as number;
    put(from, ((borders[row] as number) + (borders[row + 1] as number)) / 2);
    const turn: number = isUp ? above(gaps, pieces.of, gap) : below(gaps, pieces.of, gap);
    const next = turn >> 1;
    const goesUp: boolean = (turn & 1) === 1;
    // Where it goes on in the same direction, from middle line to middle line, slopes are slopes.
    if (goesUp !== isUp) {
      const border = borders[isUp ? row + 1 : row] as number;
      put(from, border);
      put((goesUp ? x1[next] : x0[next]) as number, border);
    }
    gap = next;
    isUp = goesUp;
    if (gap === start && isUp) {
      n -= 1;
      break;
    }
  }
  return simplify(xs, ys, n, cell / 5);
}

/** m: what lies closer to a straight line lies on it. */
const STRAIGHT = 1e-5;

/** Whether corner b lies on the straight way from corner a to a point. */
function isBetween(a: number, b: number, x: number, y: number): boolean {
  const dx = x - (xs[a] as number);
  const dy = y - (ys[a] as number);
  const bx = (xs[b] as number) - (xs[a] as number);
  const by = (ys[b] as number) - (ys[a] as number);
  const cross = dx * by - dy * bx;
  return cross * cross <= STRAIGHT * STRAIGHT * (dx * dx + dy * dy) && bx * dx + by * dy > 0;
}

/** A gap, and whether the walk goes up its right end (1) or down its left end (0), in one number. */
const up = (gap: number): number => gap * 2 + 1;
const down = (gap: number): number => gap * 2;

/** Where the walk goes from the top of a gap's right end. */
function above({ starts, row: rowCount, rows, x0, x1 }: Gaps, of: Int32Array, gap: number): number {
  const row = rows[gap] as number;
  const piece = of[gap] as number;
  const left = x0[gap] as number;
  const right = x1[gap] as number;
  let back = -1;
  if (row + 1 < rowCount)
    for (let i = starts[row + 1] as number; i < (starts[row + 2] as number); i += 1) {
      if (of[i] !== piece || (x1[i] as number) <= left) continue;
      if ((x0[i] as number) >= right) break;
      if ((x1[i] as number) < right) back = i;
      else {
        // It goes on above; but the next gap of this row may come first.
        for (let j = gap + 1; j < (starts[row + 1] as number); j += 1)
          if (of[j] === piece) return (x0[j] as number) < (x1[i] as number) ? down(j) : up(i);
        return up(i);
      }
    }
  return back >= 0 ? up(back) : down(gap);
}

/** Where it goes from the bottom of a gap's left end. */
function below({ starts, rows, x0, x1 }: Gaps, of: Int32Array, gap: number): number {
  const row = rows[gap] as number;
  const piece = of[gap] as number;
  const left = x0[gap] as number;
  const right = x1[gap] as number;
  let back = -1;
  if (row > 0)
    for (let i = (starts[row] as number) - 1; i >= (starts[row - 1] as number); i -= 1) {
      if (of[i] !== piece || (x0[i] as number) >= right) continue;
      if ((x1[i] as number) <= left) break;
      if ((x0[i] as number) > left) back = i;
      else {
        for (let j = gap - 1; j >= (starts[row] as number); j -= 1)
          if (of[j] === piece) return (x1[j] as number) > (x0[i] as number) ? up(j) : down(i);
        return down(i);
      }
    }
  return back >= 0 ? down(back) : up(gap);
}
