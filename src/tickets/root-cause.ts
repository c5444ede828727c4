// Root cause (CONTRACT 5, `parent`): which tickets hang on the ticket of a link that is down, and which of them stand alone once it is back.

import { blamedBy, type Fault } from "../model/fault.ts";
import { areaKind } from "../model/installed.ts";
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

/** The uppermost link that is down above an asset; with `powerOnly` the uppermost power feed. */
export type DownLink = (asset: string, powerOnly?: boolean) => string | null;

export function createRootCause(site: Site, book: Book, downLink: DownLink): RootCause {
  /** What a link that is down explains: silence; and a feed that is, what speaks on its battery. */
  const isMainsLost = ({ kind, fault }: Fault): boolean => site.definitions[kind]?.faults[fault]?.mainsLost === true;
  const isBlindSpot = ({ kind, fault }: Fault): boolean => kind === areaKind && fault === "blindSpot";
  const isExplained = (fault: Fault): boolean =>
    silent.includes(fault.fault) || isMainsLost(fault) || isBlindSpot(fault);
  /** The one link whose loss explains the fault; of a blind spot: that of every camera to blame. */
  function linkOf(fault: Fault): string | null {
    if (!isBlindSpot(fault)) return downLink(fault.asset, isMainsLost(fault));
    const [link = null, ...others] = new Set(blamedBy(fault).map((asset) => downLink(asset)));
    return others.length > 0 ? null : link;
  }
  function rootOf(fault: Fault): string | null {
    // A blind spot hangs on what caused it, whatever its row: it is told all the same (route-change.ts).
    if (!isExplained(fault) || (site.sla[fault.sla]?.lifeSafety && !isBlindSpot(fault))) return null;
    const link = linkOf(fault);
    const root = link === null ? undefined : book.ofFault(link, "down");
    return root && root.ticket.asset !== fault.asset && isBeforeClosed(root.ticket) ? root.ticket.id : null;
  }
  const stillLost = ({ ticket, record }: Entry): boolean =>
    record.fault !== null && isExplained(record.fault) && record.fault.clearedAt === null && isBeforeRestored(ticket);

  return {
    rootOf,
    below: ({ ticket: { id } }) =>
      [...book.all()].filter(
        (entry) => entry.ticket.parent === null && stillLost(entry) && rootOf(entry.record.fault as Fault) === id,
      ),
    leftBehind: ({ ticket }) => [...book.ofParent(ticket.id)].filter(stillLost),
  };
}
