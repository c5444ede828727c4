// A file that says it is GeoJSON → its features with plain geometry, or what is wrong with each, by the number of the feature.

import type { Point } from "../model/coverage.ts";
import { type Text, text } from "../model/text.ts";
import type { Earth, Place } from "./earth.ts";
import { type FeatureType, featureTypes } from "./plan-geojson.ts";

/** One line of points: a place, a wall, or a ring without its closing corner. */
export type Read = {
  /** Counted from 0, as in the file's `features`. */
  readonly index: number;
  readonly type: FeatureType;
  readonly properties: Readonly<Record<string, unknown>>;
  /** In metres on the plan, to the millimetre; empty where the feature has no geometry. */
  readonly lines: readonly (readonly Point[])[];
};

export type Reading = {
  readonly features: readonly Read[];
  readonly problems: readonly Text[];
  /** Whether features were left out for lying far from the origin: then what names them leads nowhere. */
  readonly misplaced: boolean;
};

type Loose = Readonly<Record<string, unknown>>;
const isLoose = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Metres: a plan that reaches farther has its longitude and latitude swapped, or another origin. */
const farthest = 100_000;

/** @param collection what the file holds, parsed. Never throws. */
export function readGeoJson(collection: unknown, earth: Earth): Reading {
  if (!isLoose(collection) || collection.type !== "FeatureCollection" || !Array.isArray(collection.features))
    return refused(text("this is no GeoJSON FeatureCollection", "这不是 GeoJSON FeatureCollection"));
  const crs = JSON.stringify(collection.crs ?? null);
  if (collection.crs != null && !/CRS84|EPSG:+4326/i.test(crs))
    return refused(
      text(
        "its coordinates are not WGS 84: export it with the coordinate system EPSG:4326",
        "坐标系不是 WGS 84：请以 EPSG:4326 坐标系导出",
      ),
    );
  const read = collection.features.map((feature, index) => readFeature(feature, index, earth));
  const far = read.flatMap((one) => ("far" in one ? [one] : []));
  return {
    features: read.flatMap((one) => ("feature" in one ? [one.feature] : [])),
    problems: [...tellFar(far), ...read.flatMap((one) => ("problem" in one ? [one.problem] : []))],
    misplaced: far.length > 0,
  };
}

const refused = (problem: Text): Reading => ({ features: [], problems: [problem], misplaced: false });

/** A feature that lies far from the origin, and how far, metres. */
type Far = { readonly index: number; readonly id: unknown; readonly far: number };

/** One line for all of them: where axes are swapped, it is every feature of the file. */
function tellFar(found: readonly Far[]): readonly Text[] {
  const [first] = found;
  if (!first) return [];
  const away = `${Math.round(first.far / 1000)} km`;
  const more = found.length - 1;
  const others = more > 0 ? text(`, and ${more} more features do`, `，另有 ${more} 个要素也是如此`) : text("", "");
  return [
    atFeature(
      first.index,
      first.id,
      text(
        `lies ${away} from the plan's origin${others.en}: longitude comes first, then latitude; check \`origin\` too`,
        `距平面图原点 ${away}${others.zh}：坐标应为经度在前、纬度在后；也请检查 \`origin\``,
      ),
    ),
  ];
}

/** What is wrong with a feature, by its number and, where it has one, its id. */
export function atFeature(index: number, id: unknown, { en, zh }: Text): Text {
  const name = typeof id === "string" && id !== "" ? ` (${id.slice(0, 64)})` : "";
  return text(`features[${index}]${name}: ${en}`, `features[${index}]${name}：${zh}`);
}

function readFeature(value: unknown, index: number, earth: Earth): { feature: Read } | { problem: Text } | Far {
  // Drawing programs write null for what was left empty.
  const given = isLoose(value) && isLoose(value.properties) ? value.properties : {};
  const properties = Object.fromEntries(Object.entries(given).filter(([, one]) => one !== null));
  const problem = (en: string, zh: string) => ({ problem: atFeature(index, properties.id, text(en, zh)) });
  if (!isLoose(value)) return problem("is no feature", "不是要素");
  const type = featureTypes.find((one) => one === properties.type);
  if (!type) {
    const known = featureTypes.join(", ");
    return problem(`its property \`type\` must be one of ${known}`, `属性 \`type\` 必须是 ${known} 之一`);
  }
  if (value.geometry == null) {
    if (type === "area") return { feature: { index, type, properties, lines: [] } };
    return problem(`the type ${type} needs a geometry`, `类型 ${type} 必须有几何图形`);
  }
  const lines = linesOf(value.geometry, type);
  if (!lines) {
    const { en, zh } = wanted[type];
    return problem(`the type ${type} is drawn as ${en}`, `类型 ${type} 应绘制为${zh}`);
  }
  const onPlan = lines.map((line) => line.map((place) => earth.toPlan(place).map(rounded) as unknown as Point));
  const far = onPlan.flat().reduce((most, [x, y]) => Math.max(most, Math.hypot(x, y)), 0);
  if (!(far <= farthest)) return { index, id: properties.id, far };
  return { feature: { index, type, properties, lines: onPlan } };
}

const rounded = (metres: number): number => Math.round(metres * 1000) / 1000 + 0;

const ring = text("one Polygon without holes", "一个无孔洞的 Polygon");
const point = text("a Point", "Point");
const wanted: Readonly<Record<FeatureType, Text>> = {
  level: ring,
  area: ring,
  wall: text("a LineString, MultiLineString or Polygon", "LineString、MultiLineString 或 Polygon"),
  camera: point,
  streetlight: point,
};

/** undefined: not what this type of feature is drawn as. `Multi…` of one is that one: drawing programs write it so. */
function linesOf(geometry: unknown, type: FeatureType): readonly (readonly Place[])[] | undefined {
  if (!isLoose(geometry)) return undefined;
  const { type: shape, coordinates } = geometry;
  const one = typeof shape === "string" && shape.startsWith("Multi") && listOf(coordinates)?.length === 1;
  const plain = one ? (shape as string).slice("Multi".length) : shape;
  const inner = one ? (coordinates as readonly unknown[])[0] : coordinates;
  if (type === "camera" || type === "streetlight") {
    const place = plain === "Point" ? placeOf(inner) : undefined;
    return place && [[place]];
  }
  if (type === "wall") {
    if (plain === "LineString") return allLines([inner], 2);
    if (plain === "MultiLineString") return allLines(inner, 2);
    return plain === "Polygon" ? allLines(inner, 4) : undefined;
  }
  const rings = plain === "Polygon" ? allLines(inner, 4) : undefined;
  return rings?.length === 1 ? rings.map((corners) => corners.slice(0, -1)) : undefined;
}

const listOf = (value: unknown): readonly unknown[] | undefined => (Array.isArray(value) ? value : undefined);

/** undefined: not lists of at least so many places. */
function allLines(value: unknown, least: number): readonly (readonly Place[])[] | undefined {
  const lines = listOf(value)?.map((line) => listOf(line)?.map(placeOf));
  const whole = lines?.every((line) => line && line.length >= least && line.every((place) => place));
  return whole && lines && lines.length > 0 ? (lines as (readonly Place[])[]) : undefined;
}

/** A height above the ground, where one is given, is left out. */
function placeOf(value: unknown): Place | undefined {
  const [longitude, latitude] = listOf(value) ?? [];
  const isPlace = Number.isFinite(longitude) && Number.isFinite(latitude);
  return isPlace ? [longitude as number, latitude as number] : undefined;
}
