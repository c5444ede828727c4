// A gateway with lists for ends, that can be stopped and started again from what it remembers, as the store would.

import { withAreas } from "../../src/config/area-devices.ts";
import { nothingRemembered, type Remembered } from "../../src/ends.ts";
import { createGateway, type Gateway } from "../../src/gateway.ts";
import type { Fault, FaultEvent } from "../../src/model/fault.ts";
import type { Notice } from "../../src/model/notice.ts";
import type { Quarantined, Reading } from "../../src/model/reading.ts";
import type { Site } from "../../src/model/site.ts";
import type { TicketChange } from "../../src/model/ticket.ts";

export type Recorder = {
  readonly gateway: () => Gateway;
  /** Throws the gateway away and builds it again from stored data. */
  readonly restart: (now: number) => void;
  readonly faultEvents: FaultEvent[];
  readonly ticketChanges: TicketChange[];
  readonly notices: Notice[];
  readonly refused: Quarantined[];
  readonly readings: Reading[];
  /** Every fault ever opened, as last known. */
  readonly faults: () => readonly Fault[];
};

export function createRecorder(community: Site, start: number): Recorder {
  const site = withAreas(community);
  const faultEvents: FaultEvent[] = [];
  const ticketChanges: TicketChange[] = [];
  const notices: Notice[] = [];
  const refused: Quarantined[] = [];
  const readings: Reading[] = [];
  const faults = new Map<string, Fault>();
  const build = (remembered: Remembered, now: number): Gateway =>
    createGateway(
      site,
      start,
      remembered,
      {
        reading: (_device, reading) => void readings.push(reading),
        event: () => undefined,
        status: () => undefined,
        repeated: () => undefined,
        refused: (one) => void refused.push(one),
        fault: (event) => {
          faultEvents.push(event);
          faults.set(`${event.fault.asset}|${event.fault.fault}|${event.fault.openedAt}`, event.fault);
        },
        ticket: (change) => void ticketChanges.push(change),
        notice: (notice) => void notices.push(notice),
      },
      now,
    );
  let gateway = build(nothingRemembered, start);
  return {
    gateway: () => gateway,
    restart(now) {
      const stored = JSON.parse(
        JSON.stringify({
          detect: site.devices.map(({ id }) => [id, gateway.detector.memory(id)]),
          ingest: site.devices.map(({ id }) => [id, gateway.ingestMemory(id)]),
          desk: {
            records: gateway.desk.tickets().map(({ id }) => gateway.desk.record(id)),
            pending: gateway.desk.pending(),
          },
        }),
      );
      gateway = build({ detect: new Map(stored.detect), ingest: new Map(stored.ingest), desk: stored.desk }, now);
    },
    faultEvents,
    ticketChanges,
    notices,
    refused,
    readings,
    faults: () => [...faults.values()],
  };
}
