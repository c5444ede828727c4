// A gateway in memory for the API's and the wall's tests: real data, no stages behind it.

import type { Fault } from "../../src/model/fault.ts";
import type { DeviceView, GatewayChange, GatewayView, Health } from "../../src/model/gateway-view.ts";
import type { PointValue, Quarantined } from "../../src/model/reading.ts";
import { ok, refuse } from "../../src/model/result.ts";
import type { Device } from "../../src/model/site.ts";
import { text } from "../../src/model/text.ts";
import type { Ticket, TicketEvent } from "../../src/model/ticket.ts";
import { site, ticketOf } from "./samples.ts";

export type MemoryGateway = {
  readonly view: GatewayView;
  readonly devices: Map<string, DeviceView>;
  readonly faults: Fault[];
  readonly tickets: Map<string, Ticket>;
  readonly rows: [number, ...(PointValue | null)[]][];
  readonly quarantined: (Quarantined & { readonly id: number })[];
  health: Health;
  clockAt: () => number;
  readonly emit: (change: GatewayChange) => void;
  readonly listeners: () => number;
  readonly put: (ticket: Ticket) => void;
};

/** A gateway whose present is what the test wrote into its maps. */
export function memoryGateway(all: readonly Device[], now: () => number): MemoryGateway {
  const listeners = new Set<(change: GatewayChange) => void>();
  const own = site(all);
  const gateway: MemoryGateway = {
    devices: new Map(
      all.map((each) => [
        each.id,
        { device: each, online: true, lastHeardAt: now() - 1000, points: {}, unmapped: {}, faults: [] },
      ]),
    ),
    faults: [],
    tickets: new Map(),
    rows: [],
    quarantined: [],
    health: { status: "ok", checks: { store: { status: "ok" } } },
    clockAt: now,
    emit: (change) => {
      for (const listener of listeners) listener(change);
    },
    listeners: () => listeners.size,
    put: (ticket) => {
      gateway.tickets.set(ticket.id, ticket);
      gateway.emit({ type: "ticket", change: { ticket, event: ticket.events.at(-1) ?? null } });
    },
    view: {
      site: own,
      now: () => gateway.clockAt(),
      devices: () => [...gateway.devices.values()],
      device: (id) => gateway.devices.get(id),
      standings: () => [...gateway.devices.values()],
      presence: () => {
        const all = [...gateway.devices.values()];
        const last = Math.max(0, ...all.map(({ lastHeardAt }) => lastHeardAt ?? 0));
        const kinds = Map.groupBy(all, ({ device }) => device.kind);
        return {
          lastHeardAt: last === 0 ? null : last,
          kinds: Object.fromEntries(
            [...kinds].map(([kind, list]) => [
              kind,
              { total: list.length, online: list.filter(({ online }) => online === true).length },
            ]),
          ),
        };
      },
      faults: () => gateway.faults,
      tickets: () => [...gateway.tickets.values()],
      ticket: (id) => gateway.tickets.get(id),
      act: async (action) => {
        const ticket = gateway.tickets.get(action.ticket ?? "");
        if (!ticket) return refuse("unknown-ticket");
        if (!action.admin && !own.staff.some(({ id }) => id === action.by)) return refuse("unknown-staff", action.by);
        if (action.version !== undefined && action.version !== ticket.version) return refuse("stale");
        if (action.do !== "accept" || ticket.state !== "open") return refuse("wrong-state", ticket.state);
        const at = gateway.clockAt();
        const event: TicketEvent = {
          at,
          type: "accepted",
          by: action.by,
          ...(action.note !== undefined && { note: action.note }),
        };
        const accepted: Ticket = {
          ...ticket,
          state: "accepted",
          assignee: action.by,
          version: ticket.version + 1,
          clocks: ticket.clocks.map((each) =>
            each.milestone === "respond" ? { ...each, state: "met", doneAt: at } : each,
          ),
          events: [...ticket.events, event],
        };
        gateway.put(accepted);
        return ok(accepted);
      },
      report: async (report) => {
        if (!own.zones.some(({ id }) => id === report.zone)) return refuse("unknown-zone", report.zone);
        const at = gateway.clockAt();
        const made = ticketOf(
          gateway.tickets.size + 1,
          {
            asset: "",
            kind: "",
            fault: "",
            severity: "minor",
            sla: "default",
            latched: false,
            since: at,
            openedAt: at,
          },
          {
            zone: report.zone,
            asset: report.asset ?? null,
            kind: null,
            fault: null,
            source: "report",
            title: text(report.text, report.text),
            ...(report.by === "resident" && {
              reporter: { resident: true, ...(report.phone !== undefined && { phone: report.phone }) },
            }),
          },
        );
        gateway.put(made);
        return ok(made);
      },
      telemetry: async (query) =>
        ok(gateway.rows.filter(([at]) => at >= query.from && at < query.to).slice(0, query.limit)),
      quarantine: (limit, before = Number.POSITIVE_INFINITY) =>
        gateway.quarantined.filter(({ id }) => id < before).slice(0, limit),
      counters: () => ({
        received: 12,
        shed: 0,
        journalled: 12,
        keptMessages: 9,
        quarantinedMessages: 2,
        duplicateMessages: 1,
        waitingMessages: 3,
        kept: 10,
        repeated: 1,
        rejected: { "not-json": 2 },
        faultsOpened: 3,
        ticketsOpened: 2,
        waiting: 7,
        shipped: 5,
        refusedByHistory: 0,
        noticesWaiting: 4,
      }),
      measures: () => ({
        unaccounted: 0,
        historyLag: 250,
        backlogAge: 0,
        spoolBytes: 0,
        journalBytes: 4096,
        journalWaiting: 0,
        syncP99: 2,
        syncMost: 9,
        loopP99: 1,
        loopMost: 5,
        diskFree: 5e9,
        checkpointAge: 3000,
        clients: 4,
        flooding: 0,
        refusedConnections: 2,
        droppedForSlowness: 0,
        certificateLeft: null,
      }),
      health: () => gateway.health,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
  return gateway;
}
