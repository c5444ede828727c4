// The store on real files: opened, brought up to date, refused with a cure; and what is put in is what comes out after a restart.

import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../src/store/open-database.ts";
import { openStore } from "../../src/store/open-store.ts";
import { migrations } from "../../src/store/schema.ts";
import { notice, refused } from "./samples.ts";
import { temporaryFolder } from "./temporary-folder.ts";

describe("opening", () => {
  it("makes the folder, private, and a database that waits for the disk", () => {
    using folder = temporaryFolder();
    const data = join(folder.path, "a", "b");
    using store = openStore(data);
    expect(store.outbox.waiting()).toEqual({});
    expect(statSync(data).mode & 0o777).toBe(0o700);
    const file = join(data, "anju.db");
    const database = openDatabase(file, migrations);
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
    using one = openStore(folder.path);
    using two = openStore(folder.path);
    one.outbox.add(notice("n-1"));
    two.outbox.add(notice("n-2"));
    expect(one.outbox.waiting()).toEqual({ robot: 2 });
  });

  it("brings an empty database of version 0 up to date and leaves a current one alone", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "anju.db");
    new DatabaseSync(file).close();
    openStore(folder.path)[Symbol.dispose]();
    const schema = () => {
      const database = new DatabaseSync(file);
      const sql = database.prepare("SELECT sql FROM sqlite_schema ORDER BY name").all();
      database.close();
      return sql;
    };
    const first = schema();
    openStore(folder.path)[Symbol.dispose]();
    expect(schema()).toEqual(first);
    expect(first.length).toBeGreaterThan(8);
  });

  it("refuses what a newer version wrote, names the file and the cure, and changes nothing", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "anju.db");
    const newer = openDatabase(file, migrations);
    newer.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    newer.close();
    const open = () => openStore(folder.path);
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
    expect(() => openStore(join(folder.path, "file", "data"))).toThrow(join(folder.path, "file", "data"));
  });

  it("says which file it cannot open: a folder where the database should be", () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, "anju.db"));
    expect(() => openStore(folder.path)).toThrow(join(folder.path, "anju.db"));
  });

  it("says which file it cannot open: one that is no database, which stays as it was", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "anju.db");
    writeFileSync(file, "notes of mine ".repeat(100));
    expect(() => openStore(folder.path)).toThrow(`${file}: file is not a database`);
    expect(readdirSync(folder.path)).toEqual(["anju.db"]);
    expect(statSync(file).size).toBe(1400);
  });

  it("says which folder it may not write, even where nothing stops the administrator of the machine", () => {
    for (const folder of ["/proc/anju", "/dev/null/anju"]) expect(() => openStore(folder)).toThrow(folder);
  });
});

describe("what is stored", () => {
  it("takes all of a transaction or none of it", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path);
    const work = () => {
      store.quarantine.add(refused("a"), 1, 0);
      store.outbox.add(notice("n-1"));
      throw new Error("half-way");
    };
    expect(() => store.transaction(work)).toThrow("half-way");
    expect([store.quarantine.list(10), store.outbox.waiting()]).toEqual([[], {}]);
    store.transaction(() => store.outbox.add(notice("n-1")));
    expect(store.outbox.waiting()).toEqual({ robot: 1 });
  });

  it("lines that version 0.1 left are handed over in order and let go only when all were taken", async () => {
    using folder = temporaryFolder();
    {
      using store = openStore(folder.path);
      store.housekeep(0);
    }
    const database = new DatabaseSync(join(folder.path, "anju.db"));
    database.exec("INSERT INTO spool (count, bytes, lines) VALUES (2, 7, 'a 1\nb 2'), (1, 3, 'c 3')");
    database.close();
    using store = openStore(folder.path);
    const taken: string[] = [];
    const full = async (lines: string): Promise<void> => {
      if (lines.startsWith("c")) throw new Error("disk full");
    };
    await expect(store.leftLines(full)).rejects.toThrow("disk full");
    await store.leftLines(async (lines, count) => void taken.push(`${count}: ${lines}`));
    expect(taken).toEqual(["2: a 1\nb 2", "1: c 3"]);
    await store.leftLines(async () => void taken.push("again"));
    expect(taken.length).toBe(2);
  });
});

describe("quarantine", () => {
  it("is read newest first, in pages", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path);
    for (const name of ["a", "b", "c", "d", "e"]) store.quarantine.add(refused(name));
    const first = store.quarantine.list(2);
    expect(first.map(({ detail }) => detail)).toEqual(["e", "d"]);
    expect(store.quarantine.list(10, first.at(-1)?.id).map(({ detail }) => detail)).toEqual(["c", "b", "a"]);
    expect(first[0]).toEqual({ id: first[0]?.id, ...refused("e") });
    store.quarantine.add({ ...refused("f"), device: null });
    expect(store.quarantine.list(1)[0]?.device).toBeNull();
  });

  it("keeps the newest 10,000, and not many more before the daily sweep", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path);
    const put = (from: number, to: number) =>
      store.transaction(() => {
        for (let i = from; i < to; i += 1) store.quarantine.add(refused(`${i}`));
      });
    const size = () => store.quarantine.list(100_000).length;
    put(0, 10_500);
    expect(size()).toBeLessThanOrEqual(11_000);
    put(10_500, 25_500);
    expect(size()).toBeLessThanOrEqual(11_000);
    store.housekeep(0);
    expect(size()).toBe(10_000);
    expect(store.quarantine.list(1)[0]?.detail).toBe("25499");
    expect(store.quarantine.list(1, 15_502)[0]?.detail).toBe("15500");
    store.housekeep(0);
    expect(size()).toBe(10_000);
  });
});
