// A simulated power cut: what the gateway did to its data folder is recorded call by call, disks that a cut at random instants may leave are built from it, and the gateway is started on each.

import { spawnSync } from "node:child_process";
import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createRandom } from "../../simulators/random.ts";
import { checkMessages, type Loss } from "../crash-check.ts";
import { startGateway } from "../gateway.ts";
import { startLoad } from "../load.ts";
import type { Options } from "../options.ts";
import { until } from "../process.ts";
import { say, table, verdict, writeResult } from "../report.ts";
import { devicesOf, writeSite } from "../site.ts";
import { folderIn } from "../systems.ts";
import { acknowledgedBefore, createDisk, firstBehind, type Mood, readRecording } from "./recording.ts";

const moods: readonly Mood[] = ["random", "drops", "random", "keeps"];

export async function powerCutBench(options: Options): Promise<void> {
  const cuts = options.times ?? (options.quick ? 4 : 60);
  // Long enough for two checkpoints.
  const seconds = options.seconds ?? (options.quick ? 4 : 30);
  const rate = options.rate ?? (options.quick ? 300 : 1_000);
  const random = createRandom(options.seed);
  await using stack = new AsyncDisposableStack();
  const work = folderIn(stack, "power", options.keep);
  const shim = join(work, "shim.so");
  const source = fileURLToPath(new URL("./shim.c", import.meta.url));
  const compiled = spawnSync("gcc", ["-O2", "-shared", "-fPIC", "-o", shim, source, "-ldl"], { encoding: "utf8" });
  if (compiled.error) return say("power-cut: left out, gcc is missing: apt-get install gcc");
  if (compiled.status !== 0) throw new Error(compiled.stderr);

  const devices = devicesOf(options.devices ?? 40);
  const site = writeSite(folderIn(stack, "site"), devices);
  const data = folderIn(stack, "data");
  const log = join(work, "recording");
  const env = { LD_PRELOAD: shim, ANJU_CUT_LOG: log, ANJU_CUT_FOLDER: data, UV_USE_IO_URING: "0" };
  const recorded = await startGateway({ site, data, env });
  const load = stack.use(
    await startLoad({
      port: recorded.mqttPort,
      connections: Math.min(10, options.connections),
      devices,
      mode: "paced",
      rate,
      window: 200,
      base: Date.now(),
      step: (devices.length / rate) * 1000,
      reconnect: true,
    }),
  );
  if (!existsSync(log)) throw new Error("nothing was recorded: is this Node linked against the C library?");
  const firstRecord = statSync(log).size;
  load.go();
  await setTimeout(seconds * 1000);
  await recorded.kill();
  const report = load.now() ?? (await load.done);

  const entries = readRecording(log);
  const begin = firstBehind(entries, firstRecord);
  const instants = Array.from({ length: cuts }, () => begin + Math.floor(random() * (entries.length - begin))).sort(
    (a, b) => a - b,
  );
  say(`power-cut seed ${options.seed}: ${entries.length} records, ${report.acked} messages acknowledged, ${cuts} cuts`);

  const disk = createDisk(entries);
  const losses: Loss[] = [];
  let checked = 0;
  for (const [index, instant] of instants.entries()) {
    disk.advance(instant);
    const folder = join(work, `disk-${index}`);
    const mood = moods[index % moods.length] as Mood;
    disk.cut(folder, mood, random);
    const ackedOf = acknowledgedBefore(entries, instant, load.ports);
    const before = losses.length;
    try {
      await using gateway = await startGateway({ site, data: folder });
      await until("the history has taken what waited", async () =>
        ((await gateway.metrics()).get("anju_history_waiting") ?? 0) === 0 ? true : undefined,
      );
      await setTimeout(300);
      for (const loss of await checkMessages(gateway, load.config, { ackedOf, sentOf: report.sentOf }))
        losses.push(`cut ${index} (record ${instant}, ${mood}): ${loss}`);
    } catch (error) {
      losses.push(
        `cut ${index} (record ${instant}, ${mood}): does not start: ${(error as Error).message.slice(0, 600)}`,
      );
    }
    checked += ackedOf.reduce((sum, acked) => sum + acked, 0);
    if (losses.length === before) rmSync(folder, { recursive: true, force: true });
    if ((index + 1) % 10 === 0) say(`  ${index + 1} cuts, ${losses.length} problems`);
  }
  table(`power-cut  ${cuts} cuts`, [{ records: entries.length, "messages checked": checked, problems: losses.length }]);
  for (const loss of losses.slice(0, 20)) say(`  ${loss}`);
  if (!verdict("disks that do not start, or miss or double an acknowledged message", losses.length, "≤", 0))
    process.exitCode = 1;
  writeResult("power-cut", { options, cuts, records: entries.length, checked, losses });
}
