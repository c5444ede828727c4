// The nearest of many walls in each direction: the upper envelope of segments in the picture plane, by merging halves.
//
// In the picture plane of a camera a point at forward f and lateral l stands at u = l/f with nearness w = 1/f. Straight lines stay
// straight there, and what is nearest is what is uppermost; crossing walls need no special case.

/** Pieces from left to right: each ends at `end[i]` and has the nearness w = p[i] + q[i]·u. */
export type Envelope = {
  readonly count: number;
  readonly end: Float64Array;
  readonly p: Float64Array;
  readonly q: Float64Array;
};

type Store = { end: Float64Array; p: Float64Array; q: Float64Array };
const createStore = (size: number): Store => ({
  end: new Float64Array(size),
  p: new Float64Array(size),
  q: new Float64Array(size),
});
function grown(store: Store, size: number): Store {
  if (store.end.length >= size) return store;
  const next = createStore(size * 2);
  next.end.set(store.end);
  next.p.set(store.p);
  next.q.set(store.q);
  return next;
}

let source = createStore(1024);
let target = createStore(1024);
let bounds = new Int32Array(256);
let nextBounds = new Int32Array(256);

/**
 * @param segments four numbers each: u0 < u1 within ±`edge`, p, q; w > 0 on it.
 * @param floor the nearness of where nothing is, above 0.
 * @returns arrays that the next call overwrites.
 */
export function envelopeOf(segments: Float64Array, count: number, edge: number, floor: number): Envelope {
  source = grown(source, 3 * count + 1);
  if (bounds.length < count + 2) {
    bounds = new Int32Array(2 * count + 2);
    nextBounds = new Int32Array(2 * count + 2);
  }
  let size = 0;
  const put = (end: number, p: number, q: number): void => {
    source.end[size] = end;
    source.p[size] = p;
    source.q[size] = q;
    size += 1;
  };
  for (let i = 0; i < count; i += 1) {
    bounds[i] = size;
    const [u0, u1] = [segments[i * 4] as number, segments[i * 4 + 1] as number];
    if (u0 > -edge) put(u0, floor, 0);
    put(u1, segments[i * 4 + 2] as number, segments[i * 4 + 3] as number);
    if (u1 < edge) put(edge, floor, 0);
  }
  if (count === 0) put(edge, floor, 0);
  let runs = Math.max(1, count);
  bounds[0] = 0;
  bounds[runs] = size;
  while (runs > 1) {
    let written = 0;
    let merged = 0;
    for (let run = 0; run < runs; run += 2) {
      const from = bounds[run] as number;
      const middle = bounds[run + 1] as number;
      const to = run + 1 < runs ? (bounds[run + 2] as number) : middle;
      // Two overlaid step by step: at most twice as many pieces, for each may be crossed once.
      target = grown(target, written + 2 * (to - from) + 2);
      nextBounds[merged] = written;
      written = merge(from, middle, to, written, edge);
      merged += 1;
    }
    nextBounds[merged] = written;
    [source, target] = [target, source];
    [bounds, nextBounds] = [nextBounds, bounds];
    runs = merged;
    size = written;
  }
  return { count: size, end: source.end, p: source.p, q: source.q };
}

/** Overlays source[from…middle) and source[middle…to) into target at `at`; gives where target now ends. */
function merge(from: number, middle: number, to: number, at: number, edge: number): number {
  const { end, p, q } = source;
  const first = at;
  let i = from;
  let j = middle;
  let u = -edge;
  let n = at;
  const put = (until: number, k: number): void => {
    if (n > first && target.p[n - 1] === p[k] && target.q[n - 1] === q[k]) n -= 1;
    target.end[n] = until;
    target.p[n] = p[k] as number;
    target.q[n] = q[k] as number;
    n += 1;
  };
  if (middle === to) {
    for (; i < middle; i += 1) put(end[i] as number, i);
    return n;
  }
  while (i < middle && j < to) {
    const until = Math.min(end[i] as number, end[j] as number);
    const dp = (p[i] as number) - (p[j] as number);
    const dq = (q[i] as number) - (q[j] as number);
    const before = dp + dq * u;
    const after = dp + dq * until;
    if (until > u) {
      if (before * after < 0) {
        const crossing = Math.min(until, Math.max(u, -dp / dq));
        put(crossing, before > 0 ? i : j);
        put(until, before > 0 ? j : i);
      } else put(until, before + after >= 0 ? i : j);
    }
    u = until;
    if ((end[i] as number) <= until) i += 1;
    if ((end[j] as number) <= until) j += 1;
  }
  return n;
}
