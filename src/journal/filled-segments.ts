// Which segments of a folder hold records, for the reader and for the journal that goes on behind them.

import { closeSync, openSync } from "node:fs";
import { listSegments, type SegmentFile } from "./segment-files.ts";
import { type Group, saltOf, type WalkContext, walkSegment } from "./walk-segment.ts";

export type FilledSegments = {
  /** Oldest first; each but the newest ends where the next begins. */
  readonly segments: readonly SegmentFile[];
  /** A newest segment without a whole group: its first write was cut off. */
  readonly empty: SegmentFile | null;
  /** The journal's own random number, which every group carries; null where no group is readable. */
  readonly salt: bigint | null;
};

/** Looks through the folder; throws as `walkSegment` does where the newest segment is damaged. */
export function filledSegments(folder: string): FilledSegments {
  const all = listSegments(folder);
  const salt = firstSalt(all);
  const newest = all.at(-1);
  if (newest === undefined) return { segments: all, empty: null, salt };
  const groups = groupsOf(newest, { salt, next: null });
  const isEmpty = groups.next().done === true;
  groups.return(undefined);
  return isEmpty ? { segments: all.slice(0, -1), empty: newest, salt } : { segments: all, empty: null, salt };
}

/** The whole groups of a segment, as `walkSegment`; the file is open only so long. */
export function* groupsOf(segment: SegmentFile, context: WalkContext): Generator<Group> {
  const file = openSync(segment.path, "r");
  try {
    yield* walkSegment(file, segment, context);
  } finally {
    closeSync(file);
  }
}

function firstSalt(segments: readonly SegmentFile[]): bigint | null {
  for (const segment of segments) {
    const file = openSync(segment.path, "r");
    try {
      const salt = saltOf(file);
      if (salt !== null) return salt;
    } finally {
      closeSync(file);
    }
  }
  return null;
}
