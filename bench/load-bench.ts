// The load generator measured by itself: what a message costs it against a sink that only acknowledges, so that it is known not to be the bottleneck.

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { startLoad, timesWithinAnHour } from "./load.ts";
import { median } from "./median.ts";
import type { Options } from "./options.ts";
import { table, verdict, writeResult } from "./report.ts";
import { devicesOf } from "./site.ts";

export async function loadBench(options: Options): Promise<void> {
  const limit = options.messages ?? (options.quick ? 20_000 : 1_000_000);
  const rows = [];
  for (const mode of ["pipelined", "single"] as const) {
    const costs: number[] = [];
    const rates: number[] = [];
    for (let run = 0; run < options.runs; run += 1) {
      const sink = fork(fileURLToPath(new URL("./peers/sink.ts", import.meta.url)));
      const [port] = (await once(sink, "message")) as [number];
      const devices = devicesOf(1000);
      const window = mode === "single" ? 16 : 128;
      await using load = await startLoad({
        ...timesWithinAnHour(limit / 1000),
        port,
        connections: options.connections,
        devices,
        mode,
        window,
        limit,
      });
      load.go();
      const report = await load.done;
      costs.push((report.cpuSeconds * 1e6) / report.acked);
      rates.push((report.acked * 1000) / (report.lastAcked - report.firstSent));
      sink.kill("SIGKILL");
    }
    rows.push({ mode, messages: limit, "msg/s": median(rates), "generator µs/msg": median(costs) });
  }
  table("load      the generator against a sink that only acknowledges", rows);
  const pipelined = rows[0]?.["generator µs/msg"] ?? Number.NaN;
  verdict("CPU of the generator per message, pipelined (µs)", pipelined, "≤", 1.5);
  writeResult("load", { options, rows });
}
