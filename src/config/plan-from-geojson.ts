// GeoJSON that was drawn elsewhere → what the site file says of it: the levels, areas and mounts, as one writes them.

import type { CoveragePlan } from "../model/coverage.ts";
import { formatDuration } from "../model/duration.ts";
import { type Text, text } from "../model/text.ts";
import { createEarth, type Origin } from "./earth.ts";
import { schemaFindings } from "./issue-problems.ts";
import { writePath } from "./problem.ts";
import { atFeature, type Read, readGeoJson } from "./read-geojson.ts";
import { area, level, mount, type RawArea, type RawCoverage, type RawLevel, type RawMount } from "./schema/coverage.ts";

/** A camera or lamp of the drawing; `zone` where the drawing says it. */
export type MountedDevice = {
  readonly id: string;
  readonly kind: "camera" | "streetlight";
  readonly zone?: string;
  readonly mount: RawMount;
};
export type ImportedPlan = {
  /** `origin`, `levels` and `areas`. */
  readonly coverage: RawCoverage;
  readonly devices: readonly MountedDevice[];
};
export type PlanReading =
  | { readonly ok: true; readonly value: ImportedPlan }
  | { readonly ok: false; readonly problems: readonly Text[] };

/** Keys of each type of feature that the site file knows; others belong to the drawing program. */
const keys = {
  level: ["id", "name", "indoor"],
  area: ["id", "zone", "name", "level", "need", "atLeast", "cameras", "priority", "watchedBy"],
  mount: [
    "level",
    "height",
    "heading",
    "tilt",
    "hfov",
    "vfov",
    "pixels",
    "range",
    "infraredRange",
    "lightRadius",
    "ptz",
  ],
} as const;

/**
 * The reverse of `planToGeoJson`: features are told apart by their property `type` (level, wall, area, camera,
 * streetlight). A wall belongs to the level it names, or to the only one there is.
 * @param collection the parsed file: anything. Problems name the feature by its index; it never throws.
 */
export function planFromGeoJson(collection: unknown, origin: Origin): PlanReading {
  const reading = readGeoJson(collection, createEarth(origin));
  const problems = [...reading.problems];
  if (reading.misplaced) return { ok: false, problems };
  const of = (...types: readonly string[]) => reading.features.filter(({ type }) => types.includes(type));
  const check = <T>(schema: Parameters<typeof schemaFindings>[0], read: Read, value: object): T => {
    for (const { path, message } of schemaFindings(schema, value)) {
      const at = path.length > 0 ? `\`${writePath(path)}\` ` : "";
      problems.push(atFeature(read.index, read.properties.id, text(`${at}${message.en}`, `${at}${message.zh}`)));
    }
    return value as T;
  };

  const drawn = of("level");
  const known = new Set(drawn.map(({ properties }) => properties.id));
  const only = known.size === 1 ? [...known][0] : undefined;
  const levelOf = (read: Read): unknown => {
    const { level: named = only, id } = read.properties;
    if (known.has(named)) return named;
    problems.push(atFeature(read.index, id, unknownLevel(named)));
    return "unknown";
  };
  const walls = Map.groupBy(of("wall"), levelOf);
  const levels = drawn.map((read) =>
    check<RawLevel>(level, read, {
      ...picked(read, keys.level),
      outline: read.lines[0] ?? [],
      walls: (walls.get(read.properties.id) ?? []).flatMap(({ lines }) => lines),
    }),
  );
  const areas = of("area").map((read) => {
    const [polygon] = read.lines;
    const { level: _, ...named } = picked(read, keys.area);
    return check<RawArea>(area, read, polygon ? { ...named, level: levelOf(read), polygon } : named);
  });
  const devices = of("camera", "streetlight").map((read): MountedDevice => {
    const { id, zone } = read.properties;
    const [x, y] = read.lines[0]?.[0] ?? [0, 0];
    if (typeof id !== "string") problems.push(atFeature(read.index, id, text("missing key `id`", "缺少键 `id`")));
    const { level: _, ...optics } = picked(read, keys.mount);
    return {
      id: String(id),
      kind: read.type as MountedDevice["kind"],
      ...(typeof zone === "string" && { zone }),
      mount: check<RawMount>(mount, read, { level: levelOf(read), x, y, ...optics }),
    };
  });
  for (const group of [drawn, of("area", "camera", "streetlight")]) problems.push(...repeatedIds(group));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: { coverage: { origin: { ...origin }, levels, areas }, devices } };
}

/**
 * What the drawing says of a plan, with what the present plan says besides, so that it may take its place: how finely and at
 * what height is measured, by which edition, how often somebody looks.
 */
export function withKept(drawn: RawCoverage, present: CoveragePlan): RawCoverage {
  const { standard, targetHeight, cell, patrolEvery } = present;
  return {
    standard: standard as NonNullable<RawCoverage["standard"]>,
    targetHeight,
    cell,
    ...(patrolEvery !== null && { patrolEvery: formatDuration(patrolEvery) }),
    ...drawn,
  };
}

const picked = ({ properties }: Read, wanted: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(wanted.flatMap((key) => (properties[key] === undefined ? [] : [[key, properties[key]]])));

/** Areas and devices share one namespace. */
function repeatedIds(group: readonly Read[]): readonly Text[] {
  const first = new Map<unknown, number>();
  return group.flatMap(({ index, properties: { id } }) => {
    const before = first.get(id);
    if (before === undefined) first.set(id, index);
    if (before === undefined || typeof id !== "string") return [];
    return [atFeature(index, id, text(`features[${before}] has the same id`, `与 features[${before}] 的编号相同`))];
  });
}

const unknownLevel = (named: unknown): Text =>
  named === undefined
    ? text(
        "it must say which `level` it is on: the drawing has several, or none",
        "必须注明所属 `level`：图中有多个楼层或没有楼层",
      )
    : text(
        `no feature of type level has the id \`${String(named).slice(0, 64)}\``,
        `图中没有编号为 \`${String(named).slice(0, 64)}\` 的楼层要素`,
      );
