// What is told of one area: the figures of a drawn one from its survey, those of an undrawn one from how many of its cameras are fit.

import type { AreaCoverage, BlindReason, WatchArea } from "../model/coverage.ts";
import { blindSpotsOf, namesOf } from "./blind-spots.ts";
import type { Field, Scene } from "./field.ts";
import { survey } from "./survey.ts";

export type Answer = { readonly coverage: AreaCoverage; readonly blame: readonly string[] };
/** Everything working: by day, in the dark. */
export type DesignRatios = readonly [day: number, dark: number];

/** What is smaller, m², is rounding. */
const NOTHING = 1e-6;

/** @param ratio as counted for this scene. */
export function answerOfField(field: Field, scene: Scene, ratio: number, designs: DesignRatios, cell: number): Answer {
  const { area, strips, viewers } = field;
  const found = survey(field, scene);
  const singlePoints = [...found.lost].flatMap((lostArea, source) =>
    lostArea > NOTHING ? [{ device: namesOf(field, [source])[0] as string, lostArea }] : [],
  );
  return {
    coverage: {
      ...headOf(area),
      level: field.level,
      need: field.need,
      area: strips.area,
      ratio,
      designRatio: designs[0],
      nightDesignRatio: designs[1],
      blindArea: strips.area * (1 - ratio),
      blindSpots: blindSpotsOf(field, found, cell),
      seenBy: viewers.flatMap(({ id }, source) => (found.sees[source] === 1 ? [id] : [])).sort(),
      singlePoints: singlePoints.sort((a, b) => b.lostArea - a.lostArea || (a.device < b.device ? -1 : 1)),
    },
    blame: namesOf(field, found.blamed),
  };
}

/** @param isFit whether a camera is fit and looks where it was registered. */
export function answerOfUndrawn(area: WatchArea, isFit: (camera: string) => boolean): Answer {
  const named = [...new Set(area.watchedBy)].sort();
  const seenBy = named.filter(isFit);
  const ratio = seenBy.length >= area.cameras ? 1 : 0;
  const designRatio = named.length >= area.cameras ? 1 : 0;
  const blame = ratio < designRatio ? named.filter((id) => !isFit(id)) : [];
  const reason: BlindReason = designRatio === 0 ? "design" : "camera";
  return {
    coverage: {
      ...headOf(area),
      level: null,
      need: null,
      area: 0,
      ratio,
      designRatio,
      nightDesignRatio: designRatio,
      blindArea: 0,
      blindSpots: ratio === 1 ? [] : [{ area: 0, polygon: [], reason, because: blame }],
      seenBy,
      singlePoints: seenBy.length === area.cameras ? seenBy.map((device) => ({ device, lostArea: 0 })) : [],
    },
    blame,
  };
}

const headOf = ({ id, zone, atLeast }: WatchArea) => ({ id, zone, atLeast });
