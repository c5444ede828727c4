// A program for tests: uses a data folder as the gateway does, without pause, until somebody kills it. Record i is journalled, then
// told (a notice), its line put into the spool and moved to the history; now and then a checkpoint lets go of old segments.

import { mkdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { batchOf, linesOf } from "../../src/history/line-batch.ts";
import { openSpool } from "../../src/history/spool.ts";
import { openJournal } from "../../src/journal/open-journal.ts";
import { lockFolder } from "../../src/store/lock-folder.ts";
import { openStore } from "../../src/store/open-store.ts";
import { readState } from "../../src/store/read-state.ts";
import { openStateWriter } from "../../src/store/write-state.ts";
import { notice } from "./samples.ts";

const [folder = "", site = "demo"] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const locked = lockFolder(folder, site);
if (!locked.ok) throw new Error(locked.hint.en);
// Held as long as the program runs: the collector would let it go.
process.once("exit", () => locked.lock[Symbol.dispose]());
const store = openStore(folder);
readState(folder, 0);
const state = openStateWriter(folder);
const journal = await openJournal({ folder: join(folder, "journal"), settled: 0, segmentBytes: 20_000, gatherFor: 0 });
const spool = openSpool(join(folder, "spool"), { warn: () => undefined });
const history = new DatabaseSync(join(folder, "history.db"));
history.exec("PRAGMA journal_mode = WAL; CREATE TABLE line (text TEXT); PRAGMA user_version = 1;");
const insert = history.prepare("INSERT INTO line VALUES (?)");
const chunks: ReturnType<typeof spool.put>[] = [];

for (let i = 1; ; i += 10) {
  for (let j = i; j < i + 10; j += 1) journal.append(1, j, `record ${j}`, "x".repeat(200));
  await new Promise<void>((resolve) => journal.whenOnDisk(resolve));
  writeSync(1, `${i + 9}\n`);
  const numbers = Array.from({ length: 10 }, (_, j) => i + j);
  store.transaction(() => {
    for (const j of numbers) store.outbox.add(notice(`n-${j}`, "robot", j));
  });
  chunks.push(spool.put({ ...batchOf(numbers.map(String)), messages: 10, takenAt: 1 }));
  if (chunks.length > 3) {
    const chunk = chunks.shift() as (typeof chunks)[number];
    for (const line of linesOf(spool.read(chunk) ?? batchOf([]))) insert.run(line);
    spool.remove(chunk);
  }
  if (i % 50 !== 1) continue;
  state.add({ counters: { received: i + 9 } });
  state.commit({ position: i + 9, at: 1, listeningSince: 1 });
  journal.settle(i + 9);
}
