// What many devices cost: memory of 10,000 that are connected and silent, CPU of 50,000 that report every half minute.

import { setTimeout } from "node:timers/promises";
import { startGateway } from "./gateway.ts";
import { startLoad } from "./load.ts";
import { median } from "./median.ts";
import type { Options } from "./options.ts";
import { cpuSeconds, residentMegabytes } from "./process.ts";
import { table, verdict, writeResult } from "./report.ts";
import { devicesOf, writeSite } from "./site.ts";
import { folderIn } from "./systems.ts";

const HALF_A_MINUTE = 30;

/** Resident MB before and with `count` silent connections, from several loopback addresses. */
async function idle(
  count: number,
  wait: number,
): Promise<{ readonly before: number; readonly after: number; readonly took: number }> {
  await using stack = new AsyncDisposableStack();
  const site = writeSite(folderIn(stack, "site"), devicesOf(1000));
  const gateway = stack.use(await startGateway({ site, data: folderIn(stack, "data") }));
  await setTimeout(wait);
  const before = residentMegabytes(gateway.pid);
  const started = performance.now();
  const { mqttPort: port } = gateway;
  stack.use(await startLoad({ port, connections: count, devices: [], mode: "idle", base: 0, step: 1, addresses: 8 }));
  const took = (performance.now() - started) / 1000;
  await setTimeout(wait * 2);
  return { before, after: residentMegabytes(gateway.pid), took };
}

/** Share of a core and memory with `count` devices that each report every 30 s. */
async function reporting(count: number, options: Options, seconds: number) {
  await using stack = new AsyncDisposableStack();
  const devices = devicesOf(count);
  const site = writeSite(folderIn(stack, "site"), devices, "PT30S");
  const gateway = stack.use(await startGateway({ site, data: folderIn(stack, "data"), within: 180_000 }));
  const rate = count / HALF_A_MINUTE;
  const times = { base: Date.now(), step: HALF_A_MINUTE * 1000 };
  const { mqttPort: port } = gateway;
  const load = stack.use(
    await startLoad({ ...times, port, connections: options.connections, devices, mode: "paced", rate, window: 1000 }),
  );
  load.go();
  await setTimeout(options.quick ? 1_000 : 35_000);
  const before = cpuSeconds(gateway.pid);
  const started = performance.now();
  await setTimeout(seconds * 1000);
  const core = (cpuSeconds(gateway.pid) - before) / ((performance.now() - started) / 1000);
  load.stop();
  const { latency } = await load.done;
  return { core, memory: residentMegabytes(gateway.pid), start: gateway.startTook / 1000, p99: latency.p99 };
}

export async function connectionsBench(options: Options): Promise<void> {
  const count = options.quick ? 300 : 10_000;
  const silent = [];
  for (let run = 0; run < options.runs; run += 1) silent.push(await idle(count, options.quick ? 500 : 5_000));
  const many = options.devices ?? (options.quick ? 500 : 50_000);
  const seconds = options.seconds ?? (options.quick ? 2 : 60);
  const busy = [];
  for (let run = 0; run < options.runs; run += 1) busy.push(await reporting(many, options, seconds));

  const after = median(silent.map((each) => each.after));
  const before = median(silent.map((each) => each.before));
  const perConnection = ((after - before) * 1024) / count;
  table(`connections  median of ${options.runs}`, [
    {
      connections: count,
      "MB before": before,
      "MB connected": after,
      "kB each": perConnection,
      "s to connect": median(silent.map(({ took }) => took)),
    },
  ]);
  const core = median(busy.map((each) => each.core));
  table(`devices   reporting every ${HALF_A_MINUTE} s through ${options.connections} connections`, [
    {
      devices: many,
      "msg/s": many / HALF_A_MINUTE,
      "share of a core": core,
      MB: median(busy.map(({ memory }) => memory)),
      "s to ready": median(busy.map(({ start }) => start)),
      "p99 PUBACK ms": median(busy.map(({ p99 }) => p99)),
    },
  ]);
  verdict(`${count} connected idle devices (MB)`, after, "≤", 350);
  verdict(`${many} devices at 1 msg/30 s (share of a core)`, core, "≤", 0.25);
  writeResult("connections", { options, silent, busy });
}
