// Random walls for the tests of coverage: along the axes and across, boxes with and without a door, runs of collinear pieces.

import fc from "fast-check";
import type { Point } from "../../src/model/coverage.ts";

/** Metres: a level's side. */
export const SIZE = 40;

/** A whole number of either. */
export const nearby = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

/** Anything between, evenly, to a tenth of a millimetre (or a degree's like). */
export const between = (min: number, max: number): fc.Arbitrary<number> =>
  nearby(Math.round(min * 1e4), Math.round(max * 1e4)).map((tenths) => tenths / 1e4);

/** Metres: whole, on the cells' own grid, in centimetres, or anything. */
export const coordinate: fc.Arbitrary<number> = fc.oneof(
  nearby(0, SIZE),
  nearby(0, SIZE * 4).map((quarters) => quarters / 4),
  nearby(0, SIZE * 100).map((centimetres) => centimetres / 100),
  between(0, SIZE),
);
const whole = nearby(0, SIZE);
const length = fc.oneof(
  nearby(1, 20),
  nearby(4, 60).map((quarters) => quarters / 4),
);

type Polyline = readonly Point[];

const along: fc.Arbitrary<Polyline> = fc
  .tuple(coordinate, coordinate, length, fc.boolean())
  .map(([x, y, long, east]) => [[x, y], east ? [x + long, y] : [x, y + long]]);

/** Ends in whole metres, so that quarters along it are exact. */
const across: fc.Arbitrary<Polyline> = fc.tuple(whole, whole, whole, whole).map(([ax, ay, bx, by]) => [
  [ax, ay],
  [bx, by],
]);

const stairs: fc.Arbitrary<Polyline> = fc
  .tuple(whole, whole, fc.array(fc.tuple(fc.boolean(), nearby(-6, 6)), { minLength: 2, maxLength: 6, size: "max" }))
  .map(([x, y, steps]) => {
    const line: [number, number][] = [[x, y]];
    for (const [east, by] of steps) {
      const [lastX, lastY] = line.at(-1) as [number, number];
      line.push(east ? [lastX + by, lastY] : [lastX, lastY + by]);
    }
    return line;
  });

/** A closed box, or one with a doorway in its southern side. */
const box: fc.Arbitrary<Polyline> = fc
  .tuple(coordinate, coordinate, length, length, fc.boolean())
  .map(([x, y, wide, deep, door]) =>
    door
      ? [
          [x + wide / 4, y],
          [x, y],
          [x, y + deep],
          [x + wide, y + deep],
          [x + wide, y],
          [x + wide / 2, y],
        ]
      : [
          [x, y],
          [x + wide, y],
          [x + wide, y + deep],
          [x, y + deep],
          [x, y],
        ],
  );

const turnedBox: fc.Arbitrary<Polyline> = fc
  .tuple(whole, whole, nearby(1, 8), nearby(-8, 8), nearby(1, 2))
  .map(([x, y, a, b, k]) => [
    [x, y],
    [x + a, y + b],
    [x + a - b * k, y + b + a * k],
    [x - b * k, y + a * k],
    [x, y],
  ]);

/** One straight wall told in pieces, some of them none or back again. */
const pieces: fc.Arbitrary<Polyline> = fc
  .tuple(whole, whole, fc.boolean(), fc.array(nearby(-3, 5), { minLength: 2, maxLength: 8, size: "max" }))
  .map(([x, y, east, steps]) => {
    const line: [number, number][] = [[x, y]];
    for (const by of steps) {
      const [lastX, lastY] = line.at(-1) as [number, number];
      line.push(east ? [lastX + by, lastY] : [lastX, lastY + by]);
    }
    return line;
  });

export const walls: fc.Arbitrary<readonly Polyline[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: along },
    { weight: 2, arbitrary: across },
    { weight: 2, arbitrary: stairs },
    { weight: 3, arbitrary: box },
    { weight: 1, arbitrary: turnedBox },
    { weight: 1, arbitrary: pieces },
  ),
  { maxLength: 8, size: "max" },
);
