// What the property tests of coverage have in common: a property over random plans, and the plan's parts as they ask for them.

import fc from "fast-check";
import type { Coverage, CoverageChange } from "../../src/model/coverage.ts";
import { changesOf, fieldOf } from "./compare.ts";
import { type DrawnArea, lost } from "./oracle.ts";
import { type RandomPlan, randomPlans } from "./random-plans.ts";

/** Holds for so many random plans; a failure tells the seed, the path to the plan, and the plan. */
export function forPlans(count: number, holds: (plan: RandomPlan, seed: number) => void): void {
  fc.assert(fc.property(fc.noShrink(randomPlans), fc.noShrink(fc.nat()), holds), { numRuns: count });
}

export const drawnAreas = ({ site }: RandomPlan): DrawnArea[] =>
  site.coverage.areas.filter((area): area is DrawnArea => area.drawn !== null);
/** The field to which the plan's conditions were told. */
export const fieldOfPlan = ({ site, conditions }: RandomPlan): Coverage => fieldOf(site, changesOf(conditions));
export const lossOf = ({ site }: RandomPlan, id: string): CoverageChange =>
  site.devices.some((device) => device.id === id && device.kind === "camera")
    ? { camera: id, state: lost }
    : { lamp: id, works: false };
