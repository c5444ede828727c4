// Finds two segments that run through each other, in a sweep along the drawing's longer direction: near n log n where a drawing is a drawing.

import type { Point } from "../model/coverage.ts";
import { cross, meeting, type Segment } from "./plan-geometry.ts";

/** So many neighbours are compared and no more: a scribble made to take long is let pass. */
const most = 4_000_000;

type Swept = { readonly segment: Segment; readonly group: number; readonly from: number; readonly to: number };

/** Where two segments of one list cross; null: nowhere. */
export const selfCrossing = (segments: readonly Segment[]): Point | null => firstCrossing([segments], false);

/** Where a segment of one list crosses one of the other; null: nowhere. */
export const crossingOf = (a: readonly Segment[], b: readonly Segment[]): Point | null => firstCrossing([a, b], true);

function firstCrossing(groups: readonly (readonly Segment[])[], apart: boolean): Point | null {
  const all = groups.flat();
  const along = spread(all, 0) >= spread(all, 1) ? 0 : 1;
  const swept = groups
    .flatMap((segments, group) =>
      segments.map((segment): Swept => {
        const [a, b] = [segment[0][along], segment[1][along]];
        return { segment, group, from: Math.min(a, b), to: Math.max(a, b) };
      }),
    )
    .sort((a, b) => a.from - b.from);
  let compared = 0;
  let open: Swept[] = [];
  for (const next of swept) {
    open = open.filter(({ to }) => to >= next.from);
    for (const before of open) {
      if (++compared > most) return null;
      if (apart && before.group === next.group) continue;
      if (cross(before.segment, next.segment)) return meeting(before.segment, next.segment);
    }
    open.push(next);
  }
  return null;
}

/** How far the drawing reaches along an axis, for each metre that its segments do: the more, the fewer of them lie side by side. */
function spread(segments: readonly Segment[], axis: 0 | 1): number {
  let [least, greatest, total] = [Infinity, -Infinity, 0];
  for (const [{ [axis]: a }, { [axis]: b }] of segments) {
    least = Math.min(least, a, b);
    greatest = Math.max(greatest, a, b);
    total += Math.abs(a - b);
  }
  return total === 0 ? Infinity : (greatest - least) / total;
}
