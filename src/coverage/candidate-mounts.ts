// Where a camera could hang to watch an area: along walls on both sides, along the level's outline inside, on lamp poles.

import type { Level, Point } from "../model/coverage.ts";
import type { Field } from "./field.ts";
import type { Lamp } from "./lay-plan.ts";
import { coordinate } from "./optics.ts";

/** Metres from the wall to the lens. */
const OFF_WALL = 0.2;
/** Metres between two places on a wall; farther apart where there would be more places than this. */
const SPACING = 2;
const MOST_PLACES = 600;

/** To the centimetre, each once; none farther than `reach` from the area's box. */
export function candidateMounts(level: Level | undefined, field: Field, lamps: Iterable<Lamp>, reach: number): Point[] {
  const { left, right, bottom, top } = field.strips;
  const isNear = ([x, y]: Point): boolean =>
    Math.hypot(x - Math.min(right, Math.max(left, x)), y - Math.min(top, Math.max(bottom, y))) < reach;
  const outline = level?.outline ?? [];
  const places = new Map<string, Point>();
  const put = (x: number, y: number): void => {
    const place = [Math.round(x * 100) / 100, Math.round(y * 100) / 100] as const;
    if (isNear(place)) places.set(place.join(" "), place);
  };
  for (const lamp of lamps) if (lamp.level === field.level) put(lamp.x, lamp.y);
  const sides = [
    ...(level?.walls ?? []).flatMap((wall) => sidesOf(wall)),
    ...sidesOf([...outline, ...outline.slice(0, 1)]),
  ].filter(
    ([[ax, ay], [bx, by]]) =>
      Math.min(ax, bx) < right + reach &&
      Math.max(ax, bx) > left - reach &&
      Math.min(ay, by) < top + reach &&
      Math.max(ay, by) > bottom - reach,
  );
  const length = sides.reduce((sum, [[ax, ay], [bx, by]]) => sum + Math.hypot(bx - ax, by - ay), 0);
  const spacing = Math.max(SPACING, (2 * length) / MOST_PLACES);
  for (const [[ax, ay], [bx, by]] of sides) {
    const side = Math.hypot(bx - ax, by - ay);
    if (!(side > 0)) continue;
    const [dx, dy] = [(bx - ax) / side, (by - ay) / side];
    const parts = Math.min(MOST_PLACES, Math.max(1, Math.ceil(side / spacing)));
    for (let part = 0; part <= parts; part += 1) {
      // Ends hang just inside the wall's length, so that the next wall of a corner is not in the lens.
      const along = Math.min(Math.max(OFF_WALL, (side * part) / parts), Math.max(side / 2, side - OFF_WALL));
      for (const off of [OFF_WALL, -OFF_WALL]) {
        const [x, y] = [ax + dx * along - dy * off, ay + dy * along + dx * off];
        if (outline.length < 3 || isInside(x, y, outline)) put(x, y);
      }
    }
  }
  return [...places.values()];
}

const sidesOf = (line: readonly Point[]): (readonly [Point, Point])[] =>
  line.slice(1).map((end, i) => {
    const [x, y] = line[i] as Point;
    return [
      [coordinate(x), coordinate(y)],
      [coordinate(end[0]), coordinate(end[1])],
    ];
  });

function isInside(x: number, y: number, ring: readonly Point[]): boolean {
  let inside = false;
  for (const [i, [bx, by]] of ring.entries()) {
    const [ax, ay] = ring.at(i - 1) as Point;
    if (ay > y !== by > y && x < ax + ((y - ay) * (bx - ax)) / (by - ay)) inside = !inside;
  }
  return inside;
}
