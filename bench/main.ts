// `npm run bench [-- NAME … --FLAG …]`: the measurements, each printing medians and, where there is one, the ratio to what was promised.

import { type Options, readOptions } from "./options.ts";
import { takeChildrenAlong } from "./process.ts";

type Bench = (options: Options) => Promise<void>;

/** Without a name the first few run, which take minutes; the others want their name. */
const short: readonly string[] = ["replay", "start", "load", "throughput", "latency"];

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  replay: async () => (await import("./replay.ts")).replayBench,
  start: async () => (await import("./start.ts")).startBench,
  load: async () => (await import("./load-bench.ts")).loadBench,
  throughput: async () => (await import("./throughput.ts")).throughputBench,
  latency: async () => (await import("./latency.ts")).latencyBench,
  connections: async () => (await import("./connections.ts")).connectionsBench,
  growth: async () => (await import("./growth.ts")).growthBench,
  outage: async () => (await import("./outage.ts")).outageBench,
  crash: async () => (await import("./crash.ts")).crashBench,
  "power-cut": async () => (await import("./power-cut/power-cut.ts")).powerCutBench,
  fuzz: async () => (await import("./fuzz.ts")).fuzzBench,
  tickets: async () => (await import("./tickets.ts")).ticketsBench,
  coverage: async () => (await import("./coverage.ts")).coverageBench,
  "coverage-accuracy": async () => (await import("./coverage-accuracy.ts")).coverageAccuracyBench,
  pipeline: async () => (await import("./pipeline.ts")).pipelineBench,
  grafana: async () => (await import("./grafana.ts")).grafanaBench,
  "embedded-history": async () => (await import("./embedded-history.ts")).embeddedHistoryBench,
};

async function main(): Promise<void> {
  const { names, options } = readOptions(process.argv.slice(2));
  const unknown = names.filter((name) => !(name in benches));
  if (unknown.length > 0)
    throw new TypeError(`no benchmark ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}`);
  for (const [name, load] of Object.entries(benches))
    if (names.length === 0 ? short.includes(name) : names.includes(name)) await (await load())(options);
}

takeChildrenAlong();
try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof TypeError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 2;
}
