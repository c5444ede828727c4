// Arithmetic on the spans of one row, in scratch memory: what lamps light of it, and what a camera sees of it in its state and light.

import { BLURRED, type LampSpot, type Viewer } from "./field.ts";

/** Ascending pairs; `count` numbers are in use. */
export type Spans = { count: number; xs: Float64Array };
export const createSpans = (): Spans => ({ count: 0, xs: new Float64Array(256) });

export function putSpan(spans: Spans, a: number, b: number): void {
  if (!(a < b)) return;
  if (spans.count + 2 > spans.xs.length) {
    const xs = new Float64Array(spans.xs.length * 2);
    xs.set(spans.xs);
    spans.xs = xs;
  }
  spans.xs[spans.count] = a;
  spans.xs[spans.count + 1] = b;
  spans.count += 2;
}

/** What the lamps that `works` light of the row at `y`: disjoint and ascending. */
export function lightRow(lamps: readonly LampSpot[], works: Uint8Array | null, y: number, into: Spans): void {
  into.count = 0;
  for (const { lamp, x, y: lampY, radius } of lamps) {
    if (works !== null && works[lamp] === 0) continue;
    const dy = y - lampY;
    if (dy >= radius || dy <= -radius) continue;
    const half = Math.sqrt(radius * radius - dy * dy);
    addToUnion(into, x - half, x + half);
  }
}

/** Joins one span to disjoint ascending ones. */
function addToUnion(spans: Spans, a: number, b: number): void {
  const { xs } = spans;
  let from = 0;
  while (from < spans.count && (xs[from + 1] as number) < a) from += 2;
  let to = from;
  let low = a;
  let high = b;
  while (to < spans.count && (xs[to] as number) <= b) {
    low = Math.min(low, xs[to] as number);
    high = Math.max(high, xs[to + 1] as number);
    to += 2;
  }
  if (from === to) {
    putSpan(spans, a, b);
    for (let i = spans.count - 1; i > from + 1; i -= 1) spans.xs[i] = spans.xs[i - 2] as number;
  } else {
    for (let i = to; i < spans.count; i += 1) xs[i - to + from + 2] = xs[i] as number;
    spans.count -= to - from - 2;
  }
  spans.xs[from] = low;
  spans.xs[from + 1] = high;
}

/**
 * What a camera sees on strip `row`, besides what it lacks light for.
 * @param mode how it does; not BLIND.
 * @param lit null by day; in the dark what lamps light of the row. Infrared light is the camera's own.
 */
export function seenOfRow(
  viewer: Viewer,
  mode: number,
  isDesign: boolean,
  row: number,
  y: number,
  lit: Spans | null,
  into: Spans,
): void {
  const band = isDesign ? viewer.registered : viewer.present;
  if (band === null) return;
  const place = row - band.first;
  if (place < 0 || place >= band.count) return;
  const { starts, xs } = band;
  const to = starts[place + 1] as number;
  let from = starts[place] as number;
  if (from === to) return;
  if (lit === null && mode !== BLURRED) {
    for (; from < to; from += 2) putSpan(into, xs[from] as number, xs[from + 1] as number);
    return;
  }
  const dy = y - viewer.y;
  let left = Number.NEGATIVE_INFINITY;
  let right = Number.POSITIVE_INFINITY;
  if (mode === BLURRED) {
    const half = halfChord(viewer.blurredReach, dy);
    left = viewer.x - half;
    right = viewer.x + half;
    if (half === 0) return;
  }
  const half = lit === null ? 0 : halfChord(viewer.infrared, dy);
  for (; from < to; from += 2) {
    const a = Math.max(left, xs[from] as number);
    const b = Math.min(right, xs[from + 1] as number);
    if (!(a < b)) continue;
    if (lit === null) putSpan(into, a, b);
    else if (half === 0) putLit(lit, a, b, into);
    else {
      // By its own light, and on both sides of that what lamps light.
      putLit(lit, a, Math.min(b, viewer.x - half), into);
      putSpan(into, Math.max(a, viewer.x - half), Math.min(b, viewer.x + half));
      putLit(lit, Math.max(a, viewer.x + half), b, into);
    }
  }
}

/** Half of what a circle cuts out of a line that passes its centre at `dy`. */
export const halfChord = (radius: number, dy: number): number =>
  radius > dy && radius > -dy ? Math.sqrt(radius * radius - dy * dy) : 0;

function putLit(lit: Spans, a: number, b: number, into: Spans): void {
  for (let i = 0; i < lit.count && (lit.xs[i] as number) < b; i += 2)
    putSpan(into, Math.max(a, lit.xs[i] as number), Math.min(b, lit.xs[i + 1] as number));
}
