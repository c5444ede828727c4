// A disk that is full or fails: nothing is acknowledged meanwhile, everything is afterwards, once and in order.

import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type JournalFiles, nodeFiles } from "../../src/journal/journal-files.ts";
import { type JournalState, openJournal } from "../../src/journal/open-journal.ts";
import { onDisk, recordsIn, temporaryFolder } from "./temporary.ts";

type Operation = keyof JournalFiles;
type Failure = { readonly operation: Operation; readonly code: string; times: number; readonly after?: number };

/** The real files, but an operation fails with a code so many times; a failing write has written half before, as a full disk does. */
function failing(failure: Failure): { files: JournalFiles; done: string[] } {
  const done: string[] = [];
  let skipped = 0;
  const broken = (operation: Operation): boolean => {
    done.push(operation);
    if (operation !== failure.operation || failure.times === 0 || skipped++ < (failure.after ?? 0)) return false;
    failure.times--;
    done[done.length - 1] = `${operation}!`;
    return true;
  };
  const error = () => Object.assign(new Error(`${failure.code}: failed, ${failure.operation}`), { code: failure.code });
  const wrap = <Arguments extends unknown[], Value>(
    operation: Operation,
    run: (...given: Arguments) => Promise<Value>,
  ) => {
    return async (...given: Arguments): Promise<Value> => {
      if (broken(operation)) throw error();
      return run(...given);
    };
  };
  const files: JournalFiles = {
    open: wrap("open", nodeFiles.open),
    write: async (file, bytes, offset, length, position) => {
      const isBroken = broken("write");
      const part = Math.ceil(length / 2);
      const written = await nodeFiles.write(file, bytes, offset, part, position);
      if (isBroken) throw error();
      return written;
    },
    fdatasync: wrap("fdatasync", nodeFiles.fdatasync),
    fsync: wrap("fsync", nodeFiles.fsync),
    ftruncate: wrap("ftruncate", nodeFiles.ftruncate),
    close: wrap("close", nodeFiles.close),
    unlink: wrap("unlink", nodeFiles.unlink),
  };
  return { files, done };
}

const cases: readonly { readonly operation: Operation; readonly code: string; readonly segments: number }[] = [
  { operation: "write", code: "ENOSPC", segments: 1 },
  { operation: "write", code: "EDQUOT", segments: 1 },
  { operation: "write", code: "EIO", segments: 2 },
  { operation: "write", code: "EFBIG", segments: 2 },
  { operation: "fdatasync", code: "EIO", segments: 2 },
  { operation: "fdatasync", code: "ENOSPC", segments: 2 },
];

describe("a failing disk", () => {
  for (const { operation, code, segments } of cases) {
    it(`${code} in ${operation}: acknowledges nothing until it works again, says so once, and loses and doubles nothing`, async () => {
      const folder = temporaryFolder();
      const failure: Failure = { operation, code, times: 0 };
      const { files } = failing(failure);
      const states: JournalState[] = [];
      const onState = (state: JournalState) => states.push(state);
      const journal = await openJournal({ folder, settled: 0, gatherFor: 0, retryAfter: 5, files, onState });
      journal.append(1, 1, "before", "");
      await onDisk(journal);
      failure.times = Number.POSITIVE_INFINITY;
      const acknowledged: number[] = [];
      for (let count = 0; count < 30; count++) {
        const position = journal.append(1, 1, "meanwhile", "x".repeat(100));
        journal.whenOnDisk(() => acknowledged.push(position));
        await new Promise((done) => setTimeout(done, 1));
      }
      expect([acknowledged, journal.onDisk(), states.length]).toEqual([[], 1, 1]);
      expect(states[0]).toEqual({ ok: false, error: `${code}: failed, ${operation}` });
      expect(journal.waitingBytes()).toBeGreaterThan(30 * 100);
      failure.times = 0;
      await onDisk(journal);
      const all = Array.from({ length: 31 }, (_, index) => index + 1);
      expect([acknowledged, journal.waitingBytes()]).toEqual([all.slice(1), 0]);
      expect(states.slice(1)).toEqual([{ ok: true, error: null }]);
      await journal[Symbol.asyncDispose]();
      expect(recordsIn(folder).map(([position]) => position)).toEqual(all);
      const opened = await openJournal({ folder, settled: 0, segmentBytes: 1 });
      expect(opened.position()).toBe(31);
      await opened[Symbol.asyncDispose]();
      expect(new Set(execFileSync("ls", [folder]).toString().trim().split("\n")).size).toBe(segments);
    });
  }

  it("never syncs the same file again after a failed fdatasync: the group is written anew into another", async () => {
    const folder = temporaryFolder();
    const failure: Failure = { operation: "fdatasync", code: "EIO", times: 2 };
    const { files, done } = failing(failure);
    const journal = await openJournal({ folder, settled: 0, gatherFor: 0, retryAfter: 1, files });
    done.length = 0;
    journal.append(1, 1, "a", "b");
    await onDisk(journal);
    const attempt = ["unlink", "open", "write", "write", "write", "write"];
    const times = done.join(" ").split("fdatasync! ftruncate close ");
    expect(times).toHaveLength(3);
    expect(times.every((one) => one.startsWith(attempt.slice(0, 3).join(" ")))).toBe(true);
    expect(times[2]).toContain("fdatasync open fsync close");
    await journal[Symbol.asyncDispose]();
    expect(recordsIn(folder)).toEqual([[1, 1, 1, "a", "b"]]);
  });

  for (const operation of ["open", "unlink", "close", "ftruncate", "fsync"] as const) {
    it(`is got over where ${operation} fails, also right after another failure`, async () => {
      for (let after = 0; after < 4; after++) {
        const folder = temporaryFolder();
        const failure: Failure = { operation, code: "EIO", times: 0, after };
        const { files } = failing(failure);
        const journal = await openJournal({
          folder,
          settled: 0,
          gatherFor: 0,
          retryAfter: 1,
          segmentBytes: 400,
          files,
        });
        failure.times = 3;
        for (let count = 0; count < 20; count++) {
          journal.append(1, 1, "a", "x".repeat(100));
          await onDisk(journal);
        }
        await journal[Symbol.asyncDispose]();
        expect(recordsIn(folder).map(([position]) => position)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
      }
    });
  }

  it("when the journal opens is an error: what a killed process left unsynced is synced before it counts as on disk", async () => {
    const folder = temporaryFolder();
    const journal = await openJournal({ folder, settled: 0, gatherFor: 0 });
    journal.append(1, 1, "a", "b");
    await journal[Symbol.asyncDispose]();
    for (const after of [0, 1]) {
      const { files, done } = failing({ operation: "fsync", code: "EIO", times: 1, after });
      await expect(openJournal({ folder, settled: 0, files })).rejects.toThrow("EIO: failed, fsync");
      expect(done.filter((one) => one === "open")).toHaveLength(after + 1);
      expect(done.filter((one) => one === "close")).toHaveLength(after + 1);
    }
    expect(recordsIn(folder)).toEqual([[1, 1, 1, "a", "b"]]);
  });

  it("does not keep the journal from closing; what was not acknowledged is then not there, or whole", async () => {
    const folder = temporaryFolder();
    const failure: Failure = { operation: "write", code: "ENOSPC", times: 0 };
    const { files, done: tried } = failing(failure);
    const journal = await openJournal({ folder, settled: 0, gatherFor: 0, retryAfter: 60_000, files });
    journal.append(1, 1, "good", "");
    await onDisk(journal);
    failure.times = Number.POSITIVE_INFINITY;
    journal.append(1, 1, "waits for ever", "");
    let called = false;
    journal.whenOnDisk(() => {
      called = true;
    });
    await new Promise((done) => setTimeout(done, 10));
    await journal[Symbol.asyncDispose]();
    expect([called, recordsIn(folder).length]).toEqual([false, 1]);
    expect(tried.filter((one) => one === "write!")).toHaveLength(2);
  });
});

const child = join(import.meta.dirname, "append-child.ts");
const run = (script: string, folder: string) =>
  spawnSync("sh", ["-c", script, "sh", process.execPath, child, folder], { encoding: "utf8", timeout: 30_000 });

describe("a slow disk", () => {
  it("gets each group as it was sealed, whatever is appended while it writes", async () => {
    const folder = temporaryFolder();
    const slow: JournalFiles["write"] = async (...given) => {
      await new Promise((done) => setTimeout(done, 3));
      return nodeFiles.write(...given);
    };
    const journal = await openJournal({ folder, settled: 0, gatherFor: 0, files: { ...nodeFiles, write: slow } });
    for (let count = 1; count <= 60; count++) {
      journal.append(count, count, `head ${count}`, `${count} `.repeat(count * 200));
      await new Promise((done) => setTimeout(done, 1));
    }
    await journal[Symbol.asyncDispose]();
    const expected = Array.from({ length: 60 }, (_, index) => index + 1);
    expect(recordsIn(folder)).toEqual(expected.map((n) => [n, n, n, `head ${n}`, `${n} `.repeat(n * 200)]));
  });

  it("that never answers does not keep the journal from closing", async () => {
    const folder = temporaryFolder();
    const fdatasync = () => new Promise<void>(() => {});
    const journal = await openJournal({ folder, settled: 0, gatherFor: 0, files: { ...nodeFiles, fdatasync } });
    journal.append(1, 1, "a", "b");
    let called = false;
    journal.whenOnDisk(() => {
      called = true;
    });
    await journal[Symbol.asyncDispose]();
    expect([called, journal.onDisk()]).toEqual([false, 0]);
  });
});

describe("a real limit of the system", () => {
  it("on the size of files: the journal goes on in new segments", () => {
    const folder = temporaryFolder();
    const { stdout, stderr } = run('ulimit -f 120; exec "$1" "$2" "$3" until-full', folder);
    const lines = stdout.trim().split("\n");
    expect([lines.at(-1), stderr]).toEqual(["acknowledged 400 of 400", ""]);
    expect(lines[0]).toContain("EFBIG");
    expect(recordsIn(folder).map(([position]) => position)).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
  });
});
