// Where a point of the plan lies on earth, and back: metres from an origin, turned to true north, in degrees of WGS 84.

import type { CoveragePlan, Point } from "../model/coverage.ts";

export type Origin = NonNullable<CoveragePlan["origin"]>;
/** Degrees of WGS 84, longitude first as in GeoJSON. */
export type Place = readonly [longitude: number, latitude: number];

export type Earth = {
  readonly toEarth: (point: Point) => Place;
  readonly toPlan: (place: Place) => Point;
};

/** WGS 84: metres; the square of the first eccentricity. */
const equator = 6_378_137;
const eccentricity = 0.006_694_379_990_14;
const radian = Math.PI / 180;

/**
 * Equirectangular about the origin: a degree of latitude and one of longitude have the lengths they have there, by the
 * radii of curvature of the ellipsoid in the meridian and across it. One is the other's exact reverse. Against the
 * ellipsoid a point errs eastwards by about x · y · tan(latitude) / 6,378 km: 9 cm at 1 km × 1 km and 31°, 27 cm at 60°.
 * Source: J. P. Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395 (1987), equations 4-18 and 4-20
 * for the radii, chapter 12 for the projection.
 */
export function createEarth({ latitude, longitude, rotation }: Origin): Earth {
  const [sine, cosine] = [Math.sin(latitude * radian), Math.cos(latitude * radian)];
  const squashed = 1 - eccentricity * sine * sine;
  const perLatitude = ((equator * (1 - eccentricity)) / squashed ** 1.5) * radian;
  const perLongitude = (equator / Math.sqrt(squashed)) * cosine * radian;
  const [turnSine, turnCosine] = [Math.sin(rotation * radian), Math.cos(rotation * radian)];
  return {
    toEarth: ([x, y]) => {
      const east = x * turnCosine + y * turnSine;
      const north = y * turnCosine - x * turnSine;
      return [around(longitude + east / perLongitude), latitude + north / perLatitude];
    },
    toPlan: ([lon, lat]) => {
      const east = around(lon - longitude) * perLongitude;
      const north = (lat - latitude) * perLatitude;
      return [east * turnCosine - north * turnSine, east * turnSine + north * turnCosine];
    },
  };
}

/** −180…180: the plan may lie across the antimeridian. */
const around = (degrees: number): number => degrees - 360 * Math.round(degrees / 360);
