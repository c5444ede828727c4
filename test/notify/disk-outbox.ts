// An outbox on a SQLite file, as small as its contract allows.

import { DatabaseSync } from "node:sqlite";
import type { Notice, Outbox } from "../../src/model/notice.ts";

export type DiskOutbox = Outbox & {
  readonly row: (id: string) => {
    readonly state: string;
    readonly attempts: number;
    readonly due: number;
    readonly error: string | null;
  };
  readonly close: () => void;
};

export function openDiskOutbox(file: string): DiskOutbox {
  const db = new DatabaseSync(file);
  db.exec(`create table if not exists outbox (id text primary key, channel text, at integer, due integer,
    attempts integer default 0, state text default 'waiting', error text, notice text) strict`);
  const set = (state: string) => {
    const statement = db.prepare(
      "update outbox set state = ?, due = ?, error = ?, attempts = attempts + 1 where id = ?",
    );
    return (id: string, at: number, error: string | null) => void statement.run(state, at, error, id);
  };
  const [done, later, never] = [set("delivered"), set("waiting"), set("gaveUp")];
  const insert = db.prepare("insert or ignore into outbox (id, channel, at, due, notice) values (?, ?, ?, ?, ?)");
  const select = db.prepare(
    "select notice, attempts from outbox where channel = ? and state = 'waiting' and due <= ? order by at, id limit ?",
  );
  return {
    add: (notice) => void insert.run(notice.id, notice.channel, notice.at, notice.at, JSON.stringify(notice)),
    due: (channel, now, limit) =>
      select.all(channel, now, limit).map(({ notice, attempts }) => {
        return { notice: JSON.parse(String(notice)) as Notice, attempts: Number(attempts) };
      }),
    delivered: (id, at) => done(id, at, null),
    retryAt: (id, at, error) => later(id, at, error),
    gaveUp: (id, at, error) => never(id, at, error),
    waiting: () =>
      Object.fromEntries(
        db
          .prepare("select channel, count(*) as n from outbox where state = 'waiting' group by channel")
          .all()
          .map(({ channel, n }) => [String(channel), Number(n)]),
      ),
    row: (id) => db.prepare("select state, attempts, due, error from outbox where id = ?").get(id) as never,
    close: () => db.close(),
  };
}
