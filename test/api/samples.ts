// Sample words of the model for the API's and the wall's tests: devices, a site, faults, tickets.

import { definitions } from "../../devices/index.ts";
import type { Fault } from "../../src/model/fault.ts";
import type { Device, Site, Staff } from "../../src/model/site.ts";
import { text } from "../../src/model/text.ts";
import type { Clock, Ticket } from "../../src/model/ticket.ts";
import { workCalendar } from "../support/work-calendar.ts";

const minute = 60_000;
const never = { holds: () => false, nextChange: () => Number.POSITIVE_INFINITY };

export const device = (
  id: string,
  kind: string,
  zone: string,
  en: string,
  zh: string,
  reportEvery = 10_000,
): Device => ({
  id,
  kind,
  name: text(en, zh),
  zone,
  building: "1",
  upstream: [],
  reportEvery,
  offlineAfter: { value: 90_000, from: "definition" },
  staleAfter: { value: 600_000, from: "definition" },
  verifyFor: { value: 120_000, from: "definition" },
  clockOffset: 0,
  rated: {},
  facts: {},
  faults: {},
  asset: {},
});

const person = (id: string, zh: string, en: string, role: Staff["role"]): Staff => ({
  id,
  name: text(en, zh),
  role,
  skills: [],
});

export const site = (devices: readonly Device[]): Site => ({
  id: "demo",
  name: text("Jinxiu Garden", "锦绣花园"),
  timezone: "Asia/Shanghai",
  language: "zh",
  location: { latitude: 31.23, longitude: 121.47 },
  topicRoot: "facility",
  zones: [
    { id: "east", name: text("East", "东片区"), technicians: ["zhao"] },
    { id: "west", name: text("West", "西片区"), technicians: [] },
  ],
  staff: [
    person("zhao", "赵工", "Zhao", "technician"),
    person("chen", "陈值班", "Chen", "operator"),
    person("sun", "孙主管", "Sun", "supervisor"),
  ],
  companies: [],
  devices,
  links: [],
  definitions,
  sla: {},
  calendar: workCalendar(),
  desk: { dispatch: "claim" },
  retention: { attachments: "P2Y" },
  coverage: {
    standard: "iec-62676-4-2025",
    classes: [],
    targetHeight: 1.5,
    cell: 0.25,
    levels: [],
    areas: [],
    patrolEvery: null,
    origin: null,
  },
  peak: [],
  dark: never,
  lighting: { inside: () => never, outside: () => never },
  rota: [],
  notify: { channels: [], routes: [] },
});

export const clock = (
  milestone: Clock["milestone"],
  startedAt: number,
  dueAt: number,
  more: Partial<Clock> = {},
): Clock => ({
  milestone,
  startedAt,
  dueAt,
  doneAt: null,
  breachedAt: null,
  state: "running",
  ...more,
});

export const ticketOf = (
  number: number,
  fault: Pick<Fault, "asset" | "kind" | "fault" | "severity" | "sla" | "latched" | "since" | "openedAt">,
  more: Partial<Ticket> = {},
): Ticket => ({
  id: `T-${String(number).padStart(6, "0")}`,
  site: "demo",
  zone: "east",
  asset: fault.asset,
  kind: fault.kind,
  fault: fault.fault,
  ref: null,
  severity: fault.severity,
  sla: fault.sla,
  source: "telemetry",
  state: "open",
  paused: false,
  present: true,
  verified: false,
  repeats: 0,
  parent: null,
  former: null,
  holders: [],
  rounds: null,
  owner: "chen",
  assignee: null,
  version: 1,
  since: fault.since,
  openedAt: fault.openedAt,
  restoredAt: null,
  closedAt: null,
  title: text(`${fault.asset}: ${fault.fault}`, `${fault.asset}：${fault.fault}`),
  cameras: [],
  latched: fault.latched,
  clocks: [
    clock("respond", fault.openedAt, fault.openedAt + 5 * minute),
    clock("restore", fault.openedAt, fault.openedAt + 24 * 60 * minute),
  ],
  events: [{ at: fault.openedAt, type: "opened", by: "system" }],
  ...more,
});

export const faultOf = (
  asset: string,
  kind: string,
  name: string,
  openedAt: number,
  more: Partial<Fault> = {},
): Fault => ({
  asset,
  kind,
  fault: name,
  severity: "major",
  sla: "ordinary",
  latched: false,
  since: openedAt - 30_000,
  openedAt,
  present: true,
  absentSince: null,
  clearedAt: null,
  goodSince: null,
  verified: false,
  ...more,
});
