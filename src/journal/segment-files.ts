// The segment files of a journal's folder: named by the position of their first record, in order.

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

export type SegmentFile = { readonly path: string; readonly first: number; readonly bytes: number };

/** The path of the segment that begins with record `first`. */
export function segmentPath(folder: string, first: number): string {
  return join(folder, `${String(first).padStart(16, "0")}.log`);
}

/** The segments of the folder, oldest first; other files are left alone. */
export function listSegments(folder: string): SegmentFile[] {
  return readdirSync(folder)
    .filter((name) => /^\d{16}\.log$/.test(name))
    .map((name) => ({
      path: join(folder, name),
      first: Number(name.slice(0, 16)),
      bytes: statSync(join(folder, name)).size,
    }))
    .sort((a, b) => a.first - b.first);
}
