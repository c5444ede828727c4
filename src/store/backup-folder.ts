// Copies a data folder into a backup, while its gateway runs or not. The gateway does not notice: nothing of it is locked.

import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { type FileHandle, open, rename, utimes, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { backup, type DatabaseSync } from "node:sqlite";
import type { Text } from "../model/text.ts";
import {
  type BackedUpFile,
  type KnownSchemas,
  type Manifest,
  manifestFormat,
  manifestName,
  refusal,
} from "./backup-manifest.ts";
import { type Copied, copyFile, settleFile, syncFolder } from "./copy-file.ts";
import { folderOwner } from "./folder-owner.ts";
import { makeFolder } from "./make-folder.ts";
import { newerVersion } from "./newer-version.ts";
import { schemaVersion } from "./open-database.ts";
import { openSnapshot, pinDatabase } from "./open-snapshot.ts";

/** Pages per step: large enough to be quick, small enough that other threads get their turn. */
const PAGES = 1000;
/** Secrets: made once, never changed. */
const keys = ["server.key", "admin.token"];
/** A file that came with a ticket: its id is its name. */
const attachmentName = /^[0-9a-f]{32}$/;

export type BackupRequest = {
  /** The data folder. */
  readonly folder: string;
  /** New or empty. */
  readonly target: string;
  readonly withHistory: boolean;
  /** Of this program. */
  readonly version: string;
  readonly known: KnownSchemas;
  readonly onStep: (step: Text) => void;
};

/**
 * Writes beside `target` and renames at the end: a backup that was interrupted never stands there.
 * @throws a refusal (`hint`) where the data or the target are not fit, or what the disk says; then `target` is as it was.
 */
export async function backupFolder(request: BackupRequest): Promise<Manifest> {
  const { folder, target } = request;
  refuseUnfit(folder, target);
  makeFolder(dirname(target));
  const draft = `${target}.partial-${process.pid}`;
  mkdirSync(draft, { mode: 0o700 });
  try {
    const manifest = await fill(request, draft);
    await rename(draft, target);
    await syncFolder(dirname(target));
    return manifest;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

function refuseUnfit(folder: string, target: string): void {
  if (!existsSync(join(folder, "anju.db")))
    throw refusal(
      `${folder} holds no gateway's data: name its folder with --data DIR.`,
      `${folder} 中没有网关数据：请用 --data 目录指定数据目录。`,
    );
  const way = relative(folder, target);
  if (way === "" || (way !== ".." && !way.startsWith("../")))
    throw refusal(
      `${target} lies in the data folder itself and would be lost with it. Name a folder elsewhere, best on another disk.`,
      `${target} 位于数据目录之内，会随其一同丢失。请指定其他位置，最好在另一块磁盘上。`,
    );
  if (existsSync(target) && readdirSync(target).length > 0)
    throw refusal(
      `${target} is not empty, and a backup never overwrites anything. Name a new folder.`,
      `${target} 不是空目录；备份从不覆盖已有内容。请指定一个新目录。`,
    );
}

async function fill(request: BackupRequest, draft: string): Promise<Manifest> {
  const { folder, withHistory, version, known, onStep } = request;
  const at = new Date().toISOString();
  const schemas: Record<string, number> = { journal: known.journal ?? 0 };
  const files: BackedUpFile[] = [];
  const note = (path: string, copied: Copied) => void files.push({ path, ...copied });

  // The backup API rather than VACUUM INTO: that one cannot run on a snapshot pinned beforehand. Without the pin, every write of
  // another process would make the API begin again, and under load it would never end; with it, it copies that one snapshot.
  async function copyDatabase(name: string, pinned: DatabaseSync): Promise<void> {
    const schema = schemaVersion(pinned);
    if (schema > (known[name] ?? 0)) throw newerVersion(join(folder, name), schema, known[name] ?? 0);
    schemas[name] = schema;
    await backup(pinned, join(draft, name), { rate: PAGES });
    note(name, await settleFile(join(draft, name)));
    onStep(copied(name, files.at(-1)?.bytes ?? 0));
  }
  for (const part of ["journal", "spool"]) mkdirSync(join(draft, part), { mode: 0o700 });
  {
    await using snapshot = await openSnapshot(folder);
    if (snapshot.state) await copyDatabase("state.db", snapshot.state);
    await copyDatabase("anju.db", snapshot.store);
    for (const { path, handle, bytes } of snapshot.files) note(path, await copyFile(handle, bytes, join(draft, path)));
    for (const part of ["journal", "spool"]) onStep(copied(`${part}/`, sizeOf(files, `${part}/`)));
  }
  if (withHistory && existsSync(join(folder, "history.db"))) {
    using pinned = pinDatabase(join(folder, "history.db"));
    await copyDatabase("history.db", pinned);
  }
  // After the databases: a file is on disk before its ticket names it.
  if (await copyAttachments(folder, draft, note)) onStep(copied("attachments/", sizeOf(files, "attachments/")));
  for (const key of keys.filter((name) => existsSync(join(folder, name)))) {
    await using handle = await open(join(folder, key), "r");
    note(key, await copyFile(handle, (await handle.stat()).size, join(draft, key)));
  }
  const site = folderOwner(folder);
  const manifest: Manifest = { format: manifestFormat, version, site, at, withHistory, schemas, files };
  for (const part of ["journal", "spool", "."]) await syncFolder(join(draft, part));
  const file = join(draft, manifestName);
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
  await syncFolder(draft);
  return manifest;
}

/** With the instants they came at, by which they are kept or forgotten. One that vanishes meanwhile was forgotten. @returns whether there is such a folder. */
async function copyAttachments(
  folder: string,
  draft: string,
  note: (path: string, copied: Copied) => void,
): Promise<boolean> {
  const from = join(folder, "attachments");
  if (!existsSync(from)) return false;
  mkdirSync(join(draft, "attachments"), { mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (!entry.isFile() || !attachmentName.test(entry.name)) continue;
    await using handle = await openIfThere(join(from, entry.name));
    if (!handle) continue;
    const { size, atime, mtime } = await handle.stat();
    const path = `attachments/${entry.name}`;
    note(path, await copyFile(handle, size, join(draft, path)));
    await utimes(join(draft, path), atime, mtime);
  }
  await syncFolder(join(draft, "attachments"));
  return true;
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

const sizeOf = (files: readonly BackedUpFile[], under: string): number =>
  files.reduce((sum, { path, bytes }) => (path.startsWith(under) ? sum + bytes : sum), 0);

const copied = (name: string, bytes: number): Text => {
  const size = `${(bytes / 1e6).toFixed(1)} MB`;
  return { en: `  ${name.padEnd(12)} ${size}`, zh: `  ${name.padEnd(12)} ${size}` };
};
