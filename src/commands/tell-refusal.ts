// What went wrong, for the person at the terminal: a refusal in its own words, or what the disk says.

import type { Text } from "../model/text.ts";
import { text } from "../model/text.ts";
import type { Shell } from "./command.ts";

/** @param what failed. @returns exit code 2. @throws what is neither a refusal nor an error of disk or database: a fault of ours. */
export function tellRefusal(error: unknown, shell: Shell, what: Text): number {
  const { hint, code, message } = error as NodeJS.ErrnoException & { hint?: Text };
  if (!hint && code === undefined) throw error;
  const said =
    hint ??
    (code === "EXDEV" || code === "EBUSY"
      ? text(
          `${what.en}: ${message}. A mount point cannot be replaced; name a folder inside it.`,
          `${what.zh}：${message}。不能替换挂载点本身，请指定其中的一个目录。`,
        )
      : text(`${what.en}: ${message}`, `${what.zh}：${message}`));
  shell.err(`${shell.say(said)}\n`);
  return 2;
}
