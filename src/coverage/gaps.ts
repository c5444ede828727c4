// The blind spans of an area's rows with the reason of each and those to blame, as a survey writes them down from left to right.

import type { BlindReason } from "../model/coverage.ts";

/** What a gap's reason is written as: its place here. */
export const reasons: readonly BlindReason[] = ["design", "camera", "light"];
export const DESIGN_GAP = 0;
export const CAMERA_GAP = 1;
export const LIGHT_GAP = 2;

/** In scratch memory: what one survey wrote is there until the next. */
export type Gaps = {
  count: number;
  /** Gaps of row i: starts[i] up to starts[i + 1]; `row` is the one being written. */
  starts: Uint32Array;
  row: number;
  /** By gap: its row, its ends, its reason. */
  rows: Int32Array;
  x0: Float64Array;
  x1: Float64Array;
  reason: Uint8Array;
  /** Who is to blame: gap and source in turn, some more than once. */
  readonly blamed: number[];
};

const sized = (size: number) => ({
  rows: new Int32Array(size),
  x0: new Float64Array(size),
  x1: new Float64Array(size),
  reason: new Uint8Array(size),
});
export const createGaps = (): Gaps => ({
  count: 0,
  starts: new Uint32Array(256),
  row: 0,
  ...sized(1024),
  blamed: [],
});

/** Forgets what was written and begins with row 0. */
export function clearGaps(gaps: Gaps, rows: number): void {
  gaps.count = 0;
  gaps.row = 0;
  gaps.blamed.length = 0;
  if (gaps.starts.length <= rows) gaps.starts = new Uint32Array(2 * rows);
  gaps.starts[0] = 0;
}

export function endRow(gaps: Gaps): void {
  gaps.row += 1;
  gaps.starts[gaps.row] = gaps.count;
}

const TOUCHING = 1e-8;

/** What continues the one before with the same reason is one with it. */
export function putGap(gaps: Gaps, from: number, to: number, reason: number): void {
  const last = gaps.count - 1;
  if (
    last >= (gaps.starts[gaps.row] as number) &&
    gaps.reason[last] === reason &&
    from - (gaps.x1[last] as number) < TOUCHING
  ) {
    gaps.x1[last] = to;
    return;
  }
  if (gaps.count === gaps.x0.length) grow(gaps);
  gaps.rows[gaps.count] = gaps.row;
  gaps.x0[gaps.count] = from;
  gaps.x1[gaps.count] = to;
  gaps.reason[gaps.count] = reason;
  gaps.count += 1;
}

function grow(gaps: Gaps): void {
  const { rows, x0, x1, reason } = gaps;
  Object.assign(gaps, sized(x0.length * 2));
  gaps.rows.set(rows);
  gaps.x0.set(x0);
  gaps.x1.set(x1);
  gaps.reason.set(reason);
}

/** Says who is to blame for the gap put last. */
export function blameLast({ blamed, count }: Gaps, source: number): void {
  blamed.push(count - 1, source);
}
