// Whether a point of a floor plan lies within a level's outline; the edge belongs to it.

type Point = readonly [number, number];

/** A millimetre: what a drawing in metres cannot mean to differ by. */
const near = 1e-3;

export function isInside(point: Point, outline: readonly Point[]): boolean {
  let inside = false;
  for (const [index, corner] of outline.entries()) {
    const next = outline[(index + 1) % outline.length] as Point;
    if (distanceTo(point, corner, next) <= near) return true;
    const [x, y] = point;
    const crosses = corner[1] > y !== next[1] > y;
    if (crosses && x < ((next[0] - corner[0]) * (y - corner[1])) / (next[1] - corner[1]) + corner[0]) inside = !inside;
  }
  return inside;
}

function distanceTo([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length));
  return Math.hypot(x - (x1 + along * dx), y - (y1 + along * dy));
}
