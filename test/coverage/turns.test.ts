// Which pan-tilt cameras a person could turn: what the advice promises is what turning does, and it breaks no promise as important.

import { describe, expect, it } from "vitest";
import { createCoverage } from "../../src/coverage/create-coverage.ts";
import type { AreaPriority, Coverage, CoverageChange } from "../../src/model/coverage.ts";
import type { Site } from "../../src/model/site.ts";
import { changesOf, fieldOf } from "./compare.ts";
import { forPlans } from "./for-plans.ts";
import { fit } from "./oracle.ts";
import { PLANS_IN_SUITE } from "./random-plans.ts";
import { smallPlan, square } from "./small-plan.ts";

/** The site with every camera on a pan-tilt head. */
const turnable = (site: Site): Site => ({
  ...site,
  devices: site.devices.map((device) =>
    device.kind === "camera" ? { ...device, facts: { ...device.facts, ptz: true } } : device,
  ),
});
const blindOf = (coverage: Coverage, area: string): number => coverage.area(area)?.blindArea ?? Number.NaN;
const turn = (camera: string, heading: number): CoverageChange => ({ camera, state: { ...fit, heading } });

/** A fixed camera and a turnable one stand in the middle; each sees a quarter of what is around. */
const back = (site: Site, area: { readonly priority?: AreaPriority } = {}): Site => {
  const [north] = site.coverage.areas;
  if (!north) return site;
  const south = { ...north, id: "south", drawn: north.drawn && { ...north.drawn, polygon: square(-5, -15, 10) } };
  return { ...site, coverage: { ...site.coverage, areas: [{ ...north, ...area }, south] } };
};
const twoSides = (area?: { readonly priority: AreaPriority }): Site => {
  const site = smallPlan({ cameras: { fixed: {}, dome: { heading: 180 } }, polygon: square(-5, 5, 10) });
  const devices = site.devices.map((device) =>
    device.id === "dome" ? { ...device, facts: { ...device.facts, ptz: true } } : device,
  );
  return back({ ...site, devices }, area);
};
const fixedLost: CoverageChange = { camera: "fixed", state: { ...fit, sees: false } };

describe("cameras that a person could turn", () => {
  it("are none while the area is whole, and none for areas that nobody knows", () => {
    const coverage = createCoverage(twoSides());
    expect(coverage.turns("area")).toEqual([]);
    expect(coverage.turns("nowhere")).toEqual([]);
  });

  it("look where the lost camera looked, at the cost of what they see now", () => {
    const coverage = createCoverage(twoSides({ priority: "high" }));
    coverage.change(fixedLost);
    const [found, ...more] = coverage.turns("area");
    expect(more).toEqual([]);
    expect(found).toMatchObject({ camera: "dome", heading: 180, ratio: 1, costs: [{ area: "south", lostArea: 100 }] });
    expect(found?.adds).toBeCloseTo(100);
    expect([0, 10, 350]).toContain(found?.to);
  });

  it("are not taken away from an area of the same priority", () => {
    const coverage = createCoverage(twoSides());
    coverage.change(fixedLost);
    expect(coverage.turns("area")).toEqual([]);
  });

  it("are not taken away from an undrawn area that needs them", () => {
    const site = twoSides({ priority: "high" });
    const [first] = site.coverage.areas;
    if (!first) throw new Error("no area");
    const gate = { ...first, id: "gate", drawn: null, watchedBy: ["dome"] };
    const coverage = createCoverage({ ...site, coverage: { ...site.coverage, areas: [...site.coverage.areas, gate] } });
    coverage.change(fixedLost);
    expect(coverage.turns("area")).toEqual([]);
  });

  it("are fit, on a pan-tilt head, and on the area's level", () => {
    const site = twoSides({ priority: "high" });
    const fixedOnly = { ...site, devices: site.devices.map((device) => ({ ...device, facts: {} })) };
    const elsewhere = {
      ...site,
      devices: site.devices.map((device) =>
        device.id === "dome" && device.mount ? { ...device, mount: { ...device.mount, level: "cellar" } } : device,
      ),
    };
    for (const other of [fixedOnly, elsewhere]) expect(fieldOf(other, [fixedLost]).turns("area")).toEqual([]);
    const domeLost: CoverageChange = { camera: "dome", state: { ...fit, sees: false } };
    expect(fieldOf(site, [fixedLost, domeLost]).turns("area")).toEqual([]);
  });

  it("do on any plan what was promised, and asking changes nothing", () => {
    let advised = 0;
    forPlans(PLANS_IN_SUITE / 2, ({ site: plan, conditions }) => {
      const site = turnable(plan);
      const told = changesOf(conditions);
      const live = fieldOf(site, told);
      const before = live.areas();
      for (const { id, area: size } of before)
        for (const { camera, to, adds, ratio, costs } of live.turns(id).slice(0, 1)) {
          advised += 1;
          const state = { ...(conditions.states.get(camera) ?? fit), heading: to };
          const turned = fieldOf(site, [...told, { camera, state }]);
          expect(turned.ratio(id)).toBeCloseTo(ratio, 6);
          expect(blindOf(live, id) - blindOf(turned, id)).toBeCloseTo(adds, 3);
          expect(adds).toBeGreaterThanOrEqual(1);
          expect(adds).toBeLessThanOrEqual(size);
          for (const { area, lostArea } of costs)
            expect(blindOf(turned, area) - blindOf(live, area)).toBeCloseTo(lostArea, 3);
          const priorities = ["high", "medium", "normal", "low"];
          const rankOf = (area: string): number =>
            priorities.indexOf(site.coverage.areas.find((each) => each.id === area)?.priority ?? "");
          for (const other of turned.areas()) {
            const isLess = other.ratio < (live.area(other.id)?.ratio ?? 1) - 0.1 / Math.max(other.area, 1);
            if (other.id !== id && isLess && other.ratio < other.atLeast)
              expect(rankOf(other.id)).toBeGreaterThan(rankOf(id));
          }
        }
      expect(live.areas()).toEqual(before);
    });
    expect(advised).toBeGreaterThan(10);
  });

  it("stand where they were turned to: the next advice starts from there", () => {
    const coverage = createCoverage(twoSides({ priority: "high" }));
    coverage.change(fixedLost);
    coverage.change(turn("dome", 90));
    expect(coverage.turns("area")[0]).toMatchObject({ camera: "dome", heading: 90, costs: [] });
  });
});
