// Faults, tickets, notices and refusals to put into a store.

import type { Fault } from "../../src/model/fault.ts";
import type { Notice } from "../../src/model/notice.ts";
import type { Quarantined } from "../../src/model/reading.ts";
import type { Ticket, TicketEvent, TicketHeader } from "../../src/model/ticket.ts";
import type { StoredTicket } from "../../src/store/checkpoint.ts";

export const fault = (asset: string, fields: Partial<Fault> = {}): Fault => ({
  asset,
  kind: "elevator",
  fault: "entrapment",
  severity: "critical",
  sla: "elevator-entrapment",
  latched: true,
  since: 1000,
  openedAt: 2000,
  present: true,
  absentSince: null,
  clearedAt: null,
  goodSince: null,
  verified: false,
  detail: { offset: 28_800_000 },
  ...fields,
});

const header = (id: string): TicketHeader => ({
  id,
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
  since: 1000,
  openedAt: 2000,
  title: { en: "People trapped", zh: "电梯困人" },
  latched: true,
});

export const opened: TicketEvent = { at: 2000, type: "opened", by: "system" };
export const accepted: TicketEvent = { at: 3000, type: "accepted", by: "zhao", note: "在路上 'quoted' \"twice\"" };

export const ticket = (id: string, events: readonly TicketEvent[] = [opened]): StoredTicket => ({
  header: header(id),
  events,
  fault: fault("E1"),
  parent: null,
});

export const notice = (id: string, channel = "robot", at = 1000): Notice => ({
  id,
  at,
  ticket: "T-000001",
  reason: "opened",
  channel,
  to: ["zhao"],
  snapshot: { id: "T-000001", title: { en: "People trapped", zh: "电梯困人" } } as Ticket,
});

export const refused = (detail: string): Quarantined => ({
  at: 1000,
  topic: "facility/demo/camera/C1/telemetry",
  device: "C1",
  reason: "bad-point",
  detail,
  payload: '{"fps":"x"}',
});
