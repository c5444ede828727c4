// Forgets the files that came with tickets once they are old (site: retention.attachments). Works on the data folder's attachments/.

import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const attachmentName = /^[0-9a-f]{32}$/;
/**
 * What came before this instant is too old at `now`; both epoch ms.
 * @param kept an ISO 8601 span such as P2Y, counted back over the calendar in UTC; where that day does not exist, to the one before.
 */
export const attachmentsKeptSince = (now: number, kept: string): number =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(now)).toZonedDateTimeISO("UTC").subtract(kept).epochMilliseconds;

/**
 * Deletes the attachments last modified before `olderThan` (epoch ms); whatever else lies there stays. The tickets keep naming them.
 * @param folder the data folder's attachments/; it need not exist.
 * @returns how many are gone. @throws the system's error where one cannot be looked at or deleted.
 */
export function forgetAttachments(folder: string, olderThan: number): number {
  const old = attachmentsIn(folder).filter((path) => {
    const modifiedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    return modifiedAt !== undefined && modifiedAt < olderThan;
  });
  for (const path of old) rmSync(path, { force: true });
  return old.length;
}

function attachmentsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && attachmentName.test(entry.name))
      .map(({ name }) => join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
