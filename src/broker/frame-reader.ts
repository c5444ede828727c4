// Cuts a connection's bytes into MQTT frames (MQTT 3.1.1, 2.2), however they arrive: the first thing that happens to them.

export type FrameProblem = "frame-too-large" | "malformed-length";

/**
 * Told of each whole frame: it lies in `bytes` from `start` to `end`, and its variable header begins at `body`.
 * False stops the reading after this frame.
 */
export type FrameHandler = (bytes: Buffer, start: number, body: number, end: number) => boolean;

/** What is kept of one connection between chunks: the beginning of a frame that is not whole yet. */
export type FrameReader = {
  carry: Buffer | null;
  filled: number;
  /** Length of the carried frame with its header; 0: the header is not whole yet. */
  needed: number;
};

export const createFrameReader = (): FrameReader => ({ carry: null, filled: 0, needed: 0 });

const smallestCarry = 256;

/** Where the body begins and the frame ends, in one number pair of a reader's own; 0: not whole yet, -1: malformed. */
let bodyAt = 0;
const endOfFrame = (bytes: Buffer, start: number, available: number): number => {
  let length = 0;
  for (let digit = 0; digit < 4; digit++) {
    const at = start + 1 + digit;
    if (at >= available) return 0;
    const byte = bytes[at] as number;
    length += (byte & 0x7f) << (7 * digit);
    if (byte < 0x80) {
      bodyAt = at + 1;
      return bodyAt + length;
    }
  }
  return -1;
};

/** Appends to the carry; it doubles as bytes really come, never ahead of them, so that an announced length costs nothing. */
const keep = (reader: FrameReader, chunk: Buffer, from: number, to: number): void => {
  const wanted = reader.filled + to - from;
  if (reader.carry === null || reader.carry.length < wanted) {
    const doubled = Math.max(wanted, smallestCarry, (reader.carry?.length ?? 0) * 2);
    const grown = Buffer.allocUnsafe(reader.needed > 0 ? Math.min(doubled, reader.needed) : doubled);
    reader.carry?.copy(grown, 0, 0, reader.filled);
    reader.carry = grown;
  }
  chunk.copy(reader.carry, reader.filled, from, to);
  reader.filled = wanted;
};

/**
 * Reads a chunk; `limit` is the largest remaining length in bytes. Returns how many bytes were used (fewer than there
 * are only where `onFrame` said stop), or what is wrong with the stream. Linear in the bytes, whatever their cuts.
 */
export const readFrames = (
  reader: FrameReader,
  chunk: Buffer,
  limit: number,
  onFrame: FrameHandler,
): number | FrameProblem => {
  let at = 0;
  while (reader.filled > 0 && at < chunk.length) {
    if (reader.needed === 0) {
      keep(reader, chunk, at, at + 1);
      at += 1;
      const end = endOfFrame(reader.carry as Buffer, 0, reader.filled);
      if (end === 0) continue;
      if (end < 0) return "malformed-length";
      if (end - bodyAt > limit) return "frame-too-large";
      reader.needed = end;
    }
    const part = Math.min(reader.needed - reader.filled, chunk.length - at);
    if (part > 0) keep(reader, chunk, at, at + part);
    at += part;
    if (reader.filled < reader.needed) continue;
    const frame = reader.carry as Buffer;
    const end = endOfFrame(frame, 0, reader.filled);
    // Given away: whoever got the frame may keep it.
    reader.carry = null;
    reader.filled = 0;
    reader.needed = 0;
    if (!onFrame(frame, 0, bodyAt, end)) return at;
  }
  while (at < chunk.length) {
    const end = endOfFrame(chunk, at, chunk.length);
    if (end < 0) return "malformed-length";
    if (end > 0 && end - bodyAt > limit) return "frame-too-large";
    if (end === 0 || end > chunk.length) {
      reader.needed = end === 0 ? 0 : end - at;
      keep(reader, chunk, at, chunk.length);
      return chunk.length;
    }
    const start = at;
    at = end;
    if (!onFrame(chunk, start, bodyAt, end)) return at;
  }
  return at;
};
