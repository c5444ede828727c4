// SVG by hand: elements from data, rings as paths, and the middle of a ring.

import type { Point, Ring } from "../model/coverage.ts";

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An SVG element with attributes (undefined is left out) and children. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Element | string)[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

const precise = (metres: number): number => Math.round(metres * 1000) / 1000;

/** North is up on paper and y counts down on screens. */
export const line = (points: readonly Point[]): string =>
  points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${precise(x)} ${precise(-y)}`).join("");
export const ring = (points: Ring): string => (points.length === 0 ? "" : `${line(points)}Z`);

/** The centre of gravity, as plans count; of a ring without area the mean of its points. */
export function middle(points: Ring): Point {
  let [twice, x, y] = [0, 0, 0];
  points.forEach(([ax, ay], i) => {
    const [bx, by] = points[(i + 1) % points.length] as Point;
    const cross = ax * by - bx * ay;
    twice += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  });
  if (Math.abs(twice) > 1e-9) return [x / (3 * twice), y / (3 * twice)];
  const count = Math.max(1, points.length);
  return [points.reduce((sum, [px]) => sum + px, 0) / count, points.reduce((sum, [, py]) => sum + py, 0) / count];
}

/** By the even-odd rule. */
export function isInRing(points: Ring, [x, y]: Point): boolean {
  let isIn = false;
  points.forEach(([ax, ay], i) => {
    const [bx, by] = points[(i + 1) % points.length] as Point;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isIn = !isIn;
  });
  return isIn;
}
