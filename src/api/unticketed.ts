// Faults that are open and for which nobody holds a ticket: withheld, waiting, or their ticket was ended while they last.

import type { Fault } from "../model/fault.ts";
import type { GatewayView } from "../model/gateway-view.ts";
import { type Severity, severities } from "../model/severity.ts";
import type { Ticket } from "../model/ticket.ts";

export type UnticketedFault = {
  readonly asset: string;
  readonly kind: string;
  readonly fault: string;
  readonly zone: string;
  readonly severity: Severity;
  /** Epoch ms. */
  readonly since: number;
};

/** A ticket that was merged goes on in another. */
const goesOn = ({ state, events }: Ticket): boolean =>
  !["closed", "archived", "cancelled"].includes(state) || events.at(-1)?.type === "merged";
const keyOf = ({ asset, fault }: Pick<Fault, "asset" | "fault">): string => `${asset}\n${fault}`;

/** As they stand now: the most severe first, then the oldest. */
export function unticketedFaults(view: GatewayView): readonly UnticketedFault[] {
  const ticketed = new Set(
    view.tickets().flatMap((ticket) => {
      const { asset, fault } = ticket;
      return asset !== null && fault !== null && goesOn(ticket) ? [keyOf({ asset, fault })] : [];
    }),
  );
  const zones = new Map([...view.site.devices, ...view.site.links].map(({ id, zone }) => [id, zone]));
  return view
    .faults()
    .filter((fault) => fault.clearedAt === null && !ticketed.has(keyOf(fault)))
    .map(({ asset, kind, fault, severity, since }) => ({
      asset,
      kind,
      fault,
      severity,
      since,
      zone: zones.get(asset) ?? "",
    }))
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || a.since - b.since);
}
