// A ticket as everyone outside sees it: the model's epoch milliseconds become ISO instants. Used by the API, the wall's stream and replay.

import type { Attachment, Clock, Milestone, Part, PauseReason, Reclassified, Ticket, TicketEvent } from "./ticket.ts";

export type ClockJson = {
  readonly milestone: Milestone;
  readonly startedAt: string;
  readonly dueAt: string;
  readonly doneAt: string | null;
  readonly breachedAt: string | null;
  readonly state: Clock["state"];
};

export type TicketEventJson = {
  readonly at: string;
  readonly type: TicketEvent["type"];
  readonly by: string;
  readonly note: string;
  readonly to?: string;
  readonly milestone?: Milestone;
  readonly outcome?: string;
  readonly cause?: string;
  readonly override?: boolean;
  readonly goodSince?: string;
  readonly dueAt?: string;
  readonly relapse?: boolean;
  readonly reason?: PauseReason;
  readonly remedy?: string;
  readonly parts?: readonly Part[];
  readonly cost?: number;
  readonly byLabel?: boolean;
  readonly rating?: number;
  readonly attachment?: Attachment;
  readonly now?: Omit<Reclassified, "agreedAt"> & { readonly agreedAt?: string };
};

export type HolderJson = { readonly staff: string; readonly from: string; readonly to: string | null };

/** The keys of CONTRACT section 5, in its order, then what is beyond them. */
export type TicketJson = Pick<
  Ticket,
  | "id"
  | "site"
  | "zone"
  | "asset"
  | "kind"
  | "fault"
  | "ref"
  | "severity"
  | "sla"
  | "source"
  | "state"
  | "paused"
  | "present"
  | "verified"
  | "repeats"
  | "parent"
  | "owner"
  | "assignee"
  | "version"
  | "title"
  | "cameras"
  | "latched"
  | "former"
> & {
  readonly origin: string | null;
  /** A resident reported it. */
  readonly resident: boolean;
  readonly holders: readonly HolderJson[];
  /** The standing patrol of a blind area, where the site asks for one. */
  readonly rounds?: {
    readonly everyMinutes: number;
    readonly dueAt: string | null;
    readonly visits: number;
    readonly missed: number;
  };
  readonly since: string;
  readonly openedAt: string;
  readonly restoredAt: string | null;
  readonly closedAt: string | null;
  readonly clocks: readonly ClockJson[];
  readonly events: readonly TicketEventJson[];
};

/** Epoch ms as an ISO 8601 instant in UTC; milliseconds only where there are some: "2026-03-01T00:00:00Z". */
export const isoInstant = (at: number): string => new Date(at).toISOString().replace(".000Z", "Z");

const orNull = (at: number | null): string | null => (at === null ? null : isoInstant(at));

const clockJson = (clock: Clock): ClockJson => ({
  milestone: clock.milestone,
  startedAt: isoInstant(clock.startedAt),
  dueAt: isoInstant(clock.dueAt),
  doneAt: orNull(clock.doneAt),
  breachedAt: orNull(clock.breachedAt),
  state: clock.state,
});

/** What an event says beside its instant, as it is in the log. */
const plain = [
  "to",
  "milestone",
  "outcome",
  "cause",
  "override",
  "relapse",
  "reason",
  "remedy",
  "parts",
  "cost",
  "byLabel",
  "rating",
  "attachment",
] as const satisfies readonly (keyof TicketEvent & keyof TicketEventJson)[];

/** Written by hand rather than by sixteen spreads: a screen's first picture has a hundred thousand of them. */
function eventJson(event: TicketEvent): TicketEventJson {
  const json: { at: string; type: TicketEvent["type"]; by: string; note: string } & Record<string, unknown> = {
    at: isoInstant(event.at),
    type: event.type,
    by: event.by,
    note: event.note ?? "",
  };
  for (const key of plain) if (event[key] !== undefined) json[key] = event[key];
  if (event.goodSince !== undefined) json.goodSince = isoInstant(event.goodSince);
  if (event.dueAt !== undefined) json.dueAt = isoInstant(event.dueAt);
  if (event.now !== undefined) json.now = reclassifiedJson(event.now);
  return json;
}

const reclassifiedJson = ({ agreedAt, ...now }: Reclassified) => ({
  ...now,
  ...(agreedAt !== undefined && { agreedAt: isoInstant(agreedAt) }),
});

/** A ticket in the shape and key order of CONTRACT section 5. The reporter's name and phone are left out on purpose. */
export function ticketJson(ticket: Ticket): TicketJson {
  return {
    id: ticket.id,
    site: ticket.site,
    zone: ticket.zone,
    asset: ticket.asset,
    kind: ticket.kind,
    fault: ticket.fault,
    ref: ticket.ref,
    severity: ticket.severity,
    sla: ticket.sla,
    source: ticket.source,
    state: ticket.state,
    paused: ticket.paused,
    present: ticket.present,
    verified: ticket.verified,
    repeats: ticket.repeats,
    parent: ticket.parent,
    owner: ticket.owner,
    assignee: ticket.assignee,
    version: ticket.version,
    since: isoInstant(ticket.since),
    openedAt: isoInstant(ticket.openedAt),
    restoredAt: orNull(ticket.restoredAt),
    closedAt: orNull(ticket.closedAt),
    title: ticket.title,
    cameras: ticket.cameras,
    clocks: ticket.clocks.map(clockJson),
    events: ticket.events.map(eventJson),
    latched: ticket.latched,
    former: ticket.former,
    origin: ticket.origin ?? null,
    resident: ticket.reporter?.resident === true,
    ...(ticket.rounds && {
      rounds: {
        everyMinutes: ticket.rounds.every / 60_000,
        dueAt: orNull(ticket.rounds.dueAt),
        visits: ticket.rounds.visits,
        missed: ticket.rounds.missed,
      },
    }),
    holders: ticket.holders.map(({ staff, from, to }) => ({ staff, from: isoInstant(from), to: orNull(to) })),
  };
}
