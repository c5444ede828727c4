// The field of coverage on random plans beside the oracle: as exact as promised, whatever it is asked.

import { describe, expect, it } from "vitest";
import type { AreaCoverage, Point, Ring } from "../../src/model/coverage.ts";
import { changesOf, compare, fieldOf } from "./compare.ts";
import { drawnAreas, fieldOfPlan, forPlans } from "./for-plans.ts";
import {
  areaOf,
  blindReason,
  densityOf,
  fit,
  isSeen,
  lost,
  oracleRatio,
  seesPoint,
  signedArea,
  working,
} from "./oracle.ts";
import { isInside, pointsIn } from "./oracle-samples.ts";
import { PLANS_IN_SUITE } from "./random-plans.ts";
import { smallPlan } from "./small-plan.ts";

/** The promise: absolute for a ratio, of the area's own size for m². */
const ALLOWED = 0.01;
/** Of each area; leaves the oracle itself an error below 0.001. */
const SAMPLES = 10_000;

/** A point and its eight neighbours so many metres away. */
const around = ([x, y]: Point, metres: number): Point[] =>
  [-1, 0, 1].flatMap((east) => [-1, 0, 1].map((north): Point => [x + metres * east, y + metres * north]));
const squareAround = (x: number, y: number, metres: number): Ring => [
  [x - metres, y - metres],
  [x + metres, y - metres],
  [x + metres, y + metres],
  [x - metres, y + metres],
];

describe("beside the oracle", () => {
  it(`every ratio is within ${ALLOWED} and every seen area within ${ALLOWED} of the area's size`, {
    timeout: 300_000,
  }, () => {
    forPlans(PLANS_IN_SUITE, (plan, seed) => {
      const wrong = compare(plan, SAMPLES, seed).filter(
        ({ ratioError, areaError }) => !(ratioError <= ALLOWED && areaError <= ALLOWED),
      );
      expect(wrong).toEqual([]);
    });
  });

  it("a wall that leaves a camera's reach hides what it hides, and a ring that crosses itself holds what it holds", () => {
    const reach = { range: 10 };
    const wall = (...points: Point[]) => points;
    const bow: Ring = [
      [-4, 2],
      [4, 10],
      [4, 2],
      [-4, 10],
    ];
    for (const plan of [
      { cameras: { C1: reach }, walls: [wall([2, 5], [2, 15])], polygon: squareAround(2, 7, 2.5) },
      { cameras: { C1: reach }, walls: [wall([-30, 12], [30, 3])], polygon: squareAround(0, 7, 3) },
      { cameras: { C1: reach }, walls: [wall([-20, 6], [20, 6])], polygon: squareAround(0, 6, 4) },
      { cameras: { C1: { hfov: 60, range: 8 } }, polygon: bow },
    ]) {
      const [now] = compare({ site: smallPlan(plan), conditions: working(false) }, SAMPLES, 1);
      expect(now?.ratioError, JSON.stringify(plan)).toBeLessThanOrEqual(ALLOWED);
    }
  });

  it("what is blind is told whole, by its reason, and blames nobody who is fit", () => {
    forPlans(PLANS_IN_SUITE / 2, (plan, seed) => {
      const { site, conditions } = plan;
      const field = fieldOfPlan(plan);
      for (const area of drawnAreas(plan)) {
        const { blindSpots, blindArea, area: size, ratio } = field.area(area.id) as AreaCoverage;
        expect(Math.abs(size - Math.abs(signedArea(area.drawn.polygon)))).toBeLessThanOrEqual(ALLOWED * size);
        expect(Math.abs(blindArea - size * (1 - ratio))).toBeLessThanOrEqual(1e-6 * size);
        const told = blindSpots.reduce((sum, spot) => sum + spot.area, 0);
        expect(Math.abs(blindArea - told)).toBeLessThanOrEqual((ALLOWED / 10) * size);
        for (const { polygon, area: own, because } of blindSpots) {
          // Holes make the ring's area larger than what is blind in it; only its outline's own error makes it smaller.
          expect(signedArea(polygon)).toBeGreaterThanOrEqual(own - ALLOWED * size);
          for (const id of because) expect(conditions.states.has(id) || conditions.lampsOut.has(id)).toBe(true);
        }
        const points = pointsIn(area.drawn.polygon, 2000, seed);
        const reasons = points.map((point) => blindReason(site, area, point, conditions));
        for (const reason of ["design", "light", "camera"] as const) {
          const share = reasons.filter((one) => one === reason).length / points.length;
          const named = blindSpots.filter((spot) => spot.reason === reason).reduce((sum, spot) => sum + spot.area, 0);
          expect(Math.abs(named / size - share), `${area.id} ${reason}`).toBeLessThanOrEqual(2 * ALLOWED);
        }
        for (const [i, [x, y]] of points.entries()) {
          if (reasons[i] === null || i % 4 > 0) continue;
          const isDeep = around([x, y], 0.4).every(
            (point) => isInside(area.drawn.polygon, point) && blindReason(site, area, point, conditions) === reasons[i],
          );
          if (!isDeep) continue;
          const holding = blindSpots.filter(({ polygon }) => isInside(polygon, [x, y])).map(({ reason }) => reason);
          expect(holding, `${area.id} at ${x}, ${y}`).toContain(reasons[i]);
        }
      }
    });
  });

  it("a camera is said to see what it sees: its density at any point", () => {
    forPlans(PLANS_IN_SUITE / 2, (plan, seed) => {
      const { site, conditions } = plan;
      const { classes } = site.coverage;
      const field = fieldOfPlan(plan);
      for (const area of drawnAreas(plan))
        for (const camera of site.devices.filter(
          ({ kind, mount }) => kind === "camera" && mount?.level === area.drawn.level,
        )) {
          const state = conditions.states.get(camera.id) ?? fit;
          for (const [x, y] of pointsIn(area.drawn.polygon, 150, seed)) {
            const isSteady = classes.every(({ density }) => {
              const answers = new Set(
                around([x, y], 1e-4).map((point) => seesPoint(site, camera, state, point, density, conditions)),
              );
              return answers.size === 1;
            });
            if (!isSteady) continue;
            const told = field.densityAt(camera.id, area.drawn.level, [x, y]);
            const density = densityOf(site, camera, state, [x, y], conditions);
            const place = `${camera.id} at ${x}, ${y}`;
            if (density === 0) expect(told, place).toBe(null);
            else if (density >= (classes[state.blurred ? 1 : 0]?.density ?? 0))
              expect(told, place).toBeCloseTo(density, 3);
          }
        }
    });
  });

  it("the plan view of what a camera sees holds what it sees by day, and nothing else", () => {
    forPlans(PLANS_IN_SUITE / 2, (plan, seed) => {
      const { site } = plan;
      const day = { ...plan.conditions, dark: false };
      const field = fieldOf(site, changesOf(day));
      const [sparsest] = site.coverage.classes;
      for (const camera of site.devices) {
        const { mount } = camera;
        const level = site.coverage.levels.find(({ id }) => id === mount?.level);
        if (camera.kind !== "camera" || !mount || level?.indoor === "dark") continue;
        const state = day.states.get(camera.id) ?? fit;
        const isSeen = (point: Point) => seesPoint(site, camera, state, point, sparsest?.density ?? 0, day);
        const ring = field.sector(camera.id) ?? [];
        for (const [x, y] of pointsIn(squareAround(mount.x, mount.y, 20), 300, seed)) {
          const seen = isSeen([x, y]);
          if (!around([x, y], 0.3).every((point) => isSeen(point) === seen)) continue;
          expect(isInside(ring, [x, y]), `${camera.id} at ${x}, ${y}`).toBe(seen);
        }
      }
    });
  });

  it("what one more loss would cost is what it costs", () => {
    forPlans(PLANS_IN_SUITE / 3, (plan, seed) => {
      const { site, conditions } = plan;
      const field = fieldOfPlan(plan);
      for (const area of drawnAreas(plan)) {
        const { singlePoints, area: size, ratio } = field.area(area.id) as AreaCoverage;
        const costs = singlePoints.map(({ lostArea }) => lostArea);
        expect(costs).toEqual(costs.toSorted((one, other) => other - one));
        const now = oracleRatio(site, area.id, conditions, SAMPLES, seed).share;
        for (const { id, kind } of site.devices) {
          const after = field.without([id]).find((one) => one.id === area.id) as AreaCoverage;
          const lostArea = singlePoints.find(({ device }) => device === id)?.lostArea ?? 0;
          expect(Math.abs((ratio - after.ratio) * size - lostArea), id).toBeLessThanOrEqual(1e-6 * size);
          if (lostArea === 0) continue;
          const without = {
            ...conditions,
            lampsOut: kind === "camera" ? conditions.lampsOut : new Set([...conditions.lampsOut, id]),
            states: kind === "camera" ? new Map([...conditions.states, [id, lost] as const]) : conditions.states,
          };
          const then = oracleRatio(site, area.id, without, SAMPLES, seed).share;
          expect(Math.abs(lostArea / size - (now - then)), id).toBeLessThanOrEqual(ALLOWED);
        }
      }
    });
  });

  it("those are named who see some of it, and an undrawn area's cameras by their names alone", () => {
    forPlans(PLANS_IN_SUITE / 2, (plan, seed) => {
      const { site, conditions } = plan;
      const field = fieldOfPlan(plan);
      for (const { id, seenBy, singlePoints, ratio, area: size, blindArea } of field.areas()) {
        const area = areaOf(site, id);
        const cameras = site.devices.filter(({ kind }) => kind === "camera");
        const stateOf = (camera: string) => conditions.states.get(camera) ?? fit;
        if (area.drawn) {
          const single = { ...area, cameras: 1, drawn: area.drawn };
          const points = pointsIn(area.drawn.polygon, 1000, seed);
          for (const camera of cameras) {
            const alone = {
              ...site,
              devices: site.devices.filter(({ id, kind }) => kind !== "camera" || id === camera.id),
            };
            const share = points.filter((point) => isSeen(alone, single, point, conditions)).length / points.length;
            if (share > ALLOWED) expect(seenBy, camera.id).toContain(camera.id);
            if (!stateOf(camera.id).sees) expect(seenBy).not.toContain(camera.id);
          }
          continue;
        }
        const watching = area.watchedBy.filter((one) => stateOf(one).sees && stateOf(one).heading === null);
        expect([size, blindArea, ratio]).toEqual([0, 0, watching.length >= area.cameras ? 1 : 0]);
        expect(seenBy.toSorted()).toEqual(watching.toSorted());
        const needed = watching.length === area.cameras ? watching : [];
        expect(singlePoints.map(({ device }) => device).toSorted()).toEqual(needed.toSorted());
        expect(singlePoints.every(({ lostArea }) => lostArea === 0)).toBe(true);
      }
    });
  });
});
