// What the embedded history has acknowledged survives kill -9 at any instant; a full disk is said, and got over.

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, it } from "vitest";
import { openEmbedded } from "../../src/history/open-embedded.ts";

const folder = mkdtempSync(join(tmpdir(), "anju-embedded-crash-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const script = join(import.meta.dirname, "embedded-child.ts");
const start = 1_767_225_600_000;

type Said = {
  readonly round: number;
  readonly outcome: { readonly ok: boolean; readonly kind?: string; readonly error?: string };
};

/** Runs the writer until `enough` says so of what it said last; then it is killed. */
async function runWriter(
  command: string,
  args: readonly string[],
  enough: (said: Said, pid: number) => boolean,
): Promise<Said[]> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const said: Said[] = [];
  try {
    for await (const text of createInterface({ input: child.stdout })) {
      const one = JSON.parse(text) as Said;
      said.push(one);
      if (enough(one, child.pid as number)) break;
    }
  } finally {
    child.kill("SIGKILL");
  }
  return said;
}

/** How many of the acknowledged readings are there, each once. */
async function expectAll(file: string, said: readonly Said[]): Promise<void> {
  const rounds = said.filter(({ outcome }) => outcome.ok).length;
  await using history = openEmbedded({ file });
  const found = new Map<number, unknown>();
  for (let device = 0; device < 100; device++) {
    const rows = await history.query({
      device: `P${device}`,
      kind: "pump",
      points: ["flow"],
      from: start,
      to: start + 86_400_000,
      limit: 1_000_000,
    });
    for (const [time, flow] of rows) found.set(time - start, flow);
  }
  const missing = Array.from({ length: rounds * 20 }, (_, at) => at).filter((at) => found.get(at) !== at);
  expect(rounds).toBeGreaterThan(0);
  expect(missing).toEqual([]);
}

describe("a crash of the embedded history", () => {
  it.each([1, 7, 20, 41, 90, 160])("loses nothing that was acknowledged: kill -9 after %i batches", async (batches) => {
    const file = join(folder, `killed-${batches}.db`);
    for (const flushes of ["", "3"]) {
      const said = await runWriter(process.execPath, [script, file, flushes], ({ round }) => round >= batches);
      await expectAll(file, said);
    }
  });
});

const needs = spawnSync("prlimit", ["--version"]).error === undefined;
const hint = needs ? "" : " (needs prlimit: apt-get install util-linux)";

describe("a full disk", () => {
  it.runIf(needs || process.env.CI === "true")(
    `is said as "retry", loses nothing, and is got over${hint}`,
    async () => {
      const file = join(folder, "full.db");
      // Files may not grow beyond the limit, and the signal that would end the process for it is ignored.
      const limited = `trap "" XFSZ; ulimit -S -f 1500; exec "$@"`;
      let freed: number | undefined;
      const said = await runWriter(
        "bash",
        ["-c", limited, "bash", process.execPath, script, file, "30", "3000"],
        ({ outcome, round }, pid) => {
          if (!outcome.ok && freed === undefined) {
            freed = round;
            expect(spawnSync("prlimit", ["--pid", String(pid), "--fsize=unlimited"]).status).toBe(0);
          }
          return (freed !== undefined && round > freed + 40) || round > 5_000;
        },
      );
      const refused = said.filter(({ outcome }) => !outcome.ok);
      expect(refused.length).toBeGreaterThan(0);
      expect(new Set(refused.map(({ outcome }) => outcome.kind))).toEqual(new Set(["retry"]));
      expect(refused[0]?.outcome.error).toMatch(/embedded history: .*(full|disk I\/O)/);
      await expectAll(file, said);
    },
  );
});
