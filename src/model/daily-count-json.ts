// The daily count and the shift sheet as everyone outside sees them: ISO instants and durations for epoch milliseconds. Used by the API and by notices.

import type { CountedTicket, DailyCount, ShiftEvent, ShiftSheet } from "./daily-count.ts";
import { formatDuration } from "./duration.ts";
import { isoInstant } from "./ticket-json.ts";

export const countedTicketJson = ({ since, openedAt, overdue, next, paused, ...ticket }: CountedTicket) => ({
  ...ticket,
  since: isoInstant(since),
  openedAt: isoInstant(openedAt),
  overdue: overdue.map((promise) => ({
    milestone: promise.milestone,
    dueAt: isoInstant(promise.dueAt),
    since: isoInstant(promise.since),
    late: formatDuration(promise.late),
  })),
  next: next && { milestone: next.milestone, dueAt: isoInstant(next.dueAt) },
  paused: paused && { ...paused, since: isoInstant(paused.since) },
});

export const dailyCountJson = ({ at, tickets, restoredTickets, callBacks, ...count }: DailyCount) => ({
  ...count,
  at: isoInstant(at),
  tickets: tickets.map(countedTicketJson),
  restoredTickets: restoredTickets.map(countedTicketJson),
  callBacks: callBacks.map(countedTicketJson),
});

const shiftEventJson = ({ at, ...event }: ShiftEvent) => ({ ...event, at: isoInstant(at) });

export const shiftSheetJson = ({
  from,
  to,
  opened,
  restored,
  closed,
  breached,
  open,
  deadlines,
  onDuty,
  ...sheet
}: ShiftSheet) => ({
  ...sheet,
  from: isoInstant(from),
  to: isoInstant(to),
  opened: opened.map(shiftEventJson),
  restored: restored.map(shiftEventJson),
  closed: closed.map(shiftEventJson),
  breached: breached.map(shiftEventJson),
  open: open.map(countedTicketJson),
  deadlines: deadlines.map(({ dueAt, ...deadline }) => ({ ...deadline, dueAt: isoInstant(dueAt) })),
  onDuty: { now: onDuty.now, next: onDuty.next && { at: isoInstant(onDuty.next.at), who: onDuty.next.who } },
});
