// Outlines and areas that are drawn wrong: crossing themselves, without a size, with a corner twice, leaving their level.

import type { Level, Point, Ring, WatchArea } from "../model/coverage.ts";
import type { Site } from "../model/site.ts";
import { crossingOf, selfCrossing } from "./first-crossing.ts";
import { isInside, isWithin } from "./outline.ts";
import { sidesOf, signedArea, withoutRepeats } from "./plan-geometry.ts";
import { nameSome, type Path, type Problem, type Warn } from "./problem.ts";

/** m²: a hand's breadth; what is smaller was not meant. */
const tiny = 0.01;

type Drawn = { readonly id: string; readonly path: Path; readonly ring: Ring };
/** One of those that a warning is about, as it names it. */
type Hit = { readonly path: Path; readonly name: string };

export function ringWarnings({ coverage: { levels, areas } }: Site, warn: Warn): readonly Problem[] {
  const outlines = levels.map(({ id, outline }, index): Drawn => ({ id, path: levelPath(index), ring: outline }));
  const polygons = areas.flatMap(({ id, drawn }, index): Drawn[] =>
    drawn ? [{ id, path: areaPath(index), ring: drawn.polygon }] : [],
  );
  return [
    ...shapeWarnings(outlines, "the outlines of these levels", "以下楼层的轮廓", warn),
    ...shapeWarnings(polygons, "these areas", "以下区域", warn),
    ...leavingWarnings(areas, levels, warn),
  ];
}

const levelPath = (index: number): Path => ["coverage", "levels", index, "outline"];
const areaPath = (index: number): Path => ["coverage", "areas", index, "polygon"];

/** `en` and `zh` say what the rings are. */
function shapeWarnings(rings: readonly Drawn[], en: string, zh: string, warn: Warn): readonly Problem[] {
  const crossed: Hit[] = [];
  const small: Hit[] = [];
  const repeated: Hit[] = [];
  for (const { id, path, ring } of rings) {
    const open = withoutRepeats(ring);
    if (open.length < ring.length) repeated.push({ path, name: `${id} (${open.length}/${ring.length})` });
    const crossing = selfCrossing(sidesOf(ring));
    if (crossing) crossed.push({ path, name: `${id} ${at(crossing)}` });
    else if (!(Math.abs(signedArea(ring)) >= tiny)) small.push({ path, name: id });
  }
  return [
    ...told(crossed, warn, (names) => [
      `${en} cross themselves, so nobody can say what lies inside: ${names}; give the corners in their order around it`,
      `${zh}自相交，无法判断内外：${names}；请按绕行顺序给出顶点`,
    ]),
    ...told(small, warn, (names) => [
      `${en} are smaller than ${tiny} m²: ${names}; draw them in metres, with three corners that are not on one line`,
      `${zh}面积小于 ${tiny} m²：${names}；请以米为单位，且至少三个顶点不共线`,
    ]),
    ...told(repeated, warn, (names) => [
      `${en} have a corner twice in a row (different corners/corners): ${names}; leave out the second, a ring closes by itself`,
      `${zh}有连续重复的顶点（不同顶点数/顶点数）：${names}；请删去重复点，轮廓会自动闭合`,
    ]),
  ];
}

/** The areas that leave their level's outline, by index: wholly or in part. One whose level is unknown is none of them. */
export function leaving(
  areas: readonly WatchArea[],
  levels: readonly Level[],
): ReadonlyMap<number, "outside" | "partly"> {
  const found = new Map<number, "outside" | "partly">();
  const outlines = new Map(levels.map(({ id, outline }) => [id, { outline, sides: sidesOf(outline) }]));
  for (const [index, { drawn }] of areas.entries()) {
    const level = drawn && outlines.get(drawn.level);
    if (!drawn || !level) continue;
    const sides = sidesOf(drawn.polygon);
    const probes = sides.flatMap(([a, b]): Point[] => [a, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]]);
    const inside = probes.filter((point) => isInside(point, level.outline)).length;
    const meets = crossingOf(sides, level.sides) !== null;
    const holds = level.outline.some((corner) => isWithin(corner, drawn.polygon));
    if (inside === 0 && !meets && !holds) found.set(index, "outside");
    else if (inside < probes.length || meets || holds) found.set(index, "partly");
  }
  return found;
}

function leavingWarnings(areas: readonly WatchArea[], levels: readonly Level[], warn: Warn): readonly Problem[] {
  const found = [...leaving(areas, levels)];
  const hits = (wanted: string) =>
    found.flatMap(([index, how]): Hit[] => {
      const area = areas[index];
      return area && how === wanted ? [{ path: areaPath(index), name: `${area.id} (${area.drawn?.level})` }] : [];
    });
  const [outside, partly] = [hits("outside"), hits("partly")];
  return [
    ...told(outside, warn, (names) => [
      `these areas lie outside their level's outline: ${names}; check the level they name, and that x is east, y north, in metres`,
      `以下区域位于楼层轮廓之外：${names}；请检查所属楼层，以及坐标是否为 x 向东、y 向北、单位米`,
    ]),
    ...told(partly, warn, (names) => [
      `these areas reach beyond their level's outline: ${names}; cut them at the outline, or draw that larger`,
      `以下区域部分超出楼层轮廓：${names}；请裁到轮廓以内，或扩大轮廓`,
    ]),
  ];
}

/** One warning for all of them, at the first. */
export function told(
  hits: readonly Hit[],
  warn: Warn,
  say: (names: string) => readonly [en: string, zh: string],
): readonly Problem[] {
  const [first] = hits;
  return first ? [warn(first.path, ...say(nameSome(hits.map(({ name }) => name))))] : [];
}

/** A place of the plan, to the centimetre. */
export const at = ([x, y]: Point): string => `[${Number(x.toFixed(2))}, ${Number(y.toFixed(2))}]`;
