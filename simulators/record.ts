// Writes a recording: NDJSON, one line a message, readable by `npm run replay`.

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import type { RecordingLine } from "./play.ts";

/** Writes all lines, as fast as the disk takes them. @returns how many. @throws Error when the file cannot be written. */
export async function record(lines: Iterable<RecordingLine>, file: string): Promise<number> {
  const output = createWriteStream(file);
  const done = finished(output);
  done.catch(() => undefined);
  await Promise.race([once(output, "open"), done]);
  let count = 0;
  let chunk = "";
  for (const line of lines) {
    count++;
    chunk += `${JSON.stringify(line)}\n`;
    if (chunk.length < 65_536) continue;
    if (!output.write(chunk)) await Promise.race([once(output, "drain"), done]);
    chunk = "";
  }
  output.end(chunk);
  await done;
  return count;
}
