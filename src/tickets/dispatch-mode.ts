// Whom a ticket is sent to where nobody says so: the zone's technician with the skill, or each in turn.

import { onDuty } from "../model/on-duty.ts";
import type { Site } from "../model/site.ts";
import type { Ticket } from "../model/ticket.ts";
import type { TicketRecord } from "./derive-ticket.ts";

export type DispatchMode = {
  /** The zone's first technician with the skill, else the first; those on duty at `now` (epoch ms) before others, and nobody who has just handed it back. */
  readonly skilled: (ticket: Ticket, now: number) => string | undefined;
  /** Whom a ticket nobody has goes to by the site's mode; undefined where it waits to be claimed. @param not who handed it back. */
  readonly next: (ticket: Ticket, now: number, not?: string) => string | undefined;
};

/** @param records of earlier runs: whose turn it is follows from how often each was sent. */
export function createDispatchMode(site: Site, records: readonly TicketRecord[]): DispatchMode {
  const staff = new Map(site.staff.map((person) => [person.id, person]));
  const sent = new Map<string, number>();
  const count = (id: string): void => void sent.set(id, (sent.get(id) ?? 0) + 1);
  for (const { events } of records)
    for (const { type, by, to } of events) if (type === "dispatched" && by === "system" && to) count(to);

  const candidates = (ticket: Ticket, now: number): readonly string[] => {
    const zone = site.zones.find(({ id }) => id === ticket.zone);
    const role = site.sla[ticket.sla]?.dispatch;
    // Some rows say themselves whose hands are needed first (`security`: the guard).
    const named = role === "guard" ? zone?.guard : role === "steward" ? zone?.steward : undefined;
    if (named !== undefined) return [named];
    const technicians = zone?.technicians ?? [];
    const skilled = technicians.filter((id) => staff.get(id)?.skills.includes(ticket.kind ?? ""));
    const able = skilled.length > 0 ? skilled : technicians;
    const onDutyNow = onDuty(site, "technician", now).map(({ id }) => id);
    const present = able.filter((id) => onDutyNow.includes(id));
    return present.length > 0 ? present : able;
  };
  /** Who gave it back last comes into question only where there is nobody else. */
  const others = (ticket: Ticket, now: number): readonly string[] => {
    const all = candidates(ticket, now);
    const gaveBack = ticket.events.findLast(({ type }) => type === "returned")?.by;
    const left = all.filter((id) => id !== gaveBack);
    return left.length > 0 ? left : all;
  };
  return {
    skilled: (ticket, now) => others(ticket, now)[0],
    next(ticket, now, not) {
      if (site.desk.dispatch === "claim") return undefined;
      const all = candidates(ticket, now).filter((id) => id !== not);
      const turns = all.map((id) => sent.get(id) ?? 0);
      const chosen = site.desk.dispatch === "skill" ? all[0] : all[turns.indexOf(Math.min(...turns))];
      if (chosen !== undefined) count(chosen);
      return chosen;
    },
  };
}
