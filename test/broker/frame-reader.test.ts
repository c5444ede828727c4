// The frame reader: it must see the same frames however the bytes are cut.

import fc from "fast-check";
import { expect, test } from "vitest";
import { createFrameReader, readFrames } from "../../src/broker/frame-reader.ts";
import { frameOf } from "./broker-bench.ts";

/** Feeds the chunks; stops at each of the frames named in `stops` and goes on with the rest. */
const read = (limit: number, chunks: readonly Buffer[], stops: ReadonlySet<number> = new Set()) => {
  const reader = createFrameReader();
  const frames: string[] = [];
  for (const chunk of chunks) {
    for (let rest = chunk; rest.length > 0; ) {
      const used = readFrames(reader, rest, limit, (bytes, start, body, end) => {
        frames.push(`${bytes.toString("hex", start, start + 1)} ${bytes.toString("hex", body, end)}`);
        return !stops.has(frames.length - 1);
      });
      if (typeof used === "string") return { frames, problem: used };
      rest = rest.subarray(used);
    }
  }
  return { frames, problem: null };
};
const cut = (bytes: Buffer, sizes: readonly number[]): Buffer[] => {
  const chunks: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
};
const frames = fc.array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 700 })), {
  minLength: 1,
  maxLength: 8,
});
const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 });

test("any cutting of a stream yields the same frames, wherever the reading stops in between", () => {
  fc.assert(
    fc.property(frames, sizes, fc.array(fc.nat(7)), (parts, cuts, stops) => {
      const bytes = Buffer.concat(parts.map(([type, body]) => frameOf(type, Buffer.from(body))));
      const wanted = parts.map(
        ([type, body]) => `${Buffer.of(type).toString("hex")} ${Buffer.from(body).toString("hex")}`,
      );
      expect(read(1_000, cut(bytes, cuts), new Set(stops))).toEqual({ frames: wanted, problem: null });
    }),
  );
});

test("what comes before a frame beyond the limit is read, the frame is not, at every cut", () => {
  fc.assert(
    fc.property(frames, fc.integer({ min: 0, max: 700 }), sizes, (parts, limit, cuts) => {
      const bytes = Buffer.concat(parts.map(([type, body]) => frameOf(type, Buffer.from(body))));
      const tooLarge = parts.findIndex(([, body]) => body.length > limit);
      const { frames: seen, problem } = read(limit, cut(bytes, cuts));
      expect([seen.length, problem]).toEqual(tooLarge < 0 ? [parts.length, null] : [tooLarge, "frame-too-large"]);
    }),
  );
});

test.each([[[6]], [[1]], [[2, 3]]])("a length of five bytes is malformed, cut %j", (cuts) => {
  expect(read(1e9, cut(Buffer.of(0x10, 0xff, 0xff, 0xff, 0xff, 0x7f), cuts)).problem).toBe("malformed-length");
});

test("the largest length of the standard is read, and costs nothing before its bytes come", () => {
  const header = Buffer.of(0x10, 0xff, 0xff, 0xff, 0x7f);
  expect(read(268_435_454, [header]).problem).toBe("frame-too-large");
  const reader = createFrameReader();
  expect(readFrames(reader, header, 268_435_455, () => true)).toBe(5);
  expect([reader.needed, reader.carry?.length]).toEqual([268_435_460, 256]);
});

test("a frame that comes byte by byte is copied a bounded number of times", () => {
  const bytes = frameOf(0x30, Buffer.alloc(200_000, 7));
  const reader = createFrameReader();
  const buffers = new Set<Buffer | null>();
  for (const byte of bytes) {
    readFrames(reader, Buffer.of(byte), 1e6, () => true);
    buffers.add(reader.carry);
  }
  expect(buffers.size).toBeLessThan(16);
});
