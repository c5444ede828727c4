// A million mutated MQTT sessions against the broker: the suite's own session fuzzer, run for so long as no suite would.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Options } from "./options.ts";
import { say, verdict, writeResult } from "./report.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

export async function fuzzBench(options: Options): Promise<void> {
  const sessions = options.sessions ?? (options.quick ? 1_000 : 1_000_000);
  const files = globSync("test/broker/fuzz*.test.ts", { cwd: root });
  if (files.length === 0) return say("fuzz: left out, there is no test/broker/fuzz*.test.ts");
  const started = performance.now();
  const args = ["node_modules/vitest/vitest.mjs", "run", ...files, "--testTimeout=86400000"];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ANJU_FUZZ_SESSIONS: String(sessions), ANJU_FUZZ_SEED: String(options.seed) },
  });
  const [code] = (await once(child, "exit")) as [number | null];
  const seconds = (performance.now() - started) / 1000;
  say(`fuzz      ${sessions} sessions, seed ${options.seed}: ${seconds.toFixed(0)} s`);
  if (!verdict("exit code of the fuzzer", code ?? 1, "≤", 0)) process.exitCode = 1;
  writeResult("fuzz", { options, sessions, seconds, code });
}
