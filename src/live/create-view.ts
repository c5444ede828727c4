// What the API and the wall see of the running gateway: its stages, its store and its edges behind one shape.

import type { History } from "../history/history.ts";
import type {
  Counters,
  DeviceView,
  GatewayChange,
  GatewayView,
  Health,
  Presence,
  SelfMeasures,
  Standing,
  TelemetryQuery,
  TelemetryRows,
} from "../model/gateway-view.ts";
import { isInstalled } from "../model/installed.ts";
import { type Result, refuse } from "../model/result.ts";
import type { Device, Site } from "../model/site.ts";
import type { Store } from "../store/open-store.ts";
import { explainTicket } from "../tickets/explain-clock.ts";
import { createCoverageView } from "./coverage-view.ts";
import type { Core } from "./create-core.ts";
import type { FaultList } from "./create-fault-list.ts";
import type { PastSources } from "./look-back.ts";

export type ViewSources = {
  readonly site: Site;
  readonly core: Core;
  readonly store: Pick<Store, "quarantine">;
  readonly faults: FaultList;
  readonly past: Pick<PastSources, "faults" | "runs" | "plan">;
  readonly history: Pick<History, "query">;
  readonly now: () => number;
  readonly counters: () => Counters;
  readonly measures: () => SelfMeasures;
  readonly health: () => Health;
  readonly listeners: Set<(change: GatewayChange) => void>;
};

export function createView(sources: ViewSources): GatewayView {
  const { site, core, store, history, now, listeners } = sources;
  const gateway = core.gateway();
  // The gateway watches itself as a device; nobody installed it as one.
  const community = site.devices.filter(isInstalled);
  const devices = new Map(community.map((device) => [device.id, device]));

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
  function standings(): Standing[] {
    const open = Map.groupBy(
      sources.faults.all().filter(({ clearedAt }) => clearedAt === null),
      ({ asset }) => asset,
    );
    return community.map((device) => {
      const offline = gateway.detector.offline(device.id);
      const faults = open.get(device.id)?.map(({ fault }) => fault) ?? [];
      return { device, online: offline === null ? null : !offline, faults };
    });
  }
  function presence(): Presence {
    const kinds: Record<string, { total: number; online: number }> = {};
    let lastHeardAt = 0;
    for (const { id, kind } of community) {
      kinds[kind] ??= { total: 0, online: 0 };
      const counts = kinds[kind];
      counts.total += 1;
      if (gateway.detector.offline(id) === false) counts.online += 1;
      lastHeardAt = Math.max(lastHeardAt, gateway.detector.lastHeardAt(id) ?? 0);
    }
    return { kinds, lastHeardAt: lastHeardAt === 0 ? null : lastHeardAt };
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
    devices: () => community.map(viewOf),
    device(id) {
      const device = devices.get(id);
      return device && viewOf(device);
    },
    standings,
    presence,
    faults: sources.faults.all,
    tickets: gateway.desk.tickets,
    ticket: gateway.desk.ticket,
    act: core.act,
    report: core.report,
    silences: gateway.desk.silences,
    withheld: gateway.desk.withheld,
    silence: core.silence,
    ...(site.coverage.areas.length > 0 && {
      coverage: createCoverageView(site, gateway, { ...sources.past, now }),
    }),
    endSilence: core.endSilence,
    why(id) {
      const record = gateway.desk.record(id);
      return record && explainTicket(site, record);
    },
    telemetry,
    quarantine: store.quarantine.list,
    counters: sources.counters,
    measures: sources.measures,
    health: sources.health,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
