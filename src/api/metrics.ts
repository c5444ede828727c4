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
  const perKind = (count: "total" | "online"): Sample[] =>
    Object.entries(view.presence().kinds).map(([kind, counts]) => [{ kind }, counts[count]]);
  const open = () => view.faults().filter(({ clearedAt }) => clearedAt === null);

  gauge("anju_devices", "Devices of the site", ["kind"], () => perKind("total"));
  gauge("anju_devices_online", "Devices heard of late", ["kind"], () => perKind("online"));
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
  const measured = {
    anju_messages_unaccounted: ["Messages that the ledger cannot account for; 0 in a sound gateway", "unaccounted", 1],
    anju_history_lag_seconds: ["How long the newest lines wait for history", "historyLag", 1000],
    anju_history_backlog_age_seconds: ["Age of the oldest line waiting for history", "backlogAge", 1000],
    anju_spool_bytes: ["Bytes on disk that wait for history", "spoolBytes", 1],
    anju_journal_bytes: ["Bytes of the journal", "journalBytes", 1],
    anju_journal_waiting_bytes: ["Bytes of messages that wait for the disk", "journalWaiting", 1],
    anju_disk_sync_p99_seconds: ["99th percentile of fdatasync over the last minute", "syncP99", 1000],
    anju_disk_sync_max_seconds: ["Longest fdatasync of the last minute", "syncMost", 1000],
    anju_event_loop_delay_p99_seconds: ["99th percentile of the event loop's delay", "loopP99", 1000],
    anju_event_loop_delay_max_seconds: ["Longest delay of the event loop", "loopMost", 1000],
    anju_disk_free_bytes: ["Free space of the data folder's disk", "diskFree", 1],
    anju_checkpoint_age_seconds: ["Age of the checkpoint a restart would begin with", "checkpointAge", 1000],
    anju_mqtt_clients: ["Connected MQTT clients", "clients", 1],
    anju_mqtt_clients_throttled: ["Clients slowed down for sending too much", "flooding", 1],
  } as const;
  for (const [name, [help, field, unit]] of Object.entries(measured))
    gauge(name, help, [], () => [[{}, view.measures()[field] / unit]]);
  // A gauge without a label that has no sample would read 0: expired.
  if (view.measures().certificateLeft !== null)
    gauge("anju_certificate_left_seconds", "Until the server's certificate expires", [], () => [
      [{}, (view.measures().certificateLeft ?? 0) / 1000],
    ]);
  gauge("anju_messages_waiting", "Kept messages whose lines wait for history", [], () => [
    [{}, view.counters().waitingMessages],
  ]);
  gauge("anju_notices_waiting", "Notices waiting for delivery", [], () => [[{}, view.counters().noticesWaiting]]);

  counter("anju_messages_rejected_total", "Messages, elements and points refused", ["reason"], () =>
    quarantineReasons.map((reason) => [{ reason }, view.counters().rejected[reason] ?? 0]),
  );
  const totals = {
    anju_messages_received_total: ["Messages that arrived", "received"],
    anju_messages_shed_total: ["Messages not taken: QoS 0 while the disk was behind", "shed"],
    anju_messages_journalled_total: ["Messages that went into the journal", "journalled"],
    anju_messages_with_news_total: ["Journalled messages of which something was kept", "keptMessages"],
    anju_messages_quarantined_total: ["Journalled messages that were wholly refused", "quarantinedMessages"],
    anju_messages_duplicate_total: ["Journalled messages heard before", "duplicateMessages"],
    anju_messages_kept_total: ["Readings and events that were kept", "kept"],
    anju_messages_repeated_total: ["Elements that repeated an earlier one", "repeated"],
    anju_faults_opened_total: ["Faults opened since the start", "faultsOpened"],
    anju_tickets_opened_total: ["Tickets opened since the start", "ticketsOpened"],
    anju_history_shipped_total: ["Lines that history took", "shipped"],
    anju_history_refused_total: ["Lines that history refused", "refusedByHistory"],
  } as const;
  for (const [name, [help, field]] of Object.entries(totals))
    counter(name, help, [], () => [[{}, view.counters()[field]]]);

  const turnedAway = {
    anju_mqtt_refused_total: ["MQTT connections and log-ins turned away", "refusedConnections"],
    anju_mqtt_slow_total: ["MQTT clients cut because they did not read", "droppedForSlowness"],
  } as const;
  for (const [name, [help, field]] of Object.entries(turnedAway))
    counter(name, help, [], () => [[{}, view.measures()[field]]]);

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    [Symbol.dispose]: () => registry.clear(),
  };
}
