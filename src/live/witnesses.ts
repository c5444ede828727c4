// Which cameras saw and recorded one point at an instant, which were planned to and did not, and which may have: for whoever looks for footage.

import { cameraStateOf } from "../coverage/camera-state.ts";
import { createCoverage } from "../coverage/create-coverage.ts";
import type { Coverage, CoveragePlan, Point } from "../model/coverage.ts";
import type { Footage, NotSeen, PlanThen, Witness, Witnesses } from "../model/past-coverage.ts";
import {
  type CameraThen,
  type LastReported,
  NOT_RECORDING,
  RECORDING_GAP,
  type StatesThen,
  setTo,
  type Then,
} from "./past-coverage.ts";
import { createKept } from "./past-plan.ts";

export type WitnessesOf = (at: number, level: string, point: Point) => Omit<Witnesses, "listening">;

/** The densest class that this density reaches; a blurred picture is worth the class below. */
export function classAt({ classes }: Pick<CoveragePlan, "classes">, density: number, blurred: boolean): string | null {
  const reached = classes.findLastIndex((one) => one.density <= density);
  return classes[blurred ? reached - 1 : reached]?.id ?? null;
}

export function createWitnessesOf(statesThen: StatesThen, lastReported: LastReported): WitnessesOf {
  // Points need no areas: without them a field is made, and brought to another instant, in no time.
  const fieldsOf = createKept(({ coverage, devices }: PlanThen) => {
    const pointsOnly = { devices, coverage: { ...coverage, areas: [] } };
    return { seen: createCoverage(pointsOnly), planned: createCoverage(pointsOnly) };
  });

  function footageOf(camera: string, at: number, recorded: boolean): Footage {
    const oldest = lastReported(camera, "oldestRecording")?.value;
    if (typeof oldest !== "number") return "unknown";
    if (oldest > at) return "expired";
    return recorded ? "kept" : "unknown";
  }
  function witness(
    seen: Coverage,
    { plan }: Then,
    level: string,
    point: Point,
    at: number,
    one: CameraThen,
  ): Witness | null {
    const { camera, faults, heading } = one;
    // What is not recorded is still a picture that somebody may have watched.
    const watched = cameraStateOf(camera, (fault) => fault !== NOT_RECORDING && faults.has(fault), heading);
    seen.change({ camera: camera.id, state: watched });
    const density = seen.densityAt(camera.id, level, point);
    if (density === null) return null;
    const known = classAt(plan.coverage, density, watched.blurred);
    if (known === null) return null;
    const recorded = !faults.has(NOT_RECORDING) && !faults.has(RECORDING_GAP);
    const footage = footageOf(camera.id, at, recorded);
    return { camera: camera.id, name: camera.name, density, class: known, recorded, footage };
  }
  /** Whether it would have seen the point, had it looked there. */
  function mayHaveSeen(
    planned: Coverage,
    { camera: { id, mount } }: CameraThen,
    level: string,
    [x, y]: Point,
  ): boolean {
    if (mount?.level !== level) return false;
    const bearing = (Math.atan2(x - mount.x, y - mount.y) * 180) / Math.PI;
    planned.change({ camera: id, state: { sees: true, blurred: false, heading: (bearing + 360) % 360 } });
    const density = planned.densityAt(id, level, [x, y]);
    planned.change({ camera: id, state: { sees: true, blurred: false, heading: null } });
    return density !== null;
  }
  /** Its own faults; where it has none, the lamps that did not light the point. */
  function causes(
    { camera, faults }: CameraThen,
    { plan, lampsOut }: Then,
    level: string,
    [x, y]: Point,
  ): NotSeen["because"] {
    const own = [...faults].filter((fault) => fault !== RECORDING_GAP).map((fault) => ({ asset: camera.id, fault }));
    if (own.length > 0) return own;
    return plan.devices.flatMap(({ id, mount }) => {
      if (!lampsOut.has(id) || mount?.level !== level) return [];
      return Math.hypot(x - mount.x, y - mount.y) <= (mount.lightRadius ?? 0) ? [{ asset: id, fault: "lampOut" }] : [];
    });
  }

  return (at, level, point) => {
    const then = statesThen(at);
    const { seen, planned } = fieldsOf(then.plan);
    setTo(seen, then);
    planned.change({ dark: then.dark });
    const here = then.cameras.filter(({ camera }) => camera.mount?.level === level);
    const witnesses = here.flatMap((one) => witness(seen, then, level, point, at, one) ?? []);
    const saw = new Set(witnesses.map(({ camera }) => camera));
    return {
      at,
      level,
      x: point[0],
      y: point[1],
      dark: then.dark,
      witnesses: witnesses.sort((a, b) => b.density - a.density || (a.camera < b.camera ? -1 : 1)),
      uncertain: here
        .filter((one) => one.uncertain && mayHaveSeen(planned, one, level, point))
        .map(({ camera }) => camera.id),
      notSeen: here
        .filter(({ camera: { id } }) => !saw.has(id) && planned.densityAt(id, level, point) !== null)
        .map((one) => ({ camera: one.camera.id, name: one.camera.name, because: causes(one, then, level, point) })),
    };
  };
}
