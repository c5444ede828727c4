// The coverage stage: the plan once, then every change of a camera, a lamp or the sun; what is seen of each area out. Pure memory.

import type { AreaCoverage, CameraState, Coverage, WatchArea } from "../model/coverage.ts";
import type { PlanThen } from "../model/past-coverage.ts";
import { adviseTurns } from "./advise-turns.ts";
import { type Answer, answerOfField, answerOfUndrawn, type DesignRatios } from "./answer.ts";
import type { Band } from "./band.ts";
import { countSeen, createSheet } from "./count-seen.ts";
import { densityAt } from "./density-at.ts";
import { BLIND, BLURRED, type Field, isDarkIn, type Scene, SEES, type Viewer } from "./field.ts";
import { type Camera, layPlan } from "./lay-plan.ts";
import { sectorOf } from "./sector.ts";

type Watched = {
  readonly area: WatchArea;
  readonly field: Field | null;
  readonly designs: DesignRatios;
  ratio: number;
  /** null: to be asked anew. */
  answer: Answer | null;
};

/** What of a site its field is made of. */
export type PlannedSite = {
  readonly coverage: PlanThen["coverage"];
  readonly devices: readonly Pick<PlanThen["devices"][number], "id" | "kind" | "facts" | "mount">[];
};

/**
 * The live field of what cameras see of a site's watch areas. At first every camera is fit, every lamp works, and it is day.
 * Never throws, whatever the plan. Source of the rules: CONTRACT 6, densities of IEC 62676-4.
 */
export function createCoverage(site: PlannedSite): Coverage {
  const ground = layPlan(site);
  const { plan, cameras, lamps, fields } = ground;
  const scene = {
    cameras: new Uint8Array(cameras.size).fill(SEES),
    lamps: new Uint8Array(lamps.size).fill(1),
    dark: false,
    isDesign: false,
  };
  /** Of the cameras that look elsewhere than registered. */
  const headings = new Map<string, number>();

  const isFitIn =
    ({ cameras: modes }: Scene) =>
    (id: string): boolean =>
      modes[cameras.get(id)?.place ?? -1] !== BLIND && !headings.has(id);
  const ratioOfUndrawn = (area: WatchArea): number => answerOfUndrawn(area, isFitIn(scene)).coverage.ratio;

  const watched = new Map<string, Watched>();
  const ofField = new Map<Field, Watched>();
  const undrawnOf = new Map<string, Watched[]>();
  for (const area of plan.areas) {
    const field = fields.get(area.id) ?? null;
    const designs = field ? bothLights(field) : ([ratioOfUndrawn(area), ratioOfUndrawn(area)] as const);
    const one: Watched = { area, field, designs, ratio: designs[0], answer: null };
    watched.set(area.id, one);
    if (field) ofField.set(field, one);
    else for (const id of area.watchedBy) undrawnOf.set(id, [...(undrawnOf.get(id) ?? []), one]);
  }

  /** Counts both sheets of an untouched area; what the light never is stays as the light that is. */
  function bothLights(field: Field): DesignRatios {
    const [day, dark] = field.sheets;
    const all = field.strips.middles.length;
    if (field.darkness !== "always") countSeen(field, scene, day, 0, all);
    if (field.darkness !== "never") countSeen(field, { ...scene, dark: true }, dark, 0, all);
    if (field.darkness === "always") return [dark.ratio, dark.ratio];
    return field.darkness === "never" ? [day.ratio, day.ratio] : [day.ratio, dark.ratio];
  }
  const sheetOf = (field: Field) => field.sheets[isDarkIn(field, scene.dark) ? 1 : 0];
  /** Strips [from, to) may be seen otherwise now; says whether the ratio is another. */
  function recount(one: Watched, field: Field, from: number, to: number): boolean {
    const sheet = sheetOf(field);
    if (sheet.isStale) countSeen(field, scene, sheet, 0, field.strips.middles.length);
    else if (from < to) countSeen(field, scene, sheet, from, to);
    return settle(one, sheet.ratio);
  }
  function settle(one: Watched, ratio: number): boolean {
    one.answer = null;
    if (one.ratio === ratio) return false;
    one.ratio = ratio;
    return true;
  }

  /** Lets a camera look elsewhere, or as registered (null). */
  function turn(camera: Camera, heading: number | null): void {
    const bands = heading === null ? null : ground.bands(camera, ground.outlook(camera, heading));
    for (const [field, viewer] of camera.viewers)
      viewer.present = bands === null ? viewer.registered : (bands.get(field) ?? null);
    for (const [field, band] of bands ?? []) {
      if (camera.viewers.has(field)) continue;
      const viewer = ground.viewer(camera, field, null);
      viewer.present = band;
      camera.viewers.set(field, viewer);
      field.viewers.push(viewer);
    }
  }
  /** Forgets the areas it reached only while it was turned there. */
  function forgetUnseen({ viewers }: Camera): void {
    for (const [field, viewer] of viewers) {
      if (viewer.registered !== null || viewer.present !== null) continue;
      viewers.delete(field);
      field.viewers.splice(field.viewers.indexOf(viewer), 1);
    }
  }
  function setCamera(id: string, state: CameraState): readonly string[] {
    const camera = cameras.get(id);
    if (!camera) return [];
    const mode = !state.sees ? BLIND : state.blurred ? BLURRED : SEES;
    const heading = state.heading !== null && Number.isFinite(state.heading) ? state.heading : null;
    const isTurned = heading !== (headings.get(id) ?? null);
    if (scene.cameras[camera.place] === mode && !isTurned) return [];
    const before = new Map<Viewer, Band | null>();
    for (const viewer of camera.viewers.values()) before.set(viewer, viewer.present);
    scene.cameras[camera.place] = mode;
    if (heading === null) headings.delete(id);
    else headings.set(id, heading);
    if (isTurned) turn(camera, heading);
    const changed: string[] = [];
    for (const [field, viewer] of [...camera.viewers]) {
      const one = ofField.get(field) as Watched;
      const bands = [before.get(viewer) ?? null, viewer.present].filter((band) => band !== null);
      const other = field.sheets[isDarkIn(field, scene.dark) ? 0 : 1];
      other.isStale = true;
      const from = Math.min(...bands.map(({ first }) => first));
      const to = Math.max(...bands.map(({ first, count }) => first + count));
      if (recount(one, field, from, to)) changed.push(one.area.id);
    }
    if (isTurned) forgetUnseen(camera);
    for (const one of undrawnOf.get(id) ?? []) if (settle(one, ratioOfUndrawn(one.area))) changed.push(one.area.id);
    return changed;
  }
  function setLamp(id: string, works: boolean): readonly string[] {
    const lamp = lamps.get(id);
    if (!lamp || scene.lamps[lamp.lamp] === Number(works)) return [];
    scene.lamps[lamp.lamp] = Number(works);
    return lamp.fields.flatMap((field) => {
      const one = ofField.get(field) as Watched;
      if (!isDarkIn(field, scene.dark)) {
        field.sheets[1].isStale = true;
        return [];
      }
      const { middles } = field.strips;
      const from = middles.findIndex((y) => y > lamp.y - lamp.radius);
      const last = middles.findLastIndex((y) => y < lamp.y + lamp.radius);
      return recount(one, field, Math.max(0, from), last + 1) ? [one.area.id] : [];
    });
  }
  function setDark(dark: boolean): readonly string[] {
    if (scene.dark === dark) return [];
    scene.dark = dark;
    return [...ofField].flatMap(([field, one]) =>
      field.darkness === "sun" && recount(one, field, 0, 0) ? [one.area.id] : [],
    );
  }

  const answerIn = (one: Watched, within: Scene, ratio: number): Answer =>
    one.field
      ? answerOfField(one.field, within, ratio, one.designs, plan.cell)
      : answerOfUndrawn(one.area, isFitIn(within));
  function answer(one: Watched): Answer {
    one.answer ??= answerIn(one, scene, one.ratio);
    return one.answer;
  }
  /** The area's answer in a scene that differs from the live one. */
  function answerWithout(one: Watched, within: Scene): AreaCoverage {
    const { field } = one;
    if (!field) return answerIn(one, within, 0).coverage;
    const isTouched =
      field.viewers.some(({ camera }) => within.cameras[camera] !== scene.cameras[camera]) ||
      field.lamps.some(({ lamp }) => within.lamps[lamp] !== scene.lamps[lamp]);
    if (!isTouched) return answer(one).coverage;
    const sheet = createSheet(field.strips);
    countSeen(field, within, sheet, 0, field.strips.middles.length);
    return answerIn(one, within, sheet.ratio).coverage;
  }

  const turnable = site.devices.flatMap(({ id, kind, facts }) => (kind === "camera" && facts.ptz === true ? [id] : []));
  /** Whether the undrawn areas it is named for are as much seen without it. */
  function canSpare(id: string): boolean {
    const isFit = isFitIn(scene);
    const isFitWithout = (camera: string): boolean => camera !== id && isFit(camera);
    return (undrawnOf.get(id) ?? []).every(
      ({ area, ratio }) => ratio === answerOfUndrawn(area, isFitWithout).coverage.ratio,
    );
  }

  return {
    change(change) {
      if ("camera" in change) return setCamera(change.camera, change.state);
      return "lamp" in change ? setLamp(change.lamp, change.works) : setDark(change.dark);
    },
    ratio: (area) => watched.get(area)?.ratio ?? 1,
    designRatio: (area, dark) => watched.get(area)?.designs[dark ? 1 : 0] ?? 1,
    blame(area) {
      const one = watched.get(area);
      return one ? answer(one).blame : [];
    },
    area(area) {
      const one = watched.get(area);
      return one && answer(one).coverage;
    },
    areas: () => [...watched.values()].map((one) => answer(one).coverage),
    without(devices, among) {
      const within = { ...scene, cameras: scene.cameras.slice(), lamps: scene.lamps.slice() };
      for (const id of devices) {
        const [camera, lamp] = [cameras.get(id), lamps.get(id)];
        if (camera) within.cameras[camera.place] = BLIND;
        if (lamp) within.lamps[lamp.lamp] = 0;
      }
      return [...watched.values()]
        .filter(({ area }) => among === undefined || among.has(area.id))
        .map((one) => answerWithout(one, within));
    },
    turns(area) {
      const field = fields.get(area);
      if (!field) return [];
      const ratio = (other: Field): number => ofField.get(other)?.ratio ?? 1;
      return adviseTurns({ ground, scene, headings, turnable, field, ratio, canSpare });
    },
    densityAt: (camera, level, point) => densityAt(ground, scene, headings, camera, level, point),
    sector: (camera) => sectorOf(ground, scene, headings, camera),
  };
}
