// Lines as they are made, put down as bytes at once: text that waited for its turn as strings would be swept by the garbage collector again and again.

import type { LineBatch } from "./line-batch.ts";

export type LineSheet = {
  readonly add: (line: string) => void;
  /** Bytes put down since the last `take`. */
  readonly size: () => number;
  /** What was put down; its memory is the taker's until `giveBack`. */
  readonly take: () => LineBatch;
  readonly giveBack: (batch: LineBatch) => void;
};

const BLOCK = 256 * 1024;
const SPARES = 4;
const LINE_FEED = 10;

export function createLineSheet(): LineSheet {
  const spares: Buffer[] = [];
  let block: Buffer = Buffer.allocUnsafeSlow(BLOCK);
  let size = 0;
  let lines = 0;

  return {
    add(line) {
      // No UTF-16 unit takes more than three bytes.
      const most = size + line.length * 3 + 1;
      if (most > block.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(most, block.length * 2));
        block.copy(larger, 0, 0, size);
        block = larger;
      }
      size += block.write(line, size);
      block[size] = LINE_FEED;
      size += 1;
      lines += 1;
    },
    size: () => size,
    take() {
      const taken = { bytes: block.subarray(0, size), lines };
      block = spares.pop() ?? Buffer.allocUnsafeSlow(BLOCK);
      size = lines = 0;
      return taken;
    },
    giveBack({ bytes }) {
      if (bytes.buffer.byteLength === BLOCK && spares.length < SPARES) spares.push(Buffer.from(bytes.buffer));
    },
  };
}
