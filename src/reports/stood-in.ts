// Who came while no camera saw: arrivals and rounds in the log of the blind spot's ticket, and of the ticket above it.

import type { BlindPeriod } from "../model/coverage-report.ts";
import type { Fault } from "../model/fault.ts";
import type { Ticket } from "../model/ticket.ts";
import { visitsOf } from "../model/visits.ts";

const begins: readonly string[] = ["opened", "reopened"];

/**
 * The ticket that promised to mend the fault: of those that were opened or reopened while it stood, the last; else the one that was
 * open already. undefined: it was withheld.
 */
export function ticketOf({ fault, openedAt, clearedAt }: Fault, tickets: readonly Ticket[]): Ticket | undefined {
  const until = clearedAt ?? Number.POSITIVE_INFINITY;
  const own = tickets.filter((ticket) => ticket.fault === fault && ticket.openedAt <= until);
  const begun = own.findLast(({ events }) =>
    events.some(({ type, at }) => begins.includes(type) && at >= openedAt && at <= until),
  );
  return begun ?? own.findLast(({ closedAt }) => closedAt === null || closedAt >= openedAt);
}

/** From the fault's beginning to its end, or to `to` (epoch ms). */
export function stoodIn(
  { since, clearedAt }: Fault,
  to: number,
  tickets: readonly (Ticket | undefined)[],
): Pick<BlindPeriod, "stoodIn" | "missedRounds"> {
  const until = Math.min(to, clearedAt ?? to);
  const events = tickets
    .flatMap((ticket) => ticket?.events ?? [])
    .filter(({ at }) => at >= since && at <= until)
    .sort((a, b) => a.at - b.at);
  return {
    stoodIn: visitsOf(events),
    missedRounds: events.filter(({ type }) => type === "roundMissed").length,
  };
}
