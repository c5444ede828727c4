// Header + event log + fault → the ticket as everyone sees it. The log is the truth; this is the only place that reads a state out of it.

import type { Fault } from "../model/fault.ts";
import type { Site } from "../model/site.ts";
import type { Ticket, TicketEvent, TicketHeader, TicketState } from "../model/ticket.ts";
import { deriveClocks } from "./derive-clocks.ts";

/** A ticket as it is stored. */
export type TicketRecord = {
  readonly header: TicketHeader;
  readonly events: readonly TicketEvent[];
  /** The fault as last known; null for a report from a person. */
  readonly fault: Fault | null;
  /** The ticket of the stronger fault that hides this one. */
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
  assignee: string | null;
  verified: boolean;
  repeats: number;
  restoredAt: number | null;
  closedAt: number | null;
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
      break;
    case "restored":
      course.state = "restored";
      course.assignee ??= event.by;
      course.restoredAt = event.at;
      break;
    case "verified":
      course.verified = true;
      if (course.state === "restored" || course.state === "closed") break;
      course.state = "restored";
      course.restoredAt = event.goodSince ?? event.at;
      break;
    case "closed":
      course.state = "closed";
      course.closedAt = event.at;
      break;
    case "archived":
      course.state = "archived";
      break;
    case "cancelled":
      course.state = "cancelled";
      course.closedAt = event.at;
      break;
    case "reopened":
      course.state = course.assignee === null ? "open" : "accepted";
      course.verified = false;
      course.restoredAt = null;
      course.closedAt = null;
      if (event.by === "system" && !event.relapse) course.repeats += 1;
      break;
  }
}

/** Pure: the same record always gives the same ticket. @throws Error when the site lost the ticket's SLA row and its default. */
export function deriveTicket(site: Site, { header, events, fault, parent }: TicketRecord): Ticket {
  const row = site.sla[header.sla] ?? site.sla.default;
  if (!row) throw new Error(`ticket ${header.id}: the SLA table has neither "${header.sla}" nor "default"`);
  const course: Course = {
    state: "open",
    assignee: null,
    verified: false,
    repeats: 0,
    restoredAt: null,
    closedAt: null,
  };
  for (const event of events) follow(course, event);
  const peak = PEAK_KINDS.includes(header.kind) && inPeak(site, header.openedAt);
  return {
    ...header,
    ...course,
    paused: false,
    present: fault?.present ?? false,
    parent,
    version: events.length,
    cameras: [],
    clocks: deriveClocks(
      { openedAt: header.openedAt, row, timezone: site.timezone, ...(peak && { respondWithin: PEAK_RESPOND }) },
      events,
    ),
    events,
  };
}
