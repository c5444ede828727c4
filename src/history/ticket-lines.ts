// Tickets as lines (CONTRACT section 9): each change (`ticket`), each promise counted (`sla`), and the desk's queue by nearest deadline (`queue`).

import type { Clock, Milestone, Ticket, TicketChange, TicketEvent } from "../model/ticket.ts";
import { encodeLine } from "./encode-line.ts";

const minute = 60_000;
const day = 1440 * minute;
const ranks = 50;

const ended = new Set(["closed", "archived", "cancelled"]);
const isOpen = (ticket: Ticket): boolean => !ended.has(ticket.state);
const isDue = (clock: Clock): boolean => clock.state === "running" || clock.state === "breached";
const kept = (line: ReturnType<typeof encodeLine>): string[] => (typeof line === "string" ? [line] : []);

const taking: readonly TicketEvent["type"][] = ["accepted", "arrived", "restored"];
const mending: readonly TicketEvent["type"][] = ["restored", "verified"];
const firstOf = ({ events }: Ticket, types: readonly TicketEvent["type"][]): TicketEvent | undefined =>
  events.find(({ type }) => types.includes(type));

/**
 * What figures need of a ticket and no range of lines has in itself: once in its course the minutes to who took it first and to
 * its first restoration; with each change of a closed ticket its sum: both again, its promises kept and missed, and how often its
 * fault came back.
 */
function outcome(ticket: Ticket, event: TicketEvent | null): Readonly<Record<string, number | string>> {
  if (event === null) return {};
  const [taken, mended] = [firstOf(ticket, taking), firstOf(ticket, mending)];
  const isNow = (first: TicketEvent): boolean => first.type === event.type && first.at === event.at;
  const minutes = ({ at, goodSince = at }: TicketEvent): number => (goodSince - ticket.openedAt) / minute;
  const count = (wanted: Clock["state"]): number => ticket.clocks.filter(({ state }) => state === wanted).length;
  return {
    event: event.type,
    ...(taken && isNow(taken) && { toAccept: minutes(taken) }),
    ...(mended && isNow(mended) && { toRestore: minutes(mended) }),
    ...(ticket.state === "closed" && {
      ...(taken && { acceptedIn: minutes(taken) }),
      ...(mended && { restoredIn: minutes(mended) }),
      met: count("met"),
      late: count("late"),
      repeats: ticket.repeats,
    }),
  };
}

/** One line per change of a ticket, at the event's time, else `now`. */
export function ticketLines({ ticket, event }: TicketChange, now: number): string[] {
  const at = event?.at ?? now;
  const { site, zone, asset, kind, fault, severity, sla, state } = ticket;
  const line = encodeLine({
    measurement: "ticket",
    tags: {
      site,
      zone,
      kind: kind ?? undefined,
      device: asset ?? undefined,
      fault: fault ?? undefined,
      severity,
      sla,
      state,
    },
    fields: {
      id: ticket.id,
      open: isOpen(ticket),
      minutes: (at - ticket.openedAt) / minute,
      assignee: ticket.assignee ?? "",
      ...outcome(ticket, event),
    },
    time: at,
  });
  return kept(line);
}

/** At risk: running, with a quarter of its time or less to go. */
const isAtRisk = ({ state, startedAt, dueAt }: Clock, now: number): boolean =>
  state === "running" && dueAt - now <= (dueAt - startedAt) / 4;

export type SlaGroup = {
  readonly site: string;
  readonly zone: string;
  readonly row: string;
  readonly milestone: Milestone;
};

/**
 * One line per zone, SLA row and milestone that any ticket has; the nearest deadline is left out where none runs.
 * @param told the groups of the calls before; grows. One that no ticket has any more is told as empty: else its last breach would
 * stand in history for good, as when a ticket is turned into one of another row.
 */
export function slaLines(tickets: readonly Ticket[], now: number, told: Map<string, SlaGroup> = new Map()): string[] {
  const groups = new Map<string, { readonly tags: SlaGroup; readonly clocks: Clock[] }>(
    [...told].map(([key, tags]) => [key, { tags, clocks: [] }]),
  );
  for (const { site, zone, sla: row, clocks } of tickets) {
    for (const clock of clocks) {
      const key = `${zone} ${row} ${clock.milestone}`;
      const group = groups.get(key) ?? { tags: { site, zone, row, milestone: clock.milestone }, clocks: [] };
      group.clocks.push(clock);
      groups.set(key, group);
      told.set(key, group.tags);
    }
  }
  return [...groups.values()].flatMap(({ tags, clocks }) => {
    const count = (holds: (clock: Clock) => boolean): number => clocks.filter(holds).length;
    const done = (state: Clock["state"]) => (clock: Clock) => clock.state === state && (clock.doneAt ?? 0) > now - day;
    const nearest = Math.min(...clocks.filter(isDue).map((clock) => clock.dueAt));
    const fields = {
      running: count(({ state }) => state === "running"),
      atRisk: count((clock) => isAtRisk(clock, now)),
      breached: count(({ state }) => state === "breached"),
      met24h: count(done("met")),
      late24h: count(done("late")),
      ...(nearest < Infinity ? { nearestDueMinutes: (nearest - now) / minute } : {}),
    };
    return kept(encodeLine({ measurement: "sla", tags, fields, time: now }));
  });
}

/**
 * Fifty lines, ranks 01…50: open tickets by their nearest deadline, those past it first; the unused ranks are emptied.
 * A ticket under a parent is not listed, one whose clocks all rest neither. The rank is the site's, so the zone is a field.
 * `budgetMinutes`: the whole time of the promise, from its clock's start to its deadline as it stands now.
 */
export function queueLines(site: string, tickets: readonly Ticket[], now: number, publicUrl?: string): string[] {
  const base = publicUrl?.replace(/\/+$/, "");
  const queue = tickets
    .filter((ticket) => isOpen(ticket) && ticket.parent === null)
    .flatMap((ticket) => {
      const [clock] = ticket.clocks.filter(isDue).sort((a, b) => a.dueAt - b.dueAt);
      return clock === undefined ? [] : [{ ticket, clock }];
    })
    .sort((a, b) => a.clock.dueAt - b.clock.dueAt || (a.ticket.id < b.ticket.id ? -1 : 1));
  return Array.from({ length: ranks }, (_, index) => {
    const { ticket, clock } = queue[index] ?? {};
    const fields = {
      id: ticket?.id ?? "",
      zone: ticket?.zone ?? "",
      titleZh: ticket?.title.zh ?? "",
      titleEn: ticket?.title.en ?? "",
      asset: ticket?.asset ?? "",
      milestone: clock?.milestone ?? "",
      ...(clock === undefined
        ? {}
        : {
            dueMinutes: (clock.dueAt - now) / minute,
            budgetMinutes: (clock.dueAt - clock.startedAt) / minute,
          }),
      assignee: ticket?.assignee ?? "",
      url: ticket === undefined || base === undefined ? "" : `${base}/#/tickets/${encodeURIComponent(ticket.id)}`,
    };
    const rank = String(index + 1).padStart(2, "0");
    return kept(encodeLine({ measurement: "queue", tags: { site, rank }, fields, time: now }));
  }).flat();
}
