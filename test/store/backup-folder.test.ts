// A backup taken while a data folder is written without pause is the folder as a power cut would leave it; an interrupted one is none.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { knownSchemas } from "../../src/commands/product-version.ts";
import { backupFolder } from "../../src/store/backup-folder.ts";
import type { Manifest } from "../../src/store/backup-manifest.ts";
import { restoreFolder } from "../../src/store/restore-folder.ts";
import { contentOf, entries, openBusyFolder } from "./data-folder.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const nobody = () => undefined;
const back = (folder: string, target: string, withHistory = true) =>
  backupFolder({ folder, target, withHistory, version: "1.2.3", known: knownSchemas, onStep: nobody });
const restore = (backup: string, folder: string) =>
  restoreFolder({ backup, folder, replace: false, known: knownSchemas, onStep: nobody });
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

/** Nothing acknowledged before `acknowledged` is missing, and nothing speaks of records that are not there. */
function expectWhole(folder: string, acknowledged: number): void {
  const { position, received, journal, notices, lines } = contentOf(folder);
  const end = journal.at(-1) ?? position;
  expect(end).toBeGreaterThanOrEqual(acknowledged);
  expect(received).toBe(position);
  expect(journal).toEqual(upTo(end).slice(position));
  expect(notices.length).toBeGreaterThanOrEqual(position);
  expect(notices.length).toBeLessThanOrEqual(end);
  expect(notices.toSorted((a, b) => a - b)).toEqual(upTo(notices.length));
  expect(upTo(position).filter((i) => !lines.has(i))).toEqual([]);
}

describe("backup", () => {
  it("under load, again and again: each holds everything acknowledged before it began, and nothing half", async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, "data");
    await using busy = await openBusyFolder(data);
    for (const round of upTo(6)) {
      const acknowledged = busy.acknowledged();
      const backup = join(folder.path, `backup-${round}`);
      const restored = join(folder.path, `restored-${round}`);
      await back(data, backup);
      await restore(backup, restored);
      expectWhole(restored, acknowledged);
      await busy.more(30);
    }
  });

  it("of a folder whose gateway was killed holds what that one would start with", async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, "data");
    let acknowledged = 0;
    {
      await using busy = await openBusyFolder(data);
      acknowledged = busy.acknowledged();
    }
    await back(data, join(folder.path, "backup"));
    await restore(join(folder.path, "backup"), join(folder.path, "restored"));
    expectWhole(join(folder.path, "restored"), acknowledged);
    expect(contentOf(join(folder.path, "restored"))).toEqual(contentOf(data));
  });

  it("names every file with its size and sum, belongs to the site, and is private", async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, "data");
    await using _busy = await openBusyFolder(data, "riverside");
    writeFileSync(join(data, "admin.token"), "secret\n", { mode: 0o600 });
    const backup = join(folder.path, "deep", "backup");
    const manifest = await back(data, backup);
    expect(entries(join(folder.path, "deep"))).toEqual(["backup"]);
    expect(JSON.parse(readFileSync(join(backup, "backup.json"), "utf8"))).toEqual(manifest);
    expect(manifest).toMatchObject({ format: 1, version: "1.2.3", site: "riverside", withHistory: true });
    expect(manifest.schemas).toEqual({ ...knownSchemas, "history.db": 1 });
    const onDisk = (readdirSync(backup, { recursive: true }) as string[]).filter((name) =>
      statSync(join(backup, name)).isFile(),
    );
    expect(manifest.files.map(({ path }) => path).sort()).toEqual(
      onDisk.filter((name) => name !== "backup.json").sort(),
    );
    expect(manifest.files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["state.db", "anju.db", "history.db", "server.key", "admin.token"]),
    );
    expect(onDisk.filter((name) => name.startsWith("lock.db"))).toEqual([]);
    const open = [backup, join(backup, "journal"), ...onDisk.map((name) => join(backup, name))].filter(
      (path) => (statSync(path).mode & 0o077) !== 0,
    );
    expect(open).toEqual([]);
  });

  it("leaves history out when asked", async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, "data");
    await using _busy = await openBusyFolder(data);
    const { files, withHistory } = await back(data, join(folder.path, "backup"), false);
    expect([withHistory, files.some(({ path }) => path === "history.db")]).toEqual([false, false]);
  });

  it("never writes into a folder that holds something, nor into the data folder, nor of a folder without data", async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, "data");
    await using _busy = await openBusyFolder(data);
    const full = join(folder.path, "full");
    mkdirSync(full);
    writeFileSync(join(full, "mine"), "");
    await expect(back(data, full)).rejects.toThrow("not empty");
    await expect(back(data, join(data, "backup"))).rejects.toThrow("lies in the data folder");
    await expect(back(full, join(folder.path, "backup"))).rejects.toThrow("--data DIR");
    expect(entries(folder.path)).toEqual(["data", "full"]);
    expect(entries(full)).toEqual(["mine"]);
    mkdirSync(join(folder.path, "empty"));
    await back(data, join(folder.path, "empty"));
    expect(entries(join(folder.path, "empty"))).toContain("backup.json");
  });

  it("refuses data that a newer version wrote, and leaves nothing behind", async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, "data");
    await using _busy = await openBusyFolder(data);
    const older = { ...knownSchemas, "state.db": 0 };
    const request = { folder: data, withHistory: true, version: "0", known: older, onStep: nobody };
    await expect(backupFolder({ ...request, target: join(folder.path, "backup") })).rejects.toThrow(
      `state.db was written by a newer version of Anju (schema ${knownSchemas["state.db"]}; this one knows 0)`,
    );
    expect(entries(folder.path)).toEqual(["data"]);
  });

  it("killed half-way is never taken for a whole one", async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, "data");
    await using _busy = await openBusyFolder(data);
    const backup = join(folder.path, "backup");
    const root = join(import.meta.dirname, "../..");
    const child = spawn(
      join(root, "node_modules/.bin/node"),
      ["--disable-warning=ExperimentalWarning", "src/main.ts", "backup", backup, "--data", data],
      { cwd: root, stdio: "ignore" },
    );
    const gone = once(child, "exit");
    while (child.exitCode === null && !entries(folder.path).some((name) => name.includes(".partial-"))) await sleep(1);
    child.kill("SIGKILL");
    await gone;
    const partial = entries(folder.path).find((name) => name.includes(".partial-"));
    expect([existsSync(backup), partial]).toEqual([false, `backup.partial-${child.pid}`]);
    await expect(restore(join(folder.path, partial as string), join(folder.path, "new"))).rejects.toThrow(
      "interrupted",
    );
    const { files }: Manifest = await back(data, backup);
    expect(files.length).toBeGreaterThan(3);
  });
});
