// Writes checkpoints into state.db: all parts of one in one transaction, so that a start finds either it or the one before, whole.

import type { CheckpointPart, Mark } from "./checkpoint.ts";
import { openDatabase } from "./open-database.ts";
import { stateFile } from "./read-state.ts";
import { stateMigrations } from "./state-schema.ts";

export type StateWriter = {
  /** Adds rows to the checkpoint being written; begins one where none is. */
  readonly add: (part: CheckpointPart) => void;
  /** Ends it: when this returns it is on disk. */
  readonly commit: (mark: Mark) => void;
  readonly rollback: () => void;
  readonly [Symbol.dispose]: () => void;
};

/** @throws Error what the disk says; the caller rolls back and tries again with the next checkpoint. */
export function openStateWriter(folder: string): StateWriter {
  const database = openDatabase(stateFile(folder), stateMigrations);
  const putDevice = database.prepare(
    "INSERT INTO device (id, memory) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET memory = excluded.memory",
  );
  const putFault = database.prepare(
    "INSERT INTO fault (asset, fault, opened_at, cleared_at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET cleared_at = excluded.cleared_at, body = excluded.body",
  );
  const putTicket = database.prepare(
    "INSERT INTO ticket (id, header, fault, parent) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET fault = excluded.fault, parent = excluded.parent",
  );
  const putEvent = database.prepare("INSERT OR REPLACE INTO ticket_event (ticket, position, body) VALUES (?, ?, ?)");
  const putPending = database.prepare("INSERT INTO pending (position, body) VALUES (?, ?)");
  const putMemo = database.prepare("INSERT OR REPLACE INTO memo (name, body) VALUES (?, ?)");
  const putCounter = database.prepare("INSERT OR REPLACE INTO counter (name, value) VALUES (?, ?)");
  const putMeta = database.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)");
  const begin = (): void => {
    if (!database.isTransaction) database.exec("BEGIN IMMEDIATE");
  };

  return {
    add({ devices = [], faults = [], tickets = [], pending, memos = {}, counters = {} }) {
      begin();
      for (const [id, memory] of devices) putDevice.run(id, memory);
      for (const fault of faults)
        putFault.run(fault.asset, fault.fault, fault.openedAt, fault.clearedAt, JSON.stringify(fault));
      for (const { header, events, fault, parent, from } of tickets) {
        putTicket.run(header.id, JSON.stringify(header), fault && JSON.stringify(fault), parent);
        for (let i = from; i < events.length; i += 1) putEvent.run(header.id, i, JSON.stringify(events[i]));
      }
      if (pending) {
        database.exec("DELETE FROM pending");
        pending.forEach((one, i) => void putPending.run(i, JSON.stringify(one)));
      }
      for (const [name, memo] of Object.entries(memos)) putMemo.run(name, JSON.stringify(memo));
      for (const [name, value] of Object.entries(counters)) putCounter.run(name, value);
    },
    commit(mark) {
      begin();
      for (const [name, value] of Object.entries(mark)) putMeta.run(name, value);
      database.exec("COMMIT");
    },
    rollback() {
      if (database.isTransaction) database.exec("ROLLBACK");
    },
    [Symbol.dispose]: () => database.close(),
  };
}
