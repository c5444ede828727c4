// What a restore refuses, by file and cure, and that the data folder is then as it was.

import { createHash } from "node:crypto";
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { knownSchemas } from "../../src/commands/product-version.ts";
import { backupFolder } from "../../src/store/backup-folder.ts";
import type { Manifest } from "../../src/store/backup-manifest.ts";
import { folderOwner } from "../../src/store/folder-owner.ts";
import { lockFolder } from "../../src/store/lock-folder.ts";
import { restoreFolder } from "../../src/store/restore-folder.ts";
import { contentOf, entries, openBusyFolder } from "./data-folder.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const nobody = () => undefined;
const shared = temporaryFolder();
const whole = join(shared.path, "backup");
let manifest: Manifest;
beforeAll(async () => {
  const data = join(shared.path, "data");
  await using _busy = await openBusyFolder(data);
  manifest = await backupFolder({
    folder: data,
    target: whole,
    withHistory: true,
    version: "9.8.7",
    known: knownSchemas,
    onStep: nobody,
  });
});
afterAll(() => shared[Symbol.dispose]());

/** A folder with a copy of the backup, which may be spoiled, and a place to restore to. */
function room() {
  const folder = temporaryFolder();
  const backup = join(folder.path, "backup");
  cpSync(whole, backup, { recursive: true });
  const data = join(folder.path, "data");
  const restore = (replace = false) =>
    restoreFolder({ backup, folder: data, replace, known: knownSchemas, onStep: nobody });
  const edit = (change: (manifest: Manifest) => object) =>
    writeFileSync(join(backup, "backup.json"), JSON.stringify(change(manifest)));
  return { path: folder.path, backup, data, restore, edit, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}
const segment = () => manifest.files.find(({ path }) => path.startsWith("journal/"))?.path as string;

describe("restore", () => {
  it("makes a data folder of its own site, without a trace of the copying", async () => {
    using place = room();
    const { movedTo, manifest: told } = await place.restore();
    expect([movedTo, told]).toEqual([null, manifest]);
    expect(entries(place.path)).toEqual(["backup", "data"]);
    expect(entries(place.data)).toEqual([
      "anju.db",
      "history.db",
      "journal",
      "lock.db",
      "server.key",
      "spool",
      "state.db",
    ]);
    expect(folderOwner(place.data)).toBe("demo");
    expect(contentOf(place.data).journal.length).toBeGreaterThan(0);
  });

  it.each(["anju.db", "history.db", "server.key", "a segment"])("finds one changed byte in %s", async (name) => {
    using place = room();
    const file = join(place.backup, name === "a segment" ? segment() : name);
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
    writeFileSync(file, bytes);
    await expect(place.restore()).rejects.toThrow(`${file} is damaged (SHA-256)`);
    expect(entries(place.path)).toEqual(["backup"]);
  });

  it("finds a file that is shorter, longer or missing", async () => {
    using place = room();
    const file = join(place.backup, "state.db");
    appendFileSync(file, "x");
    await expect(place.restore()).rejects.toThrow(`${file} is damaged (`);
    truncateSync(file, 100);
    await expect(place.restore()).rejects.toThrow(`${file} is damaged (100 bytes instead of`);
    rmSync(file);
    await expect(place.restore()).rejects.toThrow(`${file} is missing`);
    expect(entries(place.path)).toEqual(["backup"]);
  });

  it("finds a database that was broken before it was backed up", async () => {
    using place = room();
    const file = join(place.backup, "history.db");
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4096, 4200);
    writeFileSync(file, bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    place.edit((one) => ({
      ...one,
      files: one.files.map((each) => (each.path === "history.db" ? { ...each, sha256 } : each)),
    }));
    await expect(place.restore()).rejects.toThrow(`${file} is damaged (`);
    expect(entries(place.path)).toEqual(["backup"]);
  });

  it.each(["anju.db", "state.db", "history.db", "journal"])("refuses a newer %s, with both numbers", async (name) => {
    using place = room();
    place.edit((one) => ({ ...one, schemas: { ...one.schemas, [name]: 77 } }));
    await expect(place.restore()).rejects.toThrow(
      `newer version of Anju (9.8.7; schema of ${name}: 77, this one knows ${knownSchemas[name]})`,
    );
    expect(entries(place.path)).toEqual(["backup"]);
  });

  it("refuses a newer layout, and a manifest that is none", async () => {
    using place = room();
    place.edit((one) => ({ ...one, format: 2 }));
    await expect(place.restore()).rejects.toThrow("schema of backup.json: 2, this one knows 1");
    place.edit((one) => ({ ...one, files: [{ path: "../outside", bytes: 1, sha256: "" }] }));
    await expect(place.restore()).rejects.toThrow("backup.json is damaged");
    writeFileSync(join(place.backup, "backup.json"), '{"format":1,');
    await expect(place.restore()).rejects.toThrow("backup.json is damaged");
    rmSync(join(place.backup, "backup.json"));
    await expect(place.restore()).rejects.toThrow("is no backup");
  });

  it("refuses a folder that holds something; with replace it moves that aside, whole", async () => {
    using place = room();
    mkdirSync(place.data);
    writeFileSync(join(place.data, "mine"), "kept");
    await expect(place.restore()).rejects.toThrow("--replace");
    expect(entries(place.data)).toEqual(["mine"]);
    const { movedTo } = await place.restore(true);
    expect(movedTo).toMatch(/data\.before-restore-\d{8}T\d{6}Z$/);
    expect(readFileSync(join(movedTo as string, "mine"), "utf8")).toBe("kept");
    expect(entries(place.data)).toContain("anju.db");
    const again = await place.restore(true);
    expect(again.movedTo).not.toBe(movedTo);
    expect(entries(again.movedTo as string)).toContain("anju.db");
  });

  it("refuses a folder in use, with replace too, whichever site it is of", async () => {
    using place = room();
    for (const site of ["demo", "other"]) {
      rmSync(place.data, { recursive: true, force: true });
      const locked = lockFolder(place.data, site);
      if (!locked.ok) throw new Error(locked.hint.en);
      using _lock = locked.lock;
      for (const replace of [false, true]) await expect(place.restore(replace)).rejects.toThrow("in use by a gateway");
      expect(entries(place.path)).toEqual(["backup", "data"]);
    }
  });

  it("leaves the old data where it was when the copy turns out damaged", async () => {
    using place = room();
    mkdirSync(place.data);
    writeFileSync(join(place.data, "mine"), "kept");
    const file = join(place.backup, segment());
    const bytes = readFileSync(file);
    bytes[10] = (bytes[10] as number) ^ 1;
    writeFileSync(file, bytes);
    await expect(place.restore(true)).rejects.toThrow("damaged");
    expect(entries(place.path)).toEqual(["backup", "data"]);
    expect(entries(place.data)).toEqual(["mine"]);
  });

  it("keeps the manifest's word on what a database is: the copies' schemas are those named", async () => {
    using place = room();
    await place.restore();
    for (const name of ["anju.db", "state.db", "history.db"]) {
      using database = new DatabaseSync(join(place.data, name), { readOnly: true });
      expect(database.prepare("PRAGMA user_version").get()).toEqual({ user_version: manifest.schemas[name] });
    }
  });
});
