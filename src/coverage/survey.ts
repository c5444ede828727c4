// Looks at an area piece by piece: what is blind and why, who is to blame, who sees some of it, and what one more loss would cost.

import { sortEvents } from "./events.ts";
import { type Field, isDarkIn, type Scene } from "./field.ts";
import {
  blameLast,
  CAMERA_GAP,
  clearGaps,
  createGaps,
  DESIGN_GAP,
  endRow,
  type Gaps,
  LIGHT_GAP,
  putGap,
} from "./gaps.ts";
import { createRowEvents, DESIGN, DESIGN_OWN, gatherRow, type RowEvents, SIGHT, SIGHT_OWN } from "./row-events.ts";

export type Survey = {
  /** In scratch memory, valid until the next survey. */
  readonly gaps: Gaps;
  /** Cameras and lamps by their place in `viewers`, then `lamps`: m² that one more loss would cost. */
  readonly lost: Float64Array;
  /** Those to blame, by the same places, whatever the reason. */
  readonly blamed: ReadonlySet<number>;
  /** Whether each viewer sees some of the area now. */
  readonly sees: Uint8Array;
};

/** What is shorter, m, is rounding. */
const NOTHING = 1e-9;
const gaps = createGaps();
let rowEvents = createRowEvents();

export function survey(field: Field, scene: Scene): Survey {
  const { viewers, lamps, strips } = field;
  const rows = strips.middles.length;
  const sources = viewers.length + lamps.length;
  const lost = new Float64Array(sources);
  const sees = new Uint8Array(viewers.length);
  const blamed = new Set<number>();
  if (rowEvents.present.length < sources) rowEvents = { ...rowEvents, present: new Int32Array(2 * sources) };
  const sweep: Sweep = {
    need: field.area.cameras,
    dark: isDarkIn(field, scene.dark),
    firstLamp: viewers.length,
    area: sources,
    works: Uint8Array.from(lamps, ({ lamp }) => scene.lamps[lamp] as number),
    flags: new Uint8Array(sources + 1),
    counts: new Int32Array(6),
    rowEvents,
    lost,
    blamed,
  };
  clearGaps(gaps, rows);
  for (let row = 0; row < rows; row += 1) {
    gatherRow(rowEvents, field, scene, sweep.dark, row, sees);
    sortEvents(rowEvents.events);
    sweepRow(sweep, (strips.borders[row + 1] as number) - (strips.borders[row] as number));
    endRow(gaps);
  }
  return { gaps, lost, blamed, sees };
}

type Sweep = {
  readonly need: number;
  readonly dark: boolean;
  /** Sources below are viewers; those from `area` on the area itself. */
  readonly firstLamp: number;
  readonly area: number;
  readonly works: Uint8Array;
  /** By source: the bits that hold at the sweep's place. */
  readonly flags: Uint8Array;
  readonly counts: Int32Array;
  readonly rowEvents: RowEvents;
  readonly lost: Float64Array;
  readonly blamed: Set<number>;
};

/** Places in `counts`: cameras that view the piece under the sweep, of each kind; lamps that burn over it, or should. */
const SIGHTS = 0;
const OWN_SIGHTS = 1;
const DESIGNS = 2;
const OWN_DESIGNS = 3;
const LIT = 4;
const UNLIT = 5;

function sweepRow(sweep: Sweep, height: number): void {
  const { need, dark, counts, flags, area } = sweep;
  const { count, xs, codes } = sweep.rowEvents.events;
  for (let i = 0; i < count; i += 1) {
    toggle(sweep, codes[i] as number);
    if (i + 1 === count) break;
    const x = xs[i] as number;
    const end = xs[i + 1] as number;
    if (!(end - x > NOTHING) || flags[area] === 0) continue;
    const isLit = !dark || (counts[LIT] as number) > 0;
    const now = counts[isLit ? SIGHTS : OWN_SIGHTS] as number;
    if (now < need) putBlind(sweep, x, end, isLit);
    else {
      if (now === need) countLosses(sweep, isLit ? SIGHT : SIGHT_OWN, (end - x) * height);
      if (dark && counts[LIT] === 1 && (counts[OWN_SIGHTS] as number) < need) loseLamp(sweep, (end - x) * height);
    }
  }
}

function toggle({ flags, counts, firstLamp, area, works }: Sweep, code: number): void {
  const source = code >> 4;
  const bits = code & 15;
  const flag = (flags[source] as number) ^ bits;
  flags[source] = flag;
  if (source < firstLamp) {
    if ((bits & SIGHT) !== 0) counts[SIGHTS] = (counts[SIGHTS] as number) + ((flag & SIGHT) !== 0 ? 1 : -1);
    if ((bits & DESIGN) !== 0) counts[DESIGNS] = (counts[DESIGNS] as number) + ((flag & DESIGN) !== 0 ? 1 : -1);
    if ((bits & (SIGHT_OWN | DESIGN_OWN)) === 0) return;
    if ((bits & SIGHT_OWN) !== 0)
      counts[OWN_SIGHTS] = (counts[OWN_SIGHTS] as number) + ((flag & SIGHT_OWN) !== 0 ? 1 : -1);
    if ((bits & DESIGN_OWN) !== 0)
      counts[OWN_DESIGNS] = (counts[OWN_DESIGNS] as number) + ((flag & DESIGN_OWN) !== 0 ? 1 : -1);
  } else if (source < area) {
    const place = works[source - firstLamp] === 1 ? LIT : UNLIT;
    counts[place] = (counts[place] as number) + (flag === 0 ? -1 : 1);
  }
}

/** Writes a blind piece down with its reason, and who is to blame for it. */
function putBlind(
  { need, counts, flags, firstLamp, rowEvents, blamed }: Sweep,
  x: number,
  end: number,
  isLit: boolean,
) {
  const wouldBeLit = isLit || (counts[UNLIT] as number) > 0;
  if ((counts[wouldBeLit ? DESIGNS : OWN_DESIGNS] as number) < need) {
    putGap(gaps, x, end, DESIGN_GAP);
    return;
  }
  const lampsSuffice = (counts[wouldBeLit ? SIGHTS : OWN_SIGHTS] as number) >= need;
  // A lamp that is out is to blame where none burns and some camera would need one.
  const lampsMissed = !isLit && (counts[DESIGNS] as number) > (counts[OWN_DESIGNS] as number);
  putGap(gaps, x, end, lampsSuffice ? LIGHT_GAP : CAMERA_GAP);
  for (let i = 0; i < rowEvents.presentCount; i += 1) {
    const source = rowEvents.present[i] as number;
    const flag = flags[source] as number;
    const isLamp = source >= firstLamp;
    const isToBlame = isLamp
      ? lampsMissed && flag !== 0
      : (flag & (wouldBeLit ? DESIGN : DESIGN_OWN)) !== 0 && (flag & (wouldBeLit ? SIGHT : SIGHT_OWN)) === 0;
    if (!isToBlame) continue;
    blamed.add(source);
    if (isLamp || !lampsSuffice) blameLast(gaps, source);
  }
}

/** Each of those that see this piece is one that must not fail. */
function countLosses({ firstLamp, lost, flags, rowEvents }: Sweep, bit: number, area: number): void {
  for (let i = 0; i < rowEvents.presentCount; i += 1) {
    const source = rowEvents.present[i] as number;
    if (source < firstLamp && ((flags[source] as number) & bit) !== 0) lost[source] = (lost[source] as number) + area;
  }
}

/** The only lamp that burns here. */
function loseLamp({ firstLamp, lost, flags, works, rowEvents }: Sweep, area: number): void {
  for (let i = 0; i < rowEvents.presentCount; i += 1) {
    const source = rowEvents.present[i] as number;
    if (source >= firstLamp && flags[source] !== 0 && works[source - firstLamp] === 1)
      lost[source] = (lost[source] as number) + area;
  }
}
