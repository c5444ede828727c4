// Reads a journal back: every record after a position, in order, up to the end that a power cut may have torn.

import { filledSegments, groupsOf } from "./filled-segments.ts";
import { RECORD_BYTES } from "./group-format.ts";
import type { SegmentFile } from "./segment-files.ts";
import { damage, type Group } from "./walk-segment.ts";

export type JournalRecord = {
  /** Number of the record in the journal's whole life, from 1. */
  readonly position: number;
  /** 0..255; its meaning belongs to the caller. */
  readonly type: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** For instance the topic: at most 65,535 bytes of UTF-8. */
  readonly head: string;
  readonly body: Uint8Array;
};

/**
 * The records after `from`, in order; stops at a torn end. Holds one group (a few MiB) at a time; records may be kept by the
 * caller. Throws an Error that names file and offset on damage in the middle, on a gap in positions, and on a newer format.
 */
export function* readJournal(folder: string, from: number): Generator<JournalRecord> {
  const { segments: all, salt } = filledSegments(folder);
  const segments = all.slice(
    Math.max(
      0,
      all.findLastIndex((segment) => segment.first <= from + 1),
    ),
  );
  const oldest = segments[0];
  if (oldest !== undefined && oldest.first > from + 1) throw damage(oldest, 0, from + 1);
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1]?.first ?? null;
    for (const group of groupsOf(segment, { salt, next })) {
      if (group.first + group.count - 1 > from) yield* recordsOf(segment, group, from);
    }
  }
}

function* recordsOf(segment: SegmentFile, group: Group, from: number): Generator<JournalRecord> {
  const { body, first, count } = group;
  let offset = 0;
  for (let position = first; position < first + count; position++) {
    if (offset + RECORD_BYTES > body.length) throw damage(segment, group.end - body.length + offset, position);
    const head = offset + RECORD_BYTES;
    const tail = head + body.readUInt16LE(offset + 9);
    const end = tail + body.readUInt32LE(offset + 11);
    if (end > body.length) throw damage(segment, group.end - body.length + offset, position);
    if (position > from) {
      yield {
        position,
        type: body[offset] as number,
        at: body.readDoubleLE(offset + 1),
        head: body.toString("utf8", head, tail),
        body: body.subarray(tail, end),
      };
    }
    offset = end;
  }
  if (offset !== body.length) throw damage(segment, group.end - body.length + offset, first + count);
}
