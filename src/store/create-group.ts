// Group commit: what happened is collected here and written in one transaction; whoever must wait for the disk waits for that.

import type { Fault } from "../model/fault.ts";
import type { Notice } from "../model/notice.ts";
import type { Quarantined } from "../model/reading.ts";
import type { Store, StoredTicket } from "./open-store.ts";

export type Group = {
  readonly fault: (fault: Fault) => void;
  readonly ticket: (ticket: StoredTicket) => void;
  /** The device's memory changed; it is read when the group is written. */
  readonly device: (id: string) => void;
  readonly notice: (notice: Notice) => void;
  readonly refused: (refused: Quarantined) => void;
  readonly lines: (lines: readonly string[]) => void;
  /** Resolves when everything collected so far is on disk. */
  readonly onDisk: () => Promise<void>;
  /** Writes the group now. @throws what the disk says; the group is kept and written with the next. */
  readonly write: () => void;
  readonly isEmpty: () => boolean;
};

export type GroupSources = {
  /** Everything to remember of a device, as plain data. */
  readonly memoryOf: (device: string) => unknown;
  /** Faults whose tickets are still to open. */
  readonly pending: () => readonly unknown[];
};

/** @param stored how many events of each ticket are on disk already. */
export function createGroup(store: Store, sources: GroupSources, stored: ReadonlyMap<string, number>): Group {
  const written = new Map(stored);
  const faults = new Map<string, Fault>();
  const tickets = new Map<string, StoredTicket>();
  const devices = new Set<string>();
  const notices: Notice[] = [];
  const refused: Quarantined[] = [];
  const lines: string[] = [];
  let waiters: (() => void)[] = [];

  const isEmpty = (): boolean =>
    faults.size + tickets.size + devices.size + notices.length + refused.length + lines.length === 0;

  function write(): void {
    if (isEmpty() && waiters.length === 0) return;
    if (!isEmpty())
      store.transaction(() => {
        for (const fault of faults.values()) store.saveFault(fault);
        for (const ticket of tickets.values()) store.saveTicket(ticket, written.get(ticket.header.id) ?? 0);
        for (const id of devices) store.saveDevice(id, sources.memoryOf(id));
        if (faults.size > 0 || tickets.size > 0) store.savePending(sources.pending());
        for (const notice of notices) store.outbox.add(notice);
        for (const one of refused) store.quarantine(one);
        if (lines.length > 0) store.spool.append(lines);
      });
    for (const { header, events } of tickets.values()) written.set(header.id, events.length);
    faults.clear();
    tickets.clear();
    devices.clear();
    notices.length = 0;
    refused.length = 0;
    lines.length = 0;
    const done = waiters;
    waiters = [];
    for (const resolve of done) resolve();
  }

  return {
    fault: (fault) => void faults.set(`${fault.asset}|${fault.fault}|${fault.openedAt}`, fault),
    ticket: (ticket) => void tickets.set(ticket.header.id, ticket),
    device: (id) => void devices.add(id),
    notice: (notice) => void notices.push(notice),
    refused: (one) => void refused.push(one),
    lines: (more) => void lines.push(...more),
    onDisk: () => new Promise((resolve) => waiters.push(resolve)),
    write,
    isEmpty,
  };
}
