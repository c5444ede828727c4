// The segments of an open journal: puts groups on disk one after another, makes good what a failing disk left behind.

import { type FilledSegments, groupsOf } from "./filled-segments.ts";
import { type JournalFiles, syncFolder } from "./journal-files.ts";
import { type SegmentFile, segmentPath } from "./segment-files.ts";

export type SegmentsOptions = {
  readonly folder: string;
  readonly files: JournalFiles;
  /** False only for measurements: nothing is synced. */
  readonly sync: boolean;
  readonly segmentBytes: number;
  readonly onSync: (milliseconds: number) => void;
};

export type Segments = {
  /** Position of the last record found on disk. */
  readonly last: number;
  /** Puts a group on disk and syncs it; may be called again with the same group after it threw. */
  readonly put: (buffer: Uint8Array, bytes: number, first: number) => Promise<void>;
  /** Deletes the segments whose records all stand at or before `position`, but never the newest. */
  readonly settle: (position: number) => Promise<void>;
  readonly bytes: () => number;
  readonly close: () => Promise<void>;
};

type Segment = { readonly path: string; readonly first: number; bytes: number };

/** Write errors after which the same file can be gone on with once there is room. */
const FULL_DISK = new Set(["ENOSPC", "EDQUOT"]);

/**
 * Takes over the segments found in the folder: cuts the torn end off, deletes what is settled. A new segment follows where
 * nothing is left. Throws where the folder cannot be written.
 */
export async function openSegments(
  found: FilledSegments,
  settled: number,
  options: SegmentsOptions,
): Promise<Segments> {
  const { folder, files, sync } = options;
  const end = endOf(found);
  const last = Math.max(end.last, settled);
  const segments: Segment[] = [];
  let current: number | null = null;
  let isSettling = false;
  let wanted = settled;

  const useless = end.last <= settled ? found.segments : [];
  for (const segment of found.empty === null ? useless : [...useless, found.empty]) await files.unlink(segment.path);
  if (useless.length === 0) {
    segments.push(...found.segments.map((segment) => ({ ...segment })));
    const newest = segments.at(-1);
    if (newest !== undefined) {
      current = await cutAt(files, newest, end.bytes);
      newest.bytes = end.bytes;
    }
  }
  try {
    if (sync) await syncFolder(files, folder);
  } catch (error) {
    if (current !== null) await files.close(current).catch(() => {});
    throw error;
  }

  async function begin(segment: Segment): Promise<number> {
    await files.unlink(segment.path).catch(unlessMissing);
    const file = await files.open(segment.path, "wx");
    if (segments.at(-1)?.path === segment.path) segments.pop();
    segments.push(segment);
    return file;
  }

  /** Leaves a file in which writing or syncing failed: what it has cached since the last good sync is not to be trusted. */
  async function abandon(file: number, bytes: number): Promise<void> {
    current = null;
    await files.ftruncate(file, bytes).catch(() => {});
    await files.close(file).catch(() => {});
  }

  async function append(file: number, buffer: Uint8Array, bytes: number, position: number): Promise<void> {
    for (let written = 0; written < bytes; ) {
      written += await files.write(file, buffer, written, bytes - written, position + written);
    }
  }

  return {
    last,
    put: async (buffer, bytes, first) => {
      let newest = segments.at(-1);
      if (
        current === null ||
        newest === undefined ||
        (newest.bytes > 0 && newest.bytes + bytes > options.segmentBytes)
      ) {
        if (current !== null) await files.close(current).catch(() => {});
        current = null;
        newest = { path: segmentPath(folder, first), first, bytes: 0 };
        current = await begin(newest);
      }
      const file = current;
      const good = newest.bytes;
      try {
        await append(file, buffer, bytes, good);
      } catch (error) {
        const isFull = FULL_DISK.has((error as NodeJS.ErrnoException).code ?? "");
        const isCut =
          isFull &&
          (await files.ftruncate(file, good).then(
            () => true,
            () => false,
          ));
        if (!isCut) await abandon(file, good);
        throw error;
      }
      try {
        if (sync) {
          const began = performance.now();
          await files.fdatasync(file);
          options.onSync(performance.now() - began);
          if (good === 0) await syncFolder(files, folder);
        }
      } catch (error) {
        await abandon(file, good);
        throw error;
      }
      newest.bytes = good + bytes;
    },
    settle: async (position) => {
      wanted = Math.max(wanted, position);
      if (isSettling) return;
      isSettling = true;
      try {
        for (let next = segments[1]; next !== undefined && next.first - 1 <= wanted; next = segments[1]) {
          await files.unlink((segments[0] as Segment).path).catch(unlessMissing);
          segments.shift();
        }
      } finally {
        isSettling = false;
      }
    },
    bytes: () => segments.reduce((sum, segment) => sum + segment.bytes, 0),
    close: async () => {
      const file = current;
      current = null;
      if (file !== null) await files.close(file);
    },
  };
}

/** Where the records on disk end: the last whole record, and the bytes of the newest segment up to its end. */
function endOf(found: FilledSegments): { readonly last: number; readonly bytes: number } {
  const newest = found.segments.at(-1);
  if (newest === undefined) return { last: 0, bytes: 0 };
  let end = { last: newest.first - 1, bytes: 0 };
  for (const group of groupsOf(newest, { salt: found.salt, next: null })) {
    end = { last: group.first + group.count - 1, bytes: group.end };
  }
  return end;
}

/** Opens the newest segment to go on with: without its torn end, and synced, since a killed process may have left it unsynced. */
async function cutAt(files: JournalFiles, segment: SegmentFile, bytes: number): Promise<number> {
  const file = await files.open(segment.path, "r+");
  try {
    if (segment.bytes > bytes) await files.ftruncate(file, bytes);
    await files.fsync(file);
    return file;
  } catch (error) {
    await files.close(file).catch(() => {});
    throw error;
  }
}

function unlessMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}
