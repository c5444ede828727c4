// Takes a report from somebody without a login: one ticket for the same words on the same label within the hour.

import type { GatewayView } from "../model/gateway-view.ts";
import type { Result } from "../model/result.ts";
import type { Ticket } from "../model/ticket.ts";
import type { Labelled } from "./labelled.ts";
import type { Written } from "./pages/report-page.ts";

const sameFor = 3_600_000;
const ended: readonly Ticket["state"][] = ["restored", "closed", "archived", "cancelled"];

export type Taken = { readonly ticket: Ticket; readonly isKnown: boolean };
/** `sla`: the row of an emergency; ordinary words have none. */
export type TakeReport = (labelled: Labelled, written: Written, sla?: string) => Promise<Result<Taken>>;

export function createReportDesk(view: GatewayView): TakeReport {
  /** Reports on their way to the disk, by label and words: a form sent twice at once. */
  const coming = new Map<string, Promise<Result<Ticket>>>();
  const known = ({ id, type, zone }: Labelled, text: string, sla?: string): Ticket | undefined => {
    const asset = type === "device" ? id : null;
    const since = view.now() - sameFor;
    const tickets = view.tickets();
    for (let index = tickets.length - 1; index >= 0; index--) {
      const ticket = tickets[index] as Ticket;
      if (ticket.openedAt <= since) return undefined;
      const isSame =
        ticket.source === "report" &&
        ticket.asset === asset &&
        ticket.zone === zone.id &&
        (sla === undefined || ticket.sla === sla);
      if (isSame && ticket.title.zh === text && ticket.reporter?.resident && !ended.includes(ticket.state))
        return ticket;
    }
    return undefined;
  };
  return async (labelled, { text, name, phone }, sla) => {
    const key = `${labelled.code}\n${sla ?? ""}\n${text}`;
    const before = known(labelled, text, sla);
    if (before) return { ok: true, value: { ticket: before, isKnown: true } };
    for (let other = coming.get(key); other; other = coming.get(key)) {
      const answer = await other;
      if (answer.ok) return { ok: true, value: { ticket: answer.value, isKnown: true } };
    }
    const made = view.report({
      zone: labelled.zone.id,
      ...(labelled.type === "device" && { asset: labelled.id }),
      text,
      ...(sla !== undefined && { sla }),
      by: "resident",
      ...(name !== "" && { name }),
      ...(phone !== "" && { phone }),
    });
    coming.set(key, made);
    try {
      const answer = await made;
      return answer.ok ? { ok: true, value: { ticket: answer.value, isKnown: false } } : answer;
    } finally {
      coming.delete(key);
    }
  };
}
