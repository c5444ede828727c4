// A day of the demo community with more than a million messages, replayed three times as whole processes: how fast, and the same bytes each time?

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createCommunity } from "../simulators/community.ts";
import { toLine } from "../simulators/play.ts";
import { readSite } from "../simulators/read-site.ts";
import { record } from "../simulators/record.ts";
import { median } from "./median.ts";

const DAY = 24 * 3_600_000;
const RUNS = 3;
/** The demo's devices report four times as often as usual: 1.6 million messages a day. */
const OFTEN = 4;

const site = fileURLToPath(new URL("../sites/demo", import.meta.url));
const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

function* day() {
  const whole = readSite(site);
  const busy = {
    ...whole,
    devices: whole.devices.map((device) => ({ ...device, reportEvery: device.reportEvery / OFTEN })),
  };
  const start = Date.parse("2026-03-10T00:00:00+08:00");
  for (const message of createCommunity({ site: busy, seed: 1, start, end: start + DAY })) yield toLine(message);
}

export async function replayBench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "anju-bench-"));
  try {
    const recording = join(folder, "day.ndjson");
    const messages = await record(day(), recording);
    const seconds: number[] = [];
    const digests = new Set<string>();
    for (let run = 0; run < RUNS; run += 1) {
      const out = join(folder, `out-${run}.json`);
      const started = performance.now();
      const args = ["--disable-warning=ExperimentalWarning", main, "replay", recording, "--site", site, "--out", out];
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
      if (status !== 0) throw new Error(stderr);
      seconds.push((performance.now() - started) / 1000);
      digests.add(createHash("sha256").update(readFileSync(out)).digest("hex"));
    }
    const middle = median(seconds);
    process.stdout.write(
      `replay  ${messages} messages, one day: ${middle.toFixed(1)} s (median of ${RUNS}), ` +
        `${((middle * 1e6) / messages).toFixed(1)} µs a message, ${Math.round(DAY / 1000 / middle)} × real time; ` +
        `${digests.size === 1 ? "the same bytes each time" : "DIFFERENT BYTES"}\n`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
