// One ticket as the daily count and the shift sheet show it: what is overdue, what is due next, why it stands still. Pure.

import type { CountedTicket, Overdue } from "../model/daily-count.ts";
import type { Clock, Ticket } from "../model/ticket.ts";

/** When the promise was first broken; a breach that was told stays told, whatever became of the deadline. */
const brokenAt = ({ breachedAt, dueAt }: Clock): number => breachedAt ?? dueAt;

/** Promises still owed at `at` (epoch ms): begun, not given up, not kept by then. */
const owed = (clocks: readonly Clock[], at: number): readonly Clock[] =>
  clocks.filter(
    ({ state, startedAt, doneAt }) => state !== "void" && startedAt <= at && (doneAt === null || doneAt > at),
  );

/** What stands still cannot be late, unless it was late before; what is done at its very deadline is in time. */
const isLate = (clock: Clock, at: number): boolean =>
  (clock.state !== "paused" || clock.breachedAt !== null) && brokenAt(clock) < at;

/** The promises still to be kept in time, the nearest first; `at` in epoch ms. */
export const comingOf = (ticket: Pick<Ticket, "clocks">, at: number): readonly Clock[] =>
  owed(ticket.clocks, at)
    .filter((clock) => clock.state !== "paused" && !isLate(clock, at))
    .sort((a, b) => a.dueAt - b.dueAt);

/** @param at epoch ms */
export function countTicket(ticket: Ticket, at: number): CountedTicket {
  const clocks = owed(ticket.clocks, at);
  const overdue = clocks
    .filter((clock) => isLate(clock, at))
    .map((clock): Overdue => {
      const since = brokenAt(clock);
      return { milestone: clock.milestone, dueAt: clock.dueAt, since, late: at - since };
    })
    .sort((a, b) => a.since - b.since);
  const [next] = comingOf(ticket, at);
  const pause = ticket.paused ? ticket.events.findLast(({ type }) => type === "paused") : undefined;
  const { id, title, zone, asset, kind, severity, sla, state, owner, assignee, parent, repeats, since, openedAt } =
    ticket;
  return {
    id,
    title,
    zone,
    asset,
    kind,
    severity,
    sla,
    state,
    owner,
    assignee,
    parent,
    repeats,
    since,
    openedAt,
    overdue,
    next: next ? { milestone: next.milestone, dueAt: next.dueAt } : null,
    paused: pause ? { reason: pause.reason ?? null, since: pause.at, note: pause.note ?? "" } : null,
  };
}

/** Longest overdue first, then the nearest deadline, then what was opened first; for sorting. */
export function byUrgency(a: CountedTicket, b: CountedTicket): number {
  const late = (ticket: CountedTicket) => ticket.overdue[0]?.since ?? Number.MAX_VALUE;
  const due = (ticket: CountedTicket) => ticket.next?.dueAt ?? Number.MAX_VALUE;
  return late(a) - late(b) || due(a) - due(b) || a.openedAt - b.openedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
