// The shapes of the daily count and the shift sheet on the wire, for the OpenAPI document.

import { z } from "zod";
import { severities } from "../model/severity.ts";
import { milestones, pauseReasons, ticketStates } from "../model/ticket.ts";
import { instant, silence, words } from "./schemas.ts";

const counted = z.object({
  id: z.string(),
  title: words,
  zone: z.string(),
  asset: z.string().nullable(),
  kind: z.string().nullable(),
  severity: z.enum(severities),
  sla: z.string(),
  state: z.enum(ticketStates),
  owner: z.string().nullable(),
  assignee: z.string().nullable(),
  parent: z.string().nullable(),
  repeats: z.number(),
  since: instant,
  openedAt: instant,
  overdue: z.array(
    z.object({
      milestone: z.enum(milestones),
      dueAt: instant,
      since: instant.meta({ description: "First broken 首次超时时刻" }),
      late: z.string().meta({ format: "duration", example: "PT2H30M" }),
    }),
  ),
  next: z.object({ milestone: z.enum(milestones), dueAt: instant }).nullable(),
  paused: z.object({ reason: z.enum(pauseReasons).nullable(), since: instant, note: z.string() }).nullable(),
});

const tally = z.object({ open: z.number(), overdue: z.number() });

export const dailyCount = z
  .object({
    site: z.string(),
    at: instant,
    open: z.number(),
    restored: z.number(),
    overdue: z.number(),
    unassigned: z.number(),
    paused: z.number(),
    repeats: z.number(),
    toCallBack: z.number(),
    zones: z.record(z.string(), tally),
    severities: z.object({ critical: tally, major: tally, minor: tally }),
    tickets: z.array(counted),
    restoredTickets: z.array(counted),
    callBacks: z.array(counted),
  })
  .meta({ description: "What is owed now 每日盘点" });

const happened = z.array(
  counted.pick({ id: true, title: true, zone: true, asset: true, kind: true, severity: true }).extend({
    at: instant,
    type: z.string(),
    by: z.string(),
    source: z.enum(["telemetry", "report", "coverage", "upkeep", "gateway"]),
    resident: z.boolean().meta({ description: "A resident reported it 住户报事" }),
    milestone: z.enum(milestones).nullable(),
  }),
);
const promised = counted
  .pick({ id: true, title: true, zone: true, asset: true, kind: true, severity: true, owner: true, assignee: true })
  .extend({ milestone: z.enum(milestones), dueAt: instant });
const duty = z.record(z.string(), z.array(z.string()).readonly().optional());

export const shiftSheet = z
  .object({
    site: z.string(),
    from: instant,
    to: instant,
    opened: happened,
    restored: happened,
    closed: happened,
    breached: happened,
    open: z.array(counted),
    deadlines: z.array(promised).meta({ description: "Due within 12 h from `to` on 未来 12 小时到期" }),
    silences: z
      .array(silence.extend({ withheld: z.number().meta({ description: "Faults it withholds now 静默中的故障数" }) }))
      .meta({ description: "In force at `to`; kind sensor: a sensor out of service 生效中的静默与停用的传感器" }),
    onDuty: z.object({ now: duty, next: z.object({ at: instant, who: duty }).nullable() }),
  })
  .meta({ description: "The shift hand-over sheet 交接班记录" });
