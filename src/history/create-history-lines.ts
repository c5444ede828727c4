// Everything that history is told, as lines: what the gateway's ends hand on goes in, lines for the spool come out.

import { faultLabel } from "../model/built-in-fault.ts";
import type { AreaState } from "../model/coverage.ts";
import type { FaultEvent } from "../model/fault.ts";
import type { Counters, SelfMeasures, Standing } from "../model/gateway-view.ts";
import type { DeviceEvent, DeviceStatus, Reading } from "../model/reading.ts";
import type { Device, Site } from "../model/site.ts";
import type { Ticket, TicketEvent } from "../model/ticket.ts";
import { createDeviceLines, type DeviceLines } from "./device-lines.ts";
import { type FaultPlace, faultLines } from "./fault-lines.ts";
import { coverageLines, gatewayLines, kindLines } from "./overview-lines.ts";
import { queueLines, type SlaGroup, slaLines, ticketLines } from "./ticket-lines.ts";

export type HistoryLines = {
  readonly reading: (device: Device, reading: Reading) => string[];
  readonly event: (device: Device, event: DeviceEvent) => string[];
  readonly status: (device: Device, status: DeviceStatus) => string[];
  readonly fault: (event: FaultEvent) => string[];
  readonly ticket: (ticket: Ticket, event: TicketEvent) => string[];
  /** An area's coverage whenever it changes. */
  readonly coverage: (state: AreaState) => string[];
  /** The desk's queue: each minute (contained in `minute`) and on change. */
  readonly queue: (tickets: readonly Ticket[], now: number) => string[];
  /** What is told each minute: `sla`, `queue`, `kind`, `coverage`, `gateway`. */
  readonly minute: (
    tickets: readonly Ticket[],
    devices: readonly Standing[],
    counters: Counters,
    now: number,
    more?: { readonly areas: readonly AreaState[]; readonly measures?: SelfMeasures },
  ) => string[];
};

/** @param onRefused hears what could not be written as a line; the guard of `ingest/` lets nothing such through. */
export function createHistoryLines(
  site: Site,
  publicUrl?: string,
  onRefused: (reason: string) => void = () => {},
): HistoryLines {
  const known = new WeakMap<Device, DeviceLines>();
  const places = new Map<string, Pick<FaultPlace, "zone" | "name">>(
    [...site.links, ...site.devices].map((one) => [one.id, one]),
  );
  const slaTold = new Map<string, SlaGroup>();

  const of = (device: Device): DeviceLines => {
    let lines = known.get(device);
    if (lines === undefined) {
      lines = createDeviceLines(device, site, onRefused);
      known.set(device, lines);
    }
    return lines;
  };
  const queue = (tickets: readonly Ticket[], now: number): string[] => queueLines(site.id, tickets, now, publicUrl);

  const coverage = ({ area: id, at, ratio, blindArea }: AreaState): string[] =>
    coverageLines(site.id, { id, zone: places.get(id)?.zone ?? "", ratio, blindArea }, Math.round(at));

  return {
    reading: (device, reading) => of(device).reading(reading),
    event: (device, event) => of(device).event(event),
    status: (device, status) => of(device).status(status),
    fault(event) {
      const { asset, kind, fault } = event.fault;
      const label = faultLabel(site.definitions[kind], fault);
      return faultLines(event, { ...places.get(asset), site: site.id, label });
    },
    ticket: (ticket, event) => ticketLines({ ticket, event }, event.at),
    coverage,
    queue,
    minute: (tickets, devices, counters, now, more = { areas: [] }) => [
      ...slaLines(tickets, now, slaTold),
      ...queue(tickets, now),
      ...kindLines(site.id, devices, now),
      ...more.areas.flatMap(coverage),
      ...gatewayLines({ ...site, publicUrl: publicUrl ?? site.publicUrl }, counters, now, more.measures),
    ],
  };
}
