// `anju plan` as a person runs it: the demo's plan out to GeoJSON and back to YAML, and one clear message where that cannot be.

import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { run } from "./program.ts";

const demo = resolve(import.meta.dirname, "../../sites/demo");
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "anju-plan-"));
});
afterAll(() => rm(folder, { recursive: true }));

type Mounted = { readonly id: string; readonly zone: string; readonly mount: object };

it("brings the demo's plan back as it was", async () => {
  const file = join(folder, "plan.geojson");
  const [out, kept] = await Promise.all([
    run(["plan", "export", "--site", demo]),
    run(["plan", "export", "--site", demo, "--out", file]),
  ]);
  expect([out.code, out.err, kept.code, kept.out, kept.err]).toEqual([0, "", 0, "", ""]);
  expect(await readFile(file, "utf8")).toBe(out.out);
  const back = await run(["plan", "import", "--site", demo, file]);
  expect(back.code).toBe(0);
  const known = /^The site has these devices already; take over their `mount` there: (.*)\n$/.exec(back.err)?.[1];
  expect(known?.split(", ")).toEqual(parse(back.out).devices.map(({ id }: Mounted) => id));
  const written = parse(await readFile(join(demo, "plan.yaml"), "utf8")).coverage;
  const read = parse(back.out);
  expect(read.coverage.levels.map(({ id, walls }: { id: string; walls: unknown[] }) => [id, walls])).toEqual(
    written.levels.map(({ id, walls }: { id: string; walls: unknown[] }) => [id, walls]),
  );
  expect(read.coverage.areas).toMatchObject(written.areas);
  // Whatever the site says under `coverage` is in it: it may take the place of the whole.
  for (const key of Object.keys(written)) expect([key, read.coverage[key]]).not.toEqual([key, undefined]);
  const { levels: _, areas: __, ...besides } = written;
  expect(read.coverage).toMatchObject(besides);
  const cameras = parse(await readFile(join(demo, "cameras.yaml"), "utf8")).devices as readonly Mounted[];
  for (const { id, zone, mount } of cameras)
    expect(read.devices.find((one: Mounted) => one.id === id)).toEqual({ id, kind: "camera", zone, mount });
});

it("warns of a drawing that lies elsewhere, and says it of swapped axes once", async () => {
  const { out } = await run(["plan", "export", "--site", demo]);
  const file = join(folder, "moved.geojson");
  const imported = async (collection: string) => {
    await writeFile(file, collection);
    return run(["plan", "import", "--site", demo, file]);
  };
  const shifted = out.replaceAll(/(?<=\[\s*)(121\.\d+)(?=,)/g, (longitude) => String(Number(longitude) + 0.0045));
  const moved = await imported(shifted);
  expect(moved.code).toBe(0);
  expect(moved.err).toMatch(
    /moved\.geojson: (\d+)\/\1 features lie more than 50 m from where the site has them, about 42\d m east, 30 m north: .*GCJ-02/,
  );
  expect(moved.err.trim().split("\n")).toHaveLength(2);
  const swapped = await imported(
    out.replaceAll(/\[\s*(121\.\d+),\s*(31\.\d+)\s*\]/g, (_, longitude, latitude) => `[${latitude}, ${longitude}]`),
  );
  expect([swapped.code, swapped.out]).toEqual([2, ""]);
  expect(swapped.err).toMatch(
    /^\S+moved\.geojson: features\[0] \(ground\): lies [\d,]+ km from the plan's origin, and \d+ more features do: longitude comes first, then latitude; check `origin` too\n$/,
  );
});

it("says what it needs: a verb, a file, an origin, JSON, features that fit", async () => {
  const bare = join(folder, "bare");
  await cp(demo, bare, { recursive: true });
  const plan = await readFile(join(bare, "plan.yaml"), "utf8");
  await writeFile(join(bare, "plan.yaml"), plan.replace(/^ {2}origin:.*\n/m, ""));
  await writeFile(join(folder, "not.json"), "{");
  await writeFile(
    join(folder, "odd.geojson"),
    '{"type":"FeatureCollection","features":[{"properties":{"type":"tree"}}]}',
  );
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /^Usage: npm run anju -- plan/],
    [["export", "here"], /^Usage/],
    [["import"], /^Usage/],
    [["export", "--site", bare], /^The site does not say where its plan lies: add origin/],
    [["import", "nowhere.geojson"], /^There is no file nowhere\.geojson\.\n$/],
    [["import", join(folder, "not.json")], /cannot be read as JSON/],
    [["export", "--out", join(folder, "none", "x")], /^--out .* cannot be written/],
    [["import", join(folder, "odd.geojson")], /odd\.geojson: features\[0\]: its property `type` must be one of/],
  ];
  const ended = await Promise.all(cases.map(([words]) => run(["plan", ...words])));
  for (const [index, { code, out, err }] of ended.entries()) {
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch((cases[index] as (typeof cases)[number])[1]);
  }
});
