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
  /** The open ticket of an area that is blind because of this ticket's asset; undefined where none is more urgent. */
  readonly bequest: (ticket: Ticket) => Ticket | undefined;
};

export function createInheritance(site: Site, book: Book): Inheritance {
  const ids = site.coverage.areas.filter(({ priority }) => priority === "high").map(({ id }) => id);
  const isHeir = ({ severity, kind, parent }: Ticket): boolean =>
    kind !== areaKind && severity !== "critical" && parent === null;
  /** The open tickets of a blind spot that is more urgent than what causes it. */
  const isUrgent = ({ ticket, record: { fault } }: Entry): boolean =>
    fault?.fault === BLIND_SPOT && ids.includes(fault.asset) && isBeforeRestored(ticket);
  /** What hangs on a root ticket is mended there. */
  function mendedAt(entry: Entry): Entry {
    const parent = entry.ticket.parent === null ? undefined : book.byId(entry.ticket.parent);
    return parent ? mendedAt(parent) : entry;
  }

  function heirs(fault: Fault): readonly Entry[] {
    const area = book.ofFault(fault.asset, fault.fault);
    if (!area || !isUrgent(area)) return [];
    const causes = [area, ...blamedBy(fault).flatMap((asset) => [...book.ofAsset(asset)])];
    const mended = new Set(causes.filter(({ ticket }) => isBeforeRestored(ticket)).map(mendedAt));
    return [...mended].filter(({ ticket }) => isBeforeRestored(ticket) && isHeir(ticket));
  }
  function bequest(ticket: Ticket): Ticket | undefined {
    const { asset } = ticket;
    if (asset === null || !isHeir(ticket)) return undefined;
    const below = [...book.ofParent(ticket.id)].find(isUrgent);
    if (below) return below.ticket;
    return ids
      .flatMap((id) => book.ofFault(id, BLIND_SPOT) ?? [])
      .find((area) => isUrgent(area) && blamedBy(area.record.fault as Fault).includes(asset))?.ticket;
  }
  return { heirs, bequest };
}

/** The step that puts the area's severity and row on an heir's ticket. */
export const inherited = ({ id, severity, sla }: Ticket, at: number): TicketEvent => ({
  at,
  type: "reclassified",
  by: "system",
  now: { severity, sla },
  note: id,
});
