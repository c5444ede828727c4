// What blinds a place of high priority is as urgent as that place: the tickets of the cameras and lamps to blame take its severity and row.

import { blamedBy, type Fault } from "../model/fault.ts";
import { areaKind } from "../model/installed.ts";
import type { Site } from "../model/site.ts";
import type { Ticket, TicketEvent } from "../model/ticket.ts";
import type { Book, Entry } from "./desk-book.ts";
import { isBeforeRestored } from "./root-cause.ts";

const BLIND_SPOT = "blindSpot";

export type Inheritance = {
  /** The open tickets that take over from this area's new ticket. */
  readonly heirs: (fault: Fault) => readonly Entry[];
  /** The open ticket of an area that blames this asset; undefined where none is more urgent. */
  readonly bequest: (ticket: Ticket) => Ticket | undefined;
};

export function createInheritance(site: Site, book: Book): Inheritance {
  const ids = site.coverage.areas.filter(({ priority }) => priority === "high").map(({ id }) => id);
  /** What hangs on a root ticket is mended there. */
  const isHeir = ({ severity, kind, parent }: Ticket): boolean =>
    kind !== areaKind && severity !== "critical" && parent === null;
  return {
    heirs: (fault) =>
      fault.fault === BLIND_SPOT && ids.includes(fault.asset)
        ? blamedBy(fault).flatMap((asset) =>
            [...book.ofAsset(asset)].filter(({ ticket }) => isBeforeRestored(ticket) && isHeir(ticket)),
          )
        : [],
    bequest: (ticket) =>
      ticket.asset !== null && isHeir(ticket)
        ? ids
            .flatMap((id) => book.ofFault(id, BLIND_SPOT) ?? [])
            .find(
              ({ ticket: area, record: { fault } }) =>
                isBeforeRestored(area) && fault !== null && blamedBy(fault).includes(ticket.asset as string),
            )?.ticket
        : undefined,
  };
}

/** The step that puts the area's severity and row on an heir's ticket. */
export const inherited = ({ id, severity, sla }: Ticket, at: number): TicketEvent => ({
  at,
  type: "reclassified",
  by: "system",
  now: { severity, sla },
  note: id,
});
