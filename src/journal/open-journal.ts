// The journal: what was acknowledged is on disk. Records gather into groups; each group is one write and one fdatasync.

import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createGathering, type SealedGroup } from "./create-gathering.ts";
import { createSyncTimes, type SyncTimes } from "./create-sync-times.ts";
import { createWaitLine } from "./create-wait-line.ts";
import { filledSegments } from "./filled-segments.ts";
import { type JournalFiles, nodeFiles, syncFolder } from "./journal-files.ts";
import { openSegments } from "./open-segments.ts";

/** `error` in the system's words, for instance "ENOSPC: no space left on device, write"; null where writing works. */
export type JournalState = { readonly ok: boolean; readonly error: string | null };

export type JournalOptions = {
  /** Made if missing. The caller's lock makes sure that nobody else writes there. */
  readonly folder: string;
  /** The position for which the checkpoint stands; records at or before it are not needed. */
  readonly settled: number;
  /** Told once when writing begins to fail, and once when it works again. */
  readonly onState?: (state: JournalState) => void;
  /** Default true. False only for measurements: nothing is synced. */
  readonly sync?: boolean;
  /** A segment is closed before it grows beyond this; default 64 MiB. */
  readonly segmentBytes?: number;
  /** Milliseconds that a group waits for company at least, thrice that where few come; default 2. 0: until the event loop has served what is there. */
  readonly gatherFor?: number;
  /** Milliseconds to the first new attempt after a failure; doubles up to five times this. Default 1000. */
  readonly retryAfter?: number;
  readonly files?: JournalFiles;
};

export type Journal = {
  /** Adds a record to the group that is written next; head and body are copied at once. Returns its position. */
  readonly append: (type: number, at: number, head: string, body: Uint8Array | string) => number;
  /** Calls back when everything appended so far is on disk, in the order of asking; at once where nothing waits. */
  readonly whenOnDisk: (done: () => void) => void;
  /** Position of the last record appended. */
  readonly position: () => number;
  /** Position up to which the disk has everything. */
  readonly onDisk: () => number;
  /** Bytes appended that are not yet on disk. */
  readonly waitingBytes: () => number;
  /** Records at or before `position` are no longer needed: deletes whole segments. */
  readonly settle: (position: number) => void;
  /** Durations of fdatasync in ms since the last call. */
  readonly syncTimes: () => SyncTimes;
  /** Bytes on disk. */
  readonly bytes: () => number;
  /** Puts on disk what waits, unless the disk fails or takes more than five seconds; then closes. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const SEGMENT_BYTES = 64 * 1024 * 1024;
/** Records in the group before, below which the next waits so many times as long. */
const LONELY = 10;
const LONELY_FACTOR = 3;
const CLOSE_WITHIN = 5000;

/**
 * Opens the journal behind its last whole record; the torn end that a power cut left is cut off. Throws where the folder cannot
 * be written, where the newest segment is damaged in the middle, and where a newer version wrote it.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { folder, files = nodeFiles, sync = true, gatherFor = 2, retryAfter = 1000, onState } = options;
  if (mkdirSync(folder, { recursive: true }) !== undefined && sync) await syncFolder(nodeFiles, dirname(folder));
  const times = createSyncTimes();
  const found = filledSegments(folder);
  const segmentBytes = options.segmentBytes ?? SEGMENT_BYTES;
  const segments = await openSegments(found, options.settled, { folder, files, sync, segmentBytes, onSync: times.add });
  const gathering = createGathering(segments.last, found.salt ?? randomBytes(8).readBigUInt64LE());
  const line = createWaitLine(segments.last);
  const closing = new AbortController();
  let onDisk = segments.last;
  let isWriting = false;
  let cancelStart: (() => void) | null = null;
  let written: Promise<void> = Promise.resolve();
  let settled: Promise<void> = Promise.resolve();
  let closed: Promise<void> | null = null;
  let lastCount = 0;

  /** Begins to write once the open group has waited long enough; at once where one is full, or the journal closes. */
  function startWhenDue(): void {
    if (isWriting || gathering.position() === onDisk) return;
    // Where few come, a group may wait longer for company: a sync costs the same for one as for a hundred.
    const patience = lastCount < LONELY ? gatherFor * LONELY_FACTOR : gatherFor;
    const delay = gathering.openedAt() + patience - performance.now();
    if (gathering.isFull() || closing.signal.aborted || (gatherFor > 0 && delay <= 0)) start();
    else cancelStart ??= gatherFor > 0 ? afterDelay(start, delay) : afterThisTurn(start);
  }

  function start(): void {
    cancelStart?.();
    cancelStart = null;
    isWriting = true;
    written = write();
  }

  async function write(): Promise<void> {
    const group = gathering.take();
    const isPut = group !== null && (await putUntilDone(group));
    isWriting = false;
    if (group === null || !isPut) return;
    onDisk = group.first + group.count - 1;
    lastCount = group.count;
    gathering.giveBack(group);
    startWhenDue(); // the disk is busy with the next group while those who waited for this one are called
    line.release(onDisk);
  }

  /** False: given up, because the journal closes. */
  async function putUntilDone(group: SealedGroup): Promise<boolean> {
    for (let failures = 0; ; failures++) {
      try {
        await segments.put(group.buffer, group.bytes, group.first);
        if (failures > 0) onState?.({ ok: true, error: null });
        return true;
      } catch (error) {
        if (failures === 0) onState?.({ ok: false, error: (error as Error).message });
        if (closing.signal.aborted) return false;
        await wait(retryAfter * Math.min(2 ** failures, 5), undefined, { signal: closing.signal }).catch(() => {});
      }
    }
  }

  async function finish(): Promise<void> {
    closing.abort();
    startWhenDue();
    const inTime = new AbortController();
    const drained = (async () => {
      while (isWriting) await written;
      await settled;
    })();
    const late = wait(CLOSE_WITHIN, undefined, { signal: inTime.signal }).catch(() => {});
    await Promise.race([drained, late]).finally(() => inTime.abort());
    if (!isWriting) await segments.close(); // a descriptor that a hanging disk still uses is left to the end of the process
  }

  const settle = (position: number) => {
    settled = segments.settle(Math.min(position, onDisk)).catch(() => {}); // what cannot be deleted now is tried again by the next call
  };
  settle(options.settled);

  return {
    append: (type, at, head, body) => {
      if (closed !== null) throw new Error("The journal is closed: nothing is taken any more.");
      gathering.add(type, at, head, body);
      if (!isWriting && (cancelStart === null || gathering.isFull())) startWhenDue();
      return gathering.position();
    },
    whenOnDisk: (done) => line.add(gathering.position(), done),
    position: gathering.position,
    onDisk: () => onDisk,
    waitingBytes: gathering.bytes,
    settle,
    syncTimes: times.read,
    bytes: segments.bytes,
    [Symbol.asyncDispose]: () => {
      closed ??= finish();
      return closed;
    },
  };
}

function afterDelay(call: () => void, milliseconds: number): () => void {
  const timer = setTimeout(call, milliseconds);
  return () => clearTimeout(timer);
}

function afterThisTurn(call: () => void): () => void {
  const immediate = setImmediate(call);
  return () => clearImmediate(immediate);
}
