// The fixed-header reader: it must see the same frames however the bytes are cut.

import fc from "fast-check";
import { expect, test } from "vitest";
import { createFrameReader } from "../../src/broker/frame-header.ts";

const frame = (length: number): number[] => {
  const header = [0x30];
  let rest = length;
  do {
    header.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return [...header, ...new Array<number>(length).fill(0xff)];
};
const read = (limit: number, chunks: readonly Uint8Array[]): string | null => {
  const problemIn = createFrameReader(() => limit);
  for (const chunk of chunks) {
    const problem = problemIn(chunk);
    if (problem !== null) return problem;
  }
  return null;
};

test("frames within the limit pass, one beyond it does not, at every cut", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 400 }),
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 8 }),
      (lengths, limit, cuts) => {
        const bytes = Uint8Array.from(lengths.flatMap(frame));
        const chunks: Uint8Array[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = cuts[turn % cuts.length] ?? 1;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(read(limit, chunks)).toBe(lengths.some((length) => length > limit) ? "frame-too-large" : null);
      },
    ),
  );
});

test("a length of five bytes is malformed", () => {
  expect(read(1e9, [Uint8Array.of(0x10, 0xff, 0xff, 0xff), Uint8Array.of(0xff)])).toBe("malformed-length");
});

test("the largest length of the standard is read", () => {
  expect(read(268_435_454, [Uint8Array.of(0x10, 0xff, 0xff, 0xff, 0x7f)])).toBe("frame-too-large");
  expect(read(268_435_455, [Uint8Array.of(0x10, 0xff, 0xff, 0xff, 0x7f)])).toBe(null);
});
