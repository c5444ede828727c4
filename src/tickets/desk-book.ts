// The tickets of the desk and the ways to find one: by id, by asset and fault, by the reporter's reference, by parent.

import type { Site } from "../model/site.ts";
import type { Action, Ticket, TicketEvent } from "../model/ticket.ts";
import { deriveTicket, type TicketRecord } from "./derive-ticket.ts";

/** `index`: its place in the desk's wake queue. `place`: among the tickets. */
export type Entry = { readonly index: number; readonly place: number; record: TicketRecord; ticket: Ticket };

export const keyOf = (asset: string | null, fault: string | null): string => `${asset}|${fault}`;
const none: ReadonlySet<Entry> = new Set();

function createIndex() {
  const sets = new Map<string, Set<Entry>>();
  return {
    of: (key: string): ReadonlySet<Entry> => sets.get(key) ?? none,
    add(key: string | null, entry: Entry): void {
      if (key !== null) sets.set(key, (sets.get(key) ?? new Set()).add(entry));
    },
    remove(key: string | null, entry: Entry): void {
      if (key !== null) sets.get(key)?.delete(entry);
    },
  };
}

export type Book = ReturnType<typeof createBook>;

export function createBook(site: Site) {
  const entries = new Map<string, Entry>();
  /** In the order in which they were entered; each change puts the new picture in the old one's place. */
  const tickets: Ticket[] = [];
  /** The newest ticket of a fault; a reclassified one stays under its former fault, too. */
  const byFault = new Map<string, Entry>();
  const byRef = new Map<string, Entry>();
  const byAsset = createIndex();
  const byParent = createIndex();
  const byOrigin = createIndex();

  const index = (entry: Entry): void => {
    const { id, asset, fault, ref, parent } = entry.ticket;
    const { header } = entry.record;
    entries.set(id, entry);
    if (header.fault !== null) byFault.set(keyOf(header.asset, header.fault), entry);
    if (fault !== null) byFault.set(keyOf(asset, fault), entry);
    if (ref !== null) byRef.set(ref, entry);
    byAsset.add(asset, entry);
    byParent.add(parent, entry);
    byOrigin.add(header.origin ?? null, entry);
  };

  return {
    enter(record: TicketRecord, at: number): Entry {
      const entry: Entry = { index: at, place: tickets.length, record, ticket: deriveTicket(site, record) };
      tickets.push(entry.ticket);
      index(entry);
      return entry;
    },
    change(entry: Entry, fields: Partial<TicketRecord>, event: TicketEvent | null): void {
      const before = entry.ticket;
      entry.record = { ...entry.record, ...fields, ...(event && { events: [...entry.record.events, event] }) };
      entry.ticket = deriveTicket(site, entry.record);
      tickets[entry.place] = entry.ticket;
      if (before.parent !== entry.ticket.parent) {
        byParent.remove(before.parent, entry);
        byParent.add(entry.ticket.parent, entry);
      }
      if (event?.type === "reclassified") index(entry);
    },
    find(action: Action): Entry | undefined {
      if (action.ticket !== undefined) return entries.get(action.ticket);
      if (action.ref !== undefined) return byRef.get(action.ref);
      return byFault.get(keyOf(action.asset ?? null, action.fault ?? null));
    },
    ofFault: (asset: string, fault: string): Entry | undefined => byFault.get(keyOf(asset, fault)),
    ofAsset: byAsset.of,
    ofParent: byParent.of,
    ofOrigin: byOrigin.of,
    byId: (id: string): Entry | undefined => entries.get(id),
    all: () => entries.values(),
    /** As they stand now: not a copy. */
    tickets: (): readonly Ticket[] => tickets,
    size: () => entries.size,
  };
}
