// The outbox on disk: notices wait here until their channel took them. A known id is never added twice.

import type { DatabaseSync } from "node:sqlite";
import type { Notice, Outbox } from "../model/notice.ts";

export function createOutbox(database: DatabaseSync): Outbox {
  const add = database.prepare(
    "INSERT INTO outbox (id, channel, state, due_at, created_at, body) VALUES (?, ?, 'waiting', ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const due = database.prepare(
    "SELECT body, attempts FROM outbox WHERE state = 'waiting' AND channel = ? AND due_at <= ? ORDER BY created_at, rowid LIMIT ?",
  );
  const finish = database.prepare(
    "UPDATE outbox SET state = ?, done_at = ?, error = ?, attempts = attempts + 1 WHERE id = ? AND state = 'waiting'",
  );
  const retry = database.prepare(
    "UPDATE outbox SET due_at = ?, error = ?, attempts = attempts + 1 WHERE id = ? AND state = 'waiting'",
  );
  const count = database.prepare("SELECT channel, count(*) n FROM outbox WHERE state = 'waiting' GROUP BY channel");
  return {
    add: (notice) =>
      void add.run(notice.id, notice.channel, Math.floor(notice.at), Math.floor(notice.at), JSON.stringify(notice)),
    due: (channel, now, limit) =>
      (due.all(channel, now, limit) as { body: string; attempts: number }[]).map(({ body, attempts }) => ({
        notice: JSON.parse(body) as Notice,
        attempts,
      })),
    delivered: (id, at) => void finish.run("delivered", at, null, id),
    gaveUp: (id, at, error) => void finish.run("gave-up", at, error.slice(0, 500), id),
    retryAt: (id, at, error) => void retry.run(at, error.slice(0, 500), id),
    waiting: () =>
      Object.fromEntries((count.all() as { channel: string; n: number }[]).map(({ channel, n }) => [channel, n])),
  };
}
