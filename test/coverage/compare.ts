// The field of coverage beside the oracle: every ratio and seen area of a plan from both, for the suite and for the benchmark.

import { createCoverage } from "../../src/coverage/create-coverage.ts";
import type { Coverage, CoverageChange } from "../../src/model/coverage.ts";
import type { Site } from "../../src/model/site.ts";
import { type Conditions, oracleRatio, signedArea, working } from "./oracle.ts";
import type { RandomPlan } from "./random-plans.ts";

export type Comparison = {
  readonly area: string;
  /** As it is now, or everything working by day or night. */
  readonly what: "now" | "day" | "night";
  readonly field: number;
  readonly oracle: number;
  readonly standardError: number;
  /** Between the two ratios. */
  readonly ratioError: number;
  /** Between the two seen areas, as a share of the area's size; only of what is now. */
  readonly areaError: number;
};

/** Everything that is not as it was registered, one change each. */
export const changesOf = ({ dark, lampsOut, states }: Conditions): CoverageChange[] => [
  { dark },
  ...[...lampsOut].map((lamp) => ({ lamp, works: false })),
  ...[...states].map(([camera, state]) => ({ camera, state })),
];

/** A field to which so much was told. */
export function fieldOf(site: Site, changes: readonly CoverageChange[]): Coverage {
  const field = createCoverage(site);
  for (const change of changes) field.change(change);
  return field;
}

/** Errors above this are judged again by so many times the points. */
const CLOSE = 0.006;
const AGAIN = 16;

/** Every ratio of a plan's areas by the field and by the oracle with about so many points each. */
export function compare(
  { site, conditions }: Pick<RandomPlan, "site" | "conditions">,
  samples: number,
  seed: number,
): Comparison[] {
  const field = fieldOf(site, changesOf(conditions));
  return site.coverage.areas.flatMap(({ id, drawn }) => {
    const own = field.area(id);
    if (!own) throw new Error(`the field has no area ${id}`);
    const size = drawn ? Math.abs(signedArea(drawn.polygon)) : 0;
    const against = (what: Comparison["what"], ratio: number, asked: Conditions): Comparison => {
      const rough = oracleRatio(site, id, asked, samples, seed);
      const isClose = Math.abs(ratio - rough.share) > CLOSE && samples < 100_000;
      const { share, standardError } = isClose ? oracleRatio(site, id, asked, samples * AGAIN, seed) : rough;
      return {
        area: id,
        what,
        field: ratio,
        oracle: share,
        standardError,
        ratioError: Math.abs(ratio - share),
        areaError: what === "now" && drawn ? Math.abs(own.area - own.blindArea - share * size) / size : 0,
      };
    };
    const day = against("day", own.designRatio, working(false));
    const indoor = site.coverage.levels.find((level) => level.id === drawn?.level)?.indoor;
    // Indoors the sun changes nothing: the same question, asked of the oracle once.
    const night =
      indoor === false
        ? against("night", own.nightDesignRatio, working(true))
        : {
            ...day,
            what: "night" as const,
            field: own.nightDesignRatio,
            ratioError: Math.abs(own.nightDesignRatio - day.oracle),
          };
    return [against("now", own.ratio, conditions), day, night];
  });
}
