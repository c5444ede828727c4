// The field of coverage on random plans beside itself: the same however it came about, and what it says of losses is what losses do.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CoverageChange } from "../../src/model/coverage.ts";
import type { Device } from "../../src/model/site.ts";
import { changesOf, fieldOf } from "./compare.ts";
import { fieldOfPlan, forPlans, lossOf } from "./for-plans.ts";
import { fit } from "./oracle.ts";
import { PLANS_IN_SUITE, randomPlans } from "./random-plans.ts";

describe("the field is true to itself", () => {
  it("what is told in whatever order, with whatever between, is what a fresh field says", () => {
    forPlans(PLANS_IN_SUITE / 2, (plan, seed) => {
      const { site, conditions } = plan;
      const fresh = fieldOfPlan(plan);
      const changes = changesOf(conditions);
      const shuffled = changes
        .map((change, i) => ({ change, at: Math.imul(seed + i + 1, 0x9e3779b1) >>> 0 }))
        .toSorted((one, other) => one.at - other.at)
        .map(({ change }) => change);
      expect(fieldOf(site, shuffled).areas()).toEqual(fresh.areas());
      const detours: CoverageChange[] = [
        { dark: !conditions.dark },
        ...site.devices.map(({ id }) => lossOf(plan, id)),
        { dark: conditions.dark },
        ...site.devices.map(
          ({ id, kind }): CoverageChange =>
            kind === "camera"
              ? { camera: id, state: conditions.states.get(id) ?? { ...fit } }
              : { lamp: id, works: !conditions.lampsOut.has(id) },
        ),
      ];
      const live = fieldOf(site, [...shuffled, ...detours]);
      expect(live.areas()).toEqual(fresh.areas());
    });
  });

  it("a change names the areas whose ratio it changed, and no others", () => {
    forPlans(PLANS_IN_SUITE / 2, (plan) => {
      const { site, conditions } = plan;
      const field = fieldOf(site, []);
      const back = site.devices.map(
        ({ id, kind }): CoverageChange => (kind === "camera" ? { camera: id, state: fit } : { lamp: id, works: true }),
      );
      for (const change of [...changesOf(conditions), { dark: true }, ...back, { dark: false }]) {
        const before = field.areas().map(({ id, ratio }) => ({ id, ratio }));
        const named = field.change(change);
        const changed = before.filter(({ id, ratio }) => field.ratio(id) !== ratio).map(({ id }) => id);
        expect(named.toSorted()).toEqual(changed.toSorted());
      }
    });
  });

  it("what would be without some devices is what is when they are lost, and asking changes nothing", () => {
    forPlans(PLANS_IN_SUITE / 2, (plan, seed) => {
      const field = fieldOfPlan(plan);
      const ids = plan.site.devices.map(({ id }) => id);
      const before = field.areas();
      const two = [ids[seed % ids.length] as string, ids[(seed >>> 8) % ids.length] as string];
      for (const gone of [...ids.map((id) => [id]), two]) {
        const asked = field.without(gone);
        const live = fieldOf(plan.site, [...changesOf(plan.conditions), ...gone.map((id) => lossOf(plan, id))]);
        expect(asked, gone.join()).toEqual(live.areas());
      }
      expect(field.areas()).toEqual(before);
    });
  });

  it("whoever is blamed is not fit, and with all of them mended, and whom that leaves to blame, the plan holds what it promised", () => {
    forPlans(PLANS_IN_SUITE / 2, (plan) => {
      const { site, conditions } = plan;
      for (const { id } of site.coverage.areas) {
        const field = fieldOfPlan(plan);
        const mended = new Set<string>();
        // A turned camera may stand in for a lost one: only when it looks where it should again is the other to blame.
        for (let blamed = field.blame(id); blamed.length > 0; blamed = field.blame(id))
          for (const device of blamed) {
            expect(conditions.states.has(device) || conditions.lampsOut.has(device)).toBe(true);
            expect(mended).not.toContain(device);
            mended.add(device);
            field.change(
              conditions.lampsOut.has(device) ? { lamp: device, works: true } : { camera: device, state: fit },
            );
          }
        expect(field.ratio(id)).toBeGreaterThanOrEqual(field.designRatio(id, conditions.dark) - 1e-9);
      }
    });
  });

  it("a plan that makes no sense breaks nothing: every ratio stays from 0 to 1, every area a number", () => {
    const ring = fc.array(fc.tuple(fc.integer({ min: -3, max: 9 }), fc.integer({ min: -3, max: 9 })), { maxLength: 7 });
    const optics = fc.record(
      {
        height: fc.constantFrom(-2, 0, 1.5, 1e4),
        tilt: fc.constantFrom(-90, 0, 90, 180),
        hfov: fc.constantFrom(0, 0.001, 180, 360, 720),
        vfov: fc.constantFrom(0, 180, 400),
        pixels: fc.constantFrom<[number, number]>([0, 0], [1, 1], [1e6, 1]),
        range: fc.constantFrom(0, 1e9),
        lightRadius: fc.constantFrom(0, 1e9),
      },
      { requiredKeys: [] },
    );
    const nonsense = fc.record({
      rings: fc.array(ring, { minLength: 8, maxLength: 8 }),
      optics: fc.array(optics, { minLength: 30, maxLength: 30 }),
    });
    fc.assert(
      fc.property(fc.noShrink(randomPlans), fc.noShrink(nonsense), ({ site, conditions }, { rings, optics }) => {
        const areas = site.coverage.areas.map((area, i) => {
          const polygon = rings[i] ?? [];
          return i % 2 === 0 && area.drawn ? { ...area, drawn: { ...area.drawn, polygon } } : area;
        });
        const devices = site.devices.map((device, i): Device => {
          const { mount } = device;
          return mount ? { ...device, mount: { ...mount, ...optics[i] } } : device;
        });
        const field = fieldOf({ ...site, devices, coverage: { ...site.coverage, areas } }, changesOf(conditions));
        for (const { ratio, designRatio, nightDesignRatio, area, blindArea } of field.areas()) {
          for (const share of [ratio, designRatio, nightDesignRatio]) expect(share >= 0 && share <= 1).toBe(true);
          expect(area >= 0 && blindArea >= 0 && blindArea <= area).toBe(true);
        }
        for (const { id } of devices) field.sector(id);
      }),
      { numRuns: PLANS_IN_SUITE / 2 },
    );
  });
});
