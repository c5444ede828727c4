// Coverage as it was at an instant in the past: fields beside the live one, made of the plan of then when first asked for, that take
// their cameras' and lamps' states from the faults of that time.

import { BLURRED, blindingFaults, cameraStateOf, LAMP_OUT, MOVED } from "../coverage/camera-state.ts";
import { createCoverage } from "../coverage/create-coverage.ts";
import type { CameraState, Coverage } from "../model/coverage.ts";
import type { Fault } from "../model/fault.ts";
import type { Drawing, PastCoverage, PlanThen } from "../model/past-coverage.ts";
import type { PointValue } from "../model/reading.ts";
import type { Site } from "../model/site.ts";
import type { PastFaults } from "./past-faults.ts";
import { createKept, type PastPlan } from "./past-plan.ts";

/** Pictures that are seen and not kept. */
export const NOT_RECORDING = "notRecording";
export const RECORDING_GAP = "recordingGap";
const asked: readonly string[] = [...blindingFaults, BLURRED, MOVED, RECORDING_GAP, LAMP_OUT];

export type Reported = { readonly value: PointValue; readonly time: number };
/** What a device last reported of a point. */
export type LastReported = (device: string, point: string) => Reported | undefined;

/** How one camera was, with the names of its faults. */
export type CameraThen = {
  readonly camera: PlanThen["devices"][number];
  readonly faults: ReadonlySet<string>;
  readonly state: CameraState;
  /** Nobody knows where it looked. */
  readonly uncertain: boolean;
  /** Where it looked, as far as that is known, degrees. */
  readonly heading: number | undefined;
};
export type Then = {
  readonly plan: PlanThen;
  readonly dark: boolean;
  readonly cameras: readonly CameraThen[];
  readonly lampsOut: ReadonlySet<string>;
};

export type StatesThen = (at: number) => Then;

/** Cameras and lamps as they were, out of the plan and the faults of that time. */
export function createStatesThen(
  { dark }: Pick<Site, "dark">,
  planAt: PastPlan["at"],
  faults: PastFaults,
  lastReported: LastReported,
): StatesThen {
  return (at) => {
    const plan = planAt(at);
    const byAsset = Map.groupBy(faults.at(at, asked), ({ asset }) => asset);
    const cameras = plan.devices.filter(({ kind }) => kind === "camera");
    return {
      plan,
      dark: dark.holds(at),
      lampsOut: new Set([...byAsset].flatMap(([id, own]) => (own.some(isLampOut) ? [id] : []))),
      cameras: cameras.map((camera) => {
        const own = byAsset.get(camera.id) ?? [];
        const names = new Set(own.map(({ fault }) => fault));
        const last = lastReported(camera.id, "heading");
        const heading = headingThen(own, last, at);
        const pans = camera.facts.ptz === true && last !== undefined;
        return {
          camera,
          faults: names,
          state: cameraStateOf(camera, (fault) => names.has(fault), heading),
          uncertain: heading === undefined && (names.has(MOVED) || pans),
          heading,
        };
      }),
    };
  };
}
const isLampOut = ({ fault }: Fault): boolean => fault === LAMP_OUT;

/** What it last reported holds from then on; what it reported before is forgotten, unless its fault remembers. */
function headingThen(own: readonly Fault[], last: Reported | undefined, at: number): number | undefined {
  if (typeof last?.value === "number" && last.time <= at) return last.value;
  const told = own.find(({ fault }) => fault === MOVED)?.detail?.heading;
  return typeof told === "number" ? told : undefined;
}

/** Brings a field to how things were. */
export function setTo(coverage: Coverage, { plan, dark, cameras, lampsOut }: Then): void {
  coverage.change({ dark });
  for (const { id, kind } of plan.devices)
    if (kind === "streetlight") coverage.change({ lamp: id, works: !lampsOut.has(id) });
  for (const { camera, state } of cameras) coverage.change({ camera: camera.id, state });
}

export type PastField = {
  readonly areas: (at: number) => Pick<PastCoverage, "standard" | "dark" | "areas" | "uncertain">;
  readonly drawing: (at: number) => Drawing;
};

/** A plan's field is made when first asked for, and set anew for each question. */
export function createPastField(statesThen: StatesThen): PastField {
  const fieldOf = createKept(createCoverage);
  function fieldAt(at: number) {
    const then = statesThen(at);
    const coverage = fieldOf(then.plan);
    setTo(coverage, then);
    return { coverage, then };
  }
  return {
    areas(at) {
      const { coverage: field, then } = fieldAt(at);
      const uncertain = then.cameras.flatMap(({ camera, uncertain }) => (uncertain ? [camera.id] : []));
      const { standard } = then.plan.coverage;
      return { standard, dark: then.dark, areas: field.areas(), uncertain };
    },
    drawing(at) {
      const { coverage: field, then } = fieldAt(at);
      const cameras = then.cameras.map(({ camera: { id }, faults, state }) => {
        const one = { faults: [...faults], heading: state.heading, sector: field.sector(id) };
        return [id, one] as const;
      });
      return { plan: then.plan, at, dark: then.dark, cameras: new Map(cameras), lampsOut: then.lampsOut };
    },
  };
}
