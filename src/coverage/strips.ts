// A watch area cut into horizontal strips: on each strip's middle line everything that is seen of it is exact.
//
// A straight side that passes a whole strip is summed up exactly by the strip's middle line. So strips end at the height of every
// corner of the area, of every end of a wall inside it and of every side of a wedge or shadow that runs along them; elsewhere they are
// flat enough that what begins or ends inside a strip (arcs, edges of shadows) stays below one percent of the area: half a strip over
// all the area's width is 1/128 of it.

import type { Ring } from "../model/coverage.ts";
import { coordinate } from "./optics.ts";
import { type Rows, rowsOf } from "./rows.ts";

export type Strips = {
  /** Strip i lies between `borders[i]` and `borders[i + 1]`; its middle line is at `middles[i]`. */
  readonly borders: Float64Array;
  readonly middles: Float64Array;
  /** What of each middle line lies in the area. */
  readonly rows: Rows;
  /** m². */
  readonly area: number;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
};

/** So many strips as wide as the area's widest row hold at least as much as the area: a low or hollow one is cut as finely as a high one. */
const FEWEST = 64;
const MOST = 20_000;
const MOST_CORNERS_TO_CROSS = 500;

/**
 * @param cell metres; no strip is higher.
 * @param breaks heights of wall ends and of flat sides of wedges and shadows, metres; those outside the area's box are left out.
 */
export function stripsOf(polygon: Ring, cell: number, breaks: readonly number[]): Strips {
  const px = Float64Array.from(polygon, ([x]) => coordinate(x));
  const py = Float64Array.from(polygon, ([, y]) => coordinate(y));
  const bottom = py.reduce((a, b) => Math.min(a, b), py[0] ?? 0);
  const top = py.reduce((a, b) => Math.max(a, b), bottom);
  const left = px.reduce((a, b) => Math.min(a, b), px[0] ?? 0);
  const right = px.reduce((a, b) => Math.max(a, b), left);
  const height = Math.max(Math.min(cell, heightOf(px, py, bottom, top) / FEWEST), (top - bottom) / MOST);
  const corners = [...py, ...crossings(px, py), ...breaks.filter((y) => y > bottom && y < top)].sort((a, b) => a - b);
  const borders = top - bottom > 1e-9 ? bordersBetween(corners.slice(0, MOST), bottom, top, height) : [];
  const count = Math.max(0, borders.length - 1);
  const middles = Float64Array.from(
    { length: count },
    (_, i) => ((borders[i] as number) + (borders[i + 1] as number)) / 2,
  );
  const rows = rowsOf(px, py, middles, 0, count);
  let area = 0;
  for (let i = 0; i < count; i += 1) area += lengthOf(rows, i) * ((borders[i + 1] as number) - (borders[i] as number));
  // What is smaller is rounding: such an area has no extent.
  if (area < 1e-9) area = 0;
  return { borders: Float64Array.from(borders), middles, rows, area, left, right, bottom, top };
}

/** How high an area is that holds as much and is everywhere as wide as this one at its widest, metres; for a rectangle its height. */
function heightOf(px: Float64Array, py: Float64Array, bottom: number, top: number): number {
  const ys = Float64Array.from({ length: FEWEST }, (_, i) => bottom + ((top - bottom) * (i + 0.5)) / FEWEST);
  const rows = rowsOf(px, py, ys, 0, FEWEST);
  const lengths = Array.from(ys, (_, row) => lengthOf(rows, row));
  const widest = Math.max(...lengths);
  const sum = lengths.reduce((all, length) => all + length, 0);
  return widest > 0 ? ((top - bottom) * sum) / FEWEST / widest : top - bottom;
}

/** Of one row's spans, metres. */
export function lengthOf({ starts, xs }: Rows, row: number): number {
  let length = 0;
  for (let i = starts[row] as number; i < (starts[row + 1] as number); i += 2)
    length += (xs[i + 1] as number) - (xs[i] as number);
  return length;
}

/** All corners but those that nearly coincide, and as many between as keep every strip low. */
function bordersBetween(corners: readonly number[], bottom: number, top: number, height: number): number[] {
  const borders = [bottom];
  const put = (y: number): void => {
    const last = borders.at(-1) as number;
    const parts = Math.max(1, Math.ceil((y - last) / height - 1e-9));
    for (let part = 1; part < parts; part += 1) borders.push(last + ((y - last) * part) / parts);
    borders.push(y);
  };
  for (const y of corners) if (y - (borders.at(-1) as number) > height / 32 && top - y > height / 32) put(y);
  put(top);
  return borders;
}

/** The heights at which a polygon crosses itself. */
function crossings(px: Float64Array, py: Float64Array): number[] {
  const count = px.length;
  if (count < 4 || count > MOST_CORNERS_TO_CROSS) return [];
  const found: number[] = [];
  const at = (i: number): readonly [number, number] => [px[i % count] as number, py[i % count] as number];
  for (let i = 0; i < count; i += 1) {
    const [[ax, ay], [bx, by]] = [at(i), at(i + 1)];
    for (let j = i + 2; j < count; j += 1) {
      const [[cx, cy], [dx, dy]] = [at(j), at(j + 1)];
      const turn = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
      const s = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / turn;
      const t = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / turn;
      if (s > 0 && s < 1 && t > 0 && t < 1) found.push(ay + s * (by - ay));
    }
  }
  return found;
}
