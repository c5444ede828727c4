// The ticket desk: fault events, people's acts and time in; ticket changes out. Pure: time is an argument, every ticket is its event log.

import type { Fault, FaultEvent } from "../model/fault.ts";
import { outcomes } from "../model/fault.ts";
import { type Refusal, type Result, refuse } from "../model/result.ts";
import type { Device, Site, Staff } from "../model/site.ts";
import type { Action, Milestone, Report, Ticket, TicketChange, TicketEvent, TicketHeader } from "../model/ticket.ts";
import { createWakeQueue } from "../model/wake-queue.ts";
import { forbids, mayOverride } from "./act-rules.ts";
import { deriveTicket, type TicketRecord } from "./derive-ticket.ts";
import { headerOfFault, headerOfReport } from "./open-header.ts";
import { type Due, nextDue, restoresItself } from "./ticket-timers.ts";

const REOPEN_WITHIN = 7 * 24 * 3_600_000;
/** How long an `offline` must last before it makes a ticket; by row. */
const OFFLINE_TICKET_AFTER = 30_000;
const OFFLINE_DATA_LOSS_AFTER = 10 * 60_000;

/** A fault that makes its ticket later: `offline`, or one proven only by late data, which may already be over. */
export type Pending = { readonly fault: Fault; readonly at: number };

type Entry = { readonly index: number; record: TicketRecord; ticket: Ticket };
type Waiting = { readonly index: number; pending: Pending };

export type DeskMemory = { readonly records: readonly TicketRecord[]; readonly pending: readonly Pending[] };

export type ActDone = {
  readonly ticket: Ticket;
  readonly changes: readonly TicketChange[];
  /** A latched fault this act ended. */
  readonly release: { readonly asset: string; readonly fault: string } | null;
};

export type Desk = {
  readonly follow: (events: readonly FaultEvent[]) => readonly TicketChange[];
  readonly act: (action: Action, now: number) => Result<ActDone>;
  readonly report: (report: Report, now: number) => Result<ActDone>;
  readonly nextAt: () => number;
  readonly runNext: () => readonly TicketChange[];
  readonly tickets: () => readonly Ticket[];
  readonly ticket: (id: string) => Ticket | undefined;
  readonly record: (id: string) => TicketRecord | undefined;
  readonly pending: () => readonly Pending[];
};

/** Whoever holds the administrator's token and names no one of the staff: acts with a manager's rights, under its own name. */
const administrator: Staff = { id: "admin", name: { en: "Administrator", zh: "管理员" }, role: "manager", skills: [] };

const keyOf = (asset: string | null, fault: string | null): string => `${asset}|${fault}`;

/** @param isOffline whether an asset is silent: its fault is frozen and cannot be believed gone. */
export function createDesk(
  site: Site,
  isOffline: (asset: string) => boolean,
  memory: DeskMemory = { records: [], pending: [] },
): Desk {
  const devices = new Map(site.devices.map((device) => [device.id, device]));
  const staff = new Map(site.staff.map((person) => [person.id, person]));
  const queue = createWakeQueue();
  const things: (Entry | Waiting)[] = [];
  const entries = new Map<string, Entry>();
  const byFault = new Map<string, Entry>();
  const byAsset = new Map<string, Set<Entry>>();
  const byRef = new Map<string, Entry>();
  const waiting = new Map<string, Waiting>();
  let changes: TicketChange[] = [];

  const collect = (work: () => void): readonly TicketChange[] => {
    changes = [];
    work();
    return changes;
  };

  function dueOf({ ticket, record }: Entry): Due | null {
    const { fault } = record;
    const holding = fault !== null && fault.goodSince !== null && !fault.verified && !isOffline(fault.asset);
    return nextDue(ticket, record, holding);
  }
  function schedule(entry: Entry, now: number): void {
    const due = dueOf(entry);
    queue.set(entry.index, due ? Math.max(due.at, now) : Number.POSITIVE_INFINITY);
  }
  function update(entry: Entry, fields: Partial<TicketRecord>, event: TicketEvent | null, now: number): void {
    entry.record = {
      ...entry.record,
      ...fields,
      ...(event && { events: [...entry.record.events, event] }),
    };
    entry.ticket = deriveTicket(site, entry.record);
    schedule(entry, now);
    changes.push({ ticket: entry.ticket, event });
  }
  const append = (entry: Entry, event: TicketEvent): void => update(entry, {}, event, event.at);

  function enter(record: TicketRecord, now: number): Entry {
    const entry: Entry = { index: things.length, record, ticket: deriveTicket(site, record) };
    things.push(entry);
    entries.set(record.header.id, entry);
    if (record.header.fault !== null) byFault.set(keyOf(record.header.asset, record.header.fault), entry);
    if (record.header.ref !== null) byRef.set(record.header.ref, entry);
    const { asset } = record.header;
    if (asset !== null) byAsset.set(asset, (byAsset.get(asset) ?? new Set()).add(entry));
    schedule(entry, now);
    return entry;
  }
  function openTicket(header: TicketHeader, fault: Fault | null, by: string): Entry {
    const event: TicketEvent = { at: header.openedAt, type: "opened", by };
    const entry = enter({ header, events: [event], fault, parent: null }, header.openedAt);
    changes.push({ ticket: entry.ticket, event });
    return entry;
  }

  /** A fault stands: it joins its open ticket, reopens a recent one, or opens a new one. */
  function takeFault(fault: Fault, openedAt: number): void {
    const device = devices.get(fault.asset) as Device;
    const entry = byFault.get(keyOf(fault.asset, fault.fault));
    const state = entry?.ticket.state;
    if (entry && (state === "restored" || state === "closed")) {
      if (openedAt - (entry.ticket.restoredAt ?? openedAt) <= REOPEN_WITHIN) {
        update(entry, { fault }, { at: openedAt, type: "reopened", by: "system" }, openedAt);
        return;
      }
    } else if (entry && state !== "archived" && state !== "cancelled") {
      update(entry, { fault }, null, openedAt);
      return;
    }
    openTicket(headerOfFault(site, device, fault, entries.size + 1, openedAt), fault, "system");
  }
  function wait(fault: Fault, at: number): void {
    const key = keyOf(fault.asset, fault.fault);
    const known = waiting.get(key);
    const thing: Waiting = known ?? { index: things.length, pending: { fault, at } };
    thing.pending = { fault, at };
    if (!known) things.push(thing);
    waiting.set(key, thing);
    queue.set(thing.index, at);
  }

  function followOne(event: FaultEvent): void {
    const { fault, knownAt, type } = event;
    const key = keyOf(fault.asset, fault.fault);
    const entry = byFault.get(key);
    const held = waiting.get(key);
    if (held && type !== "hidden") held.pending = { ...held.pending, fault };
    if (type === "opened" || (type === "resumed" && (!entry || entry.record.fault?.openedAt !== fault.openedAt))) {
      if (fault.fault === "offline")
        wait(fault, knownAt + (fault.sla === "data-loss" ? OFFLINE_DATA_LOSS_AFTER : OFFLINE_TICKET_AFTER));
      else if (event.at < knownAt) wait(fault, knownAt);
      else takeFault(fault, knownAt);
    } else if (entry && entry.record.fault?.openedAt === fault.openedAt) {
      followTicket(entry, event);
    }
    // Silence begins or ends: holds stand still or go on, and breaches that waited for them with it.
    if (fault.fault === "offline") for (const other of byAsset.get(fault.asset) ?? []) schedule(other, knownAt);
  }
  function followTicket(entry: Entry, { type, fault, knownAt, by }: FaultEvent): void {
    if (type === "hidden") {
      const stronger = byFault.get(keyOf(fault.asset, by ?? null));
      if (stronger) update(entry, { parent: stronger.record.header.id }, null, knownAt);
      return;
    }
    const { state } = entry.ticket;
    if (type === "resumed" && (state === "restored" || state === "closed")) {
      update(entry, { fault }, { at: knownAt, type: "reopened", by: "system", relapse: true }, knownAt);
      return;
    }
    update(entry, { fault }, null, knownAt);
    if (type === "verified") believe(entry, knownAt);
  }
  /** The fault is proven gone: the ticket restores itself, or a person's restoration is confirmed. */
  function believe(entry: Entry, now: number): void {
    const { ticket, record } = entry;
    if (!record.fault?.verified || ticket.verified) return;
    const restoredBy = record.events.findLast(({ type }) => type === "restored" || type === "reopened");
    const byPerson = ticket.state === "restored" || ticket.state === "closed";
    if (byPerson ? restoredBy?.override : !isBeforeRestored(ticket) || !restoresItself(ticket, record)) return;
    append(entry, { at: now, type: "verified", by: "system", goodSince: record.fault.goodSince ?? now });
  }

  function find(action: Action): Entry | undefined {
    if (action.ticket !== undefined) return entries.get(action.ticket);
    if (action.ref !== undefined) return byRef.get(action.ref);
    return byFault.get(keyOf(action.asset ?? null, action.fault ?? null));
  }
  function refusalOf(action: Action, entry: Entry): Refusal | null {
    const person = action.admin ? administrator : staff.get(action.by);
    if (!person) return refuse("unknown-staff", action.by);
    const { ticket, record } = entry;
    if (action.override && !mayOverride(person)) return refuse("forbidden", "override");
    const forbidden = forbids(action.do, person, ticket.state);
    if (forbidden === "forbidden" || forbidden === "not-available") return refuse(forbidden, action.do);
    if (action.version !== undefined && action.version !== ticket.version)
      return refuse("stale", `version ${ticket.version}, last changed by ${record.events.at(-1)?.by}`);
    if (forbidden) return refuse(forbidden, `${action.do} while ${ticket.state}`);
    if (action.do === "dispatch" && action.to !== undefined && !staff.has(action.to))
      return refuse("unknown-staff", action.to);
    if (action.do === "restore" && record.fault) {
      const frozen = record.fault.fault !== "offline" && isOffline(record.fault.asset);
      if ((ticket.present || frozen) && !action.override) return refuse("still-faulty", record.fault.fault);
      if (action.override && !action.note) return refuse("note-required", "override");
      const known = (outcomes as readonly (string | undefined)[]).includes(action.outcome);
      if (ticket.latched && !action.override && !known) return refuse("bad-outcome", action.outcome ?? "");
    }
    return null;
  }
  const eventOf = (action: Action, type: TicketEvent["type"], now: number): TicketEvent => ({
    at: now,
    type,
    by: action.by,
    ...((action.note ?? action.reason) !== undefined && { note: (action.note ?? action.reason) as string }),
    ...(action.to !== undefined && { to: action.to }),
    ...(action.outcome !== undefined && { outcome: action.outcome as NonNullable<TicketEvent["outcome"]> }),
    ...(action.cause !== undefined && { cause: action.cause }),
    ...(action.override && { override: true }),
  });
  /** Whom a dispatch without a name goes to: the zone's first technician with the skill, else the first. */
  function technicianFor(ticket: Ticket): string | undefined {
    const technicians = site.zones.find(({ id }) => id === ticket.zone)?.technicians ?? [];
    return technicians.find((id) => staff.get(id)?.skills.includes(ticket.kind ?? "")) ?? technicians[0];
  }
  /** The promises that an act keeps. */
  const keeps: Partial<Record<Action["do"], readonly Milestone[]>> = {
    accept: ["respond"],
    arrive: ["respond", "arrive"],
    restore: ["respond", "arrive", "restore"],
  };
  const eventTypes = {
    dispatch: "dispatched",
    accept: "accepted",
    arrive: "arrived",
    restore: "restored",
    close: "closed",
    comment: "commented",
    acknowledge: "acknowledged",
    cancel: "cancelled",
    reopen: "reopened",
  } as const satisfies Partial<Record<Action["do"], TicketEvent["type"]>>;

  /** A promise that ran out inside a hold has not been called broken yet; an act that keeps it too late ends the wait. */
  function admitBreaches(action: Action, entry: Entry, now: number): void {
    for (const { milestone, dueAt, state } of entry.ticket.clocks)
      if (state === "running" && dueAt < now && keeps[action.do]?.includes(milestone))
        append(entry, { at: now, type: "breached", by: "system", milestone });
  }

  function perform(action: Action, entry: Entry, now: number): ActDone["release"] {
    admitBreaches(action, entry, now);
    const event = eventOf(action, eventTypes[action.do as keyof typeof eventTypes], now);
    const to = event.to ?? technicianFor(entry.ticket);
    append(entry, action.do === "dispatch" && to !== undefined ? { ...event, to } : event);
    const { fault } = entry.record;
    if (action.do === "restore" && fault?.latched) {
      believe(entry, now);
      return { asset: fault.asset, fault: fault.fault };
    }
    if (["accept", "arrive", "restore"].includes(action.do)) believe(entry, now);
    return null;
  }

  for (const record of memory.records) enter(record, Number.NEGATIVE_INFINITY);
  for (const { fault, at } of memory.pending) wait(fault, at);

  return {
    follow: (events) => collect(() => events.forEach(followOne)),
    act(action, now) {
      const entry = find(action);
      if (!entry) return refuse("unknown-ticket", action.ticket ?? action.ref ?? `${action.asset}/${action.fault}`);
      const refusal = refusalOf(action, entry);
      if (refusal) return { ok: false, ...refusal };
      let release: ActDone["release"] = null;
      collect(() => {
        release = perform(action, entry, now);
      });
      return { ok: true, value: { ticket: entry.ticket, changes, release } };
    },
    report(report, now) {
      if (!site.zones.some(({ id }) => id === report.zone)) return refuse("unknown-zone", report.zone);
      if (report.asset !== undefined && !devices.has(report.asset)) return refuse("unknown-device", report.asset);
      if (report.sla !== undefined && !site.sla[report.sla]) return refuse("unknown-sla", report.sla);
      collect(() =>
        openTicket(
          headerOfReport(site, report, entries.size + 1, now),
          null,
          staff.has(report.by ?? "") ? (report.by as string) : "system",
        ),
      );
      return { ok: true, value: { ticket: (changes[0] as TicketChange).ticket, changes, release: null } };
    },
    nextAt: queue.nextAt,
    runNext: () =>
      collect(() => {
        const now = queue.nextAt();
        const thing = things[queue.pop() ?? -1];
        if (!thing) return;
        if ("pending" in thing) {
          const { fault } = thing.pending;
          waiting.delete(keyOf(fault.asset, fault.fault));
          if (fault.clearedAt === null || (fault.fault !== "offline" && fault.severity === "critical"))
            takeFault(fault, now);
          return;
        }
        const due = dueOf(thing);
        if (due && due.at <= now) append(thing, { at: now, ...due.event });
        else schedule(thing, now);
      }),
    tickets: () => [...entries.values()].map(({ ticket }) => ticket),
    ticket: (id) => entries.get(id)?.ticket,
    record: (id) => entries.get(id)?.record,
    pending: () => [...waiting.values()].map(({ pending }) => pending),
  };

  function isBeforeRestored(ticket: Ticket): boolean {
    return ["open", "dispatched", "accepted", "onSite"].includes(ticket.state);
  }
}
