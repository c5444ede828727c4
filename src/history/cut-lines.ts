// Counting and cutting text of lines, for the rare batch that cannot go as it is; the good case touches no single line.

import type { LineBatch } from "./history.ts";

export function countLines(text: string): number {
  if (text === "") return 0;
  let lines = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}

/** The first `lines` lines, and the rest; `lines` is at least 1 and less than the batch has. */
export function cutAfter(batch: LineBatch, lines: number): readonly [LineBatch, LineBatch] {
  let at = -1;
  for (let count = 0; count < lines; count += 1) at = batch.text.indexOf("\n", at + 1);
  return [
    { text: batch.text.slice(0, at), lines },
    { text: batch.text.slice(at + 1), lines: batch.lines - lines },
  ];
}
