// How much of an area enough cameras see: the length on each strip's middle line, and the ratio it makes.

import { BLIND, type Field, isDarkIn, type Scene, type Sheet } from "./field.ts";
import { sortSpan } from "./rows.ts";
import { createSpans, lightRow, seenOfRow } from "./spans.ts";

const seen = createSpans();
const lit = createSpans();
let starts = new Float64Array(128);
let ends = new Float64Array(128);

/** Counts strips [from, to) anew and the ratio from all of them. */
export function countSeen(field: Field, scene: Scene, sheet: Sheet, from: number, to: number): void {
  const { strips, viewers, area, lamps } = field;
  const { cameras, isDesign } = scene;
  const light = isDarkIn(field, scene.dark) ? lit : null;
  for (let row = from; row < to; row += 1) {
    const y = strips.middles[row] as number;
    if (light !== null) lightRow(lamps, scene.lamps, y, light);
    seen.count = 0;
    for (const viewer of viewers) {
      const mode = cameras[viewer.camera] as number;
      if (mode !== BLIND) seenOfRow(viewer, mode, isDesign, row, y, light, seen);
    }
    sheet.seen[row] = lengthSeenBy(area.cameras);
  }
  sheet.ratio = ratioOf(field, sheet.seen);
  sheet.isStale = false;
}

/** The length on which at least so many of the spans in `seen` lie over each other: starts and ends sorted apart suffice. */
function lengthSeenBy(cameras: number): number {
  const count = seen.count / 2;
  if (count < cameras) return 0;
  const { xs } = seen;
  if (count === 1) return (xs[1] as number) - (xs[0] as number);
  if (starts.length < count) {
    starts = new Float64Array(count * 2);
    ends = new Float64Array(count * 2);
  }
  for (let i = 0; i < count; i += 1) {
    starts[i] = xs[2 * i] as number;
    ends[i] = xs[2 * i + 1] as number;
  }
  sortSpan(starts, 0, count);
  sortSpan(ends, 0, count);
  let length = 0;
  let depth = 0;
  let since = 0;
  let opened = 0;
  for (let closed = 0; closed < count; closed += 1) {
    const end = ends[closed] as number;
    // What begins where another ends continues it.
    for (; opened < count && (starts[opened] as number) <= end; opened += 1) {
      depth += 1;
      if (depth === cameras) since = starts[opened] as number;
    }
    if (depth === cameras) length += end - since;
    depth -= 1;
  }
  return length;
}

/** 1 for an area without any extent. */
function ratioOf({ strips: { borders, area } }: Field, lengths: Float64Array): number {
  if (area === 0) return 1;
  let sum = 0;
  for (let i = 0; i < lengths.length; i += 1)
    sum += (lengths[i] as number) * ((borders[i + 1] as number) - (borders[i] as number));
  return Math.min(1, Math.max(0, sum / area));
}

export const createSheet = ({ middles }: Field["strips"]): Sheet => ({
  seen: new Float64Array(middles.length),
  ratio: 1,
  isStale: true,
});
