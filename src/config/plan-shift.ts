// Whether an imported drawing lies where the present plan does: one drawn on a Chinese map is shifted by some hundred metres.

import type { CoveragePlan, Point } from "../model/coverage.ts";
import type { Device } from "../model/site.ts";
import { type Text, text } from "../model/text.ts";
import { isInside } from "./outline.ts";
import type { ImportedPlan } from "./plan-from-geojson.ts";
import { boxOf, distanceToBox } from "./plan-geometry.ts";
import { nameSome } from "./problem.ts";

/** Metres: no survey errs so far, and GCJ-02 is off by more nearly everywhere. */
const farOff = 50;

type Placed = { readonly id: string; readonly at: Point };
type Present = { readonly coverage: CoveragePlan; readonly devices: readonly Pick<Device, "id" | "mount">[] };

/**
 * A warning at most: features far from where the present plan has them; else a first drawing far from the plan's origin; else
 * features outside the outline of the level they were drawn on. undefined: it lies where it should.
 */
export function planShift(imported: ImportedPlan, present: Present): Text | undefined {
  const drawn = placesOf(imported.coverage.levels ?? [], imported.coverage.areas ?? [], imported.devices);
  const before = new Map(
    placesOf(
      present.coverage.levels,
      present.coverage.areas.map(({ id, drawn: d }) => ({ id, ...d })),
      present.devices,
    ).map(({ id, at }) => [id, at]),
  );
  const known = drawn.flatMap(({ id, at }) => {
    const was = before.get(id);
    return was ? [{ id: id.slice(2), off: [at[0] - was[0], at[1] - was[1]] as const }] : [];
  });
  const moved = known.filter(({ off }) => Math.hypot(...off) > farOff);
  if (moved.length > 0) {
    const [x, y] = [middle(moved.map(({ off }) => off[0])), middle(moved.map(({ off }) => off[1]))];
    const ids = nameSome(moved.map(({ id }) => id));
    const share = `${moved.length}/${known.length}`;
    return because(
      `${share} features lie more than ${farOff} m from where the site has them, about ${shift(x, y).en}: ${ids}`,
      `${share} 个要素与小区现有位置相差超过 ${farOff} m，约${shift(x, y).zh}：${ids}`,
    );
  }
  const all = drawn.map(({ at }) => at);
  const away = all.length > 0 ? distanceToBox([0, 0], boxOf([...all, ...corners(imported)])) : 0;
  if (known.length === 0 && away > farOff) {
    const { left, bottom } = boxOf([...all, ...corners(imported)]);
    return because(
      `the drawing lies ${Math.round(away)} m from the plan's origin; its south-west corner is ${shift(left, bottom).en} of it`,
      `图纸距平面图原点 ${Math.round(away)} m；其西南角在原点${shift(left, bottom).zh}`,
    );
  }
  const out = outside(imported);
  if (out.length === 0) return undefined;
  const one = out.length === 1;
  return because(
    `${one ? "1 feature lies" : `${out.length} features lie`} outside ${one ? "its" : "their"} level's outline: ${nameSome(out.map(({ id, far }) => `${id} (${Math.round(far)} m)`))}`,
    `${out.length} 个要素位于所属楼层轮廓之外：${nameSome(out.map(({ id, far }) => `${id}（${Math.round(far)} m）`))}`,
  );
}

const because = (en: string, zh: string): Text =>
  text(
    `${en}. Chinese map services show GCJ-02 or BD-09, some hundred metres off: convert the drawing to WGS 84, and check \`origin\`. If they were moved on purpose, this can be passed over.`,
    `${zh}。国内地图使用 GCJ-02 或 BD-09 坐标，相差数百米：请将图纸转换为 WGS 84，并检查 \`origin\`。若确是有意移动，可忽略此提示。`,
  );

/** "437 m east, 102 m south": on the plan. */
function shift(x: number, y: number): Text {
  const [east, north] = [Math.round(Math.abs(x)), Math.round(Math.abs(y))];
  return text(
    `${east} m ${x < 0 ? "west" : "east"}, ${north} m ${y < 0 ? "south" : "north"}`,
    `偏${x < 0 ? "西" : "东"} ${east} m、偏${y < 0 ? "南" : "北"} ${north} m`,
  );
}

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

type Ringed = {
  readonly id: string;
  readonly outline?: readonly Point[];
  readonly polygon?: readonly Point[] | undefined;
};

/** The middle of each level and area, the place of each device; levels have ids of their own, so each id says what it is of. */
function placesOf(
  levels: readonly Ringed[],
  areas: readonly Ringed[],
  devices: readonly { readonly id: string; readonly mount?: { readonly x: number; readonly y: number } | undefined }[],
): readonly Placed[] {
  const centred = (kind: string, id: string, ring: readonly Point[] | undefined): readonly Placed[] => {
    if (!ring || ring.length === 0) return [];
    const { left, right, bottom, top } = boxOf(ring);
    return [{ id: `${kind} ${id}`, at: [(left + right) / 2, (bottom + top) / 2] }];
  };
  return [
    ...levels.flatMap(({ id, outline }) => centred("l", id, outline)),
    ...areas.flatMap(({ id, polygon }) => centred("a", id, polygon)),
    ...devices.flatMap(({ id, mount }) => (mount ? [{ id: `d ${id}`, at: [mount.x, mount.y] as const }] : [])),
  ];
}

const corners = ({ coverage }: ImportedPlan): readonly Point[] =>
  (coverage.levels ?? []).flatMap(({ outline }) => outline);

/** Areas and devices that lie wholly outside their level's outline, and how far from its box. */
function outside({ coverage, devices }: ImportedPlan): readonly { readonly id: string; readonly far: number }[] {
  const outlines = new Map((coverage.levels ?? []).map(({ id, outline }) => [id, outline]));
  const told = (id: string, level: string | undefined, points: readonly Point[]) => {
    const outline = outlines.get(level ?? "");
    if (!outline || points.length === 0 || points.some((point) => isInside(point, outline))) return [];
    const box = boxOf(outline);
    return [{ id, far: Math.min(...points.map((point) => distanceToBox(point, box))) }];
  };
  return [
    ...(coverage.areas ?? []).flatMap(({ id, level, polygon }) => told(id, level, polygon ?? [])),
    ...devices.flatMap(({ id, mount }) => told(id, mount.level, [[mount.x, mount.y]])),
  ];
}
