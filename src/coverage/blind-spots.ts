// The blind spots of an area from its survey: how large, where, why, and who is to blame.

import type { BlindSpot } from "../model/coverage.ts";
import type { Field } from "./field.ts";
import { reasons } from "./gaps.ts";
import { joinGaps } from "./join-gaps.ts";
import type { Survey } from "./survey.ts";
import { traceRing } from "./trace-ring.ts";

/** Largest first; what is smaller than the sixteenth part of a cell is left out. */
export function blindSpotsOf(field: Field, { gaps }: Survey, cell: number): readonly BlindSpot[] {
  const { borders } = field.strips;
  const pieces = joinGaps(gaps, borders);
  const blamed = new Map<number, Set<number>>();
  for (let i = 0; i < gaps.blamed.length; i += 2) {
    const piece = pieces.of[gaps.blamed[i] as number] as number;
    const source = gaps.blamed[i + 1] as number;
    const sources = blamed.get(piece);
    if (sources) sources.add(source);
    else blamed.set(piece, new Set([source]));
  }
  const spots: BlindSpot[] = [];
  for (const [piece, area] of pieces.area.entries()) {
    if (area < (cell * cell) / 16) continue;
    spots.push({
      area,
      polygon: traceRing(gaps, pieces, piece, borders, cell),
      reason: reasons[gaps.reason[pieces.first[piece] as number] as number] ?? "design",
      because: namesOf(field, blamed.get(piece) ?? []),
    });
  }
  return spots.sort((a, b) => b.area - a.area);
}

/** Ids of sources (viewers, then lamps), in order. */
export function namesOf({ viewers, lamps }: Field, sources: Iterable<number>): readonly string[] {
  const names: string[] = [];
  for (const source of sources) names.push((viewers[source] ?? lamps[source - viewers.length])?.id ?? "");
  return names.sort();
}
