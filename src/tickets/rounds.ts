// The standing patrol of a blind area: somebody looks there every so often until its cameras see it again. Derived from the ticket's log.

import type { Fault } from "../model/fault.ts";
import { areaKind } from "../model/installed.ts";
import type { Rounds, TicketEvent, TicketState } from "../model/ticket.ts";

const visits: readonly TicketEvent["type"][] = ["arrived", "checkedIn"];
const guarded: readonly TicketState[] = ["open", "dispatched", "accepted", "onSite"];

/** Whoever scans the label and presses the button as well has come once, ms. */
const sameVisit = 60_000;

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

/** A person's visits within a minute are one round. The next round is due so long after the last visit, the last round missed, or the beginning of the blindness. */
export function roundsOf({ kind, fault, state, events, openedAt, every }: Asked): Rounds | null {
  if (kind !== areaKind || every === null || fault === null || fault.fault !== "blindSpot") return null;
  let from = Math.max(openedAt, fault.openedAt);
  let [seen, missed] = [0, 0];
  /** When each person's last visit that counts began. */
  const came = new Map<string, number>();
  for (const { type, at, by, dueAt } of events) {
    if (visits.includes(type)) {
      if (at - (came.get(by) ?? Number.NEGATIVE_INFINITY) > sameVisit) {
        seen += 1;
        came.set(by, at);
      }
      from = Math.max(from, at);
    } else if (type === "roundMissed") {
      missed += 1;
      from = Math.max(from, dueAt ?? at);
    } else if (type === "reopened") from = Math.max(from, at);
  }
  const stands = fault.present && guarded.includes(state);
  return { every, dueAt: stands ? from + every : null, visits: seen, missed };
}
