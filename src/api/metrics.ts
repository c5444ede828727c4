// The gateway's own figures for Prometheus: read from the view when somebody scrapes, one registry per API.

import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { GatewayView } from "../model/gateway-view.ts";
import { quarantineReasons } from "../model/reading.ts";
import { severities } from "../model/severity.ts";
import { ticketStates } from "../model/ticket.ts";
import { isOverdue } from "./overdue.ts";

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [Labels, number];

export type Metrics = {
  readonly contentType: string;
  readonly text: () => Promise<string>;
  readonly [Symbol.dispose]: () => void;
};

/** Builds the registry. Nothing is counted here: every figure is the view's own, taken at the moment of the scrape. */
export function createMetrics(view: GatewayView): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });

  const gauge = (name: string, help: string, labelNames: string[], samples: () => readonly Sample[]): Gauge =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset();
        for (const [labels, value] of samples()) this.set(labels, value);
      },
    });
  const counter = (name: string, help: string, labelNames: string[], samples: () => readonly Sample[]): Counter =>
    new Counter({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset();
        for (const [labels, value] of samples()) this.inc(labels, value);
      },
    });
  const perKind = (counts: (kind: string) => number): Sample[] =>
    [...new Set(view.devices().map(({ device }) => device.kind))].map((kind) => [{ kind }, counts(kind)]);
  const ofKind = (kind: string) => view.devices().filter(({ device }) => device.kind === kind);
  const open = () => view.faults().filter(({ clearedAt }) => clearedAt === null);

  gauge("anju_devices", "Devices of the site", ["kind"], () => perKind((kind) => ofKind(kind).length));
  gauge("anju_devices_online", "Devices heard of late", ["kind"], () =>
    perKind((kind) => ofKind(kind).filter(({ online }) => online === true).length),
  );
  gauge("anju_faults_open", "Open faults", ["severity"], () =>
    severities.map((severity) => [{ severity }, open().filter((fault) => fault.severity === severity).length]),
  );
  gauge("anju_tickets", "Tickets by state", ["state"], () =>
    ticketStates.map((state) => [{ state }, view.tickets().filter((ticket) => ticket.state === state).length]),
  );
  gauge("anju_tickets_overdue", "Tickets with a promise past due", [], () => [
    [{}, view.tickets().filter((ticket) => isOverdue(ticket, view.now())).length],
  ]);
  gauge("anju_health", "1 for the present status", ["status"], () => {
    const { status } = view.health();
    return (["ok", "degraded", "down"] as const).map((each) => [{ status: each }, each === status ? 1 : 0]);
  });
  gauge("anju_history_waiting", "Lines waiting for history", [], () => [[{}, view.counters().waiting]]);
  gauge("anju_notices_waiting", "Notices waiting for delivery", [], () => [[{}, view.counters().noticesWaiting]]);

  counter("anju_messages_rejected_total", "Messages, elements and points refused", ["reason"], () =>
    quarantineReasons.map((reason) => [{ reason }, view.counters().rejected[reason] ?? 0]),
  );
  const totals = {
    anju_messages_received_total: ["Messages that arrived", "received"],
    anju_messages_kept_total: ["Messages that were kept", "kept"],
    anju_messages_repeated_total: ["Messages that repeated an earlier one", "repeated"],
    anju_faults_opened_total: ["Faults opened since the start", "faultsOpened"],
    anju_tickets_opened_total: ["Tickets opened since the start", "ticketsOpened"],
    anju_history_shipped_total: ["Lines that history took", "shipped"],
    anju_history_refused_total: ["Lines that history refused", "refusedByHistory"],
  } as const;
  for (const [name, [help, field]] of Object.entries(totals))
    counter(name, help, [], () => [[{}, view.counters()[field]]]);

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    [Symbol.dispose]: () => registry.clear(),
  };
}
