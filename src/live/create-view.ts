// What the API and the wall see of the running gateway: its stages, its store and its edges behind one shape.

import type { Gateway } from "../gateway.ts";
import type { History } from "../history/history.ts";
import type {
  Counters,
  DeviceView,
  GatewayChange,
  GatewayView,
  Health,
  TelemetryQuery,
  TelemetryRows,
} from "../model/gateway-view.ts";
import { type Result, refuse } from "../model/result.ts";
import type { Device, Site } from "../model/site.ts";
import type { Ticket } from "../model/ticket.ts";
import type { Store } from "../store/open-store.ts";

/** Cleared faults stay on the list this long. */
const SHOWN_AFTER_CLEARING = 7 * 24 * 3_600_000;

export type ViewSources = {
  readonly site: Site;
  readonly gateway: Gateway;
  readonly store: Store;
  readonly history: Pick<History, "query">;
  readonly now: () => number;
  readonly counters: () => Counters;
  readonly health: () => Health;
  /** Runs an act or report now and returns when it is on disk. */
  readonly perform: (work: (now: number) => Result<Ticket>) => Result<Ticket>;
  readonly listeners: Set<(change: GatewayChange) => void>;
};

export function createView(sources: ViewSources): GatewayView {
  const { site, gateway, store, history, now, listeners } = sources;
  const devices = new Map(site.devices.map((device) => [device.id, device]));

  function viewOf(device: Device): DeviceView {
    const memory = gateway.detector.memory(device.id);
    const offline = gateway.detector.offline(device.id);
    return {
      device,
      online: offline === null ? null : !offline,
      lastHeardAt: memory?.lastHeardAt ?? null,
      points: Object.fromEntries(
        Object.entries(memory?.values ?? {}).map(([name, { value, time }]) => [name, { value, at: time }]),
      ),
      unmapped: gateway.ingestMemory(device.id)?.unmapped ?? {},
      faults: Object.entries(memory?.faults ?? {})
        .filter(([, { fault }]) => fault !== null && fault.clearedAt === null)
        .map(([name]) => name),
    };
  }
  async function telemetry(query: TelemetryQuery): Promise<Result<TelemetryRows>> {
    try {
      return { ok: true, value: await history.query(query) };
    } catch (error) {
      return refuse("history-unavailable", (error as Error).message);
    }
  }
  return {
    site,
    now,
    devices: () => site.devices.map(viewOf),
    device(id) {
      const device = devices.get(id);
      return device && viewOf(device);
    },
    faults: () => store.faults(now() - SHOWN_AFTER_CLEARING),
    tickets: gateway.desk.tickets,
    ticket: gateway.desk.ticket,
    act: (action) => sources.perform((at) => gateway.onAction(action, at)),
    report: (report) => sources.perform((at) => gateway.onReport(report, at)),
    telemetry,
    quarantine: store.quarantined,
    counters: sources.counters,
    health: sources.health,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
