// A process of its own that appends to a journal: until it is killed, or until the disk is full and has room again.

import { rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { openJournal } from "../../src/journal/open-journal.ts";
import { readJournal } from "../../src/journal/read-journal.ts";

const [folder = "", mode] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);

if (mode === "until-full") {
  let acknowledged = 0;
  const journal = await openJournal({
    folder,
    settled: 0,
    gatherFor: 0,
    retryAfter: 20,
    onState: ({ ok, error }) => {
      if (ok) return;
      say(`fails: ${error}`);
      const read = [...readJournal(folder, 0)].length;
      say(`read back ${read}, acknowledged ${acknowledged}: ${read === acknowledged}`);
      rmSync(join(folder, "ballast"), { force: true });
    },
  });
  const onDisk = () => new Promise<void>((done) => journal.whenOnDisk(done));
  for (let count = 0; count < 400; count++) {
    journal.append(1, count, "topic", Buffer.alloc(200, count));
    journal.whenOnDisk(() => acknowledged++);
    while (count % 5 === 0 && journal.waitingBytes() > 10_000) await onDisk();
    if (count % 5 === 0) await new Promise((done) => setImmediate(done));
  }
  await onDisk();
  await journal[Symbol.asyncDispose]();
  say(`acknowledged ${acknowledged} of 400`);
} else {
  const journal = await openJournal({ folder, settled: 0, segmentBytes: 20_000 });
  const more = () => {
    for (let count = 0; count < 7; count++) {
      const next = journal.position() + 1;
      const position = journal.append(1, next, `topic/${next}`, `body of ${next}`);
      journal.whenOnDisk(() => say(String(position)));
    }
    setImmediate(more);
  };
  more();
}
