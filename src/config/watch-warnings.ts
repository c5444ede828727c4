// Areas and those who watch them: areas that nobody can see, levels without any, cameras and lamps that do not count.

import type { CoveragePlan, WatchArea } from "../model/coverage.ts";
import type { Device, Mount, Site } from "../model/site.ts";
import { boxOf, distanceToBox } from "./plan-geometry.ts";
import { counted, type Path, type Problem, type Warn } from "./problem.ts";
import { leaving, told } from "./ring-warnings.ts";

type Hit = { readonly path: Path; readonly name: string };

export function watchWarnings({ coverage, devices }: Site, warn: Warn): readonly Problem[] {
  const cameras = new Map(
    devices.flatMap((device) => (device.kind === "camera" ? [[device.id, device] as const] : [])),
  );
  return [
    ...emptyLevels(coverage, cameras, warn),
    ...unseenAreas(coverage, cameras, warn),
    ...namedCameras(coverage.areas, cameras, warn),
    ...darkLamps(coverage, devices, warn),
  ];
}

const areaPath = (index: number): Path => ["coverage", "areas", index];

function emptyLevels(
  { levels, areas }: CoveragePlan,
  cameras: ReadonlyMap<string, Device>,
  warn: Warn,
): readonly Problem[] {
  const used = new Set(
    areas.flatMap(({ drawn, watchedBy }) => [
      ...(drawn ? [drawn.level] : []),
      ...watchedBy.flatMap((id) => cameras.get(id)?.mount?.level ?? []),
    ]),
  );
  const empty = levels.flatMap(({ id }, index): Hit[] =>
    used.has(id) ? [] : [{ name: id, path: ["coverage", "levels", index] }],
  );
  return told(empty, warn, (names) => [
    `levels on which no area is drawn, so nothing is known to be blind there: ${names}; add to \`areas\` what must be seen`,
    `没有绘制任何区域的楼层，无从判断盲区：${names}；请在 \`areas\` 中写明须监控的地方`,
  ]);
}

/** How far a camera reaches the class, metres on the plan at best; 0: not at all. Walls, tilt and direction are left to the real sum. */
function reach({ hfov, pixels, range = Infinity }: Mount, density: number): number {
  if (hfov === undefined || pixels === undefined || hfov >= 180) return 0;
  return Math.min(range, pixels[0] / (2 * density * Math.tan((hfov / 360) * Math.PI)));
}

function unseenAreas(
  { levels, areas, classes }: CoveragePlan,
  cameras: ReadonlyMap<string, Device>,
  warn: Warn,
): readonly Problem[] {
  const known = new Set(levels.map(({ id }) => id));
  const misplaced = leaving(areas, levels);
  const densities = new Map(classes.map(({ id, density }) => [id, density]));
  const mounts = Map.groupBy(
    [...cameras.values()].flatMap(({ mount }) => mount ?? []),
    ({ level }) => level,
  );
  const unseen = areas.flatMap(({ id, drawn, cameras: wanted }, index): Hit[] => {
    const density = drawn ? densities.get(drawn.need) : undefined;
    // What is misspelt or leaves its level is told as that: no advice on what was not meant.
    if (!drawn || density === undefined || !known.has(drawn.level) || misplaced.has(index)) return [];
    const box = boxOf(drawn.polygon);
    const near = (mounts.get(drawn.level) ?? []).filter((mount) => {
      const far = reach(mount, density);
      return far > 0 && distanceToBox([mount.x, mount.y], box) <= far;
    });
    return near.length < wanted
      ? [{ name: `${id} (${drawn.need}, ${near.length}/${wanted})`, path: areaPath(index) }]
      : [];
  });
  return told(unseen, warn, (names) => [
    `areas that fewer cameras than needed can reach at their class (class, cameras near enough/needed), so they are always blind: ${names}; hang a camera nearer, or ask for a sparser class`,
    `以下区域附近没有足够的摄像机能达到所需等级（等级，可达/所需台数），将始终为盲区：${names}；请就近加装，或降低等级`,
  ]);
}

function namedCameras(
  areas: readonly WatchArea[],
  cameras: ReadonlyMap<string, Device>,
  warn: Warn,
): readonly Problem[] {
  const turning: Hit[] = [];
  const few: Hit[] = [];
  const both: Hit[] = [];
  for (const [index, { id, drawn, watchedBy, cameras: wanted }] of areas.entries()) {
    const path = [...areaPath(index), "watchedBy"];
    if (drawn) {
      if (watchedBy.length > 0) both.push({ path, name: id });
      continue;
    }
    const different = new Set(watchedBy);
    if (different.size > 0 && different.size < wanted) few.push({ path, name: `${id} (${different.size}/${wanted})` });
    for (const camera of different) {
      const known = cameras.get(camera);
      if (known && (known.mount?.ptz === true || known.faults.moved?.off.value === true))
        turning.push({ path, name: `${id} (${camera})` });
    }
  }
  return [
    ...told(turning, warn, (names) => [
      `areas without a drawing, watched by cameras that turn (\`ptz\`) or whose fault \`moved\` is off, so nobody is told when they look away: ${names}; name a fixed camera as well`,
      `未绘制的区域由可转动（\`ptz\`）或已关闭 \`moved\` 故障的摄像机监看，转开时无人知晓：${names}；请另指定一台固定摄像机`,
    ]),
    ...told(few, warn, (names) => [
      `areas that name fewer cameras than they need, so they are always blind (named/needed): ${names}; name more in \`watchedBy\` or lower \`cameras\``,
      `指定的摄像机少于所需台数（已指定/所需），将始终为盲区：${names}；请在 \`watchedBy\` 中补充，或减小 \`cameras\``,
    ]),
    ...told(both, warn, (names) => [
      `areas with a drawing and \`watchedBy\`: the drawing counts: ${names}; leave out one of the two`,
      `区域既有绘制又有 \`watchedBy\`，以绘制为准：${names}；请只保留其一`,
    ]),
  ];
}

/** Under a roof that is always lit, no lamp decides what is seen. */
function darkLamps({ levels, areas }: CoveragePlan, devices: readonly Device[], warn: Warn): readonly Problem[] {
  const drawn = new Set(areas.flatMap((area) => area.drawn?.level ?? []));
  const counts = new Set(levels.flatMap(({ id, indoor }) => (indoor !== "lit" && drawn.has(id) ? [id] : [])));
  const lamps = devices.flatMap(({ id, kind, mount }, index): Hit[] =>
    kind === "streetlight" && mount && counts.has(mount.level) && !mount.lightRadius
      ? [{ name: id, path: ["devices", index, "mount"] }]
      : [],
  );
  return told(lamps, warn, (names) => [
    `${counted(lamps.length, "lamp")} without \`lightRadius\`, so no area is seen by their light: ${names}; give the metres around the pole that they light`,
    `${lamps.length} 盏路灯缺少 \`lightRadius\`，夜间覆盖不计其照明：${names}；请填写照亮的半径（米）`,
  ]);
}
