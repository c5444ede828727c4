// The journal as its users see it: what was appended is read back, in order, over any number of restarts; settled segments go.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Journal, openJournal } from "../../src/journal/open-journal.ts";
import { readJournal } from "../../src/journal/read-journal.ts";
import { appendGroup, onDisk, type Plain, recordsIn, temporaryFolder } from "./temporary.ts";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom("", "x".repeat(900), "居".repeat(400)),
);
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("append" as const),
      type: fc.nat(255),
      at: fc.double(),
      head: text,
      body: text,
      asBytes: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("wait" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("reopen" as const) }) },
);

describe("a journal", () => {
  it("gives back exactly what was appended, over any sequence of appends, waits and restarts", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 0, max: 2500 }),
        async (steps, segmentBytes) => {
          const folder = join(temporaryFolder(), "a", "journal");
          const open = () => openJournal({ folder, settled: 0, segmentBytes, gatherFor: 0 });
          let journal = await open();
          const expected: Plain[] = [];
          for (const one of steps) {
            if (one.kind === "append") {
              const body = Buffer.from(one.body);
              const position = journal.append(one.type, one.at, one.head, one.asBytes ? body : one.body);
              body.fill(0);
              expected.push([position, one.type, one.at, one.head.toWellFormed(), one.body.toWellFormed()]);
            } else if (one.kind === "wait") {
              await onDisk(journal);
              expect(recordsIn(folder)).toEqual(expected);
            } else {
              await journal[Symbol.asyncDispose]();
              journal = await open();
            }
            expect(journal.position()).toBe(expected.length);
          }
          await journal[Symbol.asyncDispose]();
          expect([journal.onDisk(), journal.waitingBytes()]).toEqual([expected.length, 0]);
          expect(expected.map(([position]) => position)).toEqual(expected.map((_, index) => index + 1));
          const from = Math.floor(expected.length / 2);
          expect([recordsIn(folder), recordsIn(folder, from)]).toEqual([expected, expected.slice(from)]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("begins a new segment exactly where the next group would go beyond the limit", async () => {
    const group = 40 + 15 + "head/0".length + 100;
    for (const [segmentBytes, names] of [
      [3 * group, ["0000000000000001.log", "0000000000000004.log"]],
      [3 * group - 1, ["0000000000000001.log", "0000000000000003.log", "0000000000000005.log"]],
      [group, [1, 2, 3, 4, 5].map((first) => `000000000000000${first}.log`)],
      [1, [1, 2, 3, 4, 5].map((first) => `000000000000000${first}.log`)],
    ] as const) {
      const folder = temporaryFolder();
      const journal = await openJournal({ folder, settled: 0, segmentBytes, gatherFor: 0 });
      for (let count = 0; count < 5; count++) await appendGroup(journal, 1, "x".repeat(100));
      expect(journal.bytes()).toBe(5 * group);
      await journal[Symbol.asyncDispose]();
      expect(readdirSync(folder).sort()).toEqual(names);
      expect(recordsIn(folder)).toHaveLength(5);
    }
  });

  it("calls back in the order of asking, each when the disk has what was appended before, also from within a call", async () => {
    await using journal = await openJournal({ folder: temporaryFolder(), settled: 0 });
    const calls: string[] = [];
    journal.whenOnDisk(() => calls.push("at once"));
    expect(calls).toEqual(["at once"]);
    const ask = (name: string, then?: () => void) => {
      const position = journal.position();
      journal.whenOnDisk(() => {
        calls.push(`${name} ${journal.onDisk() >= position}`);
        then?.();
      });
    };
    journal.append(1, 1, "", "a");
    ask("first", () => {
      ask("asked in first");
      journal.append(1, 1, "", "c");
      ask("after another append");
    });
    journal.append(1, 1, "", "b");
    ask("second");
    await onDisk(journal);
    await onDisk(journal);
    expect(calls.slice(1)).toEqual(["first true", "second true", "asked in first true", "after another append true"]);
  });

  it("deletes only whole segments that are settled, never the newest, and goes on behind a checkpoint that is ahead", async () => {
    const folder = temporaryFolder();
    const options = { folder, segmentBytes: 1, gatherFor: 0 };
    const names = () => readdirSync(folder).map((name) => Number(name.slice(0, 16)));
    let journal: Journal = await openJournal({ ...options, settled: 0 });
    for (let count = 0; count < 4; count++) await appendGroup(journal, 3, "x");
    expect(names()).toEqual([1, 4, 7, 10]);
    journal.settle(5);
    await expect.poll(names).toEqual([4, 7, 10]);
    expect(recordsIn(folder, 5)).toHaveLength(7);
    journal.settle(6);
    await expect.poll(names).toEqual([7, 10]);
    journal.settle(99);
    await journal[Symbol.asyncDispose]();
    expect(names()).toEqual([10]);
    expect(() => recordsIn(folder, 6)).toThrow(/0000000000000010\.log.*record 7/);

    journal = await openJournal({ ...options, settled: 40 });
    expect([journal.position(), journal.onDisk(), names()]).toEqual([40, 40, []]);
    await appendGroup(journal, 2, "y");
    await journal[Symbol.asyncDispose]();
    expect(recordsIn(folder, 40).map(([position]) => position)).toEqual([41, 42]);
  });

  it("puts on disk what waits when it is closed, takes nothing afterwards, and may be closed twice", async () => {
    const folder = temporaryFolder();
    const journal = await openJournal({ folder, settled: 0, gatherFor: 60_000 });
    let called = 0;
    for (let count = 0; count < 10; count++) {
      journal.append(1, 1, "a", "b");
      journal.whenOnDisk(() => called++);
    }
    await Promise.all([journal[Symbol.asyncDispose](), journal[Symbol.asyncDispose]()]);
    expect([called, recordsIn(folder).length]).toEqual([10, 10]);
    expect(() => journal.append(1, 1, "a", "b")).toThrow("closed");
  });

  it("splits what gathers behind a slow disk into groups of a few MiB, and takes a record that is larger than that", async () => {
    const folder = temporaryFolder();
    const journal = await openJournal({ folder, settled: 0, sync: false, gatherFor: 60_000 });
    const body = Buffer.alloc(1024 * 1024, 1);
    for (let count = 0; count < 10; count++) journal.append(1, count, "large", body);
    journal.append(2, 0, "larger", Buffer.alloc(9 * 1024 * 1024, 2));
    journal.append(3, 0, "after", "居");
    expect(journal.waitingBytes()).toBeGreaterThan(19 * 1024 * 1024);
    await journal[Symbol.asyncDispose]();
    const sums = [...readJournal(folder, 0)].map(({ head, body: read }) => [head, read.length, read[read.length - 1]]);
    expect(sums).toEqual([
      ...Array.from({ length: 10 }, () => ["large", 1024 * 1024, 1]),
      ["larger", 9 * 1024 * 1024, 2],
      ["after", 3, 0x85],
    ]);
  });

  it("takes a head of 65,535 bytes, and refuses a longer one without harm", async () => {
    const folder = temporaryFolder();
    const journal = await openJournal({ folder, settled: 0 });
    const longest = `${"居".repeat(21_845)}`;
    journal.append(1, 1, longest, "");
    expect(() => journal.append(1, 1, `${longest}x`, "")).toThrow(RangeError);
    expect(journal.append(1, 1, "after", "")).toBe(2);
    await journal[Symbol.asyncDispose]();
    expect(recordsIn(folder).map(([, , , head]) => head)).toEqual([longest, "after"]);
  });

  it("tells how long the disk took since it was last asked", async () => {
    await using journal = await openJournal({ folder: temporaryFolder(), settled: 0, gatherFor: 0 });
    expect(journal.syncTimes()).toEqual({ count: 0, last: 0, max: 0, p99: 0 });
    for (let count = 0; count < 3; count++) await appendGroup(journal, 1, "x");
    const { count, last, max, p99 } = journal.syncTimes();
    expect([count, last > 0, max >= last, p99]).toEqual([3, true, true, max]);
    expect(journal.syncTimes().count).toBe(0);
  });
});
