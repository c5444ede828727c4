// What the floor plan shows, worked out of what the gateway told: each area's verdict, worst first, and who is lost.

import type { AreaCoverage, AreaPriority } from "../model/coverage.ts";
import type { CoverageJson, PlanArea, PlanCamera, PlanJson, PlanLamp, PlanLevel } from "./plan-wire.ts";

/** `kept`: what is promised is seen. `short`, `blind`: less through a loss (blind: not half of it). `design`: never planned. */
export type Verdict = "kept" | "short" | "blind" | "design";
/** When everything working is still less than the promise. */
export type DesignGap = "always" | "night" | null;

export type AreaPicture = Omit<PlanArea, "cameras"> &
  Omit<AreaCoverage, "id" | "zone" | "level" | "need" | "atLeast"> & {
    /** By how many cameras each point must be seen. */
    readonly cameras: number;
    readonly verdict: Verdict;
    readonly designGap: DesignGap;
    /** What the loss in question takes of what is seen now; null where nothing is asked or nothing is lost. */
    readonly loses: { readonly from: number; readonly area: number } | null;
  };

export type Mode = "now" | "past" | "whatIf";
export type Picture = {
  readonly mode: Mode;
  readonly dark: boolean;
  readonly levels: readonly PlanLevel[];
  /** Worst first. */
  readonly areas: readonly AreaPicture[];
  readonly cameras: readonly (PlanCamera & { readonly isLost: boolean })[];
  readonly lamps: readonly (PlanLamp & { readonly isLost: boolean })[];
};

/** Less than this below the design is rounding. Source: CONTRACT 6. */
const tolerance = 0.001;
const byVerdict: Readonly<Record<Verdict, number>> = { blind: 0, short: 0, design: 1, kept: 2 };
const byPriority: Readonly<Record<AreaPriority, number>> = { high: 0, medium: 1, normal: 2, low: 3 };

export function verdictOf(area: AreaCoverage, dark: boolean): Verdict {
  const { ratio, atLeast, designRatio, nightDesignRatio } = area;
  if (ratio >= atLeast) return "kept";
  if (ratio >= (dark ? nightDesignRatio : designRatio) - tolerance) return "design";
  return ratio < atLeast / 2 ? "blind" : "short";
}

export const designGapOf = ({ atLeast, designRatio, nightDesignRatio }: AreaCoverage): DesignGap =>
  designRatio < atLeast ? "always" : nightDesignRatio < atLeast ? "night" : null;

/** What falls short by its share of the promise, what does not by its share alone. */
const standing = ({ ratio, atLeast, verdict }: AreaPicture): number => (verdict === "kept" ? ratio : ratio / atLeast);
const worstFirst = (a: AreaPicture, b: AreaPicture): number =>
  byVerdict[a.verdict] - byVerdict[b.verdict] ||
  standing(a) - standing(b) ||
  byPriority[a.priority] - byPriority[b.priority] ||
  a.id.localeCompare(b.id, "en", { numeric: true });

const seeing = ({ areas }: CoverageJson): ReadonlySet<string> => new Set(areas.flatMap(({ seenBy }) => seenBy));

function pictureArea(drawn: PlanArea, now: AreaCoverage, dark: boolean, before?: AreaCoverage): AreaPicture {
  const isLess = before !== undefined && now.ratio < before.ratio - 1e-9;
  return {
    ...now,
    ...drawn,
    verdict: verdictOf(now, dark),
    designGap: designGapOf(now),
    loses: isLess ? { from: before.ratio, area: now.blindArea - before.blindArea } : null,
  };
}

type Shown = {
  readonly plan: PlanJson;
  readonly coverage: CoverageJson;
  readonly mode: Mode;
  /** For a what-if: what is lost besides, and the coverage without that loss. */
  readonly without?: readonly string[];
  readonly before?: CoverageJson;
};

/** Pure. */
export function pictureOf({ plan, coverage, mode, without = [], before }: Shown): Picture {
  const figures = new Map(coverage.areas.map((area) => [area.id, area]));
  const earlier = new Map(before?.areas.map((area) => [area.id, area]));
  const lost = new Set([...without, ...(before ? seeing(before).difference(seeing(coverage)) : [])]);
  const areas = plan.areas.flatMap((area) => {
    const found = figures.get(area.id);
    return found ? [pictureArea(area, found, coverage.dark, earlier.get(area.id))] : [];
  });
  return {
    mode,
    dark: coverage.dark,
    levels: plan.levels,
    areas: areas.sort(worstFirst),
    cameras: plan.cameras.map((camera) => {
      const isLost = lost.has(camera.id) || camera.sector === null;
      return { ...camera, sector: isLost ? null : camera.sector, isLost };
    }),
    lamps: plan.lamps.map((lamp) => ({ ...lamp, isLost: lost.has(lamp.id) || !lamp.works })),
  };
}
