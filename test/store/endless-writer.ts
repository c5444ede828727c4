// A program for tests: writes one group after another and says each number once it is on disk, until somebody kills it.

import { writeSync } from "node:fs";
import { createGroup } from "../../src/store/create-group.ts";
import { openStore } from "../../src/store/open-store.ts";
import { fault, ticket } from "./samples.ts";

const [folder = "", round = ""] = process.argv.slice(2);
const store = openStore(folder, () => undefined);
const group = createGroup(store, { memoryOf: () => null, pending: () => [] }, new Map());

for (let i = 0; ; i += 1) {
  const name = `${round}-${i}`;
  group.fault(fault(name));
  group.ticket(ticket(name));
  group.lines([`${name} v=1`]);
  setImmediate(group.write);
  await group.onDisk();
  writeSync(1, `${i}\n`);
}
