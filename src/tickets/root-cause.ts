// Root cause (CONTRACT 5, `parent`): which tickets hang on the ticket of a link that is down, and which of them stand alone once it is back.

import type { Fault } from "../model/fault.ts";
import type { Site } from "../model/site.ts";
import type { Ticket } from "../model/ticket.ts";
import type { Book, Entry } from "./desk-book.ts";

export const isBeforeRestored = ({ state }: Ticket): boolean =>
  ["open", "dispatched", "accepted", "onSite"].includes(state);
export const isBeforeClosed = (ticket: Ticket): boolean => isBeforeRestored(ticket) || ticket.state === "restored";

export type RootCause = {
  /** The ticket of the uppermost link that is down above the fault's asset; null for what life safety or security depends on. */
  readonly rootOf: (fault: Fault) => string | null;
  /** Open tickets without a parent that hang on this link's ticket, now that it is there. */
  readonly below: (root: Entry) => readonly Entry[];
  /** Children that are still silent. */
  readonly leftBehind: (root: Entry) => readonly Entry[];
};

const silent: readonly (string | null)[] = ["offline", "down"];

/** @param downLink the uppermost link that is down above an asset. */
export function createRootCause(site: Site, book: Book, downLink: (asset: string) => string | null): RootCause {
  function rootOf(fault: Fault): string | null {
    if (!silent.includes(fault.fault) || site.sla[fault.sla]?.lifeSafety) return null;
    const link = downLink(fault.asset);
    const root = link === null ? undefined : book.ofFault(link, "down");
    return root && root.ticket.asset !== fault.asset && isBeforeClosed(root.ticket) ? root.ticket.id : null;
  }
  const stillSilent = ({ ticket, record }: Entry): boolean =>
    record.fault !== null &&
    silent.includes(record.fault.fault) &&
    record.fault.clearedAt === null &&
    isBeforeRestored(ticket);

  return {
    rootOf,
    below: ({ ticket: { id } }) =>
      [...book.all()].filter(
        (entry) => entry.ticket.parent === null && stillSilent(entry) && rootOf(entry.record.fault as Fault) === id,
      ),
    leftBehind: ({ ticket }) => [...book.ofParent(ticket.id)].filter(stillSilent),
  };
}
