// Gathers records into groups in reused memory: what the disk takes next, while it is still busy with the last.

import { HEAD_MOST, HEADER_BYTES, RECORD_BYTES, writeHeader } from "./group-format.ts";

/** A group that takes no more records: `bytes` of `buffer` go to the disk as they are. */
export type SealedGroup = {
  readonly buffer: Buffer;
  readonly bytes: number;
  readonly first: number;
  readonly count: number;
};

export type Gathering = {
  /** Adds a record to the open group; throws a RangeError, and adds nothing, where the head is too long. */
  readonly add: (type: number, at: number, head: string, body: Uint8Array | string) => void;
  /** Position of the last record added. */
  readonly position: () => number;
  /** Bytes of all groups that were not given back yet. */
  readonly bytes: () => number;
  /** When the open group got its first record, by performance.now(). */
  readonly openedAt: () => number;
  /** Whether a group is full, so that it need not wait for company. */
  readonly isFull: () => boolean;
  /** The oldest group, sealed, or null where nothing waits. Its memory is its taker's until `giveBack`. */
  readonly take: () => SealedGroup | null;
  readonly giveBack: (group: SealedGroup) => void;
};

type OpenGroup = { buffer: Buffer; view: DataView; length: number; count: number; first: number };

const FIRST_BYTES = 256 * 1024;
/** A group is sealed before it grows beyond this; a larger record has a group of its own. */
const FULL_BYTES = 4 * 1024 * 1024;
const SPARES = 2;

/** Makes an empty gathering that goes on behind record `last`; every group carries `salt`. */
export function createGathering(last: number, salt: bigint): Gathering {
  const full: SealedGroup[] = [];
  const spares: Buffer[] = [];
  let position = last;
  let bytes = 0;
  let openedAt = 0;
  let open = begin(FIRST_BYTES);

  function begin(least: number): OpenGroup {
    const spare = spares.findIndex((buffer) => buffer.length >= least);
    const buffer = spare === -1 ? Buffer.allocUnsafeSlow(powerOfTwo(least)) : (spares.splice(spare, 1)[0] as Buffer);
    const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    return { buffer, view, length: HEADER_BYTES, count: 0, first: position + 1 };
  }

  function seal(): SealedGroup {
    const { buffer, length, count, first } = open;
    writeHeader(buffer, length, count, first, salt);
    return { buffer, bytes: length, first, count };
  }

  function makeRoom(most: number): void {
    if (open.count > 0 && open.length + most > FULL_BYTES) {
      full.push(seal());
      open = begin(Math.max(FIRST_BYTES, HEADER_BYTES + most));
      return;
    }
    const { buffer, length, count, first } = open;
    open = begin(length + most);
    buffer.copy(open.buffer, 0, 0, length);
    Object.assign(open, { length, count, first });
    keep(buffer);
  }

  function keep(buffer: Buffer): void {
    if (buffer.length > FULL_BYTES) return;
    spares.push(buffer);
    if (spares.length > SPARES) spares.splice(smallest(spares), 1);
  }

  return {
    add: (type, at, head, body) => {
      const most = RECORD_BYTES + head.length * 3 + (typeof body === "string" ? body.length * 3 : body.length);
      if (open.length + most > open.buffer.length) makeRoom(most);
      const { buffer, view, length: start } = open;
      const headStart = start + RECORD_BYTES;
      const headLength = buffer.write(head, headStart);
      if (headLength > HEAD_MOST) throw new RangeError(`A record's head has at most ${HEAD_MOST} bytes: ${headLength}`);
      const bodyStart = headStart + headLength;
      let bodyLength = body.length;
      if (typeof body === "string") bodyLength = buffer.write(body, bodyStart);
      else buffer.set(body, bodyStart);
      buffer[start] = type;
      view.setFloat64(start + 1, at, true);
      view.setUint16(start + 9, headLength, true);
      view.setUint32(start + 11, bodyLength, true);
      const end = bodyStart + bodyLength;
      bytes += end - start;
      if (open.count === 0) {
        bytes += HEADER_BYTES;
        openedAt = performance.now();
      }
      open.length = end;
      open.count++;
      position++;
    },
    position: () => position,
    bytes: () => bytes,
    openedAt: () => openedAt,
    isFull: () => full.length > 0,
    take: () => {
      const oldest = full.shift();
      if (oldest !== undefined) return oldest;
      if (open.count === 0) return null;
      const group = seal();
      open = begin(FIRST_BYTES);
      return group;
    },
    giveBack: (group) => {
      bytes -= group.bytes;
      keep(group.buffer);
    },
  };
}

function powerOfTwo(least: number): number {
  return 2 ** Math.ceil(Math.log2(least));
}

function smallest(buffers: readonly Buffer[]): number {
  return buffers.reduce(
    (found, buffer, index) => (buffer.length < (buffers[found] as Buffer).length ? index : found),
    0,
  );
}
