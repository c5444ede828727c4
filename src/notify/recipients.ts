// From the words of a route ("technician", "operator", a staff id) to staff ids. Pure; used when a notice is addressed.

import { onDuty } from "../model/on-duty.ts";
import type { Site } from "../model/site.ts";
import type { Ticket } from "../model/ticket.ts";

type Finder = (site: Site, ticket: Ticket | null, now: number) => readonly (string | null | undefined)[];

const zoneOf = (site: Site, ticket: Ticket | null) => site.zones.find(({ id }) => id === ticket?.zone);
const ofRole = (role: string): Finder => {
  return (site) => site.staff.filter((person) => person.role === role).map(({ id }) => id);
};

const words: Readonly<Record<string, Finder>> = {
  technician: (site, ticket) =>
    ticket !== null && site.staff.some(({ id }) => id === ticket.assignee)
      ? [ticket.assignee]
      : (zoneOf(site, ticket)?.technicians ?? []),
  guard: (site, ticket) => [zoneOf(site, ticket)?.guard],
  steward: (site, ticket) => [zoneOf(site, ticket)?.steward],
  operator: (site, _ticket, now) => onDuty(site, "operator", now).map(({ id }) => id),
  supervisor: ofRole("supervisor"),
  manager: ofRole("manager"),
};

/**
 * Staff ids meant by a route's words, each once, in the words' order. "technician" is the assignee where there is one,
 * else the zone's; "operator" is who is on duty at `now` (epoch ms). Words that are neither a role nor staff are ignored,
 * and without a ticket those of a zone.
 */
export function recipients(site: Site, ticket: Ticket | null, to: readonly string[], now: number): readonly string[] {
  const found = to.flatMap((word) => (Object.hasOwn(words, word) ? words[word]?.(site, ticket, now) : [word]));
  return [...new Set(found)].filter(
    (id): id is string => typeof id === "string" && site.staff.some((person) => person.id === id),
  );
}
