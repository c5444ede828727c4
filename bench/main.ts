// `npm run bench [-- NAME … --FLAG …]`: the measurements, each printing medians and, where there is one, the ratio to what was promised.

import { connectionsBench } from "./connections.ts";
import { growthBench } from "./growth.ts";
import { latencyBench } from "./latency.ts";
import { loadBench } from "./load-bench.ts";
import { outageBench } from "./outage.ts";
import { type Options, readOptions } from "./options.ts";
import { replayBench } from "./replay.ts";
import { startBench } from "./start.ts";
import { throughputBench } from "./throughput.ts";

const benches: Readonly<Record<string, (options: Options) => Promise<void>>> = {
  replay: replayBench,
  start: startBench,
  load: loadBench,
  throughput: throughputBench,
  latency: latencyBench,
  connections: connectionsBench,
  growth: growthBench,
  outage: outageBench,
};
const { names, options } = readOptions(process.argv.slice(2));
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0) {
  process.stderr.write(`no benchmark ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}\n`);
  process.exitCode = 2;
} else for (const [name, run] of Object.entries(benches)) if (names.length === 0 || names.includes(name)) await run(options);
