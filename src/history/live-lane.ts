// The newest lines, in memory: parts as they were handed over, joined into batches only when one can be sent or must be put on disk.

/** Lines of one hand-over. `seq` counts parts from 1; `takenAt` epoch ms. */
export type Part = {
  readonly seq: number;
  readonly text: string;
  readonly lines: number;
  readonly messages: number;
  readonly takenAt: number;
};
/** Neighbouring parts joined: from `firstSeq` on, taken from `takenAt` to `newestAt`. */
export type Joined = {
  readonly text: string;
  readonly lines: number;
  readonly messages: number;
  readonly takenAt: number;
  readonly newestAt: number;
  readonly firstSeq: number;
};

export type LiveLane = {
  readonly add: (part: Part) => void;
  readonly oldest: () => Part | undefined;
  readonly lines: () => number;
  /** Characters. */
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
      size += part.text.length;
    },
    oldest: () => parts[head],
    lines: () => lines,
    size: () => size,
    peek(upToSeq) {
      const first = parts[head];
      if (first === undefined || first.seq > upToSeq) return null;
      const texts: string[] = [];
      let [sumLines, sumMessages, sumSize, newestAt] = [0, 0, 0, first.takenAt];
      for (let at = head; at < parts.length; at += 1) {
        const part = parts[at] as Part;
        const over = sumLines + part.lines > most.lines || sumSize + part.text.length > most.size;
        if (part.seq > upToSeq || (over && texts.length > 0)) break;
        texts.push(part.text);
        sumLines += part.lines;
        sumMessages += part.messages;
        sumSize += part.text.length;
        newestAt = part.takenAt;
      }
      const joined = { text: texts.join("\n"), lines: sumLines, messages: sumMessages };
      return {
        joined: { ...joined, takenAt: first.takenAt, newestAt, firstSeq: first.seq },
        parts: texts.length,
      };
    },
    drop(count) {
      for (let at = head; at < head + count; at += 1) {
        const part = parts[at] as Part;
        lines -= part.lines;
        size -= part.text.length;
      }
      head += count;
      if (head === parts.length || head > 1000) {
        parts = parts.slice(head);
        head = 0;
      }
    },
  };
}
