// The standing patrol of a blind area: somebody looks there every so often until its cameras see it again. Derived from the ticket's log.

import type { Fault } from "../model/fault.ts";
import { areaKind } from "../model/installed.ts";
import type { Rounds, TicketEvent, TicketState } from "../model/ticket.ts";
import { isVisit, visitsOf } from "../model/visits.ts";

const guarded: readonly TicketState[] = ["open", "dispatched", "accepted", "onSite"];

type Asked = {
  readonly kind: string | null;
  readonly fault: Fault | null;
  readonly state: TicketState;
  readonly events: readonly TicketEvent[];
  /** Epoch ms. */
  readonly openedAt: number;
  /** The site's `coverage.patrolEvery`, ms. */
  readonly every: number | null;
};

/** The next round is due so long after the last visit, the last round missed, or the beginning of the blindness. */
export function roundsOf({ kind, fault, state, events, openedAt, every }: Asked): Rounds | null {
  if (kind !== areaKind || every === null || fault === null || fault.fault !== "blindSpot") return null;
  let from = Math.max(openedAt, fault.openedAt);
  let missed = 0;
  for (const event of events) {
    const { type, at, dueAt } = event;
    if (isVisit(event) || type === "reopened") from = Math.max(from, at);
    else if (type === "roundMissed") {
      missed += 1;
      from = Math.max(from, dueAt ?? at);
    }
  }
  const stands = fault.present && guarded.includes(state);
  return { every, dueAt: stands ? from + every : null, visits: visitsOf(events).length, missed };
}
