// Where a polygon's sides cross a set of horizontal lines: the even-odd inside of any closed polygon, row by row.

/** Spans of row i: the pairs `xs[starts[i]]…xs[starts[i + 1]]`, ascending. */
export type Rows = { readonly starts: Uint32Array; readonly xs: Float64Array };

/** The first of `ys` (ascending) that is at least `y`. */
export function firstFrom(ys: Float64Array, y: number): number {
  let [low, high] = [0, ys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ys[middle] as number) < y) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sorts xs[from…to) in place. */
export function sortSpan(xs: Float64Array, from: number, to: number): void {
  if (to - from > 48) {
    xs.subarray(from, to).sort();
    return;
  }
  for (let i = from + 1; i < to; i += 1) {
    const x = xs[i] as number;
    let j = i - 1;
    for (; j >= from && (xs[j] as number) > x; j -= 1) xs[j + 1] = xs[j] as number;
    xs[j + 1] = x;
  }
}

let filled = new Uint32Array(1024);
let firsts = new Int32Array(256);
let lasts = new Int32Array(256);

/**
 * The crossings of the closed polygon with each of these lines; a corner counts for the side above it, so that every row has an
 * even number of them.
 * @param from, to rows to look at: ys[from…to). Row i of the answer is ys[from + i].
 */
export function rowsOf(px: Float64Array, py: Float64Array, ys: Float64Array, from: number, to: number): Rows {
  const [corners, count] = [px.length, to - from];
  const starts = new Uint32Array(count + 1);
  if (firsts.length < corners) {
    firsts = new Int32Array(2 * corners);
    lasts = new Int32Array(2 * corners);
  }
  if (filled.length <= count) filled = new Uint32Array(2 * count);
  const within = (y: number): number => Math.min(to, Math.max(from, firstFrom(ys, y))) - from;
  let placeBefore = within(py[corners - 1] as number);
  for (let i = 0; i < corners; i += 1) {
    const place = within(py[i] as number);
    const [first, last] = place < placeBefore ? [place, placeBefore] : [placeBefore, place];
    firsts[i] = first;
    lasts[i] = last;
    placeBefore = place;
    for (let row = first; row < last; row += 1) starts[row + 1] = (starts[row + 1] as number) + 1;
  }
  for (let row = 0; row < count; row += 1) {
    filled[row] = starts[row] as number;
    starts[row + 1] = (starts[row + 1] as number) + (starts[row] as number);
  }
  const xs = new Float64Array(starts[count] as number);
  for (let i = 0; i < corners; i += 1) {
    const last = lasts[i] as number;
    const before = i === 0 ? corners - 1 : i - 1;
    const [x0, y0] = [px[before] as number, py[before] as number];
    const slope = ((px[i] as number) - x0) / ((py[i] as number) - y0);
    for (let row = firsts[i] as number; row < last; row += 1) {
      const place = filled[row] as number;
      xs[place] = x0 + ((ys[from + row] as number) - y0) * slope;
      filled[row] = place + 1;
    }
  }
  for (let row = 0; row < count; row += 1) sortSpan(xs, starts[row] as number, starts[row + 1] as number);
  return { starts, xs };
}
