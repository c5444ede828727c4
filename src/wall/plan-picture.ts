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
/** isKnown: whether anything is known of how it did. What is not known is neither fit nor lost. */
type Device = { readonly isLost: boolean; readonly isKnown: boolean };
export type Picture = {
  readonly mode: Mode;
  /** Whether anything is known of the time that is shown. */
  readonly isKnown: boolean;
  readonly dark: boolean;
  readonly levels: readonly PlanLevel[];
  /** Worst first. */
  readonly areas: readonly AreaPicture[];
  /** On the drawing, but nothing is known of how they were seen. */
  readonly unknown: readonly PlanArea[];
  readonly cameras: readonly (PlanCamera & Device)[];
  readonly lamps: readonly (PlanLamp & Device)[];
};

/** A camera with this fault and no other looks nobody knows where. */
const MOVED = "moved";
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
  const uncertain = new Set(coverage.uncertain);
  return {
    mode,
    isKnown: true,
    dark: coverage.dark,
    levels: plan.levels,
    areas: areas.sort(worstFirst),
    unknown: plan.areas.filter(({ id }) => !figures.has(id)),
    cameras: plan.cameras.map((camera) => {
      const isKnown = !(uncertain.has(camera.id) && camera.sector === null && camera.faults.every((f) => f === MOVED));
      const isLost = isKnown && (lost.has(camera.id) || camera.sector === null);
      return { ...camera, sector: isLost ? null : camera.sector, isLost, isKnown };
    }),
    lamps: plan.lamps.map((lamp) => ({ ...lamp, isLost: lost.has(lamp.id) || !lamp.works, isKnown: true })),
  };
}

/** A time of which nothing is known: where things hang, and no verdict. Pure. */
export const unknownPicture = ({ levels, areas, cameras, lamps }: PlanJson): Picture => ({
  mode: "past",
  isKnown: false,
  dark: false,
  levels,
  areas: [],
  unknown: areas,
  cameras: cameras.map((camera) => ({ ...camera, faults: [], sector: null, isLost: false, isKnown: false })),
  lamps: lamps.map((lamp) => ({ ...lamp, radius: 0, works: true, isLost: false, isKnown: false })),
});

/** What one more loss would cost in all areas together: m², and in how many areas. Pure. */
export function costInAll({ areas }: Pick<Picture, "areas">, id: string): { lostArea: number; areas: number } {
  const costs = areas.flatMap(({ singlePoints }) => singlePoints.filter(({ device }) => device === id));
  return { lostArea: costs.reduce((sum, { lostArea }) => sum + lostArea, 0), areas: costs.length };
}

/** How many areas carry each mark: blind through a loss, by design, by design at night only; one may carry two. Pure. */
export function marksOf({ areas }: Pick<Picture, "areas">): { lost: number; always: number; night: number } {
  const gaps = (gap: DesignGap): number => areas.filter(({ designGap }) => designGap === gap).length;
  const lost = areas.filter(({ verdict }) => verdict === "short" || verdict === "blind").length;
  return { lost, always: gaps("always"), night: gaps("night") };
}
