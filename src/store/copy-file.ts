// Copies one file so that it is on disk when the copy returns, and says its size and SHA-256.

import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";

const CHUNK = 1 << 20;

export type Copied = { readonly bytes: number; readonly sha256: string };

/** The first `bytes` bytes of `from`, which may grow meanwhile, into a new file of mode 600. @throws where it ends earlier. */
export async function copyFile(from: FileHandle, bytes: number, target: string): Promise<Copied> {
  await using to = await open(target, "wx", 0o600);
  const copied = await read(from, bytes, (chunk) => to.writeFile(chunk));
  await to.datasync();
  return copied;
}

/** Of a file that something else wrote: flushed to disk, made private, and read through. */
export async function settleFile(path: string): Promise<Copied> {
  await using file = await open(path, "r+");
  await file.chmod(0o600);
  await file.sync();
  return read(file, (await file.stat()).size, async () => undefined);
}

/** Makes a folder's entries last a power cut. */
export async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path, "r");
  await folder.sync();
}

async function read(from: FileHandle, bytes: number, take: (chunk: Buffer) => Promise<void>): Promise<Copied> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(1, bytes)));
  let done = 0;
  while (done < bytes) {
    const { bytesRead } = await from.read(buffer, 0, Math.min(buffer.length, bytes - done), done);
    if (bytesRead === 0) throw new Error(`a file ended at byte ${done} of ${bytes} while it was copied`);
    const chunk = buffer.subarray(0, bytesRead);
    hash.update(chunk);
    await take(chunk);
    done += bytesRead;
  }
  return { bytes, sha256: hash.digest("hex") };
}
