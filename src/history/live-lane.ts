// The newest lines, in memory: parts as they were handed over, joined into batches only when one can be sent or must be put on disk.

import { joined, type LineBatch } from "./line-batch.ts";

/** Lines of one hand-over. `seq` counts parts from 1; `takenAt` epoch ms. */
export type Part = {
  readonly seq: number;
  readonly bytes: Uint8Array;
  readonly lines: number;
  readonly messages: number;
  readonly takenAt: number;
};
/** Neighbouring parts joined: from `firstSeq` on, taken from `takenAt` to `newestAt`. */
export type Joined = LineBatch & {
  readonly messages: number;
  readonly takenAt: number;
  readonly newestAt: number;
  readonly firstSeq: number;
};

export type LiveLane = {
  readonly add: (part: Part) => void;
  readonly oldest: () => Part | undefined;
  readonly lines: () => number;
  /** Bytes. */
  readonly size: () => number;
  /** The oldest parts as one batch, as far as both bounds allow but at least one part; they stay until `drop`. */
  readonly peek: (upToSeq: number) => { readonly joined: Joined; readonly parts: number } | null;
  readonly drop: (parts: number) => void;
};

export function createLiveLane(most: { readonly lines: number; readonly size: number }): LiveLane {
  let parts: Part[] = [];
  /** Parts before it are gone; the array is cut when they are many. */
  let head = 0;
  let lines = 0;
  let size = 0;

  return {
    add(part) {
      parts.push(part);
      lines += part.lines;
      size += part.bytes.length;
    },
    oldest: () => parts[head],
    lines: () => lines,
    size: () => size,
    peek(upToSeq) {
      const first = parts[head];
      if (first === undefined || first.seq > upToSeq) return null;
      const taken: Part[] = [];
      let [sumLines, sumMessages, sumSize, newestAt] = [0, 0, 0, first.takenAt];
      for (let at = head; at < parts.length; at += 1) {
        const part = parts[at] as Part;
        const over = sumLines + part.lines > most.lines || sumSize + part.bytes.length > most.size;
        if (part.seq > upToSeq || (over && taken.length > 0)) break;
        taken.push(part);
        sumLines += part.lines;
        sumMessages += part.messages;
        sumSize += part.bytes.length;
        newestAt = part.takenAt;
      }
      const { takenAt, seq: firstSeq } = first;
      return {
        joined: { ...joined(taken), messages: sumMessages, takenAt, newestAt, firstSeq },
        parts: taken.length,
      };
    },
    drop(count) {
      for (let at = head; at < head + count; at += 1) {
        const part = parts[at] as Part;
        lines -= part.lines;
        size -= part.bytes.length;
      }
      head += count;
      if (head === parts.length || head > 1000) {
        parts = parts.slice(head);
        head = 0;
      }
    },
  };
}
