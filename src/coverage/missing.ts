// By how many cameras each piece of an area is seen too little, while cameras are added on paper.

import type { Field, Viewer } from "./field.ts";
import { isDarkIn, SEES } from "./field.ts";
import { createSpans, lightRow, type Spans, seenOfRow } from "./spans.ts";

/** What one camera would do: m² that it sees where somebody is missing, each as often as it lessens what is missing; m² it closes. */
export type Gain = { readonly useful: number; readonly closes: number };
export type Missing = {
  readonly gain: (viewer: Viewer) => Gain;
  readonly add: (viewer: Viewer) => void;
};

type Piece = { readonly a: number; readonly b: number; readonly missing: number };

const spans = createSpans();
const lit = createSpans();

/** With every camera as registered and every lamp working, by day; on a level that is always dark, in the dark. */
export function createMissing(field: Field): Missing {
  const { strips, area, lamps } = field;
  const dark = isDarkIn(field, false);
  const rows = Array.from(strips.middles, (_, row): Piece[] => {
    const { starts, xs } = strips.rows;
    const pieces: Piece[] = [];
    for (let i = starts[row] as number; i < (starts[row + 1] as number); i += 2)
      pieces.push({ a: xs[i] as number, b: xs[i + 1] as number, missing: area.cameras });
    return pieces;
  });
  function seen(viewer: Viewer, row: number): Spans {
    const y = strips.middles[row] as number;
    if (dark) lightRow(lamps, null, y, lit);
    spans.count = 0;
    seenOfRow(viewer, SEES, true, row, y, dark ? lit : null, spans);
    return spans;
  }
  function gain(viewer: Viewer): Gain {
    let useful = 0;
    let closes = 0;
    const { first, count } = viewer.registered ?? { first: 0, count: 0 };
    for (let row = first; row < first + count; row += 1) {
      const height = (strips.borders[row + 1] as number) - (strips.borders[row] as number);
      const { xs, count: ends } = seen(viewer, row);
      for (const { a, b, missing } of rows[row] as Piece[])
        for (let i = 0; i < ends; i += 2) {
          const length = Math.min(b, xs[i + 1] as number) - Math.max(a, xs[i] as number);
          if (!(length > 0)) continue;
          useful += length * height;
          if (missing === 1) closes += length * height;
        }
    }
    return { useful, closes };
  }
  function add(viewer: Viewer): void {
    const { first, count } = viewer.registered ?? { first: 0, count: 0 };
    for (let row = first; row < first + count; row += 1)
      rows[row] = (rows[row] as Piece[]).flatMap((piece) => lessened(piece, seen(viewer, row)));
  }
  for (const viewer of field.viewers) add(viewer);
  return { gain, add };
}

/** A piece after one more camera sees these spans of it. */
function lessened({ a, b, missing }: Piece, { xs, count }: Spans): Piece[] {
  const pieces: Piece[] = [];
  let at = a;
  for (let i = 0; i < count; i += 2) {
    const from = Math.max(at, xs[i] as number);
    const to = Math.min(b, xs[i + 1] as number);
    if (!(from < to)) continue;
    if (from > at) pieces.push({ a: at, b: from, missing });
    if (missing > 1) pieces.push({ a: from, b: to, missing: missing - 1 });
    at = to;
  }
  if (b > at) pieces.push({ a: at, b, missing });
  return pieces;
}
