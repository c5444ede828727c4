// How long the gateway takes from its start to `ready` on the demo site, and how much memory it then holds.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { median } from "./median.ts";

const RUNS = 5;
const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

const residentMegabytes = (pid: number): number => {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
};

export async function startBench(): Promise<void> {
  const seconds: number[] = [];
  const memory: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const data = mkdtempSync(join(tmpdir(), "anju-bench-"));
    const started = performance.now();
    const args = [
      "--disable-warning=ExperimentalWarning",
      main,
      "start",
      "--data",
      data,
      "--mqtt-port",
      "0",
      "--http-port",
      "0",
    ];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    for await (const line of createInterface({ input: child.stdout })) if (line.includes('"msg":"ready"')) break;
    seconds.push((performance.now() - started) / 1000);
    memory.push(residentMegabytes(child.pid as number));
    child.kill("SIGTERM");
    await once(child, "exit");
    rmSync(data, { recursive: true });
  }
  process.stdout.write(
    `start   to ready: ${median(seconds).toFixed(2)} s (median of ${RUNS}; first ${seconds[0]?.toFixed(2)} s), ` +
      `resident ${Math.round(median(memory))} MB\n`,
  );
}
