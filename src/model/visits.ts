// Who came to look in person, out of a ticket's log: the one rule for the rounds that are due and for the month's proof.

import type { TicketEvent } from "./ticket.ts";

const visits: readonly TicketEvent["type"][] = ["arrived", "checkedIn"];
/** Whoever scans the label and presses the button as well has come once, ms. */
const SAME_VISIT = 60_000;

/** @param at epoch ms */
export type Visit = { readonly by: string; readonly at: number; readonly byLabel: boolean };

/** In the order of the log; a person's visits within a minute are one, by label if any of them was. */
export function visitsOf(events: readonly TicketEvent[]): readonly Visit[] {
  const found: Visit[] = [];
  for (const { type, by, at, byLabel } of events) {
    if (!visits.includes(type)) continue;
    const same = found.findLastIndex((visit) => visit.by === by && at - visit.at <= SAME_VISIT);
    const before = found[same];
    if (before) found[same] = { ...before, byLabel: before.byLabel || byLabel === true };
    else found.push({ by, at, byLabel: byLabel === true });
  }
  return found;
}

export const isVisit = ({ type }: Pick<TicketEvent, "type">): boolean => visits.includes(type);
