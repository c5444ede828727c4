// Numbers of a plan that are allowed but hardly meant: each is told once, and what lies just inside the bounds is not.

import { describe, expect, it } from "vitest";
import { least, lines, load, valid } from "./site-folder.ts";

const robot = "notify: { channels: [{ id: r, type: wecom, key: k }] }\n";
const good = "level: g, x: 8, y: 8, hfov: 90, pixels: [1920, 1080], tilt: 20";

type Parts = {
  readonly plan?: string;
  readonly outline?: string;
  readonly more?: string;
  readonly mount?: string;
  readonly lamp?: string;
};

/** Both languages of every warning of a plan with one camera, one lamp and an area. */
async function warnings({
  plan = "",
  outline = "[[0,0],[20,0],[20,20],[0,20]]",
  more = "",
  mount = good,
  lamp = "9",
}: Parts) {
  const loaded = await load(
    `${least}${robot}coverage:
  levels: [{ id: g, outline: ${outline} }]
  areas: [{ id: A, zone: east, level: g, polygon: [[2,2],[6,2],[6,6],[2,6]], need: outline${more} }]
  ${plan}
devices:
  - { id: C1, kind: camera, zone: east, rated: { fps: 25 }, mount: { ${mount} } }
  - { id: L1, kind: streetlight, zone: east, rated: { power: 60 }, mount: { level: g, x: 1, y: 1, lightRadius: ${lamp} } }
`,
    { publicUrl: "https://anju.example.org" },
  );
  valid(loaded);
  const warned = loaded.problems.filter(({ severity }) => severity === "warning");
  return {
    en: lines(loaded.problems, "warning").map((line) => line.replace(/^\S+ /, "")),
    zh: warned.map(({ message }) => message.zh),
  };
}

describe("numbers that are hardly meant", () => {
  it.each([
    [
      "a target in centimetres",
      { plan: "targetHeight: 150" },
      "coverage.targetHeight a target 150 m above the floor",
      "目标高度为 150 m",
    ],
    [
      "a target above the camera",
      { plan: "targetHeight: 2.9", mount: `${good}, height: 2.5` },
      "devices[0].mount cameras that hang lower than what they look at (`targetHeight` 2.9 m): C1 (2.5 m)",
      "摄像机安装高度低于目标高度（`targetHeight` 2.9 m）：C1 (2.5 m)",
    ],
    [
      "coarse strips",
      { plan: "cell: 25" },
      "coverage.cell areas are measured in strips of 25 m",
      "区域按 25 m 的条带计算",
    ],
    [
      "an outline of 20 km",
      { outline: "[[0,0],[20000,0],[20000,20],[0,20]]" },
      "coverage.levels[0].outline outlines longer than 5 km: g (20 km)",
      "轮廓超过 5 km：g (20 km)",
    ],
    [
      "an origin elsewhere",
      { plan: "origin: { latitude: 39.9, longitude: 116.4 }" },
      "coverage.origin the plan's origin lies 10",
      "平面图原点距小区 `location` 10",
    ],
    [
      "a lamp that lights a district",
      { lamp: "1200" },
      "devices[1].mount lamps that light more than 100 m around them, so that no night is dark there: L1 (1200 m)",
      "照明半径超过 100 m",
    ],
    [
      "a promise of nothing",
      { more: ", atLeast: 0" },
      "coverage.areas[0].atLeast areas that promise nothing (`atLeast: 0`), so they are never blind: A;",
      "不作任何要求（`atLeast: 0`），永远不算盲区：A；",
    ],
    [
      "rounds each second",
      { plan: "patrolEvery: PT1S" },
      "coverage.patrolEvery a round every PT1S is more than anybody can walk",
      "每 PT1S 巡查一次难以做到",
    ],
    [
      "radians",
      { mount: good.replace("90", "1.57") },
      "devices[0].mount cameras that cannot see as written: C1 (hfov 1.57): angles are in degrees",
      "C1 (hfov 1.57)：角度以度为单位",
    ],
    [
      "pixels swapped",
      { mount: `${good.replace("1920, 1080", "1080, 1920")}, vfov: 54` },
      "C1 (pixels 1080 × 1920, 90° × 54°): the picture is wide in degrees but high in pixels",
      "视角横向更宽，像素却是纵向更多",
    ],
  ] as const)("%s", async (_what, parts, en, zh) => {
    const found = await warnings(parts);
    expect(found.en).toEqual([expect.stringContaining(en)]);
    expect(found.zh).toEqual([expect.stringContaining(zh)]);
  });

  it("are none just inside the bounds", async () => {
    const { en } = await warnings({
      plan: "targetHeight: 2.5\n  cell: 2\n  patrolEvery: PT5M\n  origin: { latitude: 31.6, longitude: 121.47 }",
      outline: "[[0,0],[5000,0],[5000,20],[0,20]]",
      mount: `${good.replace("hfov: 90", "hfov: 60").replace("1920, 1080", "1080, 1920")}, vfov: 90, height: 2.5`,
      lamp: "100",
      more: ", atLeast: 0.01",
    });
    expect(en).toEqual([]);
  });
});

describe("advice", () => {
  const far = ", need: scrutinise";
  const area = (polygon: string, more: string) => `{ id: B, zone: east, level: g, polygon: ${polygon}${more} }`;
  const told = async (second: string) => {
    const { problems } = await load(
      `${least}${robot}coverage:
  levels: [{ id: g, outline: [[0,0],[20,0],[20,20],[0,20]] }]
  areas: [{ id: A, zone: east, level: g, polygon: [[2,2],[6,2],[6,6],[2,6]], need: outline }, ${second}]
devices: [{ id: C1, kind: camera, zone: east, rated: { fps: 25 }, mount: { ${good} } }]
`,
      { publicUrl: "https://anju.example.org" },
    );
    return problems.map(({ message }) => message.en).join("\n");
  };

  it("to hang a camera nearer is for areas that are meant as they stand", async () => {
    const near = "[[12,12],[14,12],[14,14]]";
    expect(await told(area(near, far))).toContain("hang a camera nearer");
    for (const wrong of [
      area(near, ", need: scrutinize"),
      area(near, far).replace("level: g", "level: h"),
      area("[[12,12],[24,12],[14,14]]", far),
      area("[[121.4,31.2],[121.6,31.2],[121.6,31.4]]", far),
    ]) {
      const found = await told(wrong);
      expect(found).toMatch(/unknown|outline/);
      expect(found).not.toContain("hang a camera nearer");
    }
  });
});

describe("a camera without a mount", () => {
  const site = (areas: string) => `${least}${robot}devices:
  - { id: C8, kind: camera, zone: east, rated: { fps: 25 } }
${areas}`;
  const told = async (areas = "") =>
    lines((await load(site(areas), { publicUrl: "https://anju.example.org" })).problems, "warning");

  it("is told of, one by its number", async () => {
    expect(await told()).toEqual([
      "site.yaml:9:5 devices[0] 1 camera without `mount`, so nobody knows what is seen there: C8",
    ]);
  });

  it("has its use where an area without a drawing names it", async () => {
    expect(await told("coverage: { areas: [{ id: car-e1, zone: east, watchedBy: [C8] }] }\n")).toEqual([]);
  });
});
