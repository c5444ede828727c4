// Blind spans of neighbouring rows that touch and have one reason are one blind spot: the connected pieces.

import type { Gaps } from "./gaps.ts";

export type Pieces = {
  /** By gap: its piece. */
  readonly of: Int32Array;
  /** By piece: its lowest gap, furthest left; how many gaps it has; m². */
  readonly first: readonly number[];
  readonly size: readonly number[];
  readonly area: readonly number[];
};

let labels = new Int32Array(1024);

/** @returns `of` in scratch memory, valid until the next call. */
export function joinGaps({ count, starts, row: rowCount, rows, x0, x1, reason }: Gaps, borders: Float64Array): Pieces {
  if (labels.length < count) labels = new Int32Array(2 * count);
  const root = labels;
  for (let gap = 0; gap < count; gap += 1) root[gap] = gap;
  for (let row = 0; row + 1 < rowCount; row += 1) {
    let i = starts[row] as number;
    let j = starts[row + 1] as number;
    const iEnd = j;
    const jEnd = starts[row + 2] as number;
    while (i < iEnd && j < jEnd) {
      const [endI, endJ] = [x1[i] as number, x1[j] as number];
      if (reason[i] === reason[j] && (x0[i] as number) < endJ && (x0[j] as number) < endI) join(root, i, j);
      if (endI < endJ) i += 1;
      else j += 1;
    }
  }
  const first: number[] = [];
  const size: number[] = [];
  const area: number[] = [];
  // The least gap of a piece is its root, so that it comes before all that point to it.
  for (let gap = 0; gap < count; gap += 1) {
    const parent = root[gap] as number;
    let piece: number;
    if (parent === gap) {
      piece = first.length;
      first.push(gap);
      size.push(0);
      area.push(0);
    } else piece = root[parent] as number;
    root[gap] = piece;
    const row = rows[gap] as number;
    const height = (borders[row + 1] as number) - (borders[row] as number);
    size[piece] = (size[piece] as number) + 1;
    area[piece] = (area[piece] as number) + ((x1[gap] as number) - (x0[gap] as number)) * height;
  }
  return { of: root, first, size, area };
}

/** Hangs the greater root on the lesser. */
function join(root: Int32Array, a: number, b: number): void {
  const [rootA, rootB] = [rootOf(root, a), rootOf(root, b)];
  if (rootA < rootB) root[rootB] = rootA;
  else root[rootA] = rootB;
}

function rootOf(root: Int32Array, gap: number): number {
  let at = gap;
  while (root[at] !== at) {
    root[at] = root[root[at] as number] as number;
    at = root[at] as number;
  }
  return at;
}
