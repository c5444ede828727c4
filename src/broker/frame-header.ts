// Follows the fixed headers of an MQTT byte stream (MQTT 3.1.1, 2.2) to know each frame's length before anybody buffers it.

export type FrameProblem = "frame-too-large" | "malformed-length";

/**
 * A reader that is shown every chunk in order and names the first problem.
 * `limit()` is the largest remaining length in bytes, asked at each frame.
 */
export const createFrameReader = (limit: () => number): ((chunk: Uint8Array) => FrameProblem | null) => {
  /** Bytes of the present frame still to come; -1: its length is being read. */
  let remaining = 0;
  let length = 0;
  let lengthBytes = 0;

  return (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      if (remaining > 0) {
        const skipped = Math.min(remaining, chunk.length - at);
        remaining -= skipped;
        at += skipped;
        continue;
      }
      const byte = chunk[at++] ?? 0;
      if (remaining === 0) {
        remaining = -1;
        length = 0;
        lengthBytes = 0;
        continue;
      }
      length += (byte & 0x7f) * 0x80 ** lengthBytes;
      lengthBytes += 1;
      if (byte & 0x80) {
        if (lengthBytes === 4) return "malformed-length";
        continue;
      }
      if (length > limit()) return "frame-too-large";
      remaining = length;
    }
    return null;
  };
};
