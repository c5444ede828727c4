// The spool's files: whole or not there, numbered, bounded, and a damaged one never read as something else.

import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { batchOf } from "../../src/history/line-batch.ts";
import { openSpool } from "../../src/history/spool.ts";

const root = mkdtempSync(join(tmpdir(), "anju-spool-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = (): string => join(root, String(folders++));
const warnings: string[] = [];
const log = { warn: (_: object, message: string) => void warnings.push(message) };
const noLimits = { bytes: 1e12, free: 0 };
const batch = batchOf(Array.from({ length: 50 }, (_, index) => `温度,device=泵${index} x=${index} ${index}`));
const put = { ...batch, messages: 7, takenAt: 1_700_000_000_123 };

describe("the spool", () => {
  it("gives back what was put, after a restart too, oldest first", () => {
    const folder = newFolder();
    const first = openSpool(folder, log, noLimits);
    const one = first.put(put);
    const two = first.put({ ...put, ...batchOf(["m x=1 1"]) });
    expect(first.read(one)).toEqual(batch);
    const second = openSpool(folder, log, noLimits);
    expect(second.found).toEqual([one, two]);
    expect(second.found[0]).toMatchObject({
      lines: 50,
      messages: 7,
      takenAt: 1_700_000_000_123,
      size: batch.bytes.length,
    });
    expect(second.found.map(second.read)).toEqual([batch, batchOf(["m x=1 1"])]);
    expect(second.bytes()).toBe(one.fileBytes + two.fileBytes);
    second.remove(one);
    expect(second.bytes()).toBe(two.fileBytes);
    expect(second.put(put).id).toBeGreaterThan(two.id);
  });

  it("never gives a damaged file's lines, whichever bytes are hit, and sets it aside", () => {
    const pristine = newFolder();
    openSpool(pristine, log, noLimits).put(put);
    const [name] = readdirSync(pristine) as [string];
    const whole = readFileSync(join(pristine, name));
    // The last four bytes of the header are spare.
    const hit = fc.integer({ min: 0, max: whole.length - 1 }).filter((at) => at < 44 || at >= 48);
    const damage = fc.oneof(
      fc.record({ at: hit, mask: fc.integer({ min: 1, max: 255 }) }).map(({ at, mask }) => {
        const bytes = Buffer.from(whole);
        bytes.writeUInt8(bytes.readUInt8(at) ^ mask, at);
        return bytes;
      }),
      fc.integer({ min: 0, max: whole.length - 1 }).map((length) => whole.subarray(0, length)),
      fc.uint8Array({ minLength: 1, maxLength: 100 }).map((more) => Buffer.concat([whole, more])),
    );
    fc.assert(
      fc.property(damage, (bytes) => {
        const folder = newFolder();
        openSpool(folder, log, noLimits);
        writeFileSync(join(folder, name), bytes);
        const spool = openSpool(folder, log, noLimits);
        expect(spool.found.map(spool.read).filter((read) => read !== null)).toEqual([]);
        expect(readdirSync(folder)).toEqual([`${name}.damaged`]);
        expect(spool.bytes()).toBe(0);
        expect(spool.put(put).id).toBeGreaterThan(1);
        rmSync(folder, { recursive: true });
      }),
      { numRuns: 150 },
    );
    expect(warnings.at(-1)).toMatch(/set aside.*restore the file from a backup/);
  });

  it("forgets what a power cut left half written", () => {
    const folder = newFolder();
    openSpool(folder, log, noLimits).put(put);
    const [name] = readdirSync(folder) as [string];
    copyFileSync(join(folder, name), join(folder, "000000000009.lines.part"));
    expect(openSpool(folder, log, noLimits).found).toHaveLength(1);
    expect(readdirSync(folder)).toEqual([name]);
  });

  it.each([
    ["its own limit", { bytes: 300, free: 0 }, /reached its limit.*bring history back/],
    ["the disk's last bytes", { bytes: 1e12, free: 1e18 }, /kept free: make room/],
  ])("refuses to grow beyond %s, and says so", (_, limits, words) => {
    const spool = openSpool(newFolder(), log, limits);
    expect(() => {
      spool.put(put);
      spool.put(put);
    }).toThrow(words);
    expect(spool.bytes()).toBeLessThanOrEqual(300);
  });

  it("says which folder cannot be written, and leaves nothing behind", () => {
    const folder = newFolder();
    const spool = openSpool(folder, log, noLimits);
    rmSync(folder, { recursive: true });
    expect(() => spool.put(put)).toThrow(folder);
    expect(spool.bytes()).toBe(0);
  });
});
