// Header + event log + fault → the ticket as everyone sees it. The log is the truth; this is the only place that reads a state out of it.

import type { Fault } from "../model/fault.ts";
import type { Site } from "../model/site.ts";
import type { Holder, Ticket, TicketEvent, TicketHeader, TicketState } from "../model/ticket.ts";
import { deriveClocks } from "./derive-clocks.ts";
import { roundsOf } from "./rounds.ts";

/** A ticket as it is stored. */
export type TicketRecord = {
  readonly header: TicketHeader;
  readonly events: readonly TicketEvent[];
  /** The fault as last known; null for a report from a person. */
  readonly fault: Fault | null;
  /** The ticket of the stronger fault that hides this one, or of the link that is down. */
  readonly parent: string | null;
};

const PEAK_RESPOND = 5 * 60_000;
const PEAK_KINDS: readonly (string | null)[] = ["gate", "elevator"];

/** Whether the instant falls into the site's peak hours. */
function inPeak(site: Site, at: number): boolean {
  if (site.peak.length === 0) return false;
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(site.timezone);
  const minute = local.hour * 60 + local.minute;
  return site.peak.some(({ from, to }) => (from < to ? minute >= from && minute < to : minute >= from || minute < to));
}

type Course = {
  state: TicketState;
  paused: boolean;
  assignee: string | null;
  verified: boolean;
  repeats: number;
  restoredAt: number | null;
  closedAt: number | null;
  /** Merged: the ticket that goes on. */
  into: string | null;
  agreedAt: number | undefined;
};

function follow(course: Course, event: TicketEvent): void {
  switch (event.type) {
    case "dispatched":
      course.state = "dispatched";
      course.assignee = event.to ?? course.assignee;
      break;
    case "accepted":
      course.state = "accepted";
      course.assignee = event.by;
      break;
    case "arrived":
      course.state = "onSite";
      course.assignee ??= event.by;
      course.paused = false;
      break;
    case "returned":
      course.state = "open";
      course.assignee = null;
      course.paused = false;
      break;
    case "restored":
      course.state = "restored";
      course.assignee ??= event.by;
      course.restoredAt = event.at;
      course.paused = false;
      break;
    case "verified":
      course.verified = true;
      course.paused = false;
      if (course.state === "restored" || course.state === "closed") break;
      course.state = "restored";
      course.restoredAt = event.goodSince ?? event.at;
      break;
    case "closed":
      course.state = "closed";
      course.closedAt = event.at;
      course.paused = false;
      break;
    case "archived":
      course.state = "archived";
      break;
    case "merged":
      course.into = event.to ?? null;
      course.state = "cancelled";
      course.closedAt = event.at;
      course.paused = false;
      break;
    case "cancelled":
      course.state = "cancelled";
      course.closedAt = event.at;
      course.paused = false;
      break;
    case "paused":
      course.paused = true;
      break;
    case "resumed":
      course.paused = false;
      break;
    case "reclassified":
      course.agreedAt = event.now?.agreedAt ?? course.agreedAt;
      break;
    case "reopened":
      course.state = course.assignee === null ? "open" : "accepted";
      course.paused = false;
      course.verified = false;
      course.restoredAt = null;
      course.closedAt = null;
      if (event.by === "system" && !event.relapse) course.repeats += 1;
      break;
  }
}

/** The header as the last reclassification left it. */
function classified(header: TicketHeader, events: readonly TicketEvent[]): TicketHeader {
  let now = header;
  for (const event of events)
    if (event.type === "reclassified" && event.now) {
      const { agreedAt: _, ...what } = event.now;
      now = { ...now, ...what };
    }
  return now;
}

const ends: readonly TicketEvent["type"][] = ["restored", "closed", "cancelled", "merged"];

/** Whom the ticket lies with after an event; the last one gives it up, a new one takes it. */
function passOn(holders: Holding[], course: Course, event: TicketEvent): void {
  const over = ends.includes(event.type) || (event.type === "verified" && course.state === "restored");
  const staff = over ? null : course.assignee;
  const last = holders.at(-1);
  if (last && last.to === null && last.staff !== staff) last.to = event.at;
  if (staff !== null && holders.at(-1)?.to !== null && isHeld(course.state))
    holders.push({ staff, from: event.at, to: null });
}
type Holding = { -readonly [K in keyof Holder]: Holder[K] };
const isHeld = (state: TicketState): boolean => ["dispatched", "accepted", "onSite"].includes(state);

const freshCourse = (): Course => ({
  state: "open",
  paused: false,
  assignee: null,
  verified: false,
  repeats: 0,
  restoredAt: null,
  closedAt: null,
  into: null,
  agreedAt: undefined,
});

/** Pure: the same record always gives the same ticket. @throws Error when the site lost the ticket's SLA row and its default. */
export function deriveTicket(site: Site, { header, events, fault, parent }: TicketRecord): Ticket {
  const now = classified(header, events);
  const row = site.sla[now.sla] ?? site.sla.default;
  if (!row) throw new Error(`ticket ${header.id}: the SLA table has neither "${now.sla}" nor "default"`);
  const course = freshCourse();
  const holders: Holding[] = [];
  for (const event of events) {
    follow(course, event);
    passOn(holders, course, event);
  }
  const peak = PEAK_KINDS.includes(now.kind) && inPeak(site, now.openedAt);
  const { into, agreedAt, paused, ...state } = course;
  return {
    ...now,
    ...state,
    paused: paused && row.pausable,
    present: fault?.present ?? false,
    parent: into ?? parent,
    former: header.former ?? null,
    version: events.length,
    cameras: header.cameras ?? [],
    clocks: deriveClocks(
      {
        openedAt: now.openedAt,
        row,
        timezone: site.timezone,
        calendar: site.calendar,
        resident: now.reporter?.resident === true,
        ...(peak && { respondWithin: PEAK_RESPOND }),
        ...(agreedAt !== undefined && { agreedAt }),
      },
      events,
    ),
    holders,
    rounds: roundsOf({
      kind: now.kind,
      fault,
      state: state.state,
      events,
      openedAt: now.openedAt,
      every: site.coverage.patrolEvery,
    }),
    events,
  };
}
