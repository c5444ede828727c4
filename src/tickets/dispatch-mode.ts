// Whom a ticket is sent to where nobody says so: the zone's technician with the skill, or each in turn.

import type { Site } from "../model/site.ts";
import type { Ticket } from "../model/ticket.ts";
import type { TicketRecord } from "./derive-ticket.ts";

export type DispatchMode = {
  /** The zone's first technician with the skill, else the first. */
  readonly skilled: (ticket: Ticket) => string | undefined;
  /** Whom a ticket nobody has goes to by the site's mode; undefined where it waits to be claimed. @param not who handed it back. */
  readonly next: (ticket: Ticket, not?: string) => string | undefined;
};

/** @param records of earlier runs: whose turn it is follows from how often each was sent. */
export function createDispatchMode(site: Site, records: readonly TicketRecord[]): DispatchMode {
  const staff = new Map(site.staff.map((person) => [person.id, person]));
  const sent = new Map<string, number>();
  const count = (id: string): void => void sent.set(id, (sent.get(id) ?? 0) + 1);
  for (const { events } of records)
    for (const { type, by, to } of events) if (type === "dispatched" && by === "system" && to) count(to);

  const candidates = (ticket: Ticket): readonly string[] => {
    const zone = site.zones.find(({ id }) => id === ticket.zone);
    const role = site.sla[ticket.sla]?.dispatch;
    // Some rows say themselves whose hands are needed first (`security`: the guard).
    const named = role === "guard" ? zone?.guard : role === "steward" ? zone?.steward : undefined;
    if (named !== undefined) return [named];
    const technicians = zone?.technicians ?? [];
    const skilled = technicians.filter((id) => staff.get(id)?.skills.includes(ticket.kind ?? ""));
    return skilled.length > 0 ? skilled : technicians;
  };
  return {
    skilled: (ticket) => candidates(ticket)[0],
    next(ticket, not) {
      if (site.desk.dispatch === "claim") return undefined;
      const all = candidates(ticket).filter((id) => id !== not);
      const turns = all.map((id) => sent.get(id) ?? 0);
      const chosen = site.desk.dispatch === "skill" ? all[0] : all[turns.indexOf(Math.min(...turns))];
      if (chosen !== undefined) count(chosen);
      return chosen;
    },
  };
}
