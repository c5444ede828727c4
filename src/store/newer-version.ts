// The refusal of a file that a newer version of Anju wrote: reading it as if it were ours could lose what it holds.

import type { Text } from "../model/text.ts";

/** @returns an Error whose `hint` says it in both languages, with the file, both numbers and the cure. */
export function newerVersion(file: string, found: number, known: number): Error & { readonly hint: Text } {
  const hint = {
    en:
      `${file} was written by a newer version of Anju (schema ${found}; this one knows ${known}). ` +
      "Install that version again, restore a backup made by this one, or choose another folder with --data DIR.",
    zh:
      `${file} 由更新版本的 Anju 写入（数据版本 ${found}，本版本只认识到 ${known}）。` +
      "请重新安装该版本，或恢复本版本所做的备份，或用 --data 目录指定其他目录。",
  };
  return Object.assign(new Error(hint.en), { hint });
}
