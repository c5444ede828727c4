// First stage of telling: a ticket change → the notices it calls for, by the site's routes. Pure; the outbox stores what it returns.

import type { TicketNotice } from "../model/notice.ts";
import type { Route, Site, TicketReason } from "../model/site.ts";
import type { Ticket, TicketChange, TicketEvent, TicketEventType } from "../model/ticket.ts";
import { channelsOf, defaultChannels } from "./channels-of.ts";
import { recipients } from "./recipients.ts";

const reasons: Readonly<Partial<Record<TicketEventType, TicketReason>>> = {
  opened: "opened",
  dispatched: "dispatched",
  breached: "breached",
  restored: "restored",
  verified: "restored",
  closed: "closed",
  reopened: "reopened",
  returned: "returned",
  roundMissed: "breached",
};

/**
 * Maps a ticket change to notices, at most one per channel: the first route whose conditions all hold, and those after
 * it while `continue` is set; routes that name the same channel share one notice with all their recipients.
 * The id is `{ticket}:{index of the event in the ticket's log}:{channel}`, so that the same change never tells twice.
 * A ticket with a parent is silent, but for the breach of a critical one and a place of high priority that is blind: life safety and
 * security are never silenced.
 * Without routes everything but "dispatched" goes to every channel: to the technician or whom the SLA row dispatches,
 * whom it names besides, and the operator on duty.
 * @param change its event must stand in the ticket's log; without an event nothing is told
 * @param now epoch ms: becomes `at`, and decides who is on duty
 */
export function routeChange(site: Site, change: TicketChange, now: number): readonly TicketNotice[] {
  const { ticket, event } = change;
  if (event === null) return [];
  const index = indexInLog(ticket, event);
  const reason = reasonFor(ticket, event, index);
  if (reason === undefined) return [];
  if (ticket.parent !== null && ticket.severity !== "critical") return [];
  if (ticket.parent !== null && reason !== "breached" && ticket.source !== "coverage") return [];

  const known = channelsOf(site);
  const routes = site.notify.routes.length > 0 ? site.notify.routes : [implicitRoute(site, ticket)];
  const told = new Map<string, readonly string[]>();
  for (const route of routes) {
    if (!matches(route, ticket, reason)) continue;
    const to = recipients(site, ticket, route.to, now);
    for (const channel of route.channels.length > 0 ? route.channels : defaultChannels(site)) {
      if (known.some(({ id }) => id === channel))
        told.set(channel, [...new Set([...(told.get(channel) ?? []), ...to])]);
    }
    if (!route.continue) break;
  }
  return [...told].map(([channel, to]) => {
    return {
      id: `${ticket.id}:${index}${change.test ? ":test" : ""}:${channel}`,
      at: now,
      ticket: ticket.id,
      reason,
      channel,
      to,
      snapshot: ticket,
      ...(change.test && { test: true as const }),
    };
  });
}

/**
 * Restored is told once per repair: a `verified` after a person's `restored` only confirms it, and one that leaves the
 * ticket open (critical, nobody has accepted it) restores nothing.
 */
function reasonFor(ticket: Ticket, event: TicketEvent, index: number): TicketReason | undefined {
  const reason = reasons[event.type];
  if (event.type !== "verified") return reason;
  const before = ticket.events.slice(0, index);
  const start = before.findLastIndex(({ type }) => type === "opened" || type === "reopened");
  const told = before.slice(start + 1).some(({ type }) => type === "restored");
  return told || !["restored", "closed", "archived"].includes(ticket.state) ? undefined : reason;
}

/** Where the event stands in the log; by value where the ticket was read back from disk. */
function indexInLog({ events }: Ticket, event: TicketEvent): number {
  const same = events.lastIndexOf(event);
  if (same >= 0) return same;
  const key = identity(event);
  const equal = events.findLastIndex((other) => identity(other) === key);
  return equal >= 0 ? equal : events.length;
}
const identity = ({ at, type, by, to, milestone, note }: TicketEvent) =>
  JSON.stringify([at, type, by, to, milestone, note]);

const allows = (list: readonly string[], value: string | null) =>
  list.length === 0 || (value !== null && list.includes(value));
const matches = (route: Route, ticket: Ticket, reason: TicketReason) =>
  allows(route.severity, ticket.severity) &&
  allows(route.kinds, ticket.kind) &&
  allows(route.zones, ticket.zone) &&
  allows(route.faults, ticket.fault) &&
  allows(route.on, reason);

function implicitRoute(site: Site, ticket: Ticket): Route {
  const row = site.sla[ticket.sla];
  return {
    severity: [],
    kinds: [],
    zones: [],
    faults: [],
    on: ["opened", "breached", "restored", "closed", "reopened", "returned"],
    channels: defaultChannels(site),
    // A place that is blind needs eyes before it needs hands.
    to: [...(ticket.rounds ? ["guard"] : []), row?.dispatch ?? "technician", ...(row?.also ?? []), "operator"],
    continue: false,
  };
}
