// The plan view of what a camera sees now: its outlook between its near and far limits, with arcs as short chords.

import type { Point, Ring } from "../model/coverage.ts";
import { BLIND, BLURRED, type Scene } from "./field.ts";
import type { Camera, Ground } from "./lay-plan.ts";
import { type Optics, reachOf } from "./optics.ts";

const STEP = (3 * Math.PI) / 180;

/**
 * Counter-clockwise, at the sparsest class (blurred: the one after it). In the dark as far as its infrared light and working lamps
 * let it see, wherever between them it is dark. null where it sees nothing.
 */
export function sectorOf(ground: Ground, scene: Scene, headings: ReadonlyMap<string, number>, id: string): Ring | null {
  const camera = ground.cameras.get(id);
  const mode = camera ? (scene.cameras[camera.place] as number) : BLIND;
  if (!camera?.optics || mode === BLIND) return null;
  const least = ground.plan.classes[mode === BLURRED ? 1 : 0]?.density;
  const reach = least === undefined ? -1 : Math.min(reachOf(camera.optics, least), lightReach(ground, scene, camera));
  const { optics } = camera;
  const { near } = optics;
  const outlook = ground.outlook(camera, headings.get(id) ?? optics.heading);
  if (!outlook || !(reach > near)) return null;
  const outer: Point[] = [];
  const { xs, ys } = outlook;
  for (let i = 1; i + 1 < xs.length; i += 1)
    outer.push(
      ...bounded(optics, reach, [xs[i] as number, ys[i] as number], [xs[i + 1] as number, ys[i + 1] as number]),
    );
  // A straight side farther out spans many steps of the near limit's arc.
  const inner = near > 0 ? outer.flatMap((from, i) => arc(optics, near, from, outer[i + 1] ?? from)) : [];
  const ring = [...outer.reverse(), ...(near > 0 ? inner : [[optics.x, optics.y] as const])];
  return ring.filter(([x, y], i) => {
    const [beforeX, beforeY] = ring[(i + ring.length - 1) % ring.length] as Point;
    return Math.hypot(x - beforeX, y - beforeY) > 1e-6;
  });
}

/** How far any light reaches that the camera may see by. */
function lightReach({ levels, lamps }: Ground, { dark, lamps: works }: Scene, { optics }: Camera): number {
  if (!optics) return 0;
  const indoor = levels.get(optics.level)?.indoor ?? false;
  if (indoor === "lit" || (indoor === false && !dark)) return Number.POSITIVE_INFINITY;
  return [...lamps.values()].reduce(
    (far, { level, lamp, x, y, radius }) =>
      level === optics.level && works[lamp] === 1 && radius > 0
        ? Math.max(far, Math.hypot(x - optics.x, y - optics.y) + radius)
        : far,
    optics.infrared,
  );
}

/** The side from a to b of the outlook, drawn in to `reach` and out to the near limit, with the points of arcs. */
function bounded(optics: Optics, reach: number, a: Point, b: Point): Point[] {
  const { x, y, near } = optics;
  const [ax, ay] = [a[0] - x, a[1] - y];
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const square = dx * dx + dy * dy;
  if (square === 0) return [];
  const cuts = [0, 1];
  for (const radius of [near, reach]) {
    const along = -(ax * dx + ay * dy) / square;
    const off = (radius * radius - ax * ax - ay * ay) / square + along * along;
    if (off > 0) cuts.push(along - Math.sqrt(off), along + Math.sqrt(off));
  }
  const inside = cuts.filter((t) => t >= 0 && t <= 1).sort((s, t) => s - t);
  const at = (t: number): Point => [a[0] + t * dx, a[1] + t * dy];
  return inside.slice(1).flatMap((to, i) => {
    const from = inside[i] as number;
    const [middleX, middleY] = at((from + to) / 2);
    const distance = Math.hypot(middleX - x, middleY - y);
    if (distance >= near && distance <= reach) return [at(from), at(to)];
    return arc(optics, distance > reach ? reach : near, at(from), at(to));
  });
}

function arc(optics: Optics, radius: number, from: Point, to: Point): Point[] {
  const { x, y } = optics;
  const start = Math.atan2(from[1] - y, from[0] - x);
  const end = Math.atan2(to[1] - y, to[0] - x);
  let turn = end - start;
  if (turn > Math.PI) turn -= 2 * Math.PI;
  if (turn < -Math.PI) turn += 2 * Math.PI;
  const steps = Math.max(1, Math.ceil(Math.abs(turn) / STEP));
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = start + (turn * i) / steps;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const;
  });
}
