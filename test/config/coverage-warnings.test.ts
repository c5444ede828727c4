// What `check` says of a drawing that does not work; and that it says it, quickly, whatever was drawn.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definitions } from "../../devices/index.ts";
import { coverageWarnings } from "../../src/config/coverage-warnings.ts";
import { type Problem, writePath } from "../../src/config/problem.ts";
import { resolveSite } from "../../src/config/resolve-site.ts";
import type { RawSite } from "../../src/config/site-schema.ts";
import { least, lines, load, valid } from "./site-folder.ts";

const robot = "notify: { channels: [{ id: r, type: wecom, key: k }] }\n";
const options = { publicUrl: "https://anju.example.org" };

type Parts = {
  readonly outline?: string;
  readonly walls?: string;
  readonly level?: string;
  readonly areas?: string;
  readonly devices?: string;
};
const square = "[[2,2],[6,2],[6,6],[2,6]]";
const seen = `{ id: A, zone: east, level: g, polygon: ${square}, need: outline }`;
const good = "level: g, x: 8, y: 8, hfov: 90, pixels: [1920, 1080], tilt: 20";
const camera = (mount: string, id = "C1", rest = "") =>
  `{ id: ${id}, kind: camera, zone: east, rated: { fps: 25 }, mount: { ${mount} }${rest} }`;

/** "path message", the warnings of a plan of one level with the area A and a camera that sees it, unless told otherwise. */
async function warnings({ outline, walls, level = "", areas, devices }: Parts): Promise<readonly string[]> {
  const site = `${least}${robot}coverage:
  levels: [{ id: g, outline: ${outline ?? "[[0,0],[20,0],[20,20],[0,20]]"}, walls: ${walls ?? "[]"} ${level} }]
  areas: [${areas ?? seen}]
devices: [${devices ?? camera(good)}]
`;
  const loaded = await load(site, options);
  valid(loaded);
  return lines(loaded.problems, "warning").map((line) => line.replace(/^\S+ /, ""));
}
const area = (polygon: string, more = "need: outline") =>
  `{ id: A, zone: east, level: g, polygon: ${polygon}, ${more} }`;

it("is silent about a plan that works", async () => {
  expect(await warnings({})).toEqual([]);
});

describe("rings", () => {
  it.each([
    [
      "an area that crosses itself",
      { areas: area("[[2,2],[6,6],[6,2],[2,6]]") },
      "coverage.areas[0].polygon these areas cross themselves, so nobody can say what lies inside: A [4, 4]; give the corners in their order around it",
    ],
    [
      "an area without a size",
      { areas: area("[[2,2],[6,2],[4,2]]") },
      "coverage.areas[0].polygon these areas are smaller than 0.01 m²: A; draw them in metres, with three corners that are not on one line",
    ],
    [
      "an area as small as a hand",
      { areas: area("[[2,2],[2.1,2],[2.1,2.09],[2,2.09]]") },
      "coverage.areas[0].polygon these areas are smaller than 0.01 m²: A",
    ],
    [
      "a corner twice",
      { areas: area("[[2,2],[6,2],[6,2],[6,6],[2,6]]") },
      "coverage.areas[0].polygon these areas have a corner twice in a row (different corners/corners): A (4/5)",
    ],
    [
      "the first corner again at the end",
      { areas: area("[[2,2],[6,2],[6,6],[2,6],[2,2]]") },
      "coverage.areas[0].polygon these areas have a corner twice in a row (different corners/corners): A (4/5)",
    ],
    [
      "an area partly outside",
      { areas: area("[[2,2],[26,2],[26,6],[2,6]]") },
      "coverage.areas[0].polygon these areas reach beyond their level's outline: A (g)",
    ],
    [
      "an area outside",
      { areas: area("[[-12,2],[-6,2],[-6,6],[-12,6]]") },
      "coverage.areas[0].polygon these areas lie outside their level's outline: A (g)",
    ],
    [
      "an area around the outline",
      { areas: area("[[-2,-2],[26,-2],[26,26],[-2,26]]") },
      "coverage.areas[0].polygon these areas reach beyond their level's outline: A (g)",
    ],
    [
      "an area that bridges a bay of the outline",
      {
        outline: "[[0,0],[20,0],[20,20],[12,20],[12,4],[4,4],[4,20],[0,20]]",
        areas: area("[[0,0],[20,0],[20,20],[0,20]]"),
        devices: camera(good.replace("x: 8", "x: 2")),
      },
      "coverage.areas[0].polygon these areas reach beyond their level's outline: A (g)",
    ],
    [
      "an outline that crosses itself",
      {
        outline: "[[0,0],[20,20],[20,0],[0,20]]",
        areas: area("[[1,3],[3,5],[1,7]]"),
        devices: camera("level: g, x: 1, y: 6, hfov: 90, pixels: [1920, 1080], tilt: 20"),
      },
      "coverage.levels[0].outline the outlines of these levels cross themselves, so nobody can say what lies inside: g [10, 10]",
    ],
  ])("%s", async (_what, parts, message) => {
    expect(await warnings(parts)).toEqual([expect.stringContaining(message)]);
  });

  it("lets an area share sides with its outline, to the millimetre", async () => {
    expect(await warnings({ areas: area("[[0,0],[20,0],[20,20.0004],[0,20]]") })).toEqual([]);
  });

  it("says a matter once", async () => {
    const bad = (id: string) =>
      `{ id: ${id}, zone: east, level: g, polygon: [[2,2],[6,6],[6,2],[2,6]], need: outline }`;
    const found = await warnings({ areas: `${bad("A")}, ${bad("B")}` });
    expect(found).toEqual([expect.stringContaining("inside: A [4, 4], B [4, 4];")]);
  });
});

describe("walls", () => {
  it("without a length", async () => {
    expect(await warnings({ walls: "[[[1,1],[1,9]], [[7,1],[7,1],[7,1],[9,1]]]" })).toEqual([
      "coverage.levels[0].walls[1] 2 wall segments of level g without a length, the first at [7, 1]: leave out the repeated point",
    ]);
  });
  it("drawn over others more than ten times: some are an oversight", async () => {
    const copies = (count: number) =>
      `[${Array.from({ length: count }, (_, n) => `[[1,${n % 2 ? 9 : 1}],[1,${n % 2 ? 1 : 9}]]`).join()}]`;
    expect(await warnings({ walls: copies(11) })).toEqual([]);
    expect(await warnings({ walls: copies(12) })).toEqual([
      expect.stringContaining(
        "coverage.levels[0].walls[1] 11 wall segments of level g lie on other walls, the first at [1, 9]",
      ),
    ]);
    // One after the other on one line is how a wall with doors is drawn.
    const row = Array.from({ length: 19 }, (_, n) => `[[${n},10],[${n + 1},10]]`).join();
    expect(await warnings({ walls: `[${row}]` })).toEqual([]);
  });
});

describe("cameras and lamps", () => {
  it.each([
    [
      "outside the outline",
      { devices: camera(good.replace("x: 8", "x: 20.1")) },
      "devices[0].mount 1 camera hangs outside the outline of the level: C1",
    ],
    [
      "on a wall",
      { walls: "[[[8,0],[8,9]]]" },
      "devices[0].mount 1 camera hangs exactly on a wall, which then hides nothing from there: C1",
    ],
    [
      "inside a building",
      { walls: "[[[7,7],[9,7],[9,9],[7,9],[7,7]]]" },
      "devices[0].mount 1 camera hangs inside a closed ring of walls in which no area lies, so nothing else is seen: C1",
    ],
    [
      "a picture wider than half the world",
      { devices: `${camera(good)}, ${camera(good.replace("90", "180"), "C2")}` },
      "devices[1].mount cameras that cannot see as written: C2 (hfov 180): a picture 180° wide",
    ],
    [
      "looking up",
      { devices: `${camera(good)}, ${camera(good.replace("tilt: 20", "tilt: -40"), "C2")}` },
      "devices[1].mount cameras that cannot see as written: C2 (tilt -40): they look only upwards",
    ],
    [
      "looking up with its own vfov",
      { devices: `${camera(good)}, ${camera(good.replace("tilt: 20", "tilt: -5, vfov: 10"), "C2")}` },
      "C2 (tilt -5): they look only upwards",
    ],
    [
      "a range of nothing",
      { devices: `${camera(good)}, ${camera(`${good}, range: 0`, "C2")}` },
      "C2 (range 0): a range of 0 m sees nothing",
    ],
    [
      "lying on the floor",
      { devices: `${camera(good)}, ${camera(`${good}, height: 0`, "C2")}` },
      "C2 (height 0): a camera hangs above the floor",
    ],
    [
      "centimetres for metres",
      { devices: `${camera(good)}, ${camera(`${good}, height: 350`, "C2")}` },
      "C2 (height 350): a camera hangs above the floor",
    ],
    [
      "megapixels for pixels",
      { devices: `${camera(good)}, ${camera(good.replace("1920, 1080", "4, 3"), "C2")}` },
      "C2 (pixels 4 × 3): that is no picture",
    ],
    [
      "without optics",
      {
        devices: `${camera(good)}, ${camera("level: g, x: 3, y: 9, hfov: 90", "C2")}, ${camera("level: g, x: 3, y: 9", "C3")}`,
      },
      "devices[1].mount 2 cameras lack what the data sheet says, so no drawn area counts them: C2 (pixels), C3 (hfov, pixels)",
    ],
    [
      "a lamp whose light reaches nowhere",
      {
        devices: `${camera(good)}, { id: L1, kind: streetlight, zone: east, rated: { power: 60 }, mount: { level: g, x: 1, y: 1 } }`,
      },
      "devices[1].mount 1 lamp without `lightRadius`, so no area is seen by their light: L1",
    ],
    [
      "a lamp outside",
      {
        devices: `${camera(good)}, { id: L1, kind: streetlight, zone: east, rated: { power: 60 }, mount: { level: g, x: 1, y: -1, lightRadius: 9 } }`,
      },
      "devices[1].mount 1 lamp stands outside the outline of the level: L1",
    ],
  ])("%s", async (_what, parts, message) => {
    expect(await warnings(parts)).toEqual([expect.stringContaining(message)]);
  });

  it("lets a camera look up that hangs below those it looks at, and one hang in a room with an area", async () => {
    expect(await warnings({ devices: camera(good.replace("tilt: 20", "tilt: -40, height: 1")) })).toEqual([
      expect.stringContaining("cameras that hang lower than what they look at (`targetHeight` 1.5 m): C1 (1 m)"),
    ]);
    expect(await warnings({ walls: "[[[1,1],[9,1],[9,9],[1,9],[1,1]]]" })).toEqual([]);
  });

  it("needs neither optics nor light radius where nothing is drawn or it is always lit", async () => {
    const lamp = "{ id: L1, kind: streetlight, zone: east, rated: { power: 60 }, mount: { level: g, x: 1, y: 1 } }";
    const named = `${seen}, { id: B, zone: east, watchedBy: [C2] }`;
    expect(
      await warnings({ areas: named, devices: `${camera(good)}, ${camera("level: g, x: 3, y: 9", "C2")}` }),
    ).toEqual([]);
    expect(await warnings({ level: ", indoor: lit", devices: `${camera(good)}, ${lamp}` })).toEqual([]);
  });
});

describe("areas", () => {
  it.each([
    [
      "a level with nothing but a named camera",
      {
        areas: "{ id: B, zone: east, watchedBy: [C2] }",
        devices: `${camera(good)}, ${camera(good, "C2")}`,
      },
      [],
    ],
    [
      "too far for the class",
      { areas: area(square, "need: scrutinise") },
      [
        expect.stringContaining(
          "coverage.areas[0] areas that fewer cameras than needed can reach at their class (class, cameras near enough/needed), so they are always blind: A (scrutinise, 0/1)",
        ),
      ],
    ],
    [
      "two cameras asked, one there",
      { areas: area(square, "need: outline, cameras: 2") },
      [expect.stringContaining("A (outline, 1/2)")],
    ],
    [
      "a turning camera",
      {
        areas: `${seen}, { id: B, zone: east, watchedBy: [C2] }`,
        devices: `${camera(good)}, ${camera(`${good}, ptz: true`, "C2")}`,
      },
      [
        expect.stringContaining(
          "coverage.areas[1].watchedBy areas without a drawing, watched by cameras that turn (`ptz`) or whose fault `moved` is off, so nobody is told when they look away: B (C2)",
        ),
      ],
    ],
    [
      "a camera that may turn unnoticed",
      {
        areas: `${seen}, { id: B, zone: east, watchedBy: [C2] }`,
        devices: `${camera(good)}, ${camera(good, "C2", ", off: [moved]")}`,
      },
      [expect.stringContaining("B (C2)")],
    ],
    [
      "fewer named than needed",
      { areas: `${seen}, { id: B, zone: east, watchedBy: [C1, C1], cameras: 2 }` },
      [
        expect.stringContaining(
          "coverage.areas[1].watchedBy areas that name fewer cameras than they need, so they are always blind (named/needed): B (1/2)",
        ),
      ],
    ],
    [
      "a drawing and names",
      { areas: area(square, "need: outline, watchedBy: [C1]") },
      [
        expect.stringContaining(
          "coverage.areas[0].watchedBy areas with a drawing and `watchedBy`: the drawing counts: A",
        ),
      ],
    ],
  ])("%s", async (_what, parts, messages) => {
    expect(await warnings(parts)).toEqual(messages);
  });

  it("are none on a level", async () => {
    expect(await warnings({ areas: "" })).toEqual([
      "coverage.levels[0] levels on which no area is drawn, so nothing is known to be blind there: g; add to `areas` what must be seen",
    ]);
  });

  it.each([
    ["another area's id", "areas[1].id", `${seen}, { id: A, zone: east, watchedBy: [C1] }`],
    ["a device's id", "areas[1].id", `${seen}, { id: C1, zone: east, watchedBy: [C1] }`],
    ["a link's id", "areas[1].id", `${seen}, { id: sw-1, zone: east, watchedBy: [C1] }`],
  ])("never share %s", async (_what, path, areas) => {
    const site = `${least}${robot}links: [{ id: sw-1, type: switch }]
devices: [${camera(good)}]
coverage: { levels: [{ id: g, outline: [[0,0],[20,0],[20,20],[0,20]] }], areas: [${areas}] }
`;
    const { problems, site: none } = await load(site, options);
    expect(none).toBe(null);
    expect(lines(problems)).toEqual([
      expect.stringMatching(new RegExp(`coverage\\.${path.replaceAll(/[[\].]/g, "\\$&")} the id .* is already used`)),
    ]);
  });

  it("nor levels one id", async () => {
    const level = "{ id: g, outline: [[0,0],[20,0],[20,20],[0,20]] }";
    const { problems } = await load(
      `${least}${robot}devices: []\ncoverage: { levels: [${level}, ${level}] }\n`,
      options,
    );
    expect(lines(problems)).toEqual([expect.stringContaining("coverage.levels[1].id the id `g` is already used")]);
  });
});

const context = { definitions, topicRoot: "facility" };
const warn = (path: readonly (string | number)[], en: string, zh: string): Problem => ({
  severity: "warning",
  file: "site.yaml",
  line: 1,
  column: 1,
  path: writePath(path),
  message: { en, zh },
});
const check = (coverage: unknown, devices: unknown = []) => {
  const raw = {
    site: "s",
    timezone: "UTC",
    location: { latitude: 0, longitude: 0 },
    zones: [{ id: "z" }],
    devices,
    coverage,
  };
  return coverageWarnings(resolveSite(raw as RawSite, context), warn);
};

it("survives any geometry that is made of numbers", () => {
  const number = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, -0, 1e-9, 1e308, -1e308, Number.MIN_VALUE, 0.1 + 0.2),
  );
  const point = fc.tuple(number, number);
  const ring = fc.array(point, { minLength: 3, maxLength: 12 });
  const angle = fc.oneof(number, fc.constantFrom(90, 180, 360));
  const mount = fc.record(
    {
      level: fc.constantFrom("a", "b", "c"),
      x: number,
      y: number,
      height: number,
      heading: angle,
      tilt: angle,
      hfov: angle,
      vfov: angle,
      pixels: fc.tuple(fc.nat(), fc.nat()),
      range: number,
      lightRadius: number,
      ptz: fc.boolean(),
    },
    { requiredKeys: ["level", "x", "y"] },
  );
  const level = (id: string) =>
    fc.record({
      id: fc.constant(id),
      outline: ring,
      walls: fc.array(fc.array(point, { minLength: 2, maxLength: 8 }), { maxLength: 6 }),
    });
  const area = fc.record({
    id: fc.constant("A"),
    zone: fc.constant("z"),
    level: fc.constantFrom("a", "b", "c"),
    polygon: ring,
    need: fc.constantFrom("outline", "perceive", "x"),
    cameras: fc.integer({ min: 1, max: 3 }),
    watchedBy: fc.array(fc.constantFrom("D0", "D9"), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(
      fc.tuple(level("a"), level("b")),
      fc.array(area, { maxLength: 4 }),
      fc.array(fc.tuple(fc.constantFrom("camera", "streetlight"), mount), { maxLength: 4 }),
      (levels, areas, mounts) => {
        const devices = mounts.map(([kind, one], index) => ({ id: `D${index}`, kind, zone: "z", mount: one }));
        for (const { message } of check({ levels, areas }, devices)) {
          expect(message.en).not.toMatch(/NaN|undefined/);
          expect(message.zh).not.toMatch(/NaN|undefined/);
        }
      },
    ),
    { numRuns: 500 },
  );
});

it("looks at each wall a few times, not at each pair of them", () => {
  const count = 5_000;
  let asked = 0;
  const counted = (x: number, y: number) =>
    new Proxy([x, y], {
      get: (target, key) => {
        asked++;
        return Reflect.get(target, key);
      },
    });
  const walls = (column: (n: number) => readonly [number, number]) =>
    Array.from({ length: count }, (_, n) => {
      const [x, y] = column(n);
      return [counted(x, y), counted(x + 1, y)];
    });
  const outline = [
    [0, 0],
    [1e5, 0],
    [1e5, 1e5],
    [0, 1e5],
  ];
  for (const drawn of [walls((n) => [n, 5]), walls((n) => [5, n / 2]), walls(() => [7, 7])]) {
    asked = 0;
    check({ levels: [{ id: "g", outline, walls: drawn }], areas: [] });
    expect(asked / count).toBeLessThan(200);
  }
  asked = 0;
  const teeth = Array.from({ length: count }, (_, n) => counted(n % 2 ? 9 : 1, n / 2));
  const comb = [...teeth, counted(12, count / 2), counted(12, -1), counted(1, -1)];
  check({
    levels: [{ id: "g", outline, walls: [] }],
    areas: [{ id: "A", zone: "z", level: "g", polygon: comb, need: "outline" }],
  });
  expect(asked / count).toBeLessThan(400);
});
