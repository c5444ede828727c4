// The files that came with tickets: a backup carries them, a restore brings them back, and the old ones are forgotten.

import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { attachmentStore } from "../../src/api/attachment-store.ts";
import { knownSchemas } from "../../src/commands/product-version.ts";
import { attachmentsKeptSince, forgetAttachments } from "../../src/store/attachment-retention.ts";
import { backupFolder } from "../../src/store/backup-folder.ts";
import { restoreFolder } from "../../src/store/restore-folder.ts";
import { entries, openBusyFolder } from "./data-folder.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const nobody = () => undefined;
const came = new Date("2024-05-01T08:00:00Z");

/** A data folder, its backup to be and the place where that is restored. */
function room() {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const data = at("data");
  const inData = join(data, "attachments");
  const back = (onStep: Parameters<typeof backupFolder>[0]["onStep"] = nobody) =>
    backupFolder({ folder: data, target: at("backup"), withHistory: true, version: "1", known: knownSchemas, onStep });
  const restore = () =>
    restoreFolder({
      backup: at("backup"),
      folder: at("restored"),
      replace: false,
      known: knownSchemas,
      onStep: nobody,
    });
  return { at, data, inData, back, restore, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

describe("backup and restore of attachments", () => {
  it("carry every file a ticket can name, with the instant it came, private", async () => {
    using place = room();
    await using _busy = await openBusyFolder(place.data);
    const store = attachmentStore(place.inData);
    const files = [Buffer.from("a picture"), Buffer.alloc(3_000_000, 7), Buffer.alloc(0)];
    const ids: string[] = [];
    for (const bytes of files) ids.push(await store.put(bytes));
    utimesSync(join(place.inData, ids[0] as string), came, came);
    await place.back();
    await place.restore();
    const restored = attachmentStore(join(place.at("restored"), "attachments"));
    for (const [i, id] of ids.entries()) expect((await restored.read(id))?.equals(files[i] as Buffer)).toBe(true);
    for (const folder of [place.at("backup"), place.at("restored")]) {
      const { mtimeMs, mode } = statSync(join(folder, "attachments", ids[0] as string));
      expect([mtimeMs, mode & 0o777]).toEqual([came.getTime(), 0o600]);
      expect(statSync(join(folder, "attachments")).mode & 0o777).toBe(0o700);
    }
  });
  it("take only what the store makes", async () => {
    using place = room();
    await using _busy = await openBusyFolder(place.data);
    const id = await attachmentStore(place.inData).put(Buffer.from("a picture"));
    writeFileSync(join(place.inData, "notes.txt"), "mine");
    mkdirSync(join(place.inData, "a".repeat(32)));
    symlinkSync("/etc/hostname", join(place.inData, "b".repeat(32)));
    const { files } = await place.back();
    expect(files.flatMap(({ path }) => (path.startsWith("attachments/") ? [path] : []))).toEqual([`attachments/${id}`]);
    expect(entries(join(place.at("backup"), "attachments"))).toEqual([id]);
  });
  it("hold what came while the databases were copied, and not what was forgotten then", async () => {
    using place = room();
    await using _busy = await openBusyFolder(place.data);
    mkdirSync(place.inData);
    const [late, gone] = ["c".repeat(32), "d".repeat(32)] as [string, string];
    writeFileSync(join(place.inData, gone), "old");
    await place.back(({ en }) => {
      if (!en.includes("anju.db")) return;
      writeFileSync(join(place.inData, late), "new");
      rmSync(join(place.inData, gone));
    });
    await place.restore();
    expect(entries(join(place.at("restored"), "attachments"))).toEqual([late]);
    expect(readFileSync(join(place.at("restored"), "attachments", late), "utf8")).toBe("new");
  });
  it("go on when files vanish under the copy", async () => {
    using place = room();
    await using _busy = await openBusyFolder(place.data);
    const store = attachmentStore(place.inData);
    const ids: string[] = [];
    for (let i = 0; i < 60; i += 1) ids.push(await store.put(Buffer.alloc(50_000, i)));
    let begun = false;
    const backup = place.back(({ en }) => {
      begun ||= en.includes("history.db");
    });
    while (!begun) await new Promise(setImmediate);
    for (const id of entries(place.inData).reverse()) {
      rmSync(join(place.inData, id));
      await new Promise(setImmediate);
    }
    const { files } = await backup;
    const kept = files.filter(({ path }) => path.startsWith("attachments/")).length;
    expect(kept).toBeLessThanOrEqual(ids.length);
    expect(entries(join(place.at("backup"), "attachments")).length).toBe(kept);
    await place.restore();
  });
});

describe("retention of attachments", () => {
  it("forgets what came before the instant, and nothing else", async () => {
    using place = room();
    const store = attachmentStore(place.inData);
    const [old, justKept, fresh] = [
      await store.put(Buffer.from("1")),
      await store.put(Buffer.from("2")),
      await store.put(Buffer.from("3")),
    ];
    const set = (name: string, at: number) => utimesSync(join(place.inData, name), at / 1000, at / 1000);
    set(old, came.getTime() - 1000);
    set(justKept, came.getTime());
    writeFileSync(join(place.inData, "notes.txt"), "mine");
    set("notes.txt", 0);
    expect(forgetAttachments(place.inData, came.getTime())).toBe(1);
    expect(entries(place.inData)).toEqual([justKept, fresh, "notes.txt"].sort());
    expect(await store.read(old)).toBe(undefined);
    expect(forgetAttachments(place.inData, came.getTime())).toBe(0);
  });
  it("has nothing to do where nothing ever came", () => {
    using place = room();
    expect(forgetAttachments(place.inData, Date.now())).toBe(0);
  });
  it.each([
    ["2026-05-01T08:00:00Z", "P2Y", "2024-05-01T08:00:00Z"],
    ["2028-02-29T12:00:00Z", "P2Y", "2026-02-28T12:00:00Z"],
    ["2026-05-31T08:00:00Z", "P6M", "2025-11-30T08:00:00Z"],
    ["2026-05-01T08:00:00Z", "P90D", "2026-01-31T08:00:00Z"],
    ["2026-05-15T08:00:00Z", "P1Y2M1W3D", "2025-03-05T08:00:00Z"],
  ])("at %s with %s keeps what came since %s", (now, kept, since) => {
    expect(attachmentsKeptSince(Date.parse(now), kept)).toBe(Date.parse(since));
  });
});
