// What one camera sees of one area by day at the area's class: exact spans on the middle lines of the area's strips.

import type { Optics } from "./optics.ts";
import type { Outlook } from "./outlook.ts";
import { firstFrom, rowsOf } from "./rows.ts";
import type { Strips } from "./strips.ts";

/** Spans on strip `first + i`: the pairs `xs[starts[i]]…xs[starts[i + 1]]`, ascending, inside the area. */
export type Band = {
  readonly first: number;
  readonly count: number;
  readonly starts: Uint32Array;
  readonly xs: Float64Array;
};

let buffer: Float64Array = new Float64Array(4096);
let parts: Float64Array = new Float64Array(256);

/** @param reach plan distance to which it sees at the area's class; null where it sees nothing of the area. */
export function bandOf(optics: Optics, outlook: Outlook, reach: number, strips: Strips): Band | null {
  if (!(reach > 0)) return null;
  if (outlook.left > strips.right || outlook.right < strips.left) return null;
  const { x, y, near } = optics;
  const { middles, rows: inside } = strips;
  const first = firstFrom(middles, Math.max(outlook.bottom, y - reach));
  const to = firstFrom(middles, Math.min(outlook.top, y + reach) + 1e-9);
  if (first >= to) return null;
  const star = rowsOf(outlook.xs, outlook.ys, middles, first, to);
  const starts = new Uint32Array(to - first + 1);
  let n = 0;
  for (let row = 0; row < to - first; row += 1) {
    starts[row] = n;
    const dy = (middles[first + row] as number) - y;
    const outer = Math.sqrt(Math.max(0, reach * reach - dy * dy));
    const inner = near > Math.abs(dy) ? Math.sqrt(near * near - dy * dy) : 0;
    const [from, end] = [star.starts[row] as number, star.starts[row + 1] as number];
    const [insideFrom, insideEnd] = [inside.starts[first + row] as number, inside.starts[first + row + 1] as number];
    if (parts.length < 2 * (end - from)) parts = new Float64Array(4 * (end - from));
    let count = 0;
    for (let i = from; i < end; i += 2) {
      const a = Math.max(star.xs[i] as number, x - outer);
      const b = Math.min(star.xs[i + 1] as number, x + outer);
      if (inner === 0) count = putPart(a, b, count);
      else count = putPart(Math.max(a, x + inner), b, putPart(a, Math.min(b, x - inner), count));
    }
    if (buffer.length < n + count + insideEnd - insideFrom) buffer = grown(buffer, n + count + insideEnd - insideFrom);
    n = cut(count, inside.xs, insideFrom, insideEnd, n);
  }
  starts[to - first] = n;
  return n === 0 ? null : { first, count: to - first, starts, xs: buffer.slice(0, n) };
}

function grown(before: Float64Array, size: number): Float64Array {
  const after = new Float64Array(size * 2);
  after.set(before);
  return after;
}

function putPart(a: number, b: number, count: number): number {
  if (!(a < b)) return count;
  parts[count] = a;
  parts[count + 1] = b;
  return count + 2;
}

/** Writes what the first `count` of `parts` have in common with xs[from…end) to the buffer at n; gives where it ends. */
function cut(count: number, xs: Float64Array, from: number, end: number, n: number): number {
  let i = 0;
  let j = from;
  let at = n;
  while (i < count && j < end) {
    const a = Math.max(parts[i] as number, xs[j] as number);
    const b = Math.min(parts[i + 1] as number, xs[j + 1] as number);
    if (a < b) {
      // What only touches is one.
      if (at > n && buffer[at - 1] === a) at -= 1;
      else {
        buffer[at] = a;
        at += 1;
      }
      buffer[at] = b;
      at += 1;
    }
    if ((parts[i + 1] as number) < (xs[j + 1] as number)) i += 2;
    else j += 2;
  }
  return at;
}
