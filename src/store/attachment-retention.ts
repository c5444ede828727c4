// Forgets the files that came with tickets once they are old (site: retention.attachments). Works on the data folder's attachments/.

import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const attachmentName = /^[0-9a-f]{32}$/;
/** P2Y: kept that long unless the site says otherwise. */
const YEARS_KEPT = 2;

/** What came before this instant is too old at `now`: two years of the calendar, UTC; both epoch ms. */
export function attachmentsKeptSince(now: number): number {
  const since = new Date(now);
  since.setUTCFullYear(since.getUTCFullYear() - YEARS_KEPT);
  return since.getTime();
}

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
