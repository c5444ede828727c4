// Cameras that hang or look wrong: without optics where something is drawn, with optics that cannot be, on or inside walls.

import type { Level, Point } from "../model/coverage.ts";
import type { Device, Mount, Site } from "../model/site.ts";
import { isInside } from "./outline.ts";
import { boxOf, distanceTo, inBox, near, piecesOf, same } from "./plan-geometry.ts";
import { counted, type Path, type Problem, type Warn } from "./problem.ts";
import { told } from "./ring-warnings.ts";

/** Metres: the tallest mast a camera stands on. */
const tallest = 60;
/** Degrees: the longest lens of a tele camera. */
const narrowest = 3;
/** Pixels: less is no picture. */
const fewest = 100;

type Camera = { readonly id: string; readonly mount: Mount; readonly path: Path };

export function cameraWarnings(site: Site, warn: Warn): readonly Problem[] {
  const { levels, areas, targetHeight } = site.coverage;
  const cameras = site.devices.flatMap(({ id, kind, mount }, index): Camera[] =>
    kind === "camera" && mount ? [{ id, mount, path: ["devices", index, "mount"] }] : [],
  );
  const named = new Set(areas.flatMap(({ watchedBy }) => watchedBy));
  const drawn = areas.some((area) => area.drawn);
  return [
    ...hangingWarnings(site.devices, levels, warn),
    ...(drawn ? blindWarnings(cameras, named, warn) : []),
    ...opticsWarnings(cameras, targetHeight, warn),
    ...wallWarnings(cameras, site, named, warn),
  ];
}

/** Outside the outline of their level: cameras and lamps. */
function hangingWarnings(devices: readonly Device[], levels: readonly Level[], warn: Warn): readonly Problem[] {
  const outlines = new Map(levels.map(({ id, outline }) => [id, outline]));
  const outside = (wanted: string) =>
    devices.flatMap(({ id, kind, mount }, index) => {
      const outline = mount && outlines.get(mount.level);
      const out = kind === wanted && outline && !isInside([mount.x, mount.y], outline);
      return out ? [{ name: id, path: ["devices", index, "mount"] }] : [];
    });
  const cameras = outside("camera");
  const lamps = outside("streetlight");
  return [
    ...told(cameras, warn, (names) => [
      `${counted(cameras.length, "camera hangs", "cameras hang")} outside the outline of the level: ${names}`,
      `${cameras.length} 台摄像机位于楼层轮廓之外：${names}`,
    ]),
    ...told(lamps, warn, (names) => [
      `${counted(lamps.length, "lamp stands", "lamps stand")} outside the outline of the level: ${names}`,
      `${lamps.length} 盏路灯位于楼层轮廓之外：${names}`,
    ]),
  ];
}

/** A camera that is named for an undrawn area has its use without optics. */
function blindWarnings(cameras: readonly Camera[], named: ReadonlySet<string>, warn: Warn): readonly Problem[] {
  const lacking = cameras.flatMap(({ id, mount, path }) => {
    const keys = (["hfov", "pixels"] as const).filter((key) => mount[key] === undefined);
    return keys.length > 0 && !named.has(id) ? [{ name: `${id} (${keys.join(", ")})`, path }] : [];
  });
  return told(lacking, warn, (names) => [
    `${counted(lacking.length, "camera lacks", "cameras lack")} what the data sheet says, so no drawn area counts them: ${names}; add it to \`mount\``,
    `${lacking.length} 台摄像机缺少光学参数，不计入任何已绘区域的覆盖：${names}；请按产品手册补入 \`mount\``,
  ]);
}

const degrees = 180 / Math.PI;

/** The vertical angle; where none is given, the one that the picture's shape makes of the horizontal. */
function verticalAngle({ hfov, vfov, pixels }: Mount): number | undefined {
  if (vfov !== undefined || hfov === undefined || pixels === undefined || hfov >= 180) return vfov;
  return 2 * degrees * Math.atan((Math.tan(hfov / 2 / degrees) * pixels[1]) / pixels[0]);
}

/** Metres, where a camera does not say how high it hangs. */
export const defaultHeight = 3;

/** What each absurdity is, when it is one, and what it means. */
const absurdities: readonly {
  readonly is: (mount: Mount, targetHeight: number) => string | undefined;
  readonly en: string;
  readonly zh: string;
}[] = [
  {
    is: ({ hfov }) => (hfov !== undefined && hfov >= 180 ? `hfov ${hfov}` : undefined),
    en: "a picture 180° wide or wider has no pixel density, so they see nothing; write the `hfov` of one flat picture",
    zh: "水平视角达到 180° 时无法计算像素密度，视为什么也看不到；请填写单幅平面画面的 `hfov`",
  },
  {
    is: (mount, targetHeight) => {
      const { tilt = 0, height = defaultHeight } = mount;
      const angle = verticalAngle(mount);
      const up = angle !== undefined && tilt + angle / 2 <= 0 && height > targetHeight;
      return up ? `tilt ${tilt}` : undefined;
    },
    en: "they look only upwards, over everybody's head; `tilt` counts downwards from the horizon",
    zh: "只朝上看，看不到人；`tilt` 以水平线以下为正",
  },
  {
    is: ({ hfov }) => (hfov !== undefined && hfov < narrowest ? `hfov ${hfov}` : undefined),
    en: "angles are in degrees: this looks like radians (1.57 is 90°)",
    zh: "角度以度为单位，这里像是弧度（1.57 即 90°）",
  },
  {
    is: ({ hfov, vfov, pixels }) =>
      pixels && hfov !== undefined && vfov !== undefined && hfov > vfov && pixels[0] < pixels[1]
        ? `pixels ${pixels.join(" × ")}, ${hfov}° × ${vfov}°`
        : undefined,
    en: "the picture is wide in degrees but high in pixels; `pixels` is [width, height]",
    zh: "视角横向更宽，像素却是纵向更多；`pixels` 为 [宽, 高]",
  },
  {
    is: ({ range }) => (range === 0 ? "range 0" : undefined),
    en: "a range of 0 m sees nothing; leave `range` out where there is no limit",
    zh: "`range` 为 0 表示什么也看不到；没有限制时请不写",
  },
  {
    is: ({ height }) => (height !== undefined && (height === 0 || height > tallest) ? `height ${height}` : undefined),
    en: `a camera hangs above the floor and below ${tallest} m; \`height\` is in metres above its level`,
    zh: `摄像机安装高度应大于 0 且不超过 ${tallest} m；\`height\` 为距本层地面的米数`,
  },
  {
    is: ({ pixels }) => (pixels && Math.min(...pixels) < fewest ? `pixels ${pixels.join(" × ")}` : undefined),
    en: "that is no picture; `pixels` is [width, height], such as [2560, 1440]",
    zh: "不成画面；`pixels` 为 [宽, 高]，如 [2560, 1440]",
  },
];

function opticsWarnings(cameras: readonly Camera[], targetHeight: number, warn: Warn): readonly Problem[] {
  return absurdities.flatMap(({ is, en, zh }) => {
    const hits = cameras.flatMap(({ id, mount, path }) => {
      const what = is(mount, targetHeight);
      return what === undefined ? [] : [{ name: `${id} (${what})`, path }];
    });
    return told(hits, warn, (names) => [
      `cameras that cannot see as written: ${names}: ${en}`,
      `摄像机参数有误：${names}：${zh}`,
    ]);
  });
}

/**
 * On a wall a camera sees both of its sides. Inside a closed ring of walls it sees that ring's inside alone: right for a
 * room where an area lies or that it is named for, wrong for a building drawn solid.
 */
function wallWarnings(
  cameras: readonly Camera[],
  { coverage }: Site,
  named: ReadonlySet<string>,
  warn: Warn,
): readonly Problem[] {
  const on: { name: string; path: Path }[] = [];
  const within: { name: string; path: Path }[] = [];
  for (const { id: level, walls } of coverage.levels) {
    const boxed = walls.map((wall) => ({ wall, box: boxOf(wall), closed: isClosed(wall) }));
    const corners = coverage.areas.flatMap(({ drawn }) => (drawn?.level === level ? drawn.polygon : []));
    const isRoom = (ring: readonly Point[], box: ReturnType<typeof boxOf>) =>
      corners.some((corner) => inBox(corner, box) && isInside(corner, ring));
    for (const { id, mount, path } of cameras.filter((camera) => camera.mount.level === level)) {
      const point: Point = [mount.x, mount.y];
      const about = boxed.filter(({ box }) => inBox(point, box));
      if (about.some(({ wall }) => piecesOf(wall).some((piece) => distanceTo(point, piece) <= near)))
        on.push({ name: id, path });
      else if (
        !named.has(id) &&
        about.some(({ wall, box, closed }) => closed && isInside(point, wall) && !isRoom(wall, box))
      )
        within.push({ name: id, path });
    }
  }
  return [
    ...told(on, warn, (names) => [
      `${counted(on.length, "camera hangs", "cameras hang")} exactly on a wall, which then hides nothing from there: ${names}; move by a hand's breadth to the side looked to`,
      `${on.length} 台摄像机恰好画在墙线上，该墙对其不起遮挡作用：${names}；请向其拍摄的一侧移出约 10 厘米`,
    ]),
    ...told(within, warn, (names) => [
      `${counted(within.length, "camera hangs", "cameras hang")} inside a closed ring of walls in which no area lies, so nothing else is seen: ${names}; move out of the building, or draw its door`,
      `${within.length} 台摄像机位于封闭的墙圈之内，其中没有任何区域：${names}；请移到建筑外，或画出门洞`,
    ]),
  ];
}

const isClosed = (wall: readonly Point[]): boolean => wall.length > 3 && same(wall[0] as Point, wall.at(-1) as Point);
