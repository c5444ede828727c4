// A small site and a ticket, written by hand: only the fields that telling needs.

import { elevator } from "../../devices/elevator.ts";
import type { TicketNotice } from "../../src/model/notice.ts";
import type { ChannelConfig, Route, Site, TicketReason } from "../../src/model/site.ts";
import type { Ticket, TicketEvent } from "../../src/model/ticket.ts";
import { workCalendar } from "../support/work-calendar.ts";

/** 2026-03-02 10:00 in Shanghai, a Monday. */
export const monday10 = Date.parse("2026-03-02T10:00:00+08:00");

export const zhao = { name: { zh: "赵工", en: "Zhao" }, phone: "13800000003", email: "zhao@example.org" };
const person = (id: string, role: string, more: object = {}) => ({
  id,
  name: { zh: id, en: id },
  role,
  skills: [],
  ...more,
});

export function demoSite(
  channels: readonly ChannelConfig[] = [],
  routes: readonly Route[] = [],
  more: Partial<Site> = {},
): Site {
  return {
    id: "demo",
    name: { zh: "锦绣花园", en: "Jinxiu Garden" },
    timezone: "Asia/Shanghai",
    language: "zh",
    topicRoot: "facility",
    publicUrl: "https://anju.example.org/",
    zones: [
      { id: "east", name: { zh: "东片区", en: "East" }, steward: "wang", guard: "li", technicians: ["zhao", "qian"] },
      { id: "west", name: { zh: "西片区", en: "West" }, technicians: [] },
    ],
    staff: [
      person("zhao", "technician", zhao),
      person("qian", "technician"),
      person("li", "guard"),
      person("wang", "steward"),
      person("chen", "operator"),
      person("sun", "operator"),
      person("zhou", "supervisor"),
      person("wu", "manager"),
    ],
    companies: [{ id: "liftco", name: { zh: "电梯维保公司", en: "Lift company" }, skills: [] }],
    devices: [
      {
        id: "E1",
        kind: "elevator",
        name: { zh: "1号楼电梯", en: "Elevator, building 1" },
        zone: "east",
        building: "1",
      },
      { id: "north-gate", kind: "area", name: { zh: "北门", en: "North gate" }, zone: "east" },
    ],
    links: [],
    definitions: { elevator },
    sla: {
      security: {
        id: "security",
        milestones: {},
        calendar: "24x7",
        pausable: false,
        lifeSafety: true,
        dispatch: "guard",
        also: [],
      },
    },
    calendar: workCalendar(),
    desk: { dispatch: "claim" },
    retention: { attachments: "P2Y" },
    rota: [],
    notify: { channels, routes },
    ...more,
  } as unknown as Site;
}

export const event = (type: TicketEvent["type"], at = monday10, more: Partial<TicketEvent> = {}): TicketEvent => ({
  at,
  type,
  by: "system",
  ...more,
});

export function ticketOf(more: Partial<Ticket> = {}): Ticket {
  return {
    id: "T-000123",
    site: "demo",
    zone: "east",
    asset: "E1",
    kind: "elevator",
    fault: "entrapment",
    ref: null,
    severity: "critical",
    sla: "elevator-entrapment",
    source: "telemetry",
    owner: "chen",
    since: monday10 - 60_000,
    openedAt: monday10,
    title: { zh: "困人", en: "People trapped" },
    latched: true,
    state: "open",
    paused: false,
    present: true,
    verified: false,
    repeats: 0,
    parent: null,
    assignee: null,
    version: 1,
    restoredAt: null,
    closedAt: null,
    cameras: ["C1"],
    clocks: [],
    holders: [],
    rounds: null,
    former: null,
    events: [event("opened")],
    ...more,
  };
}

export function noticeOf(
  channel: string,
  number = 1,
  more: Partial<TicketNotice> = {},
  ticket: Partial<Ticket> = {},
): TicketNotice {
  const snapshot = ticketOf({ id: `T-${String(number).padStart(6, "0")}`, ...ticket });
  const reason: TicketReason = "opened";
  return {
    id: `${snapshot.id}:0:${channel}`,
    at: monday10,
    ticket: snapshot.id,
    reason,
    channel,
    to: [],
    snapshot,
    ...more,
  };
}

export const routeOf = (more: Partial<Route>): Route => ({
  severity: [],
  kinds: [],
  zones: [],
  faults: [],
  on: [],
  channels: [],
  to: [],
  continue: false,
  ...more,
});
