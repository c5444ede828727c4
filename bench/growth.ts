// Does a message cost more where there are more devices? CPU of the gateway per message at one rate, with ever larger communities, in interleaved rounds.

import { setTimeout } from "node:timers/promises";
import { startGateway } from "./gateway.ts";
import { startLoad } from "./load.ts";
import { median } from "./median.ts";
import type { Options } from "./options.ts";
import { cpuSeconds, residentMegabytes } from "./process.ts";
import { table, verdict, writeResult } from "./report.ts";
import { devicesOf, writeSite } from "./site.ts";
import { folderIn } from "./systems.ts";

/** The same number for every size: the connections themselves must not make the difference. */
const CONNECTIONS = 100;

async function cost(count: number, rate: number, seconds: number, warm: number) {
  await using stack = new AsyncDisposableStack();
  const devices = devicesOf(count);
  const site = writeSite(folderIn(stack, "site"), devices);
  const gateway = stack.use(await startGateway({ site, data: folderIn(stack, "data"), within: 180_000 }));
  const load = stack.use(
    await startLoad({
      port: gateway.mqttPort,
      connections: CONNECTIONS,
      devices,
      mode: "paced",
      rate,
      window: 1000,
      base: Date.now() - 60_000,
      step: (count / rate) * 1000,
    }),
  );
  load.go();
  await setTimeout(warm * 1000);
  const before = cpuSeconds(gateway.pid);
  const ackedBefore = (load.now()?.acked ?? 0) as number;
  await setTimeout(seconds * 1000);
  const used = cpuSeconds(gateway.pid) - before;
  const acked = (load.now()?.acked ?? 0) - ackedBefore;
  return { cost: (used * 1e6) / acked, memory: residentMegabytes(gateway.pid) };
}

export async function growthBench(options: Options): Promise<void> {
  const sizes = options.quick ? [100, 1000] : [100, 1000, 10_000, 50_000];
  const rate = options.rate ?? (options.quick ? 1000 : 10_000);
  const seconds = options.seconds ?? (options.quick ? 2 : 20);
  const warm = options.quick ? 1 : 15;
  const found = new Map(sizes.map((size) => [size, [] as { cost: number; memory: number }[]]));
  for (let run = 0; run < options.runs; run += 1)
    for (const size of sizes) found.get(size)?.push(await cost(size, rate, seconds, warm));

  const costOf = (size: number): number => median((found.get(size) ?? []).map((each) => each.cost));
  const [smallest = 0] = sizes;
  const rows = sizes.map((devices) => ({
    devices,
    "CPU µs/msg": costOf(devices),
    [`× ${smallest} devices`]: costOf(devices) / costOf(smallest),
    MB: median((found.get(devices) ?? []).map((each) => each.memory)),
  }));
  table(`growth    at ${rate} msg/s, median of ${options.runs}`, rows);
  const largest = sizes.at(-1) ?? 0;
  verdict(`cost per message, ${largest} against ${smallest} devices`, costOf(largest) / costOf(smallest), "≤", 1.3);
  writeResult("growth", { options, rows });
}
