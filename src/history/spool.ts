// Lines that history has not taken yet, on disk: one file per batch in a folder, oldest first, each whole or not there at all.

import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { type ChunkHeader, decodeChunk, decodeHeader, encodeChunk, HEADER_BYTES } from "./chunk-file.ts";
import type { LineBatch } from "./line-batch.ts";

export type Chunk = ChunkHeader & { readonly id: number; readonly fileBytes: number };

export type Spool = {
  /** What was there at opening, oldest first. */
  readonly found: readonly Chunk[];
  /** Puts one batch on disk: when it returns, a power cut cannot take it. @throws Error in the disk's words; then nothing was put. */
  readonly put: (batch: Omit<ChunkHeader, "size"> & LineBatch) => Chunk;
  /** The chunk's lines; null where it is damaged: it is then set aside and told of. */
  readonly read: (chunk: Chunk) => LineBatch | null;
  readonly remove: (chunk: Chunk) => void;
  /** Bytes of the files. */
  readonly bytes: () => number;
};

/** Nothing more is put beyond `bytes` in the folder, or where the disk would be left with less than `free` bytes. */
export type SpoolLimits = { readonly bytes: number; readonly free: number };

const gigabyte = 1024 ** 3;
export const spoolLimits: SpoolLimits = { bytes: 20 * gigabyte, free: gigabyte };

const fileName = (id: number): string => `${String(id).padStart(12, "0")}.lines`;

/**
 * Opens the folder, creating it where it is missing.
 * Beyond the limits nothing is dropped, because what was acknowledged must never be lost: `put` throws, so no checkpoint
 * is made, the journal grows to its own limit, and then the gateway stops acknowledging until there is room again.
 * @throws Error when the folder cannot be read or written.
 */
export function openSpool(
  folder: string,
  log: { readonly warn: (details: object, message: string) => void },
  limits: SpoolLimits = spoolLimits,
): Spool {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let total = 0;
  let next = 1;

  const setAside = (name: string, error: unknown): void => {
    const file = join(folder, name);
    const words = error instanceof Error ? error.message : String(error);
    try {
      renameSync(file, `${file}.damaged`);
    } catch {
      // Neither readable nor renamable: it is left where it is, and told of.
    }
    log.warn(
      { file: `${file}.damaged`, error: words },
      "spool: a file cannot be read and was set aside; its lines are missing from history. Check the disk; restore the file from a backup under its name without .damaged and restart, or delete it",
    );
  };
  const syncFolder = (): void => {
    const handle = openSync(folder, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  };
  const look = (name: string): Chunk[] => {
    const file = join(folder, name);
    try {
      const fileBytes = statSync(file).size;
      const handle = openSync(file, "r");
      const head = Buffer.alloc(HEADER_BYTES);
      try {
        const read = readSync(handle, head, 0, HEADER_BYTES, 0);
        return [{ ...decodeHeader(head.subarray(0, read), fileBytes), id: Number.parseInt(name, 10), fileBytes }];
      } finally {
        closeSync(handle);
      }
    } catch (error) {
      setAside(name, error);
      return [];
    }
  };

  const names = readdirSync(folder).sort();
  // A new number is above every old one, damaged ones too.
  for (const name of names) if (/^\d{12}\.lines/.test(name)) next = Math.max(next, Number.parseInt(name, 10) + 1);
  for (const name of names) if (name.endsWith(".part")) rmSync(join(folder, name), { force: true });
  const found = names.filter((name) => /^\d{12}\.lines$/.test(name)).flatMap(look);
  for (const { fileBytes } of found) total += fileBytes;

  const write = (file: string, bytes: Buffer): void => {
    const handle = openSync(file, "w", 0o600);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  };

  return {
    found,
    put({ bytes: plain, ...header }) {
      const bytes = encodeChunk(header, plain);
      const { bavail, bsize } = statfsSync(folder);
      const mega = (size: number): string => `${Math.round(size / 1e6)} MB`;
      if (total + bytes.length > limits.bytes)
        throw new Error(`the spool ${folder} has reached its limit of ${mega(limits.bytes)}: bring history back`);
      if (bavail * bsize - bytes.length < limits.free)
        throw new Error(
          `the disk of ${folder} has only ${mega(bavail * bsize)} left, of which ${mega(limits.free)} are kept free: make room, or bring history back`,
        );
      const file = join(folder, fileName(next));
      try {
        write(`${file}.part`, bytes);
        renameSync(`${file}.part`, file);
        syncFolder();
      } catch (error) {
        rmSync(`${file}.part`, { force: true });
        rmSync(file, { force: true });
        throw new Error(`the spool ${folder} cannot be written: ${(error as Error).message}`);
      }
      total += bytes.length;
      return { ...header, size: plain.length, id: next++, fileBytes: bytes.length };
    },
    read(chunk) {
      try {
        return decodeChunk(readFileSync(join(folder, fileName(chunk.id))));
      } catch (error) {
        setAside(fileName(chunk.id), error);
        total -= chunk.fileBytes;
        return null;
      }
    },
    // Not synced: a file that comes back after a power cut is sent again, which changes nothing.
    remove(chunk) {
      try {
        rmSync(join(folder, fileName(chunk.id)), { force: true });
        total -= chunk.fileBytes;
      } catch (error) {
        const file = join(folder, fileName(chunk.id));
        log.warn({ file, error: (error as Error).message }, "spool: a file that was sent cannot be deleted");
      }
    },
    bytes: () => total,
  };
}
