// Puts a backup back as a data folder: copied and checked beside its place, and only then moved there. Nothing is ever deleted.

import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { open, rename, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Text } from "../model/text.ts";
import { type BackedUpFile, type KnownSchemas, type Manifest, readManifest, refusal } from "./backup-manifest.ts";
import { copyFile, syncFolder } from "./copy-file.ts";
import { folderOwner } from "./folder-owner.ts";
import { type FolderLock, lockFolder } from "./lock-folder.ts";
import { makeFolder } from "./make-folder.ts";

export type RestoreRequest = {
  readonly backup: string;
  /** The data folder to be. */
  readonly folder: string;
  /** Moves what stands there aside instead of refusing. */
  readonly replace: boolean;
  readonly known: KnownSchemas;
  readonly onStep: (step: Text) => void;
};
export type Restored = {
  readonly manifest: Manifest;
  /** Where the folder's former content went; null: there was none. */
  readonly movedTo: string | null;
};

/** @throws a refusal (`hint`) or what the disk says; the data folder is then as it was. */
export async function restoreFolder(request: RestoreRequest): Promise<Restored> {
  const { backup, folder, replace, known } = request;
  const manifest = readManifest(backup, known);
  for (const file of manifest.files) checkPresent(backup, file);
  const isTaken = existsSync(folder) && readdirSync(folder).length > 0;
  // Held to the end, so that no gateway starts on the folder meanwhile.
  using _lock = isTaken ? lockTaken(folder, replace, manifest.site) : undefined;
  makeFolder(dirname(folder));
  const draft = `${folder}.restoring-${process.pid}`;
  mkdirSync(draft, { mode: 0o700 });
  try {
    await fill(request, manifest, draft);
    const movedTo = isTaken ? asideOf(folder) : null;
    if (movedTo !== null) await rename(folder, movedTo);
    try {
      await rename(draft, folder);
    } catch (error) {
      if (movedTo !== null && !existsSync(folder)) await rename(movedTo, folder);
      throw error;
    }
    await syncFolder(dirname(folder));
    return { manifest, movedTo };
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

function lockTaken(folder: string, replace: boolean, site: string | null): FolderLock {
  // Without a lock.db no gateway has it, and asking for the lock would leave one behind.
  const isUsed = existsSync(join(folder, "lock.db"));
  const locked = isUsed ? lockFolder(folder, folderOwner(folder) ?? site ?? "") : null;
  if (locked && !locked.ok)
    throw refusal(
      `The data folder ${folder} is in use by a gateway. Stop it first, then restore again.`,
      `数据目录 ${folder} 正被网关使用。请先停止网关，再重新恢复。`,
    );
  if (replace) return locked?.lock ?? { [Symbol.dispose]: () => undefined };
  locked?.lock[Symbol.dispose]();
  throw refusal(
    `${folder} is not empty. Move it away, name another folder with --data DIR, or let --replace move it to ${folder}.before-restore-….`,
    `${folder} 不是空目录。请先移走它，或用 --data 目录指定其他目录，或加 --replace 将其移至 ${folder}.before-restore-…。`,
  );
}

async function fill({ backup, onStep }: RestoreRequest, { files, site }: Manifest, draft: string): Promise<void> {
  const holdsAttachments = files.some(({ path }) => path.startsWith("attachments/"));
  const parts = ["journal", "spool", ...(holdsAttachments ? ["attachments"] : [])];
  for (const part of parts) mkdirSync(join(draft, part), { mode: 0o700 });
  for (const file of files) {
    await using handle = await open(join(backup, file.path), "r");
    const { sha256 } = await copyFile(handle, file.bytes, join(draft, file.path));
    if (sha256 !== file.sha256) throw damaged(join(backup, file.path));
    // Retention counts from when they came (attachment-retention.ts).
    if (!file.path.startsWith("attachments/")) continue;
    const { atime, mtime } = await handle.stat();
    await utimes(join(draft, file.path), atime, mtime);
  }
  onStep({ en: `  ${files.length} files whole`, zh: `  ${files.length} 个文件完好` });
  for (const { path } of files.filter((file) => file.path.endsWith(".db"))) {
    const fault = faultOf(join(draft, path));
    if (fault !== null) throw damaged(join(backup, path), fault);
    onStep({ en: `  ${path} sound`, zh: `  ${path} 校验通过` });
  }
  // The new folder belongs to the site of the old one.
  if (site !== null) {
    const locked = lockFolder(draft, site);
    if (locked.ok) locked.lock[Symbol.dispose]();
  }
  for (const part of [...parts, "."]) await syncFolder(join(draft, part));
}

/** Sizes are looked at before anything is copied: most damage is a file that did not come along. */
function checkPresent(backup: string, { path, bytes }: BackedUpFile): void {
  const file = join(backup, path);
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (!found?.isFile())
    throw refusal(
      `${file} is missing from the backup. Take another backup, or fetch this one again from where it came.`,
      `备份缺少文件 ${file}。请改用其他备份，或重新取得此备份。`,
    );
  if (found.size !== bytes) throw damaged(file, `${found.size} bytes instead of ${bytes}`);
}

const damaged = (file: string, detail = "SHA-256") =>
  refusal(
    `${file} is damaged (${detail}). Take another backup, or fetch this one again from where it came.`,
    `${file} 已损坏（${detail}）。请改用其他备份，或重新取得此备份。`,
  );

/** What SQLite finds wrong; null: nothing. */
function faultOf(file: string): string | null {
  try {
    using database = new DatabaseSync(file);
    const { integrity_check: found } = database.prepare("PRAGMA integrity_check(1)").get() as {
      integrity_check: string;
    };
    return found === "ok" ? null : found;
  } catch (error) {
    return (error as Error).message;
  }
}

/** A name that nothing has yet. */
function asideOf(folder: string): string {
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const name = `${folder}.before-restore-${stamp}`;
  for (let count = 1; ; count += 1) {
    const free = count === 1 ? name : `${name}-${count}`;
    if (!existsSync(free)) return free;
  }
}
