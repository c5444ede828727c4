// Walls that are drawn wrong: outside their level, without a length, or the same wall many times over.

import type { Point } from "../model/coverage.ts";
import type { Site } from "../model/site.ts";
import { isInside } from "./outline.ts";
import { piecesOf, type Segment, same } from "./plan-geometry.ts";
import { counted, type Path, type Problem, type Warn } from "./problem.ts";
import { at } from "./ring-warnings.ts";

/** So many walls drawn over others are an oversight; more are a drawing exported several times. */
const someOverlaps = 10;

export function wallWarnings({ coverage: { levels } }: Site, warn: Warn): readonly Problem[] {
  return levels.flatMap(({ id, outline, walls }, index) => {
    const path = (wall: number): Path => ["coverage", "levels", index, "walls", wall];
    const out = walls.flatMap((wall, number) => (wall.every((point) => isInside(point, outline)) ? [] : [number]));
    const empty = walls.flatMap((wall, number) =>
      piecesOf(wall).flatMap(([a, b]) => (same(a, b) ? [{ number, a }] : [])),
    );
    const over = overlaps(walls);
    return [
      ...out
        .slice(0, 1)
        .map((first) =>
          warn(
            path(first),
            `${counted(out.length, "wall")} of level ${id} ${out.length === 1 ? "leaves" : "leave"} its outline`,
            `楼层 ${id} 有 ${out.length} 道墙超出轮廓`,
          ),
        ),
      ...empty
        .slice(0, 1)
        .map(({ number, a }) =>
          warn(
            path(number),
            `${counted(empty.length, "wall segment")} of level ${id} without a length, the first at ${at(a)}: leave out the repeated point`,
            `楼层 ${id} 有 ${empty.length} 段墙长度为零，第一处在 ${at(a)}：请删去重复点`,
          ),
        ),
      ...(over.length > someOverlaps ? over.slice(0, 1) : []).map(({ wall, point }) =>
        warn(
          path(wall),
          `${over.length} wall segments of level ${id} lie on other walls, the first at ${at(point)}: they hide nothing more and cost time; draw each wall once`,
          `楼层 ${id} 有 ${over.length} 段墙与其他墙重叠，第一处在 ${at(point)}：重复的墙不增加遮挡，只增加计算；每道墙画一次即可`,
        ),
      ),
    ];
  });
}

type OnLine = { readonly wall: number; readonly point: Point; readonly from: number; readonly to: number };

/** The segments that lie for more than a millimetre on others of the same straight line, in the order of the file. */
function overlaps(walls: readonly (readonly Point[])[]): readonly OnLine[] {
  const lines = new Map<string, OnLine[]>();
  for (const [wall, points] of walls.entries())
    for (const piece of piecesOf(points)) {
      const found = lineOf(piece);
      if (!found) continue;
      const line = lines.get(found.key);
      const entry = { wall, point: piece[0], from: found.from, to: found.to };
      if (line) line.push(entry);
      else lines.set(found.key, [entry]);
    }
  return [...lines.values()].flatMap(over).sort((a, b) => a.wall - b.wall);
}

function over(line: readonly OnLine[]): readonly OnLine[] {
  let reached = -Infinity;
  return [...line]
    .sort((a, b) => a.from - b.from || a.wall - b.wall)
    .filter(({ from, to }) => {
      const covered = Math.min(to, reached) - from > 1e-3;
      reached = Math.max(reached, to);
      return covered;
    });
}

/** The straight line a segment lies on, rounded to what a drawing means, and from where to where on it, metres. */
function lineOf([[x1, y1], [x2, y2]]: Segment):
  | { readonly key: string; readonly from: number; readonly to: number }
  | undefined {
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (!(length > 1e-3 && length < Infinity)) return undefined;
  const backwards = x2 < x1 || (x2 === x1 && y2 < y1) ? -1 : 1;
  const [dx, dy] = [(backwards * (x2 - x1)) / length, (backwards * (y2 - y1)) / length];
  const off = Math.round((dx * y1 - dy * x1) * 1e3);
  const [a, b] = [dx * x1 + dy * y1, dx * x2 + dy * y2];
  return {
    key: `${Math.round(dx * 1e4) + 0} ${Math.round(dy * 1e4) + 0} ${off + 0}`,
    from: Math.min(a, b),
    to: Math.max(a, b),
  };
}
