// Reads the checkpoint at a start; where there is none, the tables that version 0.1 kept in anju.db are carried over first.

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { Fault } from "../model/fault.ts";
import type { TicketEvent, TicketHeader } from "../model/ticket.ts";
import type { Mark, State, StoredTicket } from "./checkpoint.ts";
import { openDatabase } from "./open-database.ts";
import { stateMigrations } from "./state-schema.ts";

export const stateFile = (folder: string): string => join(folder, "state.db");

const carried = ["device", "fault", "ticket", "ticket_event", "pending", "counter"] as const;

/** Version 0.1 kept one database; its rows move over in one transaction, and only then does anju.db let go of them. */
function carryOver(database: DatabaseSync, folder: string): void {
  const before = join(folder, "anju.db");
  if (!existsSync(before)) return;
  database.prepare("ATTACH DATABASE ? AS before").run(before);
  try {
    const has = database.prepare("SELECT 1 FROM before.sqlite_schema WHERE type = 'table' AND name = ?");
    const tables = carried.filter((table) => has.get(table));
    if (tables.length === 0) return;
    const done = database.prepare("SELECT 1 FROM meta WHERE name = 'carriedOver'").get();
    if (!done) {
      const copies = tables.map((table) => `INSERT OR REPLACE INTO main.${table} SELECT * FROM before.${table};`);
      database.exec(`BEGIN; ${copies.join(" ")} INSERT INTO meta VALUES ('carriedOver', 1); COMMIT`);
    }
    database.exec(
      [...tables]
        .reverse()
        .map((table) => `DROP TABLE before.${table};`)
        .join(" "),
    );
  } finally {
    if (database.isTransaction) database.exec("ROLLBACK");
    database.exec("DETACH DATABASE before");
  }
}

function readMark(database: DatabaseSync): Mark | null {
  const rows = database.prepare("SELECT name, value FROM meta").all() as { name: string; value: number }[];
  const meta = new Map(rows.map(({ name, value }) => [name, value]));
  const position = meta.get("position");
  if (position === undefined) return null;
  return { position, at: meta.get("at") ?? 0, listeningSince: meta.get("listeningSince") ?? 0 };
}

function readTickets(database: DatabaseSync): StoredTicket[] {
  const events = new Map<string, TicketEvent[]>();
  const log = database.prepare("SELECT ticket, body FROM ticket_event ORDER BY ticket, position");
  for (const { ticket, body } of log.iterate() as Iterable<{ ticket: string; body: string }>) {
    const list = events.get(ticket) ?? [];
    list.push(JSON.parse(body) as TicketEvent);
    events.set(ticket, list);
  }
  type Row = { id: string; header: string; fault: string | null; parent: string | null };
  return (database.prepare("SELECT * FROM ticket ORDER BY id").all() as Row[]).map(({ id, header, fault, parent }) => ({
    header: JSON.parse(header) as TicketHeader,
    events: events.get(id) ?? [],
    fault: fault === null ? null : (JSON.parse(fault) as Fault),
    parent,
  }));
}

/**
 * @param clearedSince faults cleared before this (epoch ms) stay on disk.
 * @throws Error naming the file when it cannot be read, or was written by a newer version.
 */
export function readState(folder: string, clearedSince: number): State {
  using database = openDatabase(stateFile(folder), stateMigrations);
  carryOver(database, folder);
  const rows = <T>(sql: string, ...values: number[]): T[] => database.prepare(sql).all(...values) as T[];
  const parse = <T>({ body }: { body: string }): T => JSON.parse(body) as T;
  type Device = { id: string; memory: string };
  return {
    mark: readMark(database),
    devices: new Map(
      rows<Device>("SELECT id, memory FROM device").map(({ id, memory }) => [id, JSON.parse(memory) as unknown]),
    ),
    faults: rows<{ body: string }>(
      "SELECT body FROM fault WHERE cleared_at IS NULL OR cleared_at >= ? ORDER BY opened_at DESC",
      clearedSince,
    ).map(parse<Fault>),
    tickets: readTickets(database),
    pending: rows<{ body: string }>("SELECT body FROM pending ORDER BY position").map(parse),
    memos: Object.fromEntries(
      rows<{ name: string; body: string }>("SELECT name, body FROM memo").map(({ name, body }) => [
        name,
        JSON.parse(body) as unknown,
      ]),
    ),
    counters: Object.fromEntries(
      rows<{ name: string; value: number }>("SELECT name, value FROM counter").map(({ name, value }) => [name, value]),
    ),
  };
}
