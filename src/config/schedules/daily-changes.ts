// A schedule from its changes, worked out one UTC day at a time and kept; under dark, lighting and opening hours.

import type { Schedule } from "../../model/schedule.ts";

/** One UTC day: the answer just before it begins, and the instants within it (epoch ms, rising) at which it flips. */
export type DayOfChanges = { readonly before: boolean; readonly changes: readonly number[] };

/** A half-open stretch [from, to), epoch ms. */
export type Stretch = { readonly from: number; readonly to: number };

const dayLength = 86_400_000;
/** Days looked ahead for a change; further on (polar night, always open) the end of the search is answered instead. */
const lookAhead = 3;
const daysKept = 1000;

/**
 * The schedule whose changes `changesOf(from, to)` lists for a UTC day [from, to). `holds` is asked for every message,
 * so it remembers the stretch it answered last; days are worked out once. `nextChange` is exact where a change comes
 * within three days, else an instant two to three days ahead at which to ask again.
 */
export function createDailySchedule(changesOf: (from: number, to: number) => DayOfChanges): Schedule {
  const days = new Map<number, DayOfChanges>();
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  let answer = false;

  const day = (index: number): DayOfChanges => {
    const known = days.get(index);
    if (known) return known;
    if (days.size >= daysKept) days.clear();
    const found = changesOf(index * dayLength, (index + 1) * dayLength);
    days.set(index, found);
    return found;
  };

  const holds = (at: number): boolean => {
    if (at >= from && at < to) return answer;
    const index = Math.floor(at / dayLength);
    const { before, changes } = day(index);
    from = index * dayLength;
    to = from + dayLength;
    answer = before;
    for (const change of changes) {
      if (change > at) {
        to = change;
        break;
      }
      from = change;
      answer = !answer;
    }
    return answer;
  };

  const nextChange = (at: number): number => {
    const first = Math.floor(at / dayLength);
    for (let index = first; index < first + lookAhead; index++) {
      const found = day(index).changes.find((change) => change > at);
      if (found !== undefined) return found;
    }
    return (first + lookAhead) * dayLength;
  };

  return { holds, nextChange };
}

/** Stretches in order, with those that overlap or touch made one and empty ones left out. */
export function mergeStretches(stretches: readonly Stretch[]): readonly Stretch[] {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of stretches.filter((s) => s.to > s.from).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** What a day looks like when the schedule holds exactly on these merged stretches. */
export function changesWithin(stretches: readonly Stretch[], from: number, to: number): DayOfChanges {
  return {
    before: stretches.some((stretch) => stretch.from < from && stretch.to >= from),
    changes: stretches.flatMap((stretch) => [stretch.from, stretch.to]).filter((at) => at >= from && at < to),
  };
}
