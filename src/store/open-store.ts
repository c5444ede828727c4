// The store: faults, tickets as event logs, device memory, outbox, spool and quarantine in one SQLite database; one group commit for all of it.

import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { Fault } from "../model/fault.ts";
import type { Outbox } from "../model/notice.ts";
import type { Quarantined } from "../model/reading.ts";
import type { TicketEvent, TicketHeader } from "../model/ticket.ts";
import { type CredentialStore, createCredentials } from "./create-credentials.ts";
import { createOutbox } from "./create-outbox.ts";
import { createSpool, type Spool } from "./create-spool.ts";
import { openDatabase } from "./open-database.ts";

const KEPT_QUARANTINE = 10_000;
/** Between two sweeps the quarantine may grow by this much: a device gone mad must not fill the disk before the night. */
const SWEEP_QUARANTINE_EVERY = 1_000;
const KEPT_OUTBOX = 90 * 24 * 3_600_000;
const SPOOL_BYTES = 4 * 1024 ** 3;

/** A ticket as stored: header, log, fault as last known, and the stronger fault's ticket. */
export type StoredTicket = {
  readonly header: TicketHeader;
  readonly events: readonly TicketEvent[];
  readonly fault: Fault | null;
  readonly parent: string | null;
};

export type Store = {
  readonly spool: Spool;
  readonly outbox: Outbox;
  readonly credentials: CredentialStore;
  /** Runs the work in one transaction: when it returns, all of it is on disk; when it throws, none of it is. */
  readonly transaction: (work: () => void) => void;
  readonly saveDevice: (id: string, memory: unknown) => void;
  readonly devices: () => ReadonlyMap<string, unknown>;
  readonly saveFault: (fault: Fault) => void;
  /** Open faults, and those cleared at or after the instant (epoch ms). */
  readonly faults: (clearedSince: number) => readonly Fault[];
  /** Writes the header and the events from position `from` on. */
  readonly saveTicket: (ticket: StoredTicket, from: number) => void;
  readonly tickets: () => readonly StoredTicket[];
  readonly savePending: (pending: readonly unknown[]) => void;
  readonly pending: () => readonly unknown[];
  readonly quarantine: (refused: Quarantined) => void;
  readonly quarantined: (limit: number, before?: number) => readonly (Quarantined & { readonly id: number })[];
  readonly saveCounters: (counters: Readonly<Record<string, number>>) => void;
  readonly counters: () => Readonly<Record<string, number>>;
  readonly housekeep: (now: number) => void;
  readonly [Symbol.dispose]: () => void;
};

/** @param folder the data folder. @throws Error when it cannot be written or is of a newer version. */
export function openStore(folder: string, onSpoolDropped: (lines: number) => void): Store {
  const database: DatabaseSync = openDatabase(join(folder, "anju.db"));
  const run = (sql: string) => database.prepare(sql);
  const putDevice = run(
    "INSERT INTO device (id, memory) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET memory = excluded.memory",
  );
  const putFault = run(
    "INSERT INTO fault (asset, fault, opened_at, cleared_at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET cleared_at = excluded.cleared_at, body = excluded.body",
  );
  const putTicket = run(
    "INSERT INTO ticket (id, header, fault, parent) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET fault = excluded.fault, parent = excluded.parent",
  );
  const putEvent = run("INSERT INTO ticket_event (ticket, position, body) VALUES (?, ?, ?)");
  const putPending = run("INSERT INTO pending (position, body) VALUES (?, ?)");
  const putQuarantine = run(
    "INSERT INTO quarantine (at, topic, device, reason, detail, payload) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const sweepQuarantine = run("DELETE FROM quarantine WHERE id <= (SELECT max(id) FROM quarantine) - ?");
  const readQuarantine = run("SELECT * FROM quarantine WHERE id < ? ORDER BY id DESC LIMIT ?");
  const putCounter = run(
    "INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  );
  const parse = <T>(rows: unknown[], column = "body"): T[] =>
    (rows as Record<string, string>[]).map((row) => JSON.parse(row[column] as string) as T);

  const spool = createSpool(database, SPOOL_BYTES, onSpoolDropped);

  return {
    spool,
    outbox: createOutbox(database),
    credentials: createCredentials(database, join(folder, "server.key")),
    transaction(work) {
      database.exec("BEGIN IMMEDIATE");
      try {
        work();
        database.exec("COMMIT");
      } catch (error) {
        if (database.isTransaction) database.exec("ROLLBACK");
        spool.recount();
        throw error;
      }
    },
    saveDevice: (id, memory) => void putDevice.run(id, JSON.stringify(memory)),
    devices: () =>
      new Map(
        (run("SELECT id, memory FROM device").all() as { id: string; memory: string }[]).map(({ id, memory }) => [
          id,
          JSON.parse(memory),
        ]),
      ),
    saveFault: (fault) =>
      void putFault.run(fault.asset, fault.fault, fault.openedAt, fault.clearedAt, JSON.stringify(fault)),
    faults: (clearedSince) =>
      parse<Fault>(
        run("SELECT body FROM fault WHERE cleared_at IS NULL OR cleared_at >= ? ORDER BY opened_at DESC").all(
          clearedSince,
        ),
      ),
    saveTicket({ header, events, fault, parent }, from) {
      putTicket.run(header.id, JSON.stringify(header), fault && JSON.stringify(fault), parent);
      for (let i = from; i < events.length; i += 1) putEvent.run(header.id, i, JSON.stringify(events[i]));
    },
    tickets() {
      const events = new Map<string, TicketEvent[]>();
      type EventRow = { ticket: string; body: string };
      for (const { ticket, body } of run(
        "SELECT ticket, body FROM ticket_event ORDER BY ticket, position",
      ).all() as EventRow[]) {
        const list = events.get(ticket) ?? [];
        list.push(JSON.parse(body));
        events.set(ticket, list);
      }
      type Row = { id: string; header: string; fault: string | null; parent: string | null };
      return (run("SELECT * FROM ticket ORDER BY id").all() as Row[]).map(({ id, header, fault, parent }) => ({
        header: JSON.parse(header) as TicketHeader,
        events: events.get(id) ?? [],
        fault: fault === null ? null : (JSON.parse(fault) as Fault),
        parent,
      }));
    },
    savePending(pending) {
      database.exec("DELETE FROM pending");
      pending.forEach((one, i) => void putPending.run(i, JSON.stringify(one)));
    },
    pending: () => parse(run("SELECT body FROM pending ORDER BY position").all()),
    quarantine({ at, topic, device, reason, detail, payload }) {
      const { lastInsertRowid } = putQuarantine.run(at, topic, device, reason, detail, payload);
      if (Number(lastInsertRowid) % SWEEP_QUARANTINE_EVERY === 0) sweepQuarantine.run(KEPT_QUARANTINE);
    },
    quarantined: (limit, before = Number.MAX_SAFE_INTEGER) =>
      (readQuarantine.all(before, limit) as (Quarantined & { id: number })[]).map((row) => ({ ...row })),
    saveCounters(counters) {
      for (const [name, value] of Object.entries(counters)) putCounter.run(name, value);
    },
    counters: () =>
      Object.fromEntries(
        (run("SELECT name, value FROM counter").all() as { name: string; value: number }[]).map(({ name, value }) => [
          name,
          value,
        ]),
      ),
    housekeep(now) {
      sweepQuarantine.run(KEPT_QUARANTINE);
      run("DELETE FROM outbox WHERE state <> 'waiting' AND done_at < ?").run(now - KEPT_OUTBOX);
      database.exec("PRAGMA optimize");
    },
    [Symbol.dispose]: () => database.close(),
  };
}
