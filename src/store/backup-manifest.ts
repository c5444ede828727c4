// backup.json: what a backup holds. It is written last, so that a folder without it is no backup.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Text } from "../model/text.ts";

export const manifestName = "backup.json";
/** Of the backup folder's own layout; a newer one is refused. */
export const manifestFormat = 1;

export type BackedUpFile = {
  /** Relative to the folder, with slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
};

export type Manifest = {
  readonly format: number;
  /** Of the program that made the backup. */
  readonly version: string;
  /** null: the data folder had not been used by a gateway yet. */
  readonly site: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly withHistory: boolean;
  /** Schema version by file, and the format of the journal. */
  readonly schemas: Readonly<Record<string, number>>;
  readonly files: readonly BackedUpFile[];
};

/** The newest schema of each file that this program reads; `journal` is the format of its segments. */
export type KnownSchemas = Readonly<Record<string, number>>;

/** An Error that carries what to tell the person at the terminal. */
export const refusal = (en: string, zh: string): Error & { readonly hint: Text } =>
  Object.assign(new Error(en), { hint: { en, zh } });

/** @throws a refusal where the folder is no whole backup, or one of a newer version. */
export function readManifest(folder: string, known: KnownSchemas): Manifest {
  const file = join(folder, manifestName);
  if (!existsSync(file))
    throw refusal(
      `${folder} is no backup, or one that was interrupted: it has no ${manifestName}. Name a folder that "backup" finished.`,
      `${folder} 不是备份，或是中断的备份：缺少 ${manifestName}。请指定 backup 命令已完成的目录。`,
    );
  const manifest = parse(file);
  const newer = Object.entries({ ...manifest.schemas, [manifestName]: manifest.format }).find(
    ([name, version]) => version > (name === manifestName ? manifestFormat : (known[name] ?? 0)),
  );
  if (newer) {
    const [name, version] = newer;
    const knows = name === manifestName ? manifestFormat : (known[name] ?? 0);
    throw refusal(
      `The backup ${folder} was made by a newer version of Anju (${manifest.version}; schema of ${name}: ${version}, this one knows ${knows}). Install that version, then restore.`,
      `备份 ${folder} 由更新版本的 Anju（${manifest.version}）制作（${name} 的数据版本 ${version}，本版本只认识到 ${knows}）。请先安装该版本再恢复。`,
    );
  }
  return manifest;
}

function parse(file: string): Manifest {
  try {
    const read = JSON.parse(readFileSync(file, "utf8")) as Manifest;
    const inside = ({ path }: BackedUpFile): boolean => /^(?:[\w-][\w.-]*\/)?[\w-][\w.-]*$/.test(path);
    if (typeof read.format === "number" && read.files.every(inside)) return read;
  } catch {
    // Told below, the same as a file that parses and says something else.
  }
  throw refusal(
    `${file} is damaged. Take another backup, or fetch this one again from where it came.`,
    `${file} 已损坏。请改用其他备份，或重新取得此备份。`,
  );
}
