// A gateway's place for tests: hands lines to a history thread, secures now and then, and says which are secured, until it is
// killed. With a fourth argument its thread dies of a broken invariant at the first lines.

import { batchOf } from "../../src/history/line-batch.ts";
import { openHistoryThread } from "../../src/history/open-history-thread.ts";

const [url = "", spoolFolder = "", from = "0", broken] = process.argv.slice(2);
const thread = await openHistoryThread({
  settings: { url, version: 1, database: "d", file: "", timeout: 500 },
  spoolFolder,
  log: { warn: () => {}, info: () => {} },
  onState: () => {},
  onRefused: () => {},
  spoolLimits: { bytes: 1e12, free: 0 },
  tuning: { backOff: { first: 20, most: 50 }, secureWithin: 5, ...(broken && { memory: null as never }) },
});
for (let at = Number(from); ; at += 40) {
  for (let line = at; line < at + 40; line += 2)
    thread.write(batchOf([`m x=${line} ${line}`, `m x=${line + 1} ${line + 1}`]), 2);
  await thread.secure();
  process.stdout.write(`${at + 40}\n`);
}
