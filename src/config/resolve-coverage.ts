// The site's plan of what must be seen, with every default: the classes of its edition, and areas drawn or named by their cameras.

import type { CoveragePlan, DensityClass, WatchArea } from "../model/coverage.ts";
import { milliseconds } from "../model/duration.ts";
import { bothLanguages } from "./both-languages.ts";
import { defaultStandard, type RawArea, type RawCoverage } from "./schema/coverage.ts";

/** Pixel densities in px/m. Source: IEC 62676-4:2025 and :2014. */
export const densityClasses: Readonly<Record<NonNullable<RawCoverage["standard"]>, readonly DensityClass[]>> = {
  "iec-62676-4-2025": [
    { id: "overview", density: 20 },
    { id: "outline", density: 40 },
    { id: "discern", density: 80 },
    { id: "perceive", density: 125 },
    { id: "characterise", density: 250 },
    { id: "validate", density: 500 },
    { id: "scrutinise", density: 1500 },
  ],
  "iec-62676-4-2014": [
    { id: "monitor", density: 12.5 },
    { id: "detect", density: 25 },
    { id: "observe", density: 62.5 },
    { id: "recognise", density: 125 },
    { id: "identify", density: 250 },
  ],
};

const resolveArea = ({
  id,
  zone,
  name,
  level,
  polygon,
  need,
  atLeast,
  cameras,
  priority,
  watchedBy,
}: RawArea): WatchArea => ({
  id,
  zone,
  name: bothLanguages(name, id),
  priority: priority ?? "normal",
  atLeast: atLeast ?? 0.95,
  cameras: cameras ?? 1,
  drawn: level !== undefined && polygon && need !== undefined ? { level, polygon, need } : null,
  watchedBy: watchedBy ?? [],
});

/** Nothing in it is missing; what a camera's mount leaves out is filled in where sight is worked out. */
export function resolveCoverage(raw: RawCoverage | undefined): CoveragePlan {
  const standard = raw?.standard ?? defaultStandard;
  return {
    standard,
    classes: densityClasses[standard],
    targetHeight: raw?.targetHeight ?? 1.5,
    cell: raw?.cell ?? 0.25,
    levels: (raw?.levels ?? []).map(({ id, name, outline, walls, indoor }) => ({
      id,
      name: bothLanguages(name, id),
      outline,
      walls: walls ?? [],
      indoor: indoor ?? false,
    })),
    areas: (raw?.areas ?? []).map(resolveArea),
    patrolEvery: raw?.patrolEvery === undefined ? null : milliseconds(raw.patrolEvery),
    origin: raw?.origin ? { ...raw.origin, rotation: raw.origin.rotation ?? 0 } : null,
  };
}
