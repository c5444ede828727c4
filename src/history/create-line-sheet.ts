// Lines as they are made, put down as bytes at once: text that waited for its turn as strings would be swept by the garbage collector again and again.

import type { LineBatch } from "./line-batch.ts";

export type LineSheet = {
  readonly add: (line: string) => void;
  /** Bytes put down since the last `take`. */
  readonly size: () => number;
  readonly take: () => LineBatch;
};

const USUAL = 64 * 1024;
const LINE_FEED = 10;

export function createLineSheet(): LineSheet {
  let sheet = Buffer.allocUnsafeSlow(USUAL);
  let size = 0;
  let lines = 0;

  return {
    add(line) {
      // No UTF-16 unit takes more than three bytes.
      const most = size + line.length * 3 + 1;
      if (most > sheet.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(most, sheet.length * 2));
        sheet.copy(larger, 0, 0, size);
        sheet = larger;
      }
      size += sheet.write(line, size);
      sheet[size] = LINE_FEED;
      size += 1;
      lines += 1;
    },
    size: () => size,
    take() {
      const taken = { bytes: new Uint8Array(sheet.subarray(0, size)), lines };
      size = lines = 0;
      return taken;
    },
  };
}
