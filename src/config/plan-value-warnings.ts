// Numbers of a plan that are allowed but hardly meant: another unit, another place, a promise of nothing.

import { formatDuration } from "../model/duration.ts";
import type { Site } from "../model/site.ts";
import { defaultHeight } from "./camera-warnings.ts";
import { createEarth } from "./earth.ts";
import { boxOf } from "./plan-geometry.ts";
import { nameSome, type Path, type Problem, type Warn } from "./problem.ts";
import { told } from "./ring-warnings.ts";

/** Metres: the tallest target, the coarsest cell, the farthest a street lamp lights, the longest community. */
const tallestTarget = 3;
const coarsest = 2;
const farthestLight = 100;
const longest = 5000;
/** Metres from the site's `location` to the plan's `origin`. */
const farthestOrigin = 50_000;
/** ms */
const fastestRound = 5 * 60_000;

export const planValueWarnings = (site: Site, warn: Warn): readonly Problem[] => [
  ...targetWarnings(site, warn),
  ...sizeWarnings(site, warn),
  ...lightWarnings(site, warn),
  ...promiseWarnings(site, warn),
];

const metres = (value: number): string => String(Number(value.toFixed(2)));

function targetWarnings({ coverage, devices }: Site, warn: Warn): readonly Problem[] {
  const { targetHeight } = coverage;
  const path: Path = ["coverage", "targetHeight"];
  if (targetHeight > tallestTarget)
    return [
      warn(
        path,
        `a target ${metres(targetHeight)} m above the floor: \`targetHeight\` is in metres, a face is at 1.5`,
        `目标高度为 ${metres(targetHeight)} m：\`targetHeight\` 以米为单位，人脸约为 1.5`,
      ),
    ];
  const below = devices.flatMap(({ id, kind, mount }, index) => {
    const height = mount?.height ?? defaultHeight;
    const counts = kind === "camera" && mount?.hfov !== undefined && height > 0 && height < targetHeight;
    return counts ? [{ name: `${id} (${metres(height)} m)`, path: ["devices", index, "mount"] }] : [];
  });
  return told(below, warn, (names) => [
    `cameras that hang lower than what they look at (\`targetHeight\` ${metres(targetHeight)} m): ${names}; check both heights, in metres above the floor`,
    `摄像机安装高度低于目标高度（\`targetHeight\` ${metres(targetHeight)} m）：${names}；请核对两者，均为距地面的米数`,
  ]);
}

function sizeWarnings({ coverage, location }: Site, warn: Warn): readonly Problem[] {
  const { cell, levels, origin } = coverage;
  const long = levels.flatMap(({ id, outline }, index) => {
    const { left, right, bottom, top } = boxOf(outline);
    const length = Math.max(right - left, top - bottom);
    return length > longest
      ? [{ name: `${id} (${Math.round(length / 100) / 10} km)`, path: ["coverage", "levels", index, "outline"] }]
      : [];
  });
  // So far away a degree has another length, but fifty kilometres are told well enough.
  const [x, y] = origin ? createEarth(origin).toPlan([location.longitude, location.latitude]) : [0, 0];
  const away = Math.round(Math.hypot(x, y) / 1000);
  return [
    ...(cell > coarsest
      ? [
          warn(
            ["coverage", "cell"],
            `areas are measured in strips of ${metres(cell)} m, too coarse for doors and walls: \`cell\` is in metres, 0.25 is usual`,
            `区域按 ${metres(cell)} m 的条带计算，对门洞和墙体过粗：\`cell\` 以米为单位，一般取 0.25`,
          ),
        ]
      : []),
    ...told(long, warn, (names) => [
      `outlines longer than ${longest / 1000} km: ${names}; a plan is in metres, not centimetres or pixels`,
      `以下楼层轮廓超过 ${longest / 1000} km：${names}；平面图以米为单位，不是厘米或像素`,
    ]),
    ...(away * 1000 > farthestOrigin
      ? [
          warn(
            ["coverage", "origin"],
            `the plan's origin lies ${away} km from the site's \`location\`: check latitude and longitude of both`,
            `平面图原点距小区 \`location\` ${away} km：请核对两处的纬度和经度`,
          ),
        ]
      : []),
  ];
}

function lightWarnings({ devices }: Site, warn: Warn): readonly Problem[] {
  const far = devices.flatMap(({ id, kind, mount }, index) =>
    kind === "streetlight" && mount?.lightRadius !== undefined && mount.lightRadius > farthestLight
      ? [{ name: `${id} (${metres(mount.lightRadius)} m)`, path: ["devices", index, "mount"] }]
      : [],
  );
  return told(far, warn, (names) => [
    `lamps that light more than ${farthestLight} m around them, so that no night is dark there: ${names}; \`lightRadius\` is in metres`,
    `以下路灯的照明半径超过 ${farthestLight} m，其周围夜间永不算暗：${names}；\`lightRadius\` 以米为单位`,
  ]);
}

function promiseWarnings({ coverage }: Site, warn: Warn): readonly Problem[] {
  const { areas, patrolEvery } = coverage;
  const index = areas.findIndex(({ atLeast }) => atLeast === 0);
  const none = nameSome(areas.flatMap(({ id, atLeast }) => (atLeast === 0 ? [id] : [])));
  return [
    ...(index >= 0
      ? [
          warn(
            ["coverage", "areas", index, "atLeast"],
            `areas that promise nothing (\`atLeast: 0\`), so they are never blind: ${none}; leave the area out, or write a share such as 0.95`,
            `以下区域不作任何要求（\`atLeast: 0\`），永远不算盲区：${none}；请删去该区域，或填写比例，如 0.95`,
          ),
        ]
      : []),
    ...(patrolEvery !== null && patrolEvery < fastestRound
      ? [
          warn(
            ["coverage", "patrolEvery"],
            `a round every ${formatDuration(patrolEvery)} is more than anybody can walk; PT30M is usual`,
            `每 ${formatDuration(patrolEvery)} 巡查一次难以做到；一般取 PT30M`,
          ),
        ]
      : []),
  ];
}
