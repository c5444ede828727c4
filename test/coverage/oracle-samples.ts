// How the oracle of coverage takes its samples: two random points in each square of a fine grid, so that the estimate knows its own error.

import type { Point, Ring } from "../../src/model/coverage.ts";

export type Estimate = {
  /** 0…1. */
  readonly share: number;
  /** Of `share`, from how much the two points of each square differ. */
  readonly standardError: number;
};

/** Even-odd: a point is inside where a ray from it to the east meets the ring an odd number of times. */
export function isInside(ring: Ring, [x, y]: Point): boolean {
  let inside = false;
  for (let i = 0; i < ring.length; i += 1) {
    const [ax, ay] = ring[i] as Point;
    const [bx, by] = ring[(i + 1) % ring.length] as Point;
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}

/** Chance that comes out the same for the same seed (mulberry32): 0 ≤ n < 1. */
export function chance(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** West, south, east and north end. */
const boundsOf = (ring: Ring): readonly [number, number, number, number] => [
  Math.min(...ring.map(([x]) => x)),
  Math.min(...ring.map(([, y]) => y)),
  Math.max(...ring.map(([x]) => x)),
  Math.max(...ring.map(([, y]) => y)),
];

/** Two random points in each of about `count / 2` equal squares over the ring's bounds, by square. */
function* pairsOver(ring: Ring, count: number, seed: number): Generator<readonly [Point, Point]> {
  const [west, south, east, north] = boundsOf(ring);
  const side = Math.sqrt(((east - west) * (north - south)) / Math.max(1, count / 2));
  const columns = Math.max(1, Math.ceil((east - west) / side));
  const rows = Math.max(1, Math.ceil((north - south) / side));
  const random = chance(seed);
  const pointIn = (column: number, row: number): Point => [
    west + ((column + random()) / columns) * (east - west),
    south + ((row + random()) / rows) * (north - south),
  ];
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) yield [pointIn(column, row), pointIn(column, row)];
}

/** How much of its bounds a ring fills, 0…1, roughly: enough to choose a number of samples by. */
function filling(ring: Ring): number {
  let inside = 0;
  let all = 0;
  for (const pair of pairsOver(ring, 2000, 1))
    for (const point of pair) {
      all += 1;
      if (isInside(ring, point)) inside += 1;
    }
  return Math.max(inside / all, 0.01);
}

/** About so many random points of a ring. */
export function pointsIn(ring: Ring, count: number, seed: number): Point[] {
  const pairs = [...pairsOver(ring, count / filling(ring), seed)];
  return pairs.flat().filter((point) => isInside(ring, point));
}

/**
 * The share of a ring's inside for which something holds, by about `count` points of it.
 * The estimate is the ratio of two sums over squares; its variance is that of the residuals `inside × (holds − share)`,
 * which their difference within each square tells without bias.
 */
export function shareOf(ring: Ring, count: number, seed: number, holds: (point: Point) => boolean): Estimate {
  const hits = { yes: 0, no: 0 };
  /** Of the squares that the ring cuts between their two points. */
  const lone = { yes: 0, no: 0 };
  let differing = 0;
  for (const pair of pairsOver(ring, count / filling(ring), seed)) {
    const answers = pair.filter((point) => isInside(ring, point)).map(holds);
    for (const answer of answers) hits[answer ? "yes" : "no"] += 1;
    if (answers.length === 1) lone[answers[0] ? "yes" : "no"] += 1;
    if (answers.length === 2 && answers[0] !== answers[1]) differing += 1;
  }
  const inside = hits.yes + hits.no;
  const share = hits.yes / inside;
  const variance = differing + lone.yes * (1 - share) ** 2 + lone.no * share ** 2;
  return { share, standardError: Math.sqrt(variance) / inside };
}

/** The even-odd area of a ring, m², by about so many points over its bounds. */
export function areaOfRing(ring: Ring, count: number, seed: number): number {
  const [west, south, east, north] = boundsOf(ring);
  let inside = 0;
  let all = 0;
  for (const pair of pairsOver(ring, count, seed))
    for (const point of pair) {
      all += 1;
      if (isInside(ring, point)) inside += 1;
    }
  return ((east - west) * (north - south) * inside) / all;
}
