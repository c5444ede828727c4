// The spool: lines for history wait here, on disk, in order, until history has them. Appended inside the store's transaction.

import type { DatabaseSync } from "node:sqlite";

const ROW_LINES = 2000;

export type Spool = {
  readonly append: (lines: readonly string[]) => void;
  readonly peek: (maxLines: number) => { readonly upTo: number; readonly lines: string[] } | null;
  readonly drop: (upTo: number) => void;
  readonly waiting: () => { readonly lines: number; readonly bytes: number };
  /** Counts anew what is on disk: after a transaction that was rolled back. */
  readonly recount: () => void;
};

/**
 * @param maxBytes beyond this the oldest lines are dropped and `onDropped` hears how many: the newest matter most to the wall,
 * and a full disk would stop everything else too.
 */
export function createSpool(database: DatabaseSync, maxBytes: number, onDropped: (lines: number) => void): Spool {
  const insert = database.prepare("INSERT INTO spool (count, bytes, lines) VALUES (?, ?, ?)");
  const read = database.prepare("SELECT id, count, lines FROM spool ORDER BY id");
  const oldest = database.prepare("SELECT min(id) id FROM spool");
  const remove = database.prepare("DELETE FROM spool WHERE id <= ?");
  const sums = database.prepare("SELECT coalesce(sum(count), 0) lines, coalesce(sum(bytes), 0) bytes FROM spool");
  const sumTo = database.prepare(
    "SELECT coalesce(sum(count), 0) lines, coalesce(sum(bytes), 0) bytes FROM spool WHERE id <= ?",
  );
  type Row = { id: number; count: number; lines: string };
  type Sum = { lines: number; bytes: number };
  let waiting = { ...(sums.get() as Sum) };

  const drop = (upTo: number): Sum => {
    const gone = { ...(sumTo.get(upTo) as Sum) };
    remove.run(upTo);
    waiting = { lines: waiting.lines - gone.lines, bytes: waiting.bytes - gone.bytes };
    return gone;
  };
  return {
    append(lines) {
      for (let start = 0; start < lines.length; start += ROW_LINES) {
        const part = lines.slice(start, start + ROW_LINES);
        const text = part.join("\n");
        const bytes = Buffer.byteLength(text);
        insert.run(part.length, bytes, text);
        waiting = { lines: waiting.lines + part.length, bytes: waiting.bytes + bytes };
      }
      while (waiting.bytes > maxBytes) {
        const { id } = oldest.get() as { id: number | null };
        if (id === null) break;
        onDropped(drop(id).lines);
      }
    },
    peek(maxLines) {
      const lines: string[] = [];
      let upTo = 0;
      for (const row of read.iterate() as Iterable<Row>) {
        if (lines.length > 0 && lines.length + row.count > maxLines) break;
        lines.push(...row.lines.split("\n"));
        upTo = row.id;
      }
      return lines.length > 0 ? { upTo, lines } : null;
    },
    drop: (upTo) => void drop(upTo),
    waiting: () => waiting,
    recount() {
      waiting = { ...(sums.get() as Sum) };
    },
  };
}
