// Which pan-tilt cameras could be turned by a person so that more of an area is seen, and what that would cost elsewhere. Changes nothing.

import { areaPriorities, type CameraTurn } from "../model/coverage.ts";
import type { Band } from "./band.ts";
import { countSeen, createSheet } from "./count-seen.ts";
import { BLIND, type Field, type Scene } from "./field.ts";
import { type Camera, distanceTo, type Ground } from "./lay-plan.ts";

/** Degrees between the headings that are tried. */
const STEP = 10;
/** m², and the share of what is blind: less is not worth turning a camera. */
const TOO_LITTLE = 1;
const TOO_SMALL_A_SHARE = 0.1;
/** m²; less is no cost. */
const NOTHING = 0.1;

export type TurnsAsked = {
  readonly ground: Ground;
  readonly scene: Scene;
  /** Degrees, of the cameras that look elsewhere than registered. */
  readonly headings: ReadonlyMap<string, number>;
  /** The cameras that a person can turn. */
  readonly turnable: readonly string[];
  readonly field: Field;
  /** The live ratio of an area. */
  readonly ratio: (field: Field) => number;
  /** Whether undrawn areas would keep what they are promised without this camera. */
  readonly canSpare: (camera: string) => boolean;
};

/**
 * For each camera that sees and can be turned the heading that closes most of the area's blind spots, most first. None for an area that is
 * seen as promised; none that would close less than 1 m² or a tenth of what is blind; none that would break another promise that is as
 * important, or break it more.
 */
export function adviseTurns(asked: TurnsAsked): readonly CameraTurn[] {
  const { ground, scene, turnable, field, ratio, canSpare } = asked;
  const before = ratio(field);
  if (before >= field.area.atLeast) return [];
  const found = turnable.flatMap((id) => {
    const camera = ground.cameras.get(id);
    if (!camera || !reaches(camera, field) || scene.cameras[camera.place] === BLIND || !canSpare(id)) return [];
    return bestTurn(asked, camera, before);
  });
  return found.sort((a, b) => b.adds - a.adds || (a.camera < b.camera ? -1 : 1));
}

/** Whether the area's box lies within the camera's reach, wherever it looks. */
function reaches({ optics, reach }: Camera, { level, strips: { left, right, bottom, top } }: Field): boolean {
  return optics?.level === level && distanceTo([left, bottom, right, top], optics) < reach;
}

function bestTurn(asked: TurnsAsked, camera: Camera, before: number): readonly CameraTurn[] {
  const { ground, scene, headings, field } = asked;
  const heading = headings.get(camera.id) ?? camera.optics?.heading ?? 0;
  const least = Math.max(TOO_LITTLE, TOO_SMALL_A_SHARE * (1 - before) * field.strips.area);
  const tried = Array.from({ length: 360 / STEP }, (_, i) => i * STEP)
    .flatMap((to) => {
      const bands = ground.bands(camera, ground.outlook(camera, to));
      const after = ratioWith(ground, scene, field, camera, bands.get(field) ?? null);
      const adds = (after - before) * field.strips.area;
      return adds >= least ? [{ to, bands, after, adds }] : [];
    })
    .sort((a, b) => b.adds - a.adds || away(a.to, heading) - away(b.to, heading));
  for (const { to, bands, after, adds } of tried) {
    const costs = costsOf(asked, camera, bands);
    if (costs !== null) return [{ camera: camera.id, heading, to, adds, ratio: after, costs }];
  }
  return [];
}

/** What other areas would lose; null where one of them must not lose it. */
function costsOf(
  { ground, scene, field, ratio }: TurnsAsked,
  camera: Camera,
  bands: ReadonlyMap<Field, Band>,
): CameraTurn["costs"] | null {
  const costs: { area: string; lostArea: number }[] = [];
  for (const [other, { present }] of camera.viewers) {
    if (other === field || present === null) continue;
    const [now, then] = [ratio(other), ratioWith(ground, scene, other, camera, bands.get(other) ?? null)];
    const lostArea = (now - then) * other.strips.area;
    if (lostArea < NOTHING) continue;
    const { id, atLeast } = other.area;
    if (then < atLeast && rank(other) <= rank(field)) return null;
    costs.push({ area: id, lostArea });
  }
  return costs.sort((a, b) => b.lostArea - a.lostArea);
}

/** 0 is the most important. */
const rank = ({ area }: Field): number => areaPriorities.indexOf(area.priority);

/** How much of an area is seen if this camera sees that band of it. */
function ratioWith(ground: Ground, scene: Scene, field: Field, camera: Camera, band: Band | null): number {
  const others = field.viewers.filter(({ id }) => id !== camera.id);
  const viewers = band === null ? others : [...others, ground.viewer(camera, field, band)];
  const sheet = createSheet(field.strips);
  countSeen({ ...field, viewers }, scene, sheet, 0, field.strips.middles.length);
  return sheet.ratio;
}

/** How far a camera would have to turn, degrees. */
const away = (to: number, from: number): number => Math.abs(((to - from + 540) % 360) - 180);
