// The spool on disk: in order, bounded, counted, and the same after a restart.

import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSpool } from "../../src/store/create-spool.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const GiB = 1024 ** 3;

function openSpool(folder: string, maxBytes = GiB) {
  const database = openDatabase(join(folder, "spool.db"));
  const dropped: number[] = [];
  return {
    ...createSpool(database, maxBytes, (lines) => void dropped.push(lines)),
    dropped,
    [Symbol.dispose]: () => database.close(),
  };
}
const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `line v=${from + i}`);

describe("the spool", () => {
  it("gives the oldest lines first and forgets up to what was seen", () => {
    using folder = temporaryFolder();
    using spool = openSpool(folder.path);
    expect(spool.peek(100)).toBeNull();
    spool.append(["a 1", "b 2"]);
    spool.append([]);
    spool.append(["c 3"]);
    const seen = spool.peek(100);
    expect(seen?.lines).toEqual(["a 1", "b 2", "c 3"]);
    expect(spool.peek(100)).toEqual(seen);
    spool.append(["d 4"]);
    spool.drop(seen?.upTo ?? 0);
    expect(spool.peek(100)?.lines).toEqual(["d 4"]);
    spool.drop(seen?.upTo ?? 0);
    expect(spool.waiting()).toEqual({ lines: 1, bytes: 3 });
  });

  it("keeps what was appended together together, and gives more than asked only if it must", () => {
    using folder = temporaryFolder();
    using spool = openSpool(folder.path);
    spool.append(numbered(0, 30));
    spool.append(numbered(30, 60));
    expect(spool.peek(59)?.lines.length).toBe(30);
    expect(spool.peek(60)?.lines.length).toBe(60);
    expect(spool.peek(1)?.lines.length).toBe(30);
  });

  it("gathers many small groups into one large peek", () => {
    using folder = temporaryFolder();
    using spool = openSpool(folder.path);
    for (let i = 0; i < 500; i += 1) spool.append(numbered(i, i + 1));
    expect(spool.peek(400)?.lines).toEqual(numbered(0, 400));
  });

  it("splits a long list", () => {
    using folder = temporaryFolder();
    using spool = openSpool(folder.path);
    spool.append(numbered(0, 5001));
    const lines: string[] = [];
    for (let next = spool.peek(1); next; next = spool.peek(1)) {
      expect(next.lines.length).toBeLessThanOrEqual(2000);
      lines.push(...next.lines);
      spool.drop(next.upTo);
    }
    expect(lines).toEqual(numbered(0, 5001));
    expect(spool.waiting()).toEqual({ lines: 0, bytes: 0 });
  });

  it("counts bytes, not characters", () => {
    using folder = temporaryFolder();
    using spool = openSpool(folder.path);
    spool.append(['p,name=东 v="灯"']);
    expect(spool.waiting()).toEqual({ lines: 1, bytes: Buffer.byteLength('p,name=东 v="灯"') });
  });

  it("drops the oldest beyond its bound, says how many, and keeps the newest", () => {
    using folder = temporaryFolder();
    using spool = openSpool(folder.path, 1000);
    for (let i = 0; i < 20; i += 1) spool.append([`${i}`.padEnd(100, "x")]);
    expect(spool.waiting()).toEqual({ lines: 10, bytes: 1000 });
    expect(spool.dropped).toEqual(Array.from({ length: 10 }, () => 1));
    expect(spool.peek(1)?.lines[0]?.startsWith("10x")).toBe(true);
    spool.append(["y".repeat(1001)]);
    expect(spool.waiting()).toEqual({ lines: 0, bytes: 0 });
    expect(spool.peek(1)).toBeNull();
    spool.append(["z 1"]);
    expect(spool.peek(1)?.lines).toEqual(["z 1"]);
  });

  it("behaves like a list, whatever is done to it and however often it is opened again", () => {
    const step = fc.oneof(
      fc.record({
        append: fc.array(
          fc.string({ minLength: 1, maxLength: 9 }).map((text) => text.replaceAll("\n", " ")),
          { maxLength: 5 },
        ),
      }),
      fc.record({ take: fc.integer({ min: 1, max: 12 }), keep: fc.boolean() }),
      fc.constant({ reopen: true as const }),
      fc.record({ rolledBack: fc.array(fc.constantFrom("lost a=1", "lost b=2"), { minLength: 1, maxLength: 3 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.integer({ min: 20, max: 400 }), (steps, maxBytes) => {
        using folder = temporaryFolder();
        const file = join(folder.path, "spool.db");
        let database = openDatabase(file);
        let dropped = 0;
        const open = () => createSpool(database, maxBytes, (lines) => (dropped += lines));
        let spool = open();
        let model: string[][] = [];
        const bytesOf = (groups: readonly string[][]) =>
          groups.reduce((sum, lines) => sum + Buffer.byteLength(lines.join("\n")), 0);
        let lost = 0;
        for (const one of steps) {
          if ("append" in one) {
            spool.append(one.append);
            if (one.append.length > 0) model.push(one.append);
            while (bytesOf(model) > maxBytes) lost += model.shift()?.length ?? 0;
          } else if ("take" in one) {
            const seen = spool.peek(one.take);
            let count = 0;
            const lines: string[] = [];
            for (const group of model) {
              if (lines.length > 0 && lines.length + group.length > one.take) break;
              lines.push(...group);
              count += 1;
            }
            expect(seen?.lines ?? []).toEqual(lines);
            if (seen && !one.keep) {
              spool.drop(seen.upTo);
              model = model.slice(count);
            }
          } else if ("reopen" in one) {
            database.close();
            database = openDatabase(file);
            spool = open();
          } else {
            const before = dropped;
            database.exec("BEGIN");
            spool.append(one.rolledBack);
            database.exec("ROLLBACK");
            spool.recount();
            dropped = before;
          }
          expect(spool.waiting()).toEqual({ lines: model.flat().length, bytes: bytesOf(model) });
          expect(dropped).toBe(lost);
        }
        database.close();
      }),
      { numRuns: 60 },
    );
  });
});
