// Where further cameras would close the most of an area that nobody sees though everything works.
//
// Greedy maximum coverage with lazy evaluation: of all candidate mounts the one that adds most is taken, then the next. What a camera
// adds only shrinks as others are added, so a candidate whose old figure is below the best new one need not be asked again. What n
// cameras chosen so add is at least 1 − 1/e (63 %) of what the best n of the same candidates would add.
// Nemhauser, Wolsey, Fisher 1978; lazy: Minoux 1978.

import type { SuggestedMount } from "../model/coverage.ts";
import type { Mount } from "../model/site.ts";
import { bandOf } from "./band.ts";
import { candidateMounts } from "./candidate-mounts.ts";
import type { Field, Viewer } from "./field.ts";
import { type Ground, layPlan, type PlanSite } from "./lay-plan.ts";
import { createMissing, type Gain } from "./missing.ts";
import { directionOf, type Optics, opticsOf, reachOf } from "./optics.ts";
import { outlookOf } from "./outlook.ts";

/** The kind of camera to hang; lengths in metres, angles in degrees. */
export type CameraKind = Partial<
  Pick<Mount, "height" | "tilt" | "hfov" | "vfov" | "pixels" | "range" | "infraredRange">
>;

const HEADINGS = 12;
/** A camera that would do less than both is not worth its cable: m², and of the area. */
const TOO_LITTLE = 1;
const TOO_SMALL_A_SHARE = 0.01;

/**
 * At most `count` mounts, each with what it adds after those before it. With several cameras wanted on each point, one that closes
 * nothing yet may come first. They end where one more would do less than 1 m² and less than 1 % of the area. None for an unknown
 * area, one without a drawing, or one that needs none.
 * @param like the camera to hang; without it 2560 × 1440 px at 90° from 3.5 m, its picture's upper edge at the horizon, for 50 m.
 */
export function suggestMounts(
  site: PlanSite,
  areaId: string,
  count: number,
  like: CameraKind = {},
): readonly SuggestedMount[] {
  const { devices, coverage } = site;
  const ground = layPlan({
    devices,
    coverage: { ...coverage, areas: coverage.areas.filter(({ id }) => id === areaId) },
  });
  const field = ground.fields.get(areaId);
  if (!field) return [];
  const kind = completed(like);
  const least = Math.min(TOO_LITTLE, TOO_SMALL_A_SHARE * field.strips.area);
  const missing = createMissing(field);
  const open = candidates(ground, field, kind)
    .map(({ viewer, mount }) => ({ viewer, mount, gain: missing.gain(viewer) }))
    .filter(({ gain }) => gain.useful > 0);
  const taken: SuggestedMount[] = [];
  while (taken.length < count && open.length > 0) {
    const best = takeBest(open, missing.gain);
    if (!best || best.gain.useful <= 0 || best.gain.useful < least) break;
    missing.add(best.viewer);
    taken.push({ ...best.mount, closes: best.gain.closes });
  }
  return taken;
}

type Candidate = { readonly viewer: Viewer; readonly mount: Omit<SuggestedMount, "closes">; gain: Gain };

/** Takes the candidate that adds most out of the list, asking anew only those that might. */
function takeBest(open: Candidate[], gainOf: (viewer: Viewer) => Gain): Candidate | undefined {
  open.sort((one, other) => other.gain.useful - one.gain.useful);
  let best = -1;
  for (const [i, candidate] of open.entries()) {
    const most = open[best]?.gain.useful ?? Number.NEGATIVE_INFINITY;
    if (candidate.gain.useful <= most) break;
    candidate.gain = gainOf(candidate.viewer);
    if (candidate.gain.useful > most) best = i;
  }
  return open.splice(best, 1)[0];
}

const degrees = 180 / Math.PI;

function completed(like: CameraKind) {
  const { height = 3.5, hfov = 90, pixels = [2560, 1440] as const } = like;
  const vfov = like.vfov ?? 2 * Math.atan((Math.tan(hfov / 2 / degrees) * pixels[1]) / pixels[0]) * degrees;
  const { tilt = Math.ceil(vfov / 2), range = 50, infraredRange = 30 } = like;
  return { height, hfov, vfov: Math.round(vfov * 100) / 100, pixels, tilt, infraredRange, range };
}

/** Every place in every heading that sees some of the area. */
function candidates(ground: Ground, field: Field, kind: ReturnType<typeof completed>): Omit<Candidate, "gain">[] {
  const { plan, levels, walls, lamps } = ground;
  const density = plan.classes.find(({ id }) => id === field.need)?.density ?? Number.POSITIVE_INFINITY;
  const { range: _range, infraredRange: _infrared, ...told } = kind;
  const shape = opticsOf({ mount: { level: field.level, x: 0, y: 0, ...kind } }, plan.targetHeight);
  const reach = shape ? reachOf(shape, density) : -1;
  if (!shape || !(reach > 0)) return [];
  return candidateMounts(levels.get(field.level), field, lamps.values(), reach).flatMap(([x, y]) =>
    Array.from({ length: HEADINGS }, (_, turn) => (turn * 360) / HEADINGS).flatMap((heading) => {
      const optics = { ...shape, x, y, heading };
      if (!mayMeet(optics, field)) return [];
      const band = bandOf(optics, outlookOf(optics, heading, reach, walls(field.level)), reach, field.strips);
      if (!band) return [];
      const { infrared } = optics;
      const viewer: Viewer = { camera: -1, id: "", x, y, blurredReach: -1, infrared, registered: band, present: band };
      return [{ viewer, mount: { level: field.level, x, y, heading, ...told } }];
    }),
  );
}

/** Whether a wedge may meet an area's box: not where all corners lie beyond one of its two sides. */
function mayMeet({ x, y, heading, tangent }: Optics, { strips: { left, right, bottom, top } }: Field): boolean {
  const [fx, fy] = directionOf(heading);
  const corners = [left, right].flatMap((cornerX) =>
    [bottom, top].map((cornerY) => {
      const [dx, dy] = [cornerX - x, cornerY - y];
      return [tangent * (dx * fx + dy * fy), dx * fy - dy * fx] as const;
    }),
  );
  return corners.some(([wide, lateral]) => lateral < wide) && corners.some(([wide, lateral]) => -lateral < wide);
}
