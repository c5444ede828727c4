// The newest lines, in memory: what is handed over is put together into batches as it comes, in pages that are used again.

import type { LineBatch } from "./line-batch.ts";

/** Lines of one hand-over. `seq` counts them from 1; `takenAt` epoch ms. */
export type Part = LineBatch & { readonly seq: number; readonly messages: number; readonly takenAt: number };
/** Neighbouring parts: from `firstSeq` on, taken from `takenAt` to `newestAt`. */
export type Joined = LineBatch & {
  readonly messages: number;
  readonly takenAt: number;
  readonly newestAt: number;
  readonly firstSeq: number;
};

export type LiveLane = {
  /** Copies the bytes. */
  readonly add: (part: Part) => void;
  readonly lines: () => number;
  /** Bytes. */
  readonly size: () => number;
  /** The oldest batch: as many parts as both bounds allow, but at least one; it stays until `drop`. */
  readonly peek: () => Joined | undefined;
  readonly drop: () => void;
  /** Nobody reads this batch of the lane any more: its page is used again. */
  readonly giveBack: (batch: LineBatch) => void;
};

type Page = { -readonly [K in keyof Joined]: Joined[K] };

const FIRST_BYTES = 256 * 1024;
const SPARES = 4;

export function createLiveLane(most: { readonly lines: number; readonly size: number }): LiveLane {
  const pages: Page[] = [];
  const spares: Uint8Array[] = [];
  let lines = 0;
  let size = 0;

  /** Room for so many bytes more in the page's own memory. */
  function makeRoom(page: Page, more: number): void {
    const { bytes } = page;
    const wanted = bytes.length + more;
    if (wanted <= bytes.buffer.byteLength) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(wanted, Math.min(most.size, bytes.buffer.byteLength * 2)));
    larger.set(bytes);
    page.bytes = larger.subarray(0, bytes.length);
  }
  function begin({ takenAt, seq }: Part): Page {
    const memory = spares.pop() ?? Buffer.allocUnsafeSlow(FIRST_BYTES);
    const page = { bytes: memory.subarray(0, 0), lines: 0, messages: 0, takenAt, newestAt: takenAt, firstSeq: seq };
    pages.push(page);
    return page;
  }

  return {
    add(part) {
      const last = pages.at(-1);
      const fits = last && last.lines + part.lines <= most.lines && last.bytes.length + part.bytes.length <= most.size;
      const page = fits ? last : begin(part);
      makeRoom(page, part.bytes.length);
      const { buffer, byteOffset, length } = page.bytes;
      page.bytes = new Uint8Array(buffer, byteOffset, length + part.bytes.length);
      page.bytes.set(part.bytes, length);
      page.lines += part.lines;
      page.messages += part.messages;
      page.newestAt = part.takenAt;
      lines += part.lines;
      size += part.bytes.length;
    },
    lines: () => lines,
    size: () => size,
    peek: () => pages[0],
    drop() {
      const page = pages.shift() as Page;
      lines -= page.lines;
      size -= page.bytes.length;
    },
    giveBack({ bytes }) {
      if (spares.length < SPARES && bytes.buffer.byteLength <= most.size) spares.push(new Uint8Array(bytes.buffer));
    },
  };
}
