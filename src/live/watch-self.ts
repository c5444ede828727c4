// The gateway as a device of its own site: it reports about itself through the same pipeline, and its faults become tickets like any other.

import { gateway as definition } from "../../devices/gateway.ts";
import { resolveDevice } from "../config/resolve-device.ts";
import type { Health, SelfMeasures } from "../model/gateway-view.ts";
import { selfKind } from "../model/installed.ts";
import type { Site } from "../model/site.ts";
import { text } from "../model/text.ts";

/** Its id; no device of a site may have it. */
export const selfId = "gateway";
export const isSelf = (device: { readonly kind: string }): boolean => device.kind === selfKind;
export const REPORT_EVERY = 10_000;

const SECOND = 1000;
const DAY = 24 * 3_600_000;
const GIGABYTE = 1e9;

/** The site with the gateway among its devices; it belongs to the first zone, where its tickets need a steward. */
export function withSelf(site: Site): Site {
  const zone = site.zones[0]?.id;
  if (zone === undefined) return site;
  const self = resolveDevice(
    { id: selfId, kind: definition.kind, zone, name: text("Gateway", "网关"), reportEvery: "PT10S" },
    definition,
    { timezone: site.timezone, defaults: [], indoorLevels: new Set() },
  );
  return {
    ...site,
    devices: [...site.devices, self],
    definitions: { ...site.definitions, [definition.kind]: definition },
  };
}

/** What it reports of itself. */
export function selfReport({ checks }: Health, measures: SelfMeasures, failingChannels: number): object {
  const { certificateLeft } = measures;
  return {
    storing: checks.store?.status !== "down",
    historyReachable: checks.history?.status === "ok",
    brokerConnected: checks.broker?.status === "ok",
    backlogAge: Math.round(measures.backlogAge / SECOND),
    unaccounted: measures.unaccounted,
    failingChannels,
    flooding: measures.flooding,
    diskFree: measures.diskFree / GIGABYTE,
    syncTime: measures.syncP99,
    loopDelay: measures.loopP99,
    checkpointAge: Math.round(measures.checkpointAge / SECOND),
    ...(certificateLeft !== null && { certificateDays: certificateLeft / DAY }),
  };
}
