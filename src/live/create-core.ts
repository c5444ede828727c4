// The live pipeline: the gateway with its ends in the store. What happens within a few milliseconds is written in one group;
// only then is it acknowledged, shown and told.

import type { Ends } from "../ends.ts";
import { createGateway, type Gateway } from "../gateway.ts";
import { createHistoryLines } from "../history/create-history-lines.ts";
import type { FaultEvent } from "../model/fault.ts";
import type { GatewayChange, HealthCheck } from "../model/gateway-view.ts";
import type { RawMessage } from "../model/reading.ts";
import type { Result } from "../model/result.ts";
import type { Site } from "../model/site.ts";
import type { Ticket } from "../model/ticket.ts";
import { createGroup } from "../store/create-group.ts";
import type { Store } from "../store/open-store.ts";
import type { Counts } from "./create-counts.ts";
import type { Log } from "./log.ts";
import { remember } from "./remember.ts";

/** How long a group of messages collects before it is written, ms. */
const GROUP_AFTER = 4;
const COMPLAIN_EVERY = 10_000;

export type Core = {
  readonly gateway: Gateway;
  /** Takes a message; resolves when all it caused is on disk. */
  readonly onMessage: (raw: RawMessage) => Promise<void>;
  /** Runs an act or a report now and writes what it did. */
  readonly perform: (work: (now: number) => Result<Ticket>) => Result<Ticket>;
  /** Time passes. */
  readonly tick: () => void;
  /** Adds lines for history to the group. */
  readonly lines: (make: (lines: ReturnType<typeof createHistoryLines>) => readonly string[]) => void;
  readonly storeCheck: () => HealthCheck;
};

export type CoreOptions = {
  readonly site: Site;
  readonly store: Store;
  readonly log: Log;
  /** A clock that never runs backwards, epoch ms. */
  readonly now: () => number;
  readonly counts: Counts;
  readonly publicUrl: string | undefined;
  /** Hears what changed, once it is on disk. */
  readonly afterWrite: (changes: readonly GatewayChange[]) => void;
};

export function createCore({ site, store, log, now, counts, publicUrl, afterWrite }: CoreOptions): Core {
  const devices = new Map(site.devices.map((device) => [device.id, device]));
  const historyLines = createHistoryLines(site, publicUrl, (reason) =>
    log.warn({ reason }, "a reading could not be written to history"),
  );
  const remembered = remember(store);
  let changes: GatewayChange[] = [];
  let planned = false;
  let queueChanged = false;
  let check: HealthCheck = { status: "ok" };
  let complainedAt = 0;

  function plan(): void {
    if (planned) return;
    planned = true;
    setTimeout(write, GROUP_AFTER);
  }
  function touch(id: string): void {
    group.device(id);
    changes.push({ type: "device", id });
    plan();
  }
  /** `offline` opens and ends without a word from the device: history's `status` follows it. */
  function tellOnline({ type, at, fault: { asset, fault } }: FaultEvent): void {
    const device = devices.get(asset);
    if (!device || fault !== "offline" || (type !== "opened" && type !== "resumed" && type !== "cleared")) return;
    const status = type === "cleared" ? "online" : "offline";
    group.lines(historyLines.status(device, { device: asset, at, status, retained: false }));
  }
  const ends: Ends = {
    reading(device, reading) {
      counts.add("kept");
      group.lines(historyLines.reading(device, reading));
      touch(device.id);
    },
    event(device, event) {
      counts.add("kept");
      group.lines(historyLines.event(device, event));
      touch(device.id);
    },
    status(device, status) {
      if (!status.retained) group.lines(historyLines.status(device, status));
      touch(device.id);
    },
    repeated: (count) => counts.add("repeated", count),
    refused(one) {
      counts.reject(one.reason);
      group.refused(one);
      if (one.device !== null) touch(one.device);
    },
    fault(event) {
      if (event.type === "opened") counts.add("faultsOpened");
      group.fault(event.fault);
      group.lines(historyLines.fault(event));
      tellOnline(event);
      touch(event.fault.asset);
      changes.push({ type: "fault", event });
    },
    ticket(change) {
      if (change.event?.type === "opened") counts.add("ticketsOpened");
      const record = gateway.desk.record(change.ticket.id);
      if (record) group.ticket(record);
      if (change.event) group.lines(historyLines.ticket(change.ticket, change.event));
      queueChanged = true;
      changes.push({ type: "ticket", change });
      plan();
    },
    notice: (notice) => group.notice(notice),
  };
  const gateway = createGateway(site, now(), remembered, ends);
  const group = createGroup(
    store,
    {
      memoryOf: (id) => ({ detect: gateway.detector.memory(id), ingest: gateway.ingestMemory(id) }),
      pending: gateway.desk.pending,
    },
    new Map(remembered.desk.records.map(({ header, events }) => [header.id, events.length])),
  );

  /** What the disk refuses is kept, unacknowledged, and tried again with the next tick. */
  function write(): void {
    planned = false;
    if (queueChanged) group.lines(historyLines.queue(gateway.desk.tickets(), now()));
    queueChanged = false;
    try {
      group.write();
      check = { status: "ok" };
    } catch (error) {
      check = { status: "down", detail: (error as Error).message };
      if (Date.now() - complainedAt < COMPLAIN_EVERY) return;
      complainedAt = Date.now();
      log.error({ err: error }, "the disk refuses to store; nothing is acknowledged until it does");
      return;
    }
    const told = changes;
    changes = [];
    if (told.length > 0) afterWrite(told);
  }

  return {
    gateway,
    onMessage(raw) {
      counts.add("received");
      gateway.onMessage({ ...raw, at: now() });
      plan();
      return group.onDisk();
    },
    perform(work) {
      const result = work(now());
      write();
      return result;
    },
    tick() {
      gateway.onTick(now());
      if (!planned && !group.isEmpty()) write();
    },
    lines: (make) => group.lines(make(historyLines)),
    storeCheck: () => check,
  };
}
