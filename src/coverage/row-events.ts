// The events of one row of an area for a survey: where each camera's view, as it is and as designed, and each lamp's light begin and end.

import type { Band } from "./band.ts";
import { createEvents, type Events, putEvent, reserve } from "./events.ts";
import { BLIND, BLURRED, type Field, type LampSpot, type Scene, SEES, type Viewer } from "./field.ts";
import { createSpans, halfChord, lightRow, seenOfRow } from "./spans.ts";

/** A camera's view given light, as things stand and by design; and what of it needs no light but its own. */
export const SIGHT = 1;
export const SIGHT_OWN = 2;
export const DESIGN = 4;
export const DESIGN_OWN = 8;
const BOTH = SIGHT | DESIGN;

export type RowEvents = {
  readonly events: Events;
  /** Sources (viewers, then lamps) with anything on the row. */
  readonly present: Int32Array;
  presentCount: number;
};

const spans = createSpans();
const lit = createSpans();

export const createRowEvents = (): RowEvents => ({
  events: createEvents(),
  present: new Int32Array(64),
  presentCount: 0,
});

/** An event's code: its source (viewers, then lamps, then the area itself) and the bits that change there. */
export const codeOf = (source: number, bits: number): number => source * 16 + bits;

/**
 * Puts the row's events, unsorted, in place of what was there.
 * @param into with a `present` of a size for all sources.
 * @param sees by viewer: set to 1 where it sees some of the row now.
 */
export function gatherRow(
  into: RowEvents,
  field: Field,
  scene: Scene,
  dark: boolean,
  row: number,
  sees: Uint8Array,
): void {
  const { viewers, lamps, strips } = field;
  const { events, present } = into;
  const firstLamp = viewers.length;
  const y = strips.middles[row] as number;
  const { starts, xs } = strips.rows;
  let n = 0;
  let isLitKnown = false;
  events.count = 0;
  reserve(events, (starts[row + 1] as number) - (starts[row] as number));
  for (let i = starts[row] as number; i < (starts[row + 1] as number); i += 1)
    putEvent(events, xs[i] as number, codeOf(firstLamp + lamps.length, 1));
  for (let source = 0; source < firstLamp; source += 1) {
    const viewer = viewers[source] as Viewer;
    const before = events.count;
    const mode = scene.cameras[viewer.camera] as number;
    const isAsDesigned = mode === SEES && viewer.present === viewer.registered;
    if (!isAsDesigned) view(events, viewer, viewer.registered, row, y, dark, false, codeOf(source, DESIGN));
    const between = events.count;
    if (mode !== BLIND)
      view(events, viewer, viewer.present, row, y, dark, mode === BLURRED, codeOf(source, isAsDesigned ? BOTH : SIGHT));
    if (events.count === before) continue;
    present[n] = source;
    n += 1;
    if (events.count === between || sees[source] === 1) continue;
    if (dark && !isLitKnown) lightRow(lamps, scene.lamps, y, lit);
    isLitKnown = true;
    if (!dark || seesAnything(viewer, mode, row, y)) sees[source] = 1;
  }
  reserve(events, 2 * lamps.length);
  for (let lamp = 0; dark && lamp < lamps.length; lamp += 1) {
    const spot = lamps[lamp] as LampSpot;
    const half = halfChord(spot.radius, y - spot.y);
    if (half === 0) continue;
    putEvent(events, spot.x - half, codeOf(firstLamp + lamp, 1));
    putEvent(events, spot.x + half, codeOf(firstLamp + lamp, 1));
    present[n] = firstLamp + lamp;
    n += 1;
  }
  into.presentCount = n;
}

/** In the dark: by its own light, or where lamps burn over this row. */
function seesAnything(viewer: Viewer, mode: number, row: number, y: number): boolean {
  if (viewer.infrared === 0 && lit.count === 0) return false;
  spans.count = 0;
  seenOfRow(viewer, mode, false, row, y, lit, spans);
  return spans.count > 0;
}

/** What a camera views given light; what of it needs no light but its own has the bits above those of `code`. */
function view(
  events: Events,
  viewer: Viewer,
  band: Band | null,
  row: number,
  y: number,
  dark: boolean,
  isBlurred: boolean,
  code: number,
): void {
  const place = band === null ? -1 : row - band.first;
  if (band === null || place < 0 || place >= band.count) return;
  const { starts, xs } = band;
  const from = starts[place] as number;
  const to = starts[place + 1] as number;
  if (from === to) return;
  reserve(events, 2 * (to - from));
  const dy = y - viewer.y;
  const own = dark ? halfChord(viewer.infrared, dy) : 0;
  const bits = code & 15;
  // The bits of what needs no other light stand one above the others.
  const ownCode = code + bits;
  const bothCode = ownCode + bits;
  const reach = isBlurred ? halfChord(viewer.blurredReach, dy) : Number.POSITIVE_INFINITY;
  for (let i = from; i < to; i += 2) {
    const a = Math.max(xs[i] as number, viewer.x - reach);
    const b = Math.min(xs[i + 1] as number, viewer.x + reach);
    if (!(a < b)) continue;
    const ownA = Math.max(a, viewer.x - own);
    const ownB = Math.min(b, viewer.x + own);
    const isOwn = own > 0 && ownA < ownB;
    putEvent(events, a, isOwn && ownA === a ? bothCode : code);
    if (isOwn && ownA > a) putEvent(events, ownA, ownCode);
    if (isOwn && ownB < b) putEvent(events, ownB, ownCode);
    putEvent(events, b, isOwn && ownB === b ? bothCode : code);
  }
}
