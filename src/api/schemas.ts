// The shapes of the HTTP interface as zod schemas: they check what comes in and write the OpenAPI document.

import { z } from "zod";
import { quarantineReasons } from "../model/reading.ts";
import { severities } from "../model/severity.ts";
import type { TicketEventType } from "../model/ticket.ts";
import { milestones, pauseReasons, ticketStates } from "../model/ticket.ts";

export const instant = z.string().meta({ format: "date-time", example: "2026-03-01T00:00:00Z" });
export const words = z.object({ en: z.string(), zh: z.string() });
const value = z.union([z.number(), z.boolean(), z.string()]);

const ticketEventTypes = [
  "opened",
  "acknowledged",
  "dispatched",
  "accepted",
  "arrived",
  "restored",
  "verified",
  "closed",
  "calledBack",
  "archived",
  "paused",
  "resumed",
  "reopened",
  "cancelled",
  "reclassified",
  "escalated",
  "breached",
  "commented",
  "merged",
  "returned",
  "checkedIn",
  "roundMissed",
] as const satisfies readonly TicketEventType[];

export const clock = z.object({
  milestone: z.enum(milestones),
  startedAt: instant,
  dueAt: instant,
  doneAt: instant.nullable(),
  breachedAt: instant.nullable(),
  state: z.enum(["running", "met", "late", "breached", "paused", "void"]),
});

const ticketEvent = z.object({
  at: instant,
  type: z.enum(ticketEventTypes),
  by: z.string(),
  note: z.string().nullable(),
  to: z.string().exactOptional(),
  milestone: z.enum(milestones).exactOptional(),
  outcome: z.string().exactOptional(),
  cause: z.string().exactOptional(),
  override: z.boolean().exactOptional(),
  goodSince: instant.exactOptional(),
  dueAt: instant.exactOptional(),
  relapse: z.boolean().exactOptional(),
  reason: z.enum(pauseReasons).exactOptional(),
  remedy: z.string().exactOptional(),
  parts: z
    .array(z.object({ name: z.string(), count: z.number() }))
    .readonly()
    .exactOptional(),
  cost: z.number().exactOptional(),
  byLabel: z.boolean().exactOptional(),
  rating: z.number().exactOptional(),
  attachment: z.object({ id: z.string(), name: z.string(), type: z.string(), size: z.number() }).exactOptional(),
  now: z
    .object({
      sla: z.string().exactOptional(),
      severity: z.enum(severities).exactOptional(),
      zone: z.string().exactOptional(),
      asset: z.string().exactOptional(),
      fault: z.string().exactOptional(),
      kind: z.string().exactOptional(),
      title: words.exactOptional(),
      latched: z.boolean().exactOptional(),
      agreedAt: instant.exactOptional(),
    })
    .exactOptional(),
});

export const ticket = z
  .object({
    id: z.string(),
    site: z.string(),
    zone: z.string(),
    asset: z.string().nullable(),
    kind: z.string().nullable(),
    fault: z.string().nullable(),
    ref: z.string().nullable(),
    severity: z.enum(severities),
    sla: z.string(),
    source: z.enum(["telemetry", "report", "coverage", "upkeep", "gateway"]),
    state: z.enum(ticketStates),
    paused: z.boolean(),
    present: z.boolean(),
    verified: z.boolean(),
    repeats: z.number(),
    parent: z.string().nullable(),
    owner: z.string().nullable(),
    assignee: z.string().nullable(),
    version: z.number(),
    since: instant,
    openedAt: instant,
    restoredAt: instant.nullable(),
    closedAt: instant.nullable(),
    title: words,
    cameras: z.array(z.string()).readonly(),
    clocks: z.array(clock).readonly(),
    events: z.array(ticketEvent).readonly(),
    latched: z.boolean(),
    former: z.string().nullable(),
    origin: z.string().nullable(),
    resident: z.boolean(),
    holders: z.array(z.object({ staff: z.string(), from: instant, to: instant.nullable() })).readonly(),
    rounds: z
      .object({ everyMinutes: z.number(), dueAt: instant.nullable(), visits: z.number(), missed: z.number() })
      .exactOptional()
      .meta({ description: "The standing patrol of a blind area 盲区值守巡查" }),
  })
  .meta({ description: "A ticket: a promise with clocks. 工单及其时限。" });

export const fault = z.object({
  asset: z.string(),
  kind: z.string(),
  fault: z.string(),
  severity: z.enum(severities),
  sla: z.string(),
  latched: z.boolean(),
  present: z.boolean(),
  verified: z.boolean(),
  since: instant,
  openedAt: instant,
  absentSince: instant.nullable(),
  clearedAt: instant.nullable(),
  detail: z.record(z.string(), z.union([z.number(), z.string()])).exactOptional(),
});

export const device = z.object({
  id: z.string(),
  kind: z.string(),
  name: words,
  zone: z.string(),
  building: z.string().nullable(),
  upstream: z.array(z.string()).readonly(),
  online: z.boolean().nullable(),
  lastHeardAt: instant.nullable(),
  points: z.record(z.string(), z.object({ value, at: instant })),
  unmapped: z.record(z.string(), instant),
  faults: z.array(z.string()).readonly(),
});

export const quarantined = z.object({
  id: z.number(),
  at: instant,
  topic: z.string(),
  device: z.string().nullable(),
  reason: z.enum(quarantineReasons),
  detail: z.string(),
  payload: z.string(),
});

export const telemetry = z.object({
  device: z.string(),
  points: z.array(z.string()).readonly(),
  rows: z.array(z.array(value.nullable()).readonly()),
  next: z.string().nullable(),
});

export const credential = z.object({
  id: z.string(),
  type: z.enum(["device", "source", "reader", "gateway"]),
  createdAt: instant,
});
export const issuedCredential = credential.extend({
  secret: z.string().meta({ description: "Shown this once 仅此一次可见" }),
});

export const health = z.object({
  status: z.enum(["ok", "degraded", "down"]),
  checks: z.record(
    z.string(),
    z.object({ status: z.enum(["ok", "degraded", "down"]), detail: z.string().exactOptional() }),
  ),
});

export const attachment = z.object({ id: z.string(), name: z.string(), type: z.string(), size: z.number() });

export const silence = z.object({
  id: z.string(),
  kind: z.enum(["maintenance", "sensor", "test"]),
  state: z.enum(["planned", "running", "ended"]),
  scope: z.object({
    zones: z.array(z.string()).readonly(),
    kinds: z.array(z.string()).readonly(),
    assets: z.array(z.string()).readonly(),
    faults: z.array(z.string()).readonly(),
    severities: z.array(z.enum(severities)).readonly(),
  }),
  from: instant,
  until: instant,
  untilRepaired: z.boolean(),
  weekly: z.object({ days: z.array(z.number()).readonly(), window: z.string() }).nullable(),
  reason: z.string(),
  by: z.string(),
  ticket: z.string().nullable(),
  endedAt: instant.nullable(),
});

export const withheld = z.object({
  silence: z.string(),
  asset: z.string(),
  kind: z.string(),
  zone: z.string(),
  fault: z.string(),
  severity: z.enum(severities),
  sla: z.string(),
  since: instant,
  withheldAt: instant,
  clearedAt: instant.nullable(),
  ticket: z.string().nullable(),
});

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  titleZh: z.string(),
  status: z.number(),
  code: z.string(),
  text: words,
  detail: z.string().exactOptional(),
  detailZh: z.string().exactOptional(),
  errors: z.array(z.object({ field: z.string(), text: words })).exactOptional(),
});

/** A page of a list. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable().meta({ description: "Send as cursor for the next." }) });
