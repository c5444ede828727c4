// The plan as GeoJSON (RFC 7946), for maps and drawing programs: levels, walls, areas, cameras and lamps on WGS 84.

import type { CoveragePlan, Point, Ring } from "../model/coverage.ts";
import type { Device } from "../model/site.ts";
import { createEarth, type Place } from "./earth.ts";
import { signedArea } from "./plan-geometry.ts";

/** What a feature is; the property `type` says it. */
export const featureTypes = ["level", "wall", "area", "camera", "streetlight"] as const;
export type FeatureType = (typeof featureTypes)[number];

export type Geometry =
  | { readonly type: "Point"; readonly coordinates: Place }
  | { readonly type: "LineString"; readonly coordinates: readonly Place[] }
  | { readonly type: "Polygon"; readonly coordinates: readonly (readonly Place[])[] };
export type Feature = {
  readonly type: "Feature";
  readonly properties: Readonly<Record<string, unknown>> & { readonly type: FeatureType };
  /** null: an area without a drawing. */
  readonly geometry: Geometry | null;
};
export type FeatureCollection = { readonly type: "FeatureCollection"; readonly features: readonly Feature[] };

/** What of an area may be shown on a map, 0…1, by its id. */
export type Ratios = ReadonlyMap<string, number>;

/**
 * Keys as in the site file, beside `type`; a camera has its `bearing` from true north besides, an area its `ratio` where
 * that is given. Rings run counter-clockwise and close, coordinates are rounded to a tenth of a millimetre.
 * @returns null when the plan does not say where it lies.
 */
export function planToGeoJson(
  { origin, levels, areas }: CoveragePlan,
  devices: readonly Device[],
  ratios: Ratios = new Map(),
): FeatureCollection | null {
  if (!origin) return null;
  const earth = createEarth(origin);
  const place = (point: Point): Place => {
    const [longitude, latitude] = earth.toEarth(point);
    return [Number(longitude.toFixed(9)), Number(latitude.toFixed(9))];
  };
  const polygon = (ring: Ring): Geometry => {
    const places = (signedArea(ring) < 0 ? [...ring].reverse() : ring).map(place);
    return { type: "Polygon", coordinates: [[...places, ...places.slice(0, 1)]] };
  };
  const feature = (type: FeatureType, properties: object, geometry: Geometry | null): Feature => ({
    type: "Feature",
    properties: { type, ...properties },
    geometry,
  });
  return {
    type: "FeatureCollection",
    features: [
      ...levels.map(({ id, name, indoor, outline }) => feature("level", { id, name, indoor }, polygon(outline))),
      ...levels.flatMap(({ id, walls }) =>
        walls.map((wall) => feature("wall", { level: id }, { type: "LineString", coordinates: wall.map(place) })),
      ),
      ...areas.map(({ drawn, watchedBy, ...area }) => {
        const ratio = ratios.get(area.id);
        const properties = {
          ...area,
          ...(drawn && { level: drawn.level, need: drawn.need }),
          ...(watchedBy.length > 0 && { watchedBy }),
          ...(ratio !== undefined && { ratio }),
        };
        return feature("area", properties, drawn && polygon(drawn.polygon));
      }),
      ...devices.flatMap(({ id, kind, zone, name, mount }) => {
        if (!mount || (kind !== "camera" && kind !== "streetlight")) return [];
        const { x, y, ...optics } = mount;
        const bearing = kind === "camera" && { bearing: turned((mount.heading ?? 0) + origin.rotation) };
        return feature(kind, { id, zone, name, ...optics, ...bearing }, { type: "Point", coordinates: place([x, y]) });
      }),
    ],
  };
}

/** 0…360 */
const turned = (degrees: number): number => Number((((degrees % 360) + 360) % 360).toFixed(6));
