// Whether one camera sees one point now, straight from the rules (CONTRACT 6): no strips, for questions about single points.

import type { Point } from "../model/coverage.ts";
import { BLIND, BLURRED, type Scene } from "./field.ts";
import type { Ground } from "./lay-plan.ts";
import { coordinate, densityOf, directionOf, type Optics } from "./optics.ts";
import type { WallIndex } from "./wall-index.ts";

/** px/m at the point; null where the camera does not see it at the sparsest class (blurred: the class after that). */
export function densityAt(
  { plan, levels, walls, cameras, lamps }: Ground,
  scene: Scene,
  headings: ReadonlyMap<string, number>,
  id: string,
  level: string,
  point: Point,
): number | null {
  const camera = cameras.get(id);
  const mode = camera ? (scene.cameras[camera.place] as number) : BLIND;
  if (!camera?.optics || mode === BLIND || camera.optics.level !== level) return null;
  const { optics } = camera;
  const [x, y] = [coordinate(point[0]), coordinate(point[1])];
  const distance = Math.hypot(x - optics.x, y - optics.y);
  const density = densityOf(optics, distance);
  const least = plan.classes[mode === BLURRED ? 1 : 0]?.density ?? Number.POSITIVE_INFINITY;
  if (!(density >= least && distance >= optics.near && distance <= optics.far)) return null;
  if (!isInWedge(optics, headings.get(id) ?? optics.heading, x, y)) return null;
  const indoor = levels.get(level)?.indoor ?? false;
  if ((indoor === "dark" || (indoor === false && scene.dark)) && distance > optics.infrared) {
    const isLit = [...lamps.values()].some(
      (lamp) =>
        lamp.level === level && scene.lamps[lamp.lamp] === 1 && Math.hypot(x - lamp.x, y - lamp.y) <= lamp.radius,
    );
    if (!isLit) return null;
  }
  return isHidden(walls(level), optics, x, y) ? null : density;
}

function isInWedge({ x, y, tangent }: Optics, heading: number, px: number, py: number): boolean {
  const [fx, fy] = directionOf(heading);
  const [dx, dy] = [px - x, py - y];
  return Math.abs(dx * fy - dy * fx) <= tangent * (dx * fx + dy * fy) + 1e-12;
}

/** Whether a wall properly crosses the line of sight: touching an end or the camera does not hide. */
function isHidden(walls: WallIndex, { x, y }: Optics, px: number, py: number): boolean {
  const { ax, ay, bx, by, near } = walls;
  for (const i of near(Math.min(x, px), Math.min(y, py), Math.max(x, px), Math.max(y, py))) {
    const [x0, y0] = [ax[i] as number, ay[i] as number];
    const [x1, y1] = [bx[i] as number, by[i] as number];
    const [ofCamera, ofPoint] = [turn(x0, y0, x1, y1, x, y), turn(x0, y0, x1, y1, px, py)];
    const [ofStart, ofEnd] = [turn(x, y, px, py, x0, y0), turn(x, y, px, py, x1, y1)];
    const touches = 1e-9 * Math.hypot(x1 - x0, y1 - y0);
    if (Math.abs(ofCamera) > touches && ofCamera * ofPoint < 0 && ofStart * ofEnd < 0) return true;
  }
  return false;
}

/** On which side of the line from a to b the point p lies: above 0 to the left. */
const turn = (ax: number, ay: number, bx: number, by: number, px: number, py: number): number =>
  (bx - ax) * (py - ay) - (by - ay) * (px - ax);
