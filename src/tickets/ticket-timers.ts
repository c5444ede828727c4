// What is due on a ticket by itself: a broken promise, closing after a self-cleared fault, archiving.

import type { Milestone, Ticket, TicketEvent } from "../model/ticket.ts";
import type { TicketRecord } from "./derive-ticket.ts";

const SELF_CLOSE_AFTER = 30 * 60_000;
/** A breach carries the instant at which it was due, so that what was told stays known whatever the row becomes. */
const ARCHIVE_AFTER = 7 * 24 * 3_600_000;

export type Due = { readonly at: number; readonly event: Omit<TicketEvent, "at"> };

const taken: readonly TicketEvent["type"][] = ["accepted", "arrived", "restored"];

/** Whether a person has ever taken the ticket; a repeat of the fault stays with whoever had it. */
const wasAccepted = (events: readonly TicketEvent[]): boolean => events.some(({ type }) => taken.includes(type));

/** Whether the ticket will go to `restored` by itself once its fault is proven gone. */
export const restoresItself = (ticket: Ticket, record: TicketRecord): boolean =>
  record.fault !== null && !ticket.latched && (ticket.severity !== "critical" || wasAccepted(record.events));

function nextBreach(ticket: Ticket, record: TicketRecord, holding: boolean): Due | null {
  let first: { milestone: Milestone; at: number } | null = null;
  for (const { milestone, dueAt, state } of ticket.clocks) {
    if (state !== "running" || (first && first.at <= dueAt)) continue;
    // A breach that would fall inside the hold waits for its end.
    if (holding && restoresItself(ticket, record) && dueAt >= (record.fault?.goodSince ?? Number.POSITIVE_INFINITY))
      continue;
    first = { milestone, at: dueAt };
  }
  if (!first) return null;
  const { milestone, at } = first;
  return { at, event: { type: "breached", by: "system", milestone, dueAt: at } };
}

const lastAt = (events: readonly TicketEvent[], type: TicketEvent["type"]): number =>
  events.findLast((event) => event.type === type)?.at ?? Number.POSITIVE_INFINITY;

/** The next thing due; null when the ticket only waits for people. @param holding its fault's verify hold is running. */
export function nextDue(ticket: Ticket, record: TicketRecord, holding: boolean): Due | null {
  switch (ticket.state) {
    case "archived":
    case "cancelled":
      return null;
    case "closed": {
      const breach = nextBreach(ticket, record, false);
      const callBack = ticket.clocks.find(({ milestone }) => milestone === "callBack");
      // What is owed to a resident stays on the desk until it is done.
      if (callBack && callBack.doneAt === null && callBack.state !== "void") return breach;
      const at = Math.max(lastAt(record.events, "closed") + ARCHIVE_AFTER, callBack?.doneAt ?? 0);
      if (breach && breach.at < at) return breach;
      return { at, event: { type: "archived", by: "system" } };
    }
    case "restored": {
      const breach = nextBreach(ticket, record, false);
      const selfCleared =
        ticket.verified && !ticket.reporter && (ticket.severity === "minor" || !wasAccepted(record.events));
      if (!selfCleared) return breach;
      const at = lastAt(record.events, "verified") + SELF_CLOSE_AFTER;
      if (breach && breach.at < at) return breach;
      return { at, event: { type: "closed", by: "system", cause: "self-cleared" } };
    }
    default: {
      const breach = nextBreach(ticket, record, holding);
      const round = ticket.rounds?.dueAt ?? null;
      if (round === null || (breach && breach.at <= round)) return breach;
      return { at: round, event: { type: "roundMissed", by: "system", dueAt: round } };
    }
  }
}
