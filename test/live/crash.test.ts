// kill -9 under load, ten times: the benchmark of that name as a test. What it checks, and how, stands in bench/crash.ts.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

it("killed at ten random instants under load, the gateway loses, doubles and reorders nothing it acknowledged", async () => {
  const { stdout } = await run(process.execPath, ["bench/main.ts", "crash", "--times", "10", "--history", "embedded"], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  expect(stdout).toMatch(/crash {5}10 × kill -9/);
  expect(stdout).toMatch(/acknowledged and lost, doubled or out of order: 0/);
}, 180_000);
