// The shift hand-over sheet: what happened in the shift, what is open with its next deadline, who is on duty now and next. Pure.

import type { Duty, ShiftDeadline, ShiftEvent, ShiftSheet } from "../model/daily-count.ts";
import { onDuty } from "../model/on-duty.ts";
import { roles, type Site } from "../model/site.ts";
import type { Ticket, TicketEvent, TicketEventType } from "../model/ticket.ts";
import { byUrgency, comingOf, countTicket } from "./count-ticket.ts";

type Rota = Pick<Site, "id" | "rota" | "staff" | "timezone">;
type Section = "opened" | "restored" | "closed" | "breached";

/** How far the next deadlines are told, ms. */
const AHEAD = 12 * 3_600_000;

const sections: Readonly<Partial<Record<TicketEventType, Section>>> = {
  opened: "opened",
  reopened: "opened",
  restored: "restored",
  verified: "restored",
  closed: "closed",
  cancelled: "closed",
  merged: "closed",
  breached: "breached",
};

/** `verified` restores only what nobody has restored since it opened; else it confirms. */
function confirmsOnly(events: readonly TicketEvent[], index: number): boolean {
  const before = events
    .slice(0, index)
    .findLast(({ type }) => ["opened", "reopened", "restored", "verified"].includes(type));
  return before?.type === "restored" || before?.type === "verified";
}

/** Whether the ticket's log says that it was under way just before `at`: opened, and not ended. */
function wasOpen({ openedAt, events }: Ticket, at: number): boolean {
  let open = openedAt < at;
  for (const event of events) {
    if (event.at >= at) break;
    if (["closed", "archived", "cancelled", "merged"].includes(event.type)) open = false;
    else if (event.type === "reopened") open = true;
  }
  return open;
}

/**
 * @param tickets as they stand now: what is open at a `to` in the past shows its state, holder and deadlines of today
 * @param from first instant of the shift, epoch ms
 * @param to its end, exclusive, epoch ms: what happens then belongs to the next shift
 */
export function shiftSheet(site: Rota, tickets: readonly Ticket[], from: number, to: number): ShiftSheet {
  const told: Record<Section, ShiftEvent[]> = { opened: [], restored: [], closed: [], breached: [] };
  for (const ticket of tickets) {
    const { id, title, zone, asset, kind, severity, source, events } = ticket;
    const resident = ticket.reporter?.resident === true;
    for (const [index, event] of events.entries()) {
      const section = sections[event.type];
      if (section === undefined || event.at < from || event.at >= to) continue;
      if (event.type === "verified" && confirmsOnly(events, index)) continue;
      const { at, type, by, milestone = null } = event;
      told[section].push({ id, title, zone, asset, kind, severity, source, resident, at, type, by, milestone });
    }
  }
  const inOrder = (events: readonly ShiftEvent[]) => [...events].sort((a, b) => a.at - b.at);
  return {
    site: site.id,
    from,
    to,
    opened: inOrder(told.opened),
    restored: inOrder(told.restored),
    closed: inOrder(told.closed),
    breached: inOrder(told.breached),
    open: tickets
      .filter((ticket) => wasOpen(ticket, to))
      .map((ticket) => countTicket(ticket, to))
      .sort(byUrgency),
    deadlines: tickets.flatMap((ticket) => deadlinesOf(ticket, to)).sort((a, b) => a.dueAt - b.dueAt),
    onDuty: { now: duty(site, to), next: nextDuty(site, to) },
  };
}

const deadlinesOf = (ticket: Ticket, to: number): ShiftDeadline[] =>
  comingOf(ticket, to)
    .filter(({ dueAt }) => dueAt < to + AHEAD)
    .map(({ milestone, dueAt }) => {
      const { id, title, zone, asset, kind, severity, owner, assignee } = ticket;
      return { id, title, zone, asset, kind, severity, owner, assignee, milestone, dueAt };
    });

const duty = (site: Rota, at: number): Duty =>
  Object.fromEntries(
    roles
      .map((role) => [role, onDuty(site, role, at).map(({ id }) => id)] as const)
      .filter(([, staff]) => staff.length > 0),
  );

/** The first instant after `at` at which somebody's shift begins or ends and others are on duty than at `at`. */
function nextDuty(site: Rota, at: number): ShiftSheet["onDuty"]["next"] {
  const now = JSON.stringify(duty(site, at));
  const today = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(site.timezone).toPlainDate();
  const minutes = new Set(site.rota.flatMap(({ window }) => [window.from, window.to]));
  const instants = Array.from({ length: 9 }, (_, days) => today.add({ days }).toPlainDateTime()).flatMap((midnight) =>
    [...minutes].map((after) => midnight.add({ minutes: after }).toZonedDateTime(site.timezone).epochMilliseconds),
  );
  for (const instant of instants.sort((a, b) => a - b)) {
    if (instant <= at) continue;
    const who = duty(site, instant);
    if (JSON.stringify(who) !== now) return { at: instant, who };
  }
  return null;
}
