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
  readonly rowEvents: RowEvents;
  readonly lost: Float64Array;
  readonly blamed: Set<number>;
};

function sweepRow(sweep: Sweep, height: number): void {
  const { need, dark, flags, area, firstLamp, works } = sweep;
  const { count, xs, codes, order } = sweep.rowEvents.events;
  // How many cameras view the piece under the sweep, of each kind; how many lamps burn over it, or should.
  let sights = 0;
  let ownSights = 0;
  let designs = 0;
  let ownDesigns = 0;
  let lit = 0;
  let unlit = 0;
  let x = count > 0 ? (xs[order[0] as number] as number) : 0;
  for (let i = 0; i + 1 < count; i += 1) {
    const code = codes[order[i] as number] as number;
    const source = code >> 4;
    const bits = code & 15;
    const flag = (flags[source] as number) ^ bits;
    flags[source] = flag;
    if (source < firstLamp) {
      if ((bits & SIGHT) !== 0) sights += (flag & SIGHT) !== 0 ? 1 : -1;
      if ((bits & SIGHT_OWN) !== 0) ownSights += (flag & SIGHT_OWN) !== 0 ? 1 : -1;
      if ((bits & DESIGN) !== 0) designs += (flag & DESIGN) !== 0 ? 1 : -1;
      if ((bits & DESIGN_OWN) !== 0) ownDesigns += (flag & DESIGN_OWN) !== 0 ? 1 : -1;
    } else if (source < area) {
      if (works[source - firstLamp] === 1) lit += flag === 0 ? -1 : 1;
      else unlit += flag === 0 ? -1 : 1;
    }
    const from = x;
    x = xs[order[i + 1] as number] as number;
    if (!(x - from > NOTHING) || flags[area] === 0) continue;
    const isLit = !dark || lit > 0;
    const now = isLit ? sights : ownSights;
    if (now >= need) {
      if (now === need) countLosses(sweep, isLit ? SIGHT : SIGHT_OWN, (x - from) * height);
      if (dark && lit === 1 && ownSights < need) loseLamp(sweep, (x - from) * height);
      continue;
    }
    const wouldBeLit = isLit || unlit > 0;
    if ((wouldBeLit ? designs : ownDesigns) < need) putGap(gaps, from, x, DESIGN_GAP);
    else {
      const lampsSuffice = (wouldBeLit ? sights : ownSights) >= need;
      putGap(gaps, from, x, lampsSuffice ? LIGHT_GAP : CAMERA_GAP);
      // A lamp that is out is to blame where none burns and some camera would need one.
      blame(sweep, wouldBeLit, !isLit && designs > ownDesigns, lampsSuffice);
    }
  }
  if (count > 0) flags[(codes[order[count - 1] as number] as number) >> 4] = 0;
}

/** Notes who is to blame for the gap put last. Where light alone would mend it, the gap names the lamps, the area cameras too. */
function blame(
  { flags, firstLamp, rowEvents, blamed }: Sweep,
  wouldBeLit: boolean,
  lampsMissed: boolean,
  lampsSuffice: boolean,
): void {
  const [designed, seen] = wouldBeLit ? [DESIGN, SIGHT] : [DESIGN_OWN, SIGHT_OWN];
  for (let i = 0; i < rowEvents.presentCount; i += 1) {
    const source = rowEvents.present[i] as number;
    const flag = flags[source] as number;
    const isLamp = source >= firstLamp;
    if (isLamp ? !lampsMissed || flag === 0 : (flag & designed) === 0 || (flag & seen) !== 0) continue;
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
