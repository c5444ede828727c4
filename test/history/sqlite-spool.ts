// A spool on disk for tests: the smallest that keeps the promise of the Spool type.

import { DatabaseSync } from "node:sqlite";
import type { Spool } from "../../src/history/spool.ts";

export function openSqliteSpool(file: string): Spool & Disposable {
  const database = new DatabaseSync(file);
  database.exec(
    "PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS spool (id INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT NOT NULL) STRICT",
  );
  const add = database.prepare("INSERT INTO spool (line) VALUES (?)");
  const first = database.prepare("SELECT id, line FROM spool ORDER BY id LIMIT ?");
  const remove = database.prepare("DELETE FROM spool WHERE id <= ?");
  const count = database.prepare(
    "SELECT count(*) AS lines, coalesce(sum(length(CAST(line AS BLOB))), 0) AS bytes FROM spool",
  );
  return {
    append: (lines) => {
      database.exec("BEGIN");
      for (const line of lines) add.run(line);
      database.exec("COMMIT");
    },
    peek: (maxLines) => {
      const rows = first.all(maxLines);
      const last = rows.at(-1);
      return last === undefined ? null : { upTo: last.id as number, lines: rows.map((row) => row.line as string) };
    },
    drop: (upTo) => {
      remove.run(upTo);
    },
    waiting: () => count.get() as { lines: number; bytes: number },
    [Symbol.dispose]: () => database.close(),
  };
}
