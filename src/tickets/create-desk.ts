// The ticket desk: fault events, people's acts and time in; ticket changes out. Pure: time is an argument, every ticket is its event log.

import { type Asset, assetOf } from "../model/asset.ts";
import type { Fault, FaultEvent } from "../model/fault.ts";
import { refuse } from "../model/result.ts";
import type { Silence } from "../model/silence.ts";
import type { Site } from "../model/site.ts";
import type { Action, TicketChange, TicketEvent, TicketHeader } from "../model/ticket.ts";
import { createWakeQueue } from "../model/wake-queue.ts";
import { keeps } from "./act-rules.ts";
import { calendarNote } from "./calendar-note.ts";
import { blamesSensor, checkAct } from "./check-act.ts";
import { createSilences } from "./create-silences.ts";
import type { TicketRecord } from "./derive-ticket.ts";
import type { ActDone, Desk, DeskMemory, Pending } from "./desk.ts";
import { createBook, type Entry, keyOf } from "./desk-book.ts";
import { createDispatchMode } from "./dispatch-mode.ts";
import { eventOfAct } from "./event-of-act.ts";
import { createInheritance, inherited } from "./inherit.ts";
import { headerOfFault, headerOfOrigin, headerOfReport, reclassified } from "./open-header.ts";
import { createRootCause, type DownLink, isBeforeClosed, isBeforeRestored } from "./root-cause.ts";
import { type Due, nextDue, restoresItself } from "./ticket-timers.ts";

export type { ActDone, Desk, DeskMemory, Pending, SilenceDone } from "./desk.ts";

const DAY = 24 * 3_600_000;
const REOPEN_WITHIN = 7 * DAY;
/** How long an `offline` must last before it makes a ticket; by row. */
const OFFLINE_TICKET_AFTER = 30_000;
const OFFLINE_DATA_LOSS_AFTER = 10 * 60_000;
/** A fault that cleared itself so often within so long makes a small ticket. */
const SELF_CLEARED_TIMES = 3;
const SELF_CLEARED_WITHIN = 7 * DAY;
/** A rule whose sensor lies is out of service for at most so long. */
const SENSOR_FOR = 3 * DAY;

/** So many cameras stand on a ticket. */
const CAMERAS_NAMED = 4;

type Waiting = { readonly index: number; pending: Pending };

/**
 * @param isOffline whether an asset is silent: its fault is frozen and cannot be believed gone.
 * @param downLink the uppermost link that is down above an asset.
 * @param camerasOf those that see the asset now, best first.
 */
export function createDesk(
  site: Site,
  isOffline: (asset: string) => boolean,
  memory: DeskMemory = { records: [], pending: [] },
  downLink: DownLink = () => null,
  camerasOf: (asset: string) => readonly string[] = () => [],
): Desk {
  const staff = new Map(site.staff.map((person) => [person.id, person]));
  const assets = new Map<string, Asset | undefined>(site.devices.map((device) => [device.id, device]));
  const queue = createWakeQueue();
  const things: (Entry | Waiting)[] = [];
  const book = createBook(site);
  const waiting = new Map<string, Waiting>();
  const silences = createSilences(site, memory.silences);
  const rootCause = createRootCause(site, book, downLink);
  const inheritance = createInheritance(site, book);
  const dispatching = createDispatchMode(site, memory.records);
  let changes: TicketChange[] = [];

  const collect = (work: () => void): readonly TicketChange[] => {
    changes = [];
    work();
    return changes;
  };
  const asset = (id: string): Asset => {
    const known = assets.get(id) ?? assetOf(site, id);
    if (!known) throw new Error(`a fault of "${id}", which the site does not know`);
    assets.set(id, known);
    return known;
  };
  const newId = (): number => book.size() + 1;

  function dueOf({ ticket, record }: Entry): Due | null {
    const { fault } = record;
    const holding = fault !== null && fault.goodSince !== null && !fault.verified && !isOffline(fault.asset);
    return nextDue(ticket, record, holding);
  }
  function schedule(entry: Entry, now: number): void {
    const due = dueOf(entry);
    queue.set(entry.index, due ? Math.max(due.at, now) : Number.POSITIVE_INFINITY);
  }
  const tell = (entry: Entry, event: TicketEvent | null, now: number, again?: TicketEvent): void => {
    const test = entry.ticket.asset !== null && silences.testing(entry.ticket.asset, now) !== undefined;
    changes.push({
      ticket: entry.ticket,
      event,
      ...(again && { again: { event: again, at: now } }),
      ...(test && { test }),
    });
  };
  function update(entry: Entry, fields: Partial<TicketRecord>, event: TicketEvent | null, now: number): void {
    book.change(entry, fields, event);
    schedule(entry, now);
    tell(entry, event, now);
  }
  function append(entry: Entry, event: TicketEvent): void {
    update(entry, {}, event, event.at);
    const note = calendarNote(site, entry.ticket, event.at);
    if (note) update(entry, {}, note, event.at);
  }

  function enter(record: TicketRecord, now: number): Entry {
    const entry = book.enter(record, things.length);
    things.push(entry);
    schedule(entry, now);
    return entry;
  }
  function openTicket(header: TicketHeader, fault: Fault | null, by: string, parent: string | null = null): Entry {
    const event: TicketEvent = { at: header.openedAt, type: "opened", by };
    const entry = enter({ header, events: [event], fault, parent }, header.openedAt);
    tell(entry, event, event.at);
    const note = calendarNote(site, entry.ticket, event.at);
    if (note) append(entry, note);
    if (fault) inherit(entry, fault, event.at);
    if (parent === null) sendOn(entry, event.at);
    return entry;
  }
  /** Where the site does not wait for hands, the ticket goes to the next. */
  function sendOn(entry: Entry, now: number, not?: string): void {
    const to = dispatching.next(entry.ticket, now, not);
    if (to !== undefined) append(entry, { at: now, type: "dispatched", by: "system", to });
  }

  /** A blind spot of high priority passes its urgency on to what is to blame for it, whichever ticket comes first. */
  function inherit(entry: Entry, fault: Fault, now: number): void {
    const area = inheritance.bequest(entry.ticket);
    if (area) append(entry, inherited(area, now));
    for (const heir of inheritance.heirs(fault)) {
      append(heir, inherited(entry.ticket, now));
      tellPastBreaches(heir, now);
    }
  }
  /** A fault stands: it joins its open ticket, is withheld, reopens a recent ticket, or opens a new one. */
  function takeFault(fault: Fault, openedAt: number): void {
    const entry = book.ofFault(fault.asset, fault.fault);
    const state = entry?.ticket.state;
    if (entry && isBeforeRestored(entry.ticket)) {
      update(entry, { fault }, null, openedAt);
      return;
    }
    const about = asset(fault.asset);
    const silence = silences.covering({ ...fault, zone: about.zone }, openedAt);
    if (silence) {
      withhold(fault, silence, openedAt);
      return;
    }
    const parent = rootCause.rootOf(fault);
    const recent = openedAt - (entry?.ticket.restoredAt ?? openedAt) <= REOPEN_WITHIN;
    if (entry && (state === "restored" || state === "closed") && recent) {
      update(entry, { fault, parent }, { at: openedAt, type: "reopened", by: "system" }, openedAt);
      inherit(entry, fault, openedAt);
      if (fault.kind === "link") adopt(entry, fault, openedAt);
      silences.released(fault.asset, fault.fault, entry.ticket.id);
      return;
    }
    const former = state === "archived" ? { former: entry?.ticket.id as string } : {};
    const cameras = camerasOf(fault.asset).slice(0, CAMERAS_NAMED);
    const seen = cameras.length > 0 ? { cameras } : {};
    const header = { ...headerOfFault(site, about, fault, newId(), openedAt), ...former, ...seen };
    const opened = openTicket(header, fault, "system", parent);
    if (fault.kind === "link") adopt(opened, fault, openedAt);
    silences.released(fault.asset, fault.fault, opened.ticket.id);
  }
  function wait(pending: Pending): void {
    const key = keyOf(pending.fault.asset, pending.fault.fault);
    const known = waiting.get(key);
    const thing: Waiting = known ?? { index: things.length, pending };
    thing.pending = pending;
    if (!known) things.push(thing);
    waiting.set(key, thing);
    queue.set(thing.index, pending.withheld ? Number.POSITIVE_INFINITY : pending.at);
  }
  function withhold(fault: Fault, silence: Silence, at: number): void {
    silences.withhold(silence, { ...fault, zone: asset(fault.asset).zone }, at);
    wait({ fault, at, withheld: true });
  }
  function stopWaiting(key: string): void {
    const held = waiting.get(key);
    if (held) queue.set(held.index, Number.POSITIVE_INFINITY);
    waiting.delete(key);
  }
  /** Silences began or ended: what stands and is covered no more makes its ticket now. */
  function passSilences(now: number): void {
    const { ended, uncovered } = silences.advance(now);
    for (const silence of ended) if (silence.kind === "test") endTest(silence, now);
    for (const { asset, fault } of uncovered) {
      const held = waiting.get(keyOf(asset, fault));
      if (!held) {
        silences.cleared(asset, fault, now);
        continue;
      }
      stopWaiting(keyOf(asset, fault));
      takeFault(held.pending.fault, now);
    }
  }

  function followOne(event: FaultEvent): void {
    const { fault, knownAt, type } = event;
    const key = keyOf(fault.asset, fault.fault);
    const entry = book.ofFault(fault.asset, fault.fault);
    const held = waiting.get(key);
    if (held && type !== "hidden") held.pending = { ...held.pending, fault };
    if (type === "cleared") {
      silences.cleared(fault.asset, fault.fault, event.at);
      if (held?.pending.withheld) stopWaiting(key);
      if (silences.nextAt() <= knownAt) passSilences(knownAt);
    }
    if (type === "opened" || (type === "resumed" && (!entry || entry.record.fault?.openedAt !== fault.openedAt))) {
      const late = fault.sla === "data-loss" ? OFFLINE_DATA_LOSS_AFTER : OFFLINE_TICKET_AFTER;
      if (fault.fault === "offline") wait({ fault, at: knownAt + late });
      else if (event.at < knownAt) wait({ fault, at: knownAt });
      else takeFault(fault, knownAt);
    } else if (entry && entry.record.fault?.openedAt === fault.openedAt) {
      followTicket(entry, event);
    }
    if (fault.kind === "link" && type === "verified" && entry) leaveAlone(entry, knownAt);
    // Silence begins or ends: holds stand still or go on, and breaches that waited for them with it.
    if (fault.fault === "offline") for (const other of book.ofAsset(fault.asset)) schedule(other, knownAt);
  }
  /** The link is proven back: what is still silent has a trouble of its own, and people hear of it now. */
  function leaveAlone(root: Entry, now: number): void {
    for (const child of rootCause.leftBehind(root)) {
      const { fault, events } = child.record;
      const parent = rootCause.rootOf(fault as Fault);
      book.change(child, { parent }, null);
      const told = events.findLast(({ type }) => type === "opened" || type === "reopened") as TicketEvent;
      tell(child, null, now, parent === null ? told : undefined);
    }
  }
  /** A link is found to be down: the tickets that hang on it have their parent, which is as urgent as they are. */
  function adopt(root: Entry, fault: Fault, now: number): void {
    for (const child of rootCause.below(root)) update(child, { parent: root.ticket.id }, null, now);
    inherit(root, fault, now);
  }
  function followTicket(entry: Entry, { type, fault, knownAt, by }: FaultEvent): void {
    if (type === "hidden") {
      const stronger = book.ofFault(fault.asset, by ?? "");
      if (stronger) update(entry, { parent: stronger.ticket.id }, null, knownAt);
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
    // A person opened it again although all was well: only what was good since then, or a person, ends that.
    const doubted = restoredBy?.type === "reopened" && restoredBy.by !== "system" ? restoredBy.at : 0;
    if ((record.fault.goodSince ?? 0) < doubted) return;
    if (byPerson ? restoredBy?.override : !isBeforeRestored(ticket) || !restoresItself(ticket, record)) return;
    append(entry, { at: now, type: "verified", by: "system", goodSince: record.fault.goodSince ?? now });
  }
  /** The fault has cleared itself once more: too often to be left alone. */
  function countSelfCleared({ ticket, record }: Entry, now: number): void {
    const times = record.events.filter(
      ({ type, cause, at }) => type === "closed" && cause === "self-cleared" && at > now - SELF_CLEARED_WITHIN,
    ).length;
    const known = [...book.ofOrigin(ticket.id)].some((small) => isBeforeClosed(small.ticket));
    if (times >= SELF_CLEARED_TIMES && ticket.fault !== null && !known)
      openTicket(headerOfOrigin(site, ticket, "self-cleared", newId(), now), null, "system");
  }

  /** A promise that ran out inside a hold has not been called broken yet; an act that keeps it too late ends the wait. */
  function admitBreaches(action: Action, entry: Entry, now: number): void {
    for (const { milestone, dueAt, state } of entry.ticket.clocks)
      if (state === "running" && dueAt < now && keeps[action.do]?.includes(milestone))
        append(entry, { at: now, type: "breached", by: "system", milestone, dueAt });
  }
  /** What the new row would have broken in the past is told at once; what it kept too late was broken before. */
  function tellPastBreaches(entry: Entry, now: number): void {
    for (const { milestone, dueAt, state, breachedAt } of entry.ticket.clocks)
      if (state === "late" && breachedAt === null)
        append(entry, { at: now, type: "breached", by: "system", milestone, dueAt });
    for (let due = dueOf(entry); due?.event.type === "breached" && due.at < now; due = dueOf(entry))
      append(entry, { at: now, ...due.event });
  }
  function perform(action: Action, entry: Entry, now: number): ActDone["release"] {
    admitBreaches(action, entry, now);
    const event = eventOfAct(action, now, (to) => reclassified(site, entry.ticket, to));
    const to = event.to ?? dispatching.skilled(entry.ticket, now);
    const { fault } = entry.record;
    const sensor = fault?.clearedAt === null && fault.kind !== "link" && blamesSensor(action, entry.ticket);
    append(entry, action.do === "dispatch" && to !== undefined ? { ...event, to } : event);
    if (action.do === "reclassify") tellPastBreaches(entry, now);
    if (sensor) doubtSensor(entry, fault, action.by, now);
    if (["close", "cancel", "merge"].includes(action.do)) {
      silences.ticketDone(entry.ticket.id, now);
      passSilences(now);
    }
    if (action.do === "return") sendOn(entry, now, action.by);
    // Whoever puts a latched fault's ticket away ends the fault, too: else the asset would never be heard again.
    const isEnded = ["restore", "cancel", "merge"].includes(action.do);
    if (isEnded && fault?.latched && fault.clearedAt === null) {
      if (action.do === "restore") believe(entry, now);
      return { asset: fault.asset, fault: fault.fault };
    }
    if (["accept", "arrive", "restore"].includes(action.do)) believe(entry, now);
    return null;
  }
  /** The rule is out of service while its sensor is repaired. */
  function doubtSensor(entry: Entry, fault: Fault, by: string, now: number): void {
    const small = openTicket(headerOfOrigin(site, entry.ticket, "sensor", newId(), now), null, by);
    const scope = { assets: [fault.asset], faults: [fault.fault] };
    const request = { kind: "sensor", scope, until: now + SENSOR_FOR, reason: "sensor", by } as const;
    const begun = silences.begin(request, now, small.ticket.id);
    if (begun.ok) withhold(fault, begun.value, now);
    passSilences(now);
  }
  /** Somebody's test of an asset is over: what it left behind is put away, what still stands is told as the truth. */
  function endTest(silence: Silence, now: number): void {
    for (const id of silence.scope.assets)
      for (const entry of [...book.ofAsset(id)]) {
        const { ticket } = entry;
        if (ticket.openedAt < silence.from || ticket.source !== "telemetry" || !isBeforeRestored(ticket)) continue;
        if (ticket.present) tell(entry, null, now, ticket.events[0]);
        else append(entry, { at: now, type: "cancelled", by: "system", cause: "test" });
      }
  }
  for (const record of memory.records) enter(record, Number.NEGATIVE_INFINITY);
  for (const pending of memory.pending) wait(pending);

  return {
    follow: (events) => collect(() => events.forEach(followOne)),
    act(action, now) {
      const entry = book.find(action);
      if (!entry) return refuse("unknown-ticket", action.ticket ?? action.ref ?? `${action.asset}/${action.fault}`);
      const { fault } = entry.record;
      const frozen = fault !== null && fault.fault !== "offline" && isOffline(fault.asset);
      const target = action.do === "merge" ? book.byId(action.to ?? "")?.ticket : undefined;
      const refusal = checkAct(action, entry.ticket, { site, staff, fault, frozen, target, now });
      if (refusal) return { ok: false, ...refusal };
      let release: ActDone["release"] = null;
      collect(() => {
        release = perform(action, entry, now);
      });
      return { ok: true, value: { ticket: entry.ticket, changes, release } };
    },
    report(report, now) {
      if (!site.zones.some(({ id }) => id === report.zone)) return refuse("unknown-zone", report.zone);
      if (report.asset !== undefined && !site.devices.some(({ id }) => id === report.asset))
        return refuse("unknown-device", report.asset);
      if (report.sla !== undefined && !Object.hasOwn(site.sla, report.sla)) return refuse("unknown-sla", report.sla);
      const by = staff.has(report.by ?? "") ? (report.by as string) : "system";
      collect(() => openTicket(headerOfReport(site, report, newId(), now), null, by));
      return { ok: true, value: { ticket: (changes[0] as TicketChange).ticket, changes, release: null } };
    },
    silence(request, now) {
      const begun = silences.begin(request, now);
      if (!begun.ok) return begun;
      collect(() => passSilences(now));
      return { ok: true, value: { silence: begun.value, changes } };
    },
    endSilence(id, by, now, admin) {
      const ended = silences.end(id, by, now, admin);
      if (!ended.ok) return ended;
      collect(() => passSilences(now));
      return { ok: true, value: { silence: ended.value, changes } };
    },
    nextAt: () => Math.min(queue.nextAt(), silences.nextAt()),
    runNext: () =>
      collect(() => {
        if (silences.nextAt() <= queue.nextAt()) return passSilences(silences.nextAt());
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
        if (!due || due.at > now) return schedule(thing, now);
        append(thing, { at: now, ...due.event });
        if (due.event.cause === "self-cleared") countSelfCleared(thing, now);
      }),
    tickets: book.tickets,
    ticket: (id) => book.byId(id)?.ticket,
    record: (id) => book.byId(id)?.record,
    pending: () => Array.from(waiting.values(), ({ pending }) => pending),
    silences: silences.list,
    withheld: silences.ledger,
    silenceMemory: silences.memory,
  };
}
