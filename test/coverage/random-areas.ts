// Random watch areas for the tests of coverage: convex and concave polygons of at least 20 m², on the cells' grid and off it, either way round.

import fc from "fast-check";
import type { Point, Ring } from "../../src/model/coverage.ts";
import { signedArea } from "./oracle.ts";
import { between, coordinate, nearby } from "./random-walls.ts";

const SMALLEST = 20;

/** Unit shapes around [0, 0]; scaled and placed below. */
const rectangle: fc.Arbitrary<Ring> = fc.oneof(nearby(1, 6), between(1, 6)).map((long) => [
  [-long, -1],
  [long, -1],
  [long, 1],
  [-long, 1],
]);

/** Corners by rising bearing: convex or starred, never crossing itself. */
const star: fc.Arbitrary<Ring> = fc
  .array(fc.tuple(between(0.2, 1), between(0.3, 1)), {
    minLength: 3,
    maxLength: 9,
    size: "max",
  })
  .map((corners) => {
    const whole = corners.reduce((sum, [turn]) => sum + turn, 0);
    let angle = 0;
    return corners.map(([turn, radius]): Point => {
      angle += (turn / whole) * 2 * Math.PI;
      return [2 * radius * Math.cos(angle), 2 * radius * Math.sin(angle)];
    });
  });

const angled: Ring = [
  [-2, -2],
  [2, -2],
  [2, -0.5],
  [0, -0.5],
  [0, 2],
  [-2, 2],
];
const yard: Ring = [
  [-2, -2],
  [2, -2],
  [2, 2],
  [1, 2],
  [1, -1],
  [-1, -1],
  [-1, 2],
  [-2, 2],
];

const isFit = (ring: Ring): boolean => Math.abs(signedArea(ring)) >= 0.5;

const area: fc.Arbitrary<Ring> = fc
  .record({
    shape: fc.oneof(rectangle, star.filter(isFit), fc.constant(angled), fc.constant(yard)),
    /** m². */
    size: fc.oneof(between(SMALLEST, 60), between(60, 400)),
    x: coordinate,
    y: coordinate,
    /** Degrees. */
    turn: fc.oneof(fc.constantFrom(0, 0, 90), between(0, 360)),
    onGrid: fc.boolean(),
    clockwise: fc.boolean(),
  })
  .map(({ shape, size, x, y, turn, onGrid, clockwise }) => {
    const scale = Math.sqrt(size / Math.abs(signedArea(shape)));
    const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
    const snap = (metres: number): number => (onGrid ? Math.round(metres * 4) / 4 : metres);
    const ring = shape.map(
      ([px, py]): Point => [
        snap(10 + x / 2 + scale * (px * cos - py * sin)),
        snap(10 + y / 2 + scale * (px * sin + py * cos)),
      ],
    );
    return clockwise ? ring.toReversed() : ring;
  })
  .filter((ring) => Math.abs(signedArea(ring)) >= SMALLEST);

export const areas: fc.Arbitrary<readonly Ring[]> = fc.array(area, { minLength: 1, maxLength: 3, size: "max" });
