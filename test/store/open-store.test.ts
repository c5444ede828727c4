// The store on real files: opened, brought up to date, refused with a cure; and what is put in is what comes out after a restart.

import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../src/store/open-database.ts";
import { openStore } from "../../src/store/open-store.ts";
import { migrations } from "../../src/store/schema.ts";
import { accepted, fault, notice, opened, refused, ticket } from "./samples.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const nobody = () => undefined;

describe("opening", () => {
  it("makes the folder, private, and a database that waits for the disk", () => {
    using folder = temporaryFolder();
    const data = join(folder.path, "a", "b");
    using store = openStore(data, nobody);
    expect(store.tickets()).toEqual([]);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    const file = join(data, "anju.db");
    const database = openDatabase(file);
    const pragma = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() as object)[0];
    expect([pragma("journal_mode"), pragma("synchronous"), pragma("foreign_keys"), pragma("user_version")]).toEqual([
      "wal",
      2,
      1,
      migrations.length,
    ]);
    database.close();
  });

  it("twice, by two programs at once, is no harm", () => {
    using folder = temporaryFolder();
    using one = openStore(folder.path, nobody);
    using two = openStore(folder.path, nobody);
    one.saveFault(fault("E1"));
    two.saveFault(fault("E2"));
    expect(one.faults(0).map(({ asset }) => asset)).toEqual(["E1", "E2"]);
  });

  it("brings an empty database of version 0 up to date and leaves a current one alone", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "anju.db");
    new DatabaseSync(file).close();
    openStore(folder.path, nobody)[Symbol.dispose]();
    const schema = () => {
      const database = new DatabaseSync(file);
      const sql = database.prepare("SELECT sql FROM sqlite_schema ORDER BY name").all();
      database.close();
      return sql;
    };
    const first = schema();
    openStore(folder.path, nobody)[Symbol.dispose]();
    expect(schema()).toEqual(first);
    expect(first.length).toBeGreaterThan(8);
  });

  it("refuses what a newer version wrote, names the file and the cure, and changes nothing", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "anju.db");
    const newer = openDatabase(file);
    newer.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    newer.close();
    const open = () => openStore(folder.path, nobody);
    expect(open).toThrow(file);
    expect(open).toThrow(`schema ${migrations.length + 1}; this one knows ${migrations.length}`);
    expect(open).toThrow("--data");
    const after = new DatabaseSync(file);
    expect(after.prepare("PRAGMA user_version").get()).toEqual({ user_version: migrations.length + 1 });
    after.close();
  });

  it("says which file it cannot open: a folder under a file", () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, "file"), "");
    expect(() => openStore(join(folder.path, "file", "data"), nobody)).toThrow(join(folder.path, "file", "data"));
  });

  it("says which file it cannot open: a folder where the database should be", () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, "anju.db"));
    expect(() => openStore(folder.path, nobody)).toThrow(join(folder.path, "anju.db"));
  });

  it("says which file it cannot open: one that is no database, which stays as it was", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "anju.db");
    writeFileSync(file, "notes of mine ".repeat(100));
    expect(() => openStore(folder.path, nobody)).toThrow(`${file}: file is not a database`);
    expect(readdirSync(folder.path)).toEqual(["anju.db"]);
    expect(statSync(file).size).toBe(1400);
  });

  it("says which folder it may not write, even where nothing stops the administrator of the machine", () => {
    for (const folder of ["/proc/anju", "/dev/null/anju"]) expect(() => openStore(folder, nobody)).toThrow(folder);
  });
});

describe("what is stored", () => {
  it("comes back after a restart as it was: tickets, faults, devices, what is pending, counters", () => {
    using folder = temporaryFolder();
    const child = { ...ticket("T-000002"), parent: "T-000001", fault: null };
    const memory = {
      detect: { points: { fps: [25, 1000] } },
      ingest: { seen: [[1, null, 5, 9]], unmapped: { wifi: 3 } },
    };
    {
      using store = openStore(folder.path, nobody);
      store.transaction(() => {
        store.saveTicket(ticket("T-000001", [opened, accepted]), 0);
        store.saveTicket(child, 0);
        store.saveFault(fault("E1"));
        store.saveDevice("E1", memory);
        store.savePending([{ at: 5, fault: fault("E2") }]);
        store.saveCounters({ received: 12, "rejected.bad-topic": 3 });
      });
    }
    using store = openStore(folder.path, nobody);
    expect(store.tickets()).toEqual([ticket("T-000001", [opened, accepted]), child]);
    expect(store.faults(0)).toEqual([fault("E1")]);
    expect([...store.devices()]).toEqual([["E1", memory]]);
    expect(store.pending()).toEqual([{ at: 5, fault: fault("E2") }]);
    expect(store.counters()).toEqual({ received: 12, "rejected.bad-topic": 3 });
  });

  it("a ticket's log only grows; header stays, fault and parent follow", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path, nobody);
    const first = ticket("T-000001");
    store.saveTicket(first, 0);
    const later = {
      ...ticket("T-000001", [opened, accepted]),
      header: { ...first.header, owner: "somebody else" },
      fault: fault("E1", { present: false, absentSince: 4000 }),
      parent: "T-000009",
    };
    store.saveTicket(later, 1);
    expect(store.tickets()).toEqual([{ ...later, header: first.header }]);
    expect(() => store.transaction(() => store.saveTicket(later, 1))).toThrow(/UNIQUE/);
    expect(store.tickets()).toEqual([{ ...later, header: first.header }]);
  });

  it("keeps each fault once, newest first, and forgets none that is open", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path, nobody);
    store.saveFault(fault("E1", { openedAt: 1 }));
    store.saveFault(fault("E1", { openedAt: 1, clearedAt: 50 }));
    store.saveFault(fault("E1", { openedAt: 60 }));
    store.saveFault(fault("E2", { openedAt: 30, clearedAt: 40 }));
    const seen = (since: number) => store.faults(since).map(({ asset, openedAt }) => [asset, openedAt]);
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
    using store = openStore(folder.path, nobody);
    store.savePending([1, 2, 3]);
    store.savePending(["a"]);
    expect(store.pending()).toEqual(["a"]);
    store.savePending([]);
    expect(store.pending()).toEqual([]);
  });

  it("takes all of a transaction or none of it", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path, nobody);
    const work = () => {
      store.saveFault(fault("E1"));
      store.spool.append(["a 1", "b 2"]);
      store.outbox.add(notice("n-1"));
      throw new Error("half-way");
    };
    expect(() => store.transaction(work)).toThrow("half-way");
    expect([store.faults(0), store.spool.peek(10), store.outbox.waiting()]).toEqual([[], null, {}]);
    expect(store.spool.waiting()).toEqual({ lines: 0, bytes: 0 });
    store.transaction(() => store.saveFault(fault("E1")));
    expect(store.faults(0)).toEqual([fault("E1")]);
  });
});

describe("quarantine", () => {
  it("is read newest first, in pages", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path, nobody);
    for (const name of ["a", "b", "c", "d", "e"]) store.quarantine(refused(name));
    const first = store.quarantined(2);
    expect(first.map(({ detail }) => detail)).toEqual(["e", "d"]);
    expect(store.quarantined(10, first.at(-1)?.id).map(({ detail }) => detail)).toEqual(["c", "b", "a"]);
    expect(first[0]).toEqual({ id: first[0]?.id, ...refused("e") });
    store.quarantine({ ...refused("f"), device: null });
    expect(store.quarantined(1)[0]?.device).toBeNull();
  });

  it("keeps the newest 10,000, and not many more before the daily sweep", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path, nobody);
    const put = (from: number, to: number) =>
      store.transaction(() => {
        for (let i = from; i < to; i += 1) store.quarantine(refused(`${i}`));
      });
    const size = () => store.quarantined(100_000).length;
    put(0, 10_500);
    expect(size()).toBeLessThanOrEqual(11_000);
    put(10_500, 25_500);
    expect(size()).toBeLessThanOrEqual(11_000);
    store.housekeep(0);
    expect(size()).toBe(10_000);
    expect(store.quarantined(1)[0]?.detail).toBe("25499");
    expect(store.quarantined(1, 15_502)[0]?.detail).toBe("15500");
    store.housekeep(0);
    expect(size()).toBe(10_000);
  });
});
