// `npm run bench [-- NAME …]`: the measurements, each printing medians and, where there is one, the ratio to what was promised.

import { replayBench } from "./replay.ts";
import { startBench } from "./start.ts";

const benches: Readonly<Record<string, () => Promise<void>>> = { replay: replayBench, start: startBench };

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  process.stderr.write(`no benchmark ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}\n`);
  process.exitCode = 2;
} else for (const [name, run] of Object.entries(benches)) if (wanted.length === 0 || wanted.includes(name)) await run();
