// The events of one row of an area for a survey: where each camera's view, as it is and as designed, and each lamp's light begin and end.

import { createEvents, type Events, putEvent } from "./events.ts";
import { BLIND, type Field, type Scene, SEES, type Viewer } from "./field.ts";
import { createSpans, halfChord, lightRow, seenOfRow } from "./spans.ts";

/** A camera's view given light, as things stand and by design; and what of it needs no light but its own. */
export const SIGHT = 1;
export const SIGHT_OWN = 2;
export const DESIGN = 4;
export const DESIGN_OWN = 8;

export type RowEvents = {
  readonly events: Events;
  /** Sources (viewers, then lamps) with anything on the row. */
  readonly present: Int32Array;
  presentCount: number;
};

const spans = createSpans();
const lit = createSpans();
const noLight = createSpans();

export const createRowEvents = (): RowEvents => ({
  events: createEvents(),
  present: new Int32Array(64),
  presentCount: 0,
});

/** An event's code: its source (viewers, then lamps, then the area itself) and the bits that change there. */
export const codeOf = (source: number, bits: number): number => source * 16 + bits;

/**
 * Puts the row's events, unsorted, in place of what was there.
 * @param present of a size for all sources.
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
  events.count = 0;
  for (let i = starts[row] as number; i < (starts[row + 1] as number); i += 1)
    putEvent(events, xs[i] as number, codeOf(firstLamp + lamps.length, 1));
  if (dark) lightRow(lamps, scene.lamps, y, lit);
  for (let source = 0; source < firstLamp; source += 1) {
    const viewer = viewers[source] as Viewer;
    const before = events.count;
    const mode = scene.cameras[viewer.camera] as number;
    if (mode === SEES && viewer.present === viewer.registered) {
      view(events, viewer, source, SEES, row, y, dark, SIGHT | DESIGN);
      if (events.count > before && !dark) sees[source] = 1;
    } else {
      view(events, viewer, source, SEES, row, y, dark, DESIGN);
      const between = events.count;
      if (mode !== BLIND) view(events, viewer, source, mode, row, y, dark, SIGHT);
      if (events.count > between && !dark) sees[source] = 1;
    }
    if (events.count === before) continue;
    present[n] = source;
    n += 1;
    if (!dark || sees[source] === 1 || mode === BLIND) continue;
    spans.count = 0;
    seenOfRow(viewer, mode, false, row, y, lit, spans);
    if (spans.count > 0) sees[source] = 1;
  }
  for (let lamp = 0; dark && lamp < lamps.length; lamp += 1) {
    const spot = lamps[lamp] as Field["lamps"][number];
    const half = halfChord(spot.radius, y - spot.y);
    if (half === 0) continue;
    putEvent(events, spot.x - half, codeOf(firstLamp + lamp, 1));
    putEvent(events, spot.x + half, codeOf(firstLamp + lamp, 1));
    present[n] = firstLamp + lamp;
    n += 1;
  }
  into.presentCount = n;
}

/** `bits`: SIGHT, DESIGN or both. What needs no other light has the bits above them. */
function view(
  events: Events,
  viewer: Viewer,
  source: number,
  mode: number,
  row: number,
  y: number,
  dark: boolean,
  bits: number,
): void {
  const isDesign = bits === DESIGN;
  spans.count = 0;
  seenOfRow(viewer, mode, isDesign, row, y, null, spans);
  for (let i = 0; i < spans.count; i += 1) putEvent(events, spans.xs[i] as number, codeOf(source, bits));
  if (!dark || viewer.infrared === 0 || spans.count === 0) return;
  spans.count = 0;
  seenOfRow(viewer, mode, isDesign, row, y, noLight, spans);
  for (let i = 0; i < spans.count; i += 1) putEvent(events, spans.xs[i] as number, codeOf(source, bits << 1));
}
