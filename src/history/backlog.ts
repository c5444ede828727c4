// The lane behind the live one: chunks on disk that no request carries yet, oldest first.

import type { Chunk, Spool } from "./spool.ts";

export type Backlog = {
  /** In its place by number. */
  readonly add: (chunk: Chunk) => void;
  /** Takes the oldest that can be read; the others are handed to `onDamaged`. */
  readonly next: () => { readonly chunk: Chunk; readonly bytes: Uint8Array } | null;
  readonly oldest: () => Chunk | undefined;
  /** Bytes. */
  readonly size: () => number;
};

export function createBacklog(spool: Spool, onDamaged: (chunk: Chunk) => void): Backlog {
  const chunks: Chunk[] = [...spool.found];
  let size = chunks.reduce((sum, chunk) => sum + chunk.size, 0);
  return {
    add(chunk) {
      const later = (chunks.at(-1)?.id ?? 0) > chunk.id ? chunks.findIndex(({ id }) => id > chunk.id) : -1;
      chunks.splice(later === -1 ? chunks.length : later, 0, chunk);
      size += chunk.size;
    },
    next() {
      for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
        size -= chunk.size;
        const batch = spool.read(chunk);
        if (batch !== null) return { chunk, bytes: batch.bytes };
        onDamaged(chunk);
      }
      return null;
    },
    oldest: () => chunks[0],
    size: () => size,
  };
}
