// Bytes that are not as they were written: a torn end is cut off, anything else is named, and a sender cannot feign either.

import { cpSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openJournal } from "../../src/journal/open-journal.ts";
import { appendGroup, type Plain, recordsIn, temporaryFolder } from "./temporary.ts";

const groups = [3, 1, 2] as const;

/** A journal of three groups; where each ends in its only file. */
async function written(segmentBytes = 1e6): Promise<{ folder: string; records: Plain[]; ends: number[] }> {
  const folder = temporaryFolder();
  const journal = await openJournal({ folder, settled: 0, gatherFor: 0, segmentBytes });
  const records: Plain[] = [];
  const ends: number[] = [];
  for (const count of groups) {
    records.push(...(await appendGroup(journal, count, "some text")));
    ends.push(journal.bytes());
  }
  await journal[Symbol.asyncDispose]();
  return { folder, records, ends };
}

/** The same folder with other bytes in its newest file. */
function copyOf(folder: string, change: (bytes: Buffer) => Buffer): { copy: string; file: string } {
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true });
  const file = join(copy, readdirSync(copy).sort().at(-1) as string);
  writeFileSync(file, change(readFileSync(file)));
  return { copy, file };
}

function flipped(bytes: Buffer, offset: number): Buffer {
  bytes[offset] = (bytes[offset] as number) ^ 4;
  return bytes;
}

describe("a torn end", () => {
  it("is cut off at whatever byte of the last group it tore, and the journal goes on behind the group before", async () => {
    const { folder, records, ends } = await written();
    const [, before = 0, end = 0] = ends;
    const whole = records.slice(0, 4);
    for (let cut = before; cut < end; cut++) {
      const changes: ((bytes: Buffer) => Buffer)[] = [
        (bytes) => bytes.subarray(0, cut),
        (bytes) => Buffer.concat([bytes.subarray(0, cut), Buffer.alloc(end - cut)]),
        (bytes) => bytes.fill(0xee, cut),
      ];
      for (const change of changes) {
        const { copy, file } = copyOf(folder, change);
        expect(recordsIn(copy)).toEqual(whole);
        const journal = await openJournal({ folder: copy, settled: 0, gatherFor: 0 });
        expect([journal.position(), statSync(file).size]).toEqual([4, before]);
        const added = await appendGroup(journal, 1, "behind");
        await journal[Symbol.asyncDispose]();
        expect(recordsIn(copy)).toEqual([...whole, ...added]);
      }
    }
  });

  it("is cut off where it is the first group of a segment, and of the journal", async () => {
    const { folder, records, ends } = await written(1);
    const size = (ends[2] ?? 0) - (ends[1] ?? 0);
    for (let cut = 0; cut < size; cut++) {
      const { copy } = copyOf(folder, (bytes) => bytes.fill(0, cut));
      expect(recordsIn(copy)).toEqual(records.slice(0, 4));
      const journal = await openJournal({ folder: copy, settled: 0, gatherFor: 0, segmentBytes: 1 });
      const added = await appendGroup(journal, 1, "behind");
      await journal[Symbol.asyncDispose]();
      expect(recordsIn(copy)).toEqual([...records.slice(0, 4), ...added]);
    }
    const single = await written();
    for (let cut = 0; cut < (single.ends[0] ?? 0); cut++) {
      const { copy } = copyOf(single.folder, (bytes) => bytes.subarray(0, cut));
      expect(recordsIn(copy)).toEqual([]);
      await using journal = await openJournal({ folder: copy, settled: 0 });
      expect([journal.position(), readdirSync(copy)]).toEqual([0, []]);
    }
  });

  it("is still one where a payload holds the bytes of a later group: its sender does not know the journal's number", async () => {
    const forged = Buffer.alloc(40);
    forged.write("ANJG");
    forged.writeUInt32LE(1, 4);
    forged.writeUInt32LE(1, 12);
    forged.writeBigUInt64LE(9n, 16);
    forged.writeUInt32LE(crc32(forged.subarray(0, 36)), 36);
    const folder = temporaryFolder();
    const journal = await openJournal({ folder, settled: 0, gatherFor: 0 });
    await appendGroup(journal, 1, "first");
    const good = journal.bytes();
    journal.append(1, 1, "forged", Buffer.concat([forged, Buffer.alloc(1000)]));
    await journal[Symbol.asyncDispose]();
    const file = join(folder, "0000000000000001.log");
    truncateSync(file, statSync(file).size - 1);
    await using again = await openJournal({ folder, settled: 0 });
    expect([again.position(), statSync(file).size]).toEqual([1, good]);
  });
});

describe("damage in the middle", () => {
  it("of the newest segment is named with file and byte, at every byte of the first two groups", async () => {
    const { folder, ends } = await written();
    const [first = 0, second = 0] = ends;
    for (let offset = 0; offset < second; offset++) {
      const { copy, file } = copyOf(folder, (bytes) => flipped(bytes, offset));
      const place = `${file}, byte ${offset < first ? 0 : first},`;
      expect(() => recordsIn(copy)).toThrow(place);
      await expect(openJournal({ folder: copy, settled: 0 })).rejects.toThrow(place);
    }
  });

  it("of an older segment is named when it is read, unless all of it is settled; so is one that is missing", async () => {
    const { folder, records } = await written(1);
    const copy = temporaryFolder();
    cpSync(folder, copy, { recursive: true });
    const middle = join(copy, "0000000000000004.log");
    writeFileSync(middle, flipped(readFileSync(middle), 50));
    expect(() => recordsIn(copy)).toThrow(`${middle}, byte 0, record 4`);
    expect(recordsIn(copy, 4)).toEqual(records.slice(4));
    cpSync(join(folder, "0000000000000005.log"), middle);
    expect(() => recordsIn(copy)).toThrow(`${middle}, byte 0, record 4`);
    truncateSync(join(copy, "0000000000000001.log"), 100);
    expect(() => recordsIn(copy)).toThrow("0000000000000001.log, byte 0, record 1");
  });

  it("does not include what a failed write left behind the place where the next segment begins", async () => {
    const { folder, records } = await written(1);
    const first = join(folder, "0000000000000001.log");
    const second = join(folder, "0000000000000004.log");
    writeFileSync(first, Buffer.concat([readFileSync(first), readFileSync(second), Buffer.from("remainder")]));
    expect(recordsIn(folder)).toEqual(records);
  });

  it("is told from a newer format, which is refused with the cure", async () => {
    const { folder, ends } = await written();
    const { copy, file } = copyOf(folder, (bytes) => {
      const at = ends[1] as number;
      bytes.writeUInt32LE(2, at + 4);
      bytes.writeUInt32LE(crc32(bytes.subarray(at, at + 36)), at + 36);
      return bytes;
    });
    expect(() => recordsIn(copy)).toThrow(`newer version (format 2, this version reads 1): ${file}`);
    await expect(openJournal({ folder: copy, settled: 0 })).rejects.toThrow("更新的版本");
  });
});
