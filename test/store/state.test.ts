// The checkpoint on real files: what one holds is what the next start finds, whole or not at all; version 0.1's tables are carried over.

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import type { Mark } from "../../src/store/checkpoint.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import { openStateThread } from "../../src/store/open-state-thread.ts";
import { readState } from "../../src/store/read-state.ts";
import { migrations } from "../../src/store/schema.ts";
import { openStateWriter } from "../../src/store/write-state.ts";
import { accepted, fault, opened, ticket } from "./samples.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const mark = (position: number): Mark => ({ position, at: 1000, listeningSince: 500 });
const child = { ...ticket("T-000002"), parent: "T-000001", fault: null };
const memory = { detect: { points: { fps: [25, 1000] } }, ingest: { seen: [[1, null, 5, 9]], unmapped: { wifi: 3 } } };
const whole = {
  devices: [["E1", JSON.stringify(memory)]],
  faults: [fault("E1")],
  tickets: [
    { ...ticket("T-000001", [opened, accepted]), from: 0 },
    { ...child, from: 0 },
  ],
  pending: [{ at: 5, fault: fault("E2") }],
  memos: { silences: { silences: [], ledger: [] } },
  counters: { received: 12, "rejected.bad-topic": 3 },
} as const;

describe("a checkpoint", () => {
  it("comes back as it was, by a thread as by hand", async () => {
    using folder = temporaryFolder();
    await using thread = openStateThread(folder.path, (error) => {
      throw error;
    });
    thread.add(whole);
    await thread.commit(mark(7));
    expect(readState(folder.path, 0)).toEqual({
      mark: mark(7),
      devices: new Map([["E1", memory]]),
      faults: [fault("E1")],
      tickets: [ticket("T-000001", [opened, accepted]), child],
      pending: [{ at: 5, fault: fault("E2") }],
      memos: { silences: { silences: [], ledger: [] } },
      counters: { received: 12, "rejected.bad-topic": 3 },
    });
  });

  it("a folder without one has none", () => {
    using folder = temporaryFolder();
    expect(readState(folder.path, 0)).toMatchObject({ mark: null, tickets: [], faults: [], pending: [], counters: {} });
  });

  it("half written is not there at the next start", () => {
    using folder = temporaryFolder();
    {
      using writer = openStateWriter(folder.path);
      writer.add({ faults: [fault("E1")] });
      writer.commit(mark(1));
      writer.add({ faults: [fault("E2")], pending: [1], devices: [["E1", "{}"]] });
    }
    const { mark: found, faults, pending, devices } = readState(folder.path, 0);
    expect([found?.position, faults.map(({ asset }) => asset), pending, devices.size]).toEqual([1, ["E1"], [], 0]);
  });

  it("one that the disk refuses is told, dropped as a whole, and the next is taken", async () => {
    using folder = temporaryFolder();
    await using thread = openStateThread(folder.path, (error) => {
      throw error;
    });
    thread.add({ devices: [["E1", "{}"]] });
    thread.add({ devices: [[null as unknown as string, "{}"]] });
    await expect(thread.commit(mark(1))).rejects.toThrow(/NOT NULL/);
    thread.add({ devices: [["E2", "{}"]] });
    await thread.commit(mark(2));
    const { mark: found, devices } = readState(folder.path, 0);
    expect([found?.position, [...devices.keys()]]).toEqual([2, ["E2"]]);
  });

  it("a ticket's log only grows; header stays, fault and parent follow", () => {
    using folder = temporaryFolder();
    using writer = openStateWriter(folder.path);
    const first = ticket("T-000001");
    writer.add({ tickets: [{ ...first, from: 0 }] });
    writer.commit(mark(1));
    const later = {
      ...ticket("T-000001", [opened, accepted]),
      header: { ...first.header, owner: "somebody else" },
      fault: fault("E1", { present: false, absentSince: 4000 }),
      parent: "T-000009",
    };
    writer.add({ tickets: [{ ...later, from: 1 }] });
    writer.commit(mark(2));
    expect(readState(folder.path, 0).tickets).toEqual([{ ...later, header: first.header }]);
  });

  it("keeps each fault once, newest first, and forgets none that is open", () => {
    using folder = temporaryFolder();
    using writer = openStateWriter(folder.path);
    writer.add({ faults: [fault("E1", { openedAt: 1 })] });
    writer.add({ faults: [fault("E1", { openedAt: 1, clearedAt: 50 }), fault("E1", { openedAt: 60 })] });
    writer.add({ faults: [fault("E2", { openedAt: 30, clearedAt: 40 })] });
    writer.commit(mark(1));
    const seen = (since: number) =>
      readState(folder.path, since).faults.map(({ asset, openedAt }) => [asset, openedAt]);
    expect(seen(0)).toEqual([
      ["E1", 60],
      ["E2", 30],
      ["E1", 1],
    ]);
    expect(seen(50)).toEqual([
      ["E1", 60],
      ["E1", 1],
    ]);
    expect(seen(51)).toEqual([["E1", 60]]);
  });

  it("replaces what is pending as a whole", () => {
    using folder = temporaryFolder();
    using writer = openStateWriter(folder.path);
    writer.add({ pending: [1, 2, 3] });
    writer.commit(mark(1));
    writer.add({ pending: ["a"] });
    writer.commit(mark(2));
    writer.add({ counters: { kept: 1 } });
    writer.commit(mark(3));
    expect(readState(folder.path, 0).pending).toEqual(["a"]);
  });
});

describe("what version 0.1 left in anju.db", () => {
  it("is carried over once; anju.db lets go of it only then", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "anju.db");
    const before = openDatabase(file, migrations);
    before.prepare("INSERT INTO device (id, memory) VALUES ('E1', ?)").run(JSON.stringify(memory));
    before.prepare("INSERT INTO counter (name, value) VALUES ('received', 4)").run();
    before.close();
    const first = readState(folder.path, 0);
    expect([first.mark, [...first.devices], first.counters]).toEqual([null, [["E1", memory]], { received: 4 }]);
    const after = new DatabaseSync(file);
    const left = after.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
    after.close();
    expect(left.map(({ name }) => name)).not.toContain("device");
    expect(left.map(({ name }) => name)).toContain("quarantine");
    expect(readState(folder.path, 0).devices).toEqual(first.devices);
  });
});
