// The plan on earth: where its points lie, that what goes out comes back to the millimetre, and what is said of a drawing that does not fit.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEarth } from "../../src/config/earth.ts";
import { planFromGeoJson, withKept } from "../../src/config/plan-from-geojson.ts";
import { type FeatureCollection, planToGeoJson } from "../../src/config/plan-geojson.ts";
import { planShift } from "../../src/config/plan-shift.ts";
import { planYaml } from "../../src/config/plan-yaml.ts";
import { coverage as coverageSchema } from "../../src/config/schema/coverage.ts";
import type { CoveragePlan, Point } from "../../src/model/coverage.ts";
import type { Device } from "../../src/model/site.ts";
import { sample } from "./sample-site.ts";
import { least, lines, load, valid } from "./site-folder.ts";

const origin = { latitude: 31.23, longitude: 121.47, rotation: 0 };
const placed = sample.replace(
  "  cell: 0.25\n",
  "  cell: 0.25\n  origin: { latitude: 31.23, longitude: 121.47, rotation: 30 }\n",
);
const env = { WECOM_KEY: "k" };
const exported = async (): Promise<{
  plan: CoveragePlan;
  devices: readonly Device[];
  collection: FeatureCollection;
}> => {
  const { coverage, devices } = valid(await load(placed, { env }));
  return { plan: coverage, devices, collection: planToGeoJson(coverage, devices) as FeatureCollection };
};

describe("the earth", () => {
  it("has degrees as long as tables say", () => {
    // Lengths of one degree on WGS 84, metres: latitude and longitude at the equator, at 45° and at 60°.
    for (const [latitude, north, east] of [
      [0, 110_574.3, 111_319.5],
      [45, 111_131.8, 78_846.8],
      [60, 111_412.3, 55_800],
    ] as const) {
      const { toPlan } = createEarth({ latitude, longitude: 10, rotation: 0 });
      expect(toPlan([10, latitude + 1])[1]).toBeCloseTo(north, -0.5);
      expect(toPlan([11, latitude])[0]).toBeCloseTo(east, -0.5);
    }
  });

  it.each([
    [0, [0, 100], "north"],
    [90, [0, 100], "east"],
    [180, [0, 100], "south"],
    [-90, [0, 100], "west"],
    [90, [100, 0], "south"],
  ] as const)("turned by %d°, the plan's %j lies %s", (rotation, point, where) => {
    const [longitude, latitude] = createEarth({ ...origin, rotation }).toEarth(point);
    const [east, north] = createEarth(origin).toPlan([longitude, latitude]);
    const expected = { north: [0, 100], east: [100, 0], south: [0, -100], west: [-100, 0] }[where];
    expect(east).toBeCloseTo(expected[0] as number, 6);
    expect(north).toBeCloseTo(expected[1] as number, 6);
  });

  it("goes on across the antimeridian", () => {
    const { toEarth, toPlan } = createEarth({ latitude: 10, longitude: 179.9999, rotation: 0 });
    const place = toEarth([500, 0]);
    expect(place[0]).toBeLessThan(-179);
    expect(toPlan(place)[0]).toBeCloseTo(500, 6);
  });
});

const coordinate = fc.double({ min: -1000, max: 1000, noNaN: true });
const point = fc.tuple(coordinate, coordinate);
const anywhere = fc.record({
  latitude: fc.double({ min: -85, max: 85, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  rotation: fc.double({ min: -360, max: 360, noNaN: true }),
});

it("comes back within a millimetre over a kilometre, wherever the plan lies", () => {
  fc.assert(
    fc.property(anywhere, fc.array(point, { minLength: 3, maxLength: 8 }), point, (place, wall, camera) => {
      const plan: CoveragePlan = {
        standard: "iec-62676-4-2025",
        classes: [],
        patrolEvery: null,
        targetHeight: 1.5,
        cell: 0.25,
        origin: place,
        areas: [],
        levels: [
          {
            id: "g",
            name: { en: "g", zh: "g" },
            outline: [
              [0, 0],
              [1, 0],
              [0, 1],
            ],
            walls: [wall],
            indoor: false,
          },
        ],
      };
      const devices = [
        { id: "C1", kind: "camera", zone: "z", mount: { level: "g", x: camera[0], y: camera[1] } } as Device,
      ];
      const back = planFromGeoJson(planToGeoJson(plan, devices), place);
      if (!back.ok) throw new Error(back.problems.map(({ en }) => en).join("\n"));
      const {
        coverage,
        devices: [mounted],
      } = back.value;
      const found = [
        ...(coverage.levels?.[0]?.walls?.[0] ?? []),
        [mounted?.mount.x, mounted?.mount.y] as unknown as Point,
      ];
      expect(found).toHaveLength(wall.length + 1);
      for (const [index, [x, y]] of [...wall, camera].entries()) {
        const [gotX, gotY] = found[index] as Point;
        expect(Math.hypot(gotX - x, gotY - y)).toBeLessThanOrEqual(0.001);
      }
    }),
    { numRuns: 300 },
  );
});

describe("export", () => {
  it("is nothing where the plan lies nowhere", async () => {
    const { coverage, devices } = valid(await load(sample, { env }));
    expect(coverage.origin).toBe(null);
    expect(planToGeoJson(coverage, devices)).toBe(null);
  });

  it("names what each feature is, and gives areas their ratio", async () => {
    const { plan, devices, collection } = await exported();
    expect(
      collection.features.map(({ properties: { type, id, level }, geometry }) => [type, id ?? level, geometry?.type]),
    ).toEqual([
      ["level", "ground", "Polygon"],
      ["wall", "ground", "LineString"],
      ["area", "north-gate", "Polygon"],
      ["area", "car-e1", undefined],
      ["camera", "C1", "Point"],
      ["streetlight", "L1", "Point"],
    ]);
    const camera = collection.features[4]?.properties;
    expect(camera).toMatchObject({ level: "ground", heading: 135, bearing: 165, pixels: [2560, 1440], zone: "east" });
    expect(camera).not.toHaveProperty("x");
    expect(collection.features[2]?.properties).not.toHaveProperty("ratio");
    const shown = planToGeoJson(
      plan,
      devices,
      new Map([
        ["north-gate", 0.97],
        ["car-e1", 1],
      ]),
    );
    expect(shown?.features.flatMap(({ properties }) => properties.ratio ?? [])).toEqual([0.97, 1]);
  });

  it("closes its rings and runs them counter-clockwise (RFC 7946, 3.1.6)", async () => {
    const { plan } = await exported();
    const clockwise = plan.levels.map((level) => ({ ...level, outline: [...level.outline].reverse() }));
    const ring = planToGeoJson({ ...plan, levels: clockwise, areas: [] }, [])?.features[0]?.geometry
      ?.coordinates[0] as Point[];
    expect(ring).toHaveLength(5);
    expect(ring[0]).toEqual(ring[4]);
    const doubled = ring
      .slice(1)
      .reduce(
        (sum, [x, y], at) =>
          sum + ((ring[at] as Point)[0] - 121) * (y - 31) - (x - 121) * ((ring[at] as Point)[1] - 31),
        0,
      );
    expect(doubled).toBeGreaterThan(0);
  });
});

describe("import", () => {
  it("is what the site file says, and the file that it makes loads", async () => {
    const { plan, devices, collection } = await exported();
    const read = planFromGeoJson(
      JSON.parse(JSON.stringify(collection)),
      plan.origin as NonNullable<CoveragePlan["origin"]>,
    );
    if (!read.ok) throw new Error(read.problems.map(({ en }) => en).join("\n"));
    const yaml = planYaml(read.value);
    expect(yaml.split("\n").filter((line) => line.includes("north-gate"))).toHaveLength(1);
    const rated = yaml.replace("id: C1", "id: C1, rated: { fps: 25 }");
    const again = await load({
      "site.yaml": `${least}notify: { channels: [{ id: r, type: wecom, key: k }] }\ninclude: [plan.yaml]\n`,
      "plan.yaml": rated,
    });
    expect(lines(again.problems)).toEqual([]);
    const site = valid(again);
    expect(site.coverage).toEqual(plan);
    expect(site.devices.map(({ id, mount }) => [id, mount])).toEqual(
      devices.flatMap(({ id, kind, mount }) => (mount && kind !== "gate" ? [[id, mount]] : [])),
    );
  });

  it("keeps what the site says besides, so that it may take the place of the whole", async () => {
    const { plan } = await exported();
    const kept = withKept({ levels: [], areas: [], origin }, { ...plan, cell: 0.5, patrolEvery: 1_800_000 });
    expect(Object.keys(kept).sort()).toEqual(Object.keys(coverageSchema.shape).sort());
    expect(kept).toMatchObject({ cell: 0.5, patrolEvery: "PT30M", targetHeight: 1.5, standard: plan.standard });
    expect(withKept({}, { ...plan, patrolEvery: null })).not.toHaveProperty("patrolEvery");
    expect(coverageSchema.safeParse(kept).success).toBe(true);
  });

  it("tells a drawing that lies elsewhere: from where the site has it, from the origin, from its own level", async () => {
    const { plan, devices, collection } = await exported();
    const at = plan.origin as NonNullable<CoveragePlan["origin"]>;
    const read = planFromGeoJson(collection, at);
    if (!read.ok) throw new Error("it reads");
    const drawing = read.value;
    const present = { coverage: plan, devices };
    const nothing = { coverage: { ...plan, levels: [], areas: [] }, devices: [] };
    expect(planShift(drawing, present)).toBe(undefined);
    expect(planShift(drawing, nothing)).toBe(undefined);
    const put =
      (x: number, y: number) =>
      ([left, bottom]: Point): [number, number] => [left + x, bottom + y];
    const movedBy = (x: number, y: number) => ({
      coverage: {
        ...drawing.coverage,
        levels: (drawing.coverage.levels ?? []).map((level) => ({ ...level, outline: level.outline.map(put(x, y)) })),
        areas: (drawing.coverage.areas ?? []).map(({ polygon, ...area }) => ({
          ...area,
          ...(polygon && { polygon: polygon.map(put(x, y)) }),
        })),
      },
      devices: drawing.devices.map(({ mount, ...device }) => ({
        ...device,
        mount: { ...mount, x: mount.x + x, y: mount.y + y },
      })),
    });
    expect(planShift(movedBy(30, -39), present)).toBe(undefined);
    expect(planShift(movedBy(440, -102), present)).toEqual({
      en: expect.stringMatching(
        /^4\/4 features lie more than 50 m from .*about 440 m east, 102 m south: ground, north-gate, C1, L1\. Chinese map/,
      ),
      zh: expect.stringMatching(
        /^4\/4 个要素.*约偏东 440 m、偏南 102 m：ground, north-gate, C1, L1。国内地图使用 GCJ-02/,
      ),
    });
    expect(planShift(movedBy(440, 0), nothing)?.en).toMatch(
      /^the drawing lies 440 m from the plan's origin; its south-west corner is 440 m east, 0 m north of it\. Chinese/,
    );
    const astray = { ...drawing, devices: movedBy(0, 430).devices };
    expect(planShift(astray, nothing)?.en).toMatch(
      /^2 features lie outside their level's outline: C1 \(390 m\), L1 \(/,
    );
    expect(planShift({ ...drawing, devices: movedBy(0, 430).devices.slice(0, 1) }, nothing)?.zh).toMatch(
      /^1 个要素位于所属楼层轮廓之外：C1（390 m）。/,
    );
  });

  const level = {
    type: "Feature",
    properties: { type: "level", id: "g" },
    geometry: {
      type: "Polygon",
      coordinates: [
        [
          [121.47, 31.23],
          [121.471, 31.23],
          [121.471, 31.231],
          [121.47, 31.23],
        ],
      ],
    },
  };
  const feature = (properties: object, geometry: unknown = level.geometry) => ({
    type: "Feature",
    properties,
    geometry,
  });
  const problems = (...features: readonly unknown[]) => {
    const read = planFromGeoJson({ type: "FeatureCollection", features: [level, ...features] }, origin);
    return read.ok ? [] : read.problems.map(({ en }) => en);
  };
  const dot = (longitude: number, latitude: number) => ({ type: "Point", coordinates: [longitude, latitude] });

  it("takes what drawing programs write: heights, empty properties, properties of their own, collections of one, walls as rings", () => {
    const wall = {
      type: "MultiLineString",
      coordinates: [
        [
          [121.47, 31.23, 4.2],
          [121.471, 31.23, 4.2],
        ],
      ],
    };
    const area = { type: "MultiPolygon", coordinates: [level.geometry.coordinates] };
    const read = planFromGeoJson(
      {
        type: "FeatureCollection",
        crs: { type: "name", properties: { name: "urn:ogc:def:crs:OGC:1.3:CRS84" } },
        features: [
          level,
          feature({ type: "wall", fid: 7 }, wall),
          feature({ type: "wall", level: null }),
          feature({ type: "area", id: "A", zone: "east", need: "outline", atLeast: null, fid: 8 }, area),
          feature({ type: "camera", id: "C1", hfov: 90, fid: 9 }, dot(121.47, 31.23)),
        ],
      },
      origin,
    );
    expect(read).toMatchObject({
      ok: true,
      value: {
        coverage: {
          levels: [
            {
              id: "g",
              walls: [
                [
                  [0, 0],
                  [95.274, 0],
                ],
                [
                  [0, 0],
                  [95.274, 0],
                  [95.274, 110.873],
                  [0, 0],
                ],
              ],
            },
          ],
          areas: [
            {
              id: "A",
              zone: "east",
              level: "g",
              need: "outline",
              polygon: [
                [0, 0],
                [95.274, 0],
                [95.274, 110.873],
              ],
            },
          ],
        },
        devices: [{ id: "C1", kind: "camera", mount: { level: "g", x: 0, y: 0, hfov: 90 } }],
      },
    });
  });

  it.each([
    [
      "a thing without a type",
      [feature({ id: "x" })],
      "features[1] (x): its property `type` must be one of level, wall, area, camera, streetlight",
    ],
    ["another type", [feature({ type: "tree" })], "features[1]: its property `type` must be one of"],
    ["no feature", [7], "features[1]: is no feature"],
    [
      "a camera drawn as an area",
      [feature({ type: "camera", id: "C1" })],
      "features[1] (C1): the type camera is drawn as a Point",
    ],
    [
      "an area drawn as a point",
      [feature({ type: "area", id: "A", zone: "z" }, dot(121, 31))],
      "features[1] (A): the type area is drawn as one Polygon without holes",
    ],
    [
      "an area with a hole",
      [
        feature(
          { type: "area", id: "A", zone: "z" },
          { type: "Polygon", coordinates: [...level.geometry.coordinates, ...level.geometry.coordinates] },
        ),
      ],
      "drawn as one Polygon without holes",
    ],
    ["a wall without geometry", [feature({ type: "wall" }, null)], "features[1]: the type wall needs a geometry"],
    [
      "an unknown level",
      [feature({ type: "camera", id: "C1", level: "roof" }, dot(121.47, 31.23))],
      "features[1] (C1): no feature of type level has the id `roof`",
    ],
    [
      "a word where a number belongs",
      [feature({ type: "camera", id: "C1", hfov: "wide" }, dot(121.47, 31.23))],
      "features[1] (C1): `hfov` must be a number",
    ],
    ["no zone", [feature({ type: "area", id: "A", need: "outline" })], "features[1] (A): `zone` missing key `zone`"],
    ["no id", [feature({ type: "camera" }, dot(121.47, 31.23))], "features[1]: missing key `id`"],
    [
      "an id twice",
      [
        feature({ type: "camera", id: "C1" }, dot(121.47, 31.23)),
        feature({ type: "area", id: "C1", zone: "z", need: "outline" }),
      ],
      "features[1] has the same id",
    ],
    [
      "latitude first",
      [feature({ type: "camera", id: "C1" }, dot(31.23, 121.47))],
      "km from the plan's origin: longitude comes first, then latitude",
    ],
  ])("names the feature with %s", (_what, features, message) => {
    expect(problems(...features)).toEqual([expect.stringContaining(message)]);
  });

  it("says once that axes are swapped, however many features there are", () => {
    const swapped = {
      ...level,
      geometry: {
        ...level.geometry,
        coordinates: [
          [
            [31.23, 121.47],
            [31.23, 121.471],
            [31.231, 121.471],
            [31.23, 121.47],
          ],
        ],
      },
    };
    const camera = (id: string) => feature({ type: "camera", id, level: "g" }, dot(31.23, 121.47));
    const read = planFromGeoJson(
      { type: "FeatureCollection", features: [swapped, camera("C1"), camera("C2")] },
      origin,
    );
    expect(read.ok ? [] : read.problems).toEqual([
      {
        en: expect.stringMatching(
          /^features\[0] \(g\): lies \d+ km from the plan's origin, and 2 more features do: longitude comes first/,
        ),
        zh: expect.stringMatching(/^features\[0] \(g\)：距平面图原点 \d+ km，另有 2 个要素也是如此：坐标应为经度在前/),
      },
    ]);
  });

  it("asks for the level where there are several, and for another coordinate system", () => {
    const second = { ...level, properties: { type: "level", id: "h" } };
    expect(problems(second, feature({ type: "camera", id: "C1" }, dot(121.47, 31.23)))).toEqual([
      expect.stringContaining("features[2] (C1): it must say which `level` it is on"),
    ]);
    const crs = { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::4490" } };
    expect(planFromGeoJson({ type: "FeatureCollection", crs, features: [] }, origin)).toMatchObject({
      ok: false,
      problems: [{ en: expect.stringContaining("EPSG:4326") }],
    });
  });

  it("survives anything", () => {
    const shape = fc.constantFrom(
      "Point",
      "LineString",
      "Polygon",
      "MultiPolygon",
      "MultiPoint",
      "MultiLineString",
      "GeometryCollection",
    );
    const nested = fc.letrec((tie) => ({
      list: fc.oneof({ maxDepth: 4 }, fc.double(), fc.constant(null), fc.array(tie("list"), { maxLength: 4 })),
    })).list;
    const properties = fc.record(
      {
        type: fc.constantFrom("level", "wall", "area", "camera", "streetlight"),
        id: fc.anything(),
        level: fc.anything(),
        zone: fc.anything(),
        name: fc.anything(),
        pixels: nested,
        heading: fc.anything(),
        outline: nested,
      },
      { requiredKeys: [] },
    );
    const some = fc.record({
      type: fc.constant("Feature"),
      properties,
      geometry: fc.oneof(fc.anything(), fc.record({ type: shape, coordinates: nested })),
    });
    const collection = fc.record({
      type: fc.constant("FeatureCollection"),
      features: fc.array(fc.oneof(some, fc.anything())),
    });
    fc.assert(
      fc.property(fc.oneof(collection, fc.anything()), (value) => {
        const read = planFromGeoJson(value, origin);
        if (read.ok) expect(planYaml(read.value)).toContain("coverage:");
        else expect(read.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
