// Group commit: one transaction for all that happened; whoever waits for the disk hears only once it is there; a failure loses nothing.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createGroup, type GroupSources } from "../../src/store/create-group.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { accepted, fault, notice, opened, refused, ticket } from "./samples.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const nobody = () => undefined;
const sources: GroupSources = { memoryOf: (id) => ({ id }), pending: () => ["waiting"] };
const settled = async (promise: Promise<void>): Promise<boolean> => {
  const late = Symbol("late");
  return (await Promise.race([promise, new Promise((resolve) => setImmediate(resolve, late))])) !== late;
};
const everything = (store: Store) => ({
  faults: store.faults(0).length,
  tickets: store.tickets().map(({ header, events }) => `${header.id} ${events.length}`),
  devices: [...store.devices().keys()],
  pending: store.pending(),
  notices: store.outbox.waiting(),
  quarantined: store.quarantined(10).length,
  lines: store.spool.peek(100)?.lines ?? [],
  waiting: store.spool.waiting().lines,
});
const nothing = {
  faults: 0,
  tickets: [],
  devices: [],
  pending: [],
  notices: {},
  quarantined: 0,
  lines: [],
  waiting: 0,
};
const one = {
  faults: 1,
  tickets: ["T-000001 1"],
  devices: ["E1"],
  pending: ["waiting"],
  notices: { robot: 1 },
  quarantined: 1,
  lines: ["a v=1"],
  waiting: 1,
};
function collect(group: ReturnType<typeof createGroup>): void {
  group.fault(fault("E1"));
  group.ticket(ticket("T-000001"));
  group.device("E1");
  group.notice(notice("n-1"));
  group.refused(refused("x"));
  group.lines(["a v=1"]);
}

describe("a group", () => {
  it("is written as a whole, and only then are those who wait told", async () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path, nobody);
    using beside = openStore(folder.path, nobody);
    const group = createGroup(store, sources, new Map());
    expect(group.isEmpty()).toBe(true);
    collect(group);
    const first = group.onDisk();
    const second = group.onDisk();
    expect([group.isEmpty(), await settled(first), everything(beside)]).toEqual([false, false, nothing]);
    group.write();
    expect(everything(beside)).toEqual({ ...one, waiting: 0 });
    expect(everything(store)).toEqual(one);
    expect([group.isEmpty(), await settled(first), await settled(second)]).toEqual([true, true, true]);
  });

  it("lets go of those who wait although nothing came of their message", async () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path, nobody);
    const group = createGroup(store, sources, new Map());
    group.write();
    const stored = group.onDisk();
    expect(await settled(stored)).toBe(false);
    group.write();
    expect(await settled(stored)).toBe(true);
    expect(everything(store)).toEqual(nothing);
  });

  it("keeps of each thing the last state, and appends each event of a ticket once", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path, nobody);
    let memory = 1;
    const group = createGroup(store, { ...sources, memoryOf: () => memory }, new Map());
    group.fault(fault("E1"));
    group.fault(fault("E1", { present: false }));
    group.fault(fault("E1", { openedAt: 9 }));
    group.ticket(ticket("T-000001", [opened]));
    group.ticket(ticket("T-000001", [opened, accepted]));
    group.device("E1");
    memory = 2;
    group.write();
    expect(store.faults(0).map(({ openedAt, present }) => [openedAt, present])).toEqual([
      [2000, false],
      [9, true],
    ]);
    expect([...store.devices()]).toEqual([["E1", 2]]);
    group.ticket(ticket("T-000001", [opened, accepted, { ...accepted, at: 4000 }]));
    group.write();
    group.ticket(ticket("T-000001", [opened, accepted, { ...accepted, at: 4000 }]));
    group.write();
    expect(store.tickets()[0]?.events.map(({ at }) => at)).toEqual([2000, 3000, 4000]);
  });

  it("goes on where an earlier run stopped", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path, nobody);
    store.saveTicket(ticket("T-000001", [opened]), 0);
    const group = createGroup(store, sources, new Map([["T-000001", 1]]));
    group.ticket(ticket("T-000001", [opened, accepted]));
    group.write();
    expect(store.tickets()[0]?.events).toEqual([opened, accepted]);
  });

  it("that fails at its very last line leaves nothing behind, keeps everything, and is written with the next", async () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path, nobody);
    const group = createGroup(store, sources, new Map());
    const beside = new DatabaseSync(join(folder.path, "anju.db"));
    beside.exec("CREATE TRIGGER full BEFORE INSERT ON spool BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    collect(group);
    const stored = group.onDisk();
    expect(() => group.write()).toThrow("disk full");
    expect(() => group.write()).toThrow("disk full");
    expect([group.isEmpty(), await settled(stored), everything(store)]).toEqual([false, false, nothing]);
    group.lines(["b v=2"]);
    beside.exec("DROP TRIGGER full");
    beside.close();
    group.write();
    expect(await settled(stored)).toBe(true);
    expect(everything(store)).toEqual({ ...one, lines: ["a v=1", "b v=2"], waiting: 2 });
  });

  it("waits out another writer's lock and then fails without loss", async () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path, nobody);
    const group = createGroup(store, sources, new Map());
    collect(group);
    const stored = group.onDisk();
    const beside = new DatabaseSync(join(folder.path, "anju.db"));
    beside.exec("BEGIN IMMEDIATE");
    expect(() => group.write()).toThrow(/locked/);
    expect([await settled(stored), everything(store)]).toEqual([false, nothing]);
    beside.exec("ROLLBACK");
    beside.close();
    group.write();
    expect([await settled(stored), everything(store)]).toEqual([true, one]);
  });
});

/** The last number the program said is on disk, when it was killed after at least so many. */
async function killedAfter(program: ChildProcess, atLeast: number): Promise<number> {
  let said = -1;
  const out = createInterface({ input: program.stdout as NodeJS.ReadableStream });
  const ended = once(program, "exit");
  for await (const line of out) {
    said = Number(line);
    if (said === atLeast) program.kill("SIGKILL");
  }
  const [code, signal] = await ended;
  expect([code, signal]).toEqual([null, "SIGKILL"]);
  return said;
}

describe("a program killed at once", () => {
  // Killing a program does not prove fsync: the operating system still holds what was written. It proves that nothing is
  // acknowledged before it has left the program.
  it("has everything on disk that it acknowledged, and tickets only with their log", async () => {
    using folder = temporaryFolder();
    const writer = fileURLToPath(new URL("./endless-writer.ts", import.meta.url));
    for (let round = 0; round < 3; round += 1) {
      const program = spawn(process.execPath, [writer, folder.path, `${round}`], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const acknowledged = await killedAfter(program, 40 + round * 17);
      expect(acknowledged).toBeGreaterThanOrEqual(40);
      using store = openStore(folder.path, nobody);
      const mine = (name: string) => name.startsWith(`${round}-`);
      const lines = (store.spool.peek(1_000_000)?.lines ?? []).filter(mine);
      expect(lines.length).toBeGreaterThan(acknowledged);
      expect(lines).toEqual(lines.map((_, i) => `${round}-${i} v=1`));
      expect(
        store
          .tickets()
          .filter(({ header }) => mine(header.id))
          .map(({ events }) => events.length),
      ).toEqual(lines.map(() => 1));
      expect(store.faults(0).filter(({ asset }) => mine(asset)).length).toBe(lines.length);
    }
  });
});
