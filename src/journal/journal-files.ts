// The few file operations that the journal writes with; a test hands in its own to let the disk fail or the power go.

import * as fs from "node:fs";
import { promisify } from "node:util";

export type JournalFiles = {
  /** Opens a file (`flags` as in node:fs) or, with "r", a folder; gives its descriptor. */
  readonly open: (path: string, flags: string) => Promise<number>;
  /** Writes at `position` of the file; gives the bytes written, which may be fewer than asked. */
  readonly write: (
    file: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ) => Promise<number>;
  readonly fdatasync: (file: number) => Promise<void>;
  readonly fsync: (file: number) => Promise<void>;
  readonly ftruncate: (file: number, length: number) => Promise<void>;
  readonly close: (file: number) => Promise<void>;
  readonly unlink: (path: string) => Promise<void>;
};

const write = promisify(fs.write);

/** The operations of node:fs, done in its thread pool. */
export const nodeFiles: JournalFiles = {
  open: promisify(fs.open) as JournalFiles["open"],
  write: async (file, bytes, offset, length, position) =>
    (await write(file, bytes, offset, length, position)).bytesWritten,
  fdatasync: promisify(fs.fdatasync),
  fsync: promisify(fs.fsync),
  ftruncate: promisify(fs.ftruncate),
  close: promisify(fs.close),
  unlink: promisify(fs.unlink),
};

/** Makes the folder's entries last a power cut. */
export async function syncFolder(files: JournalFiles, folder: string): Promise<void> {
  const file = await files.open(folder, "r");
  try {
    await files.fsync(file);
  } finally {
    await files.close(file);
  }
}
