// The whole pipeline on one page, in the order data flows: a message arrives, time passes, or a person acts; readings become faults,
// faults become tickets, and people hear of them. Pure but for its ends: live and replay differ only in those and in the clock.

import { createCamerasOf } from "./coverage/cameras-of.ts";
import { createCoverage } from "./coverage/create-coverage.ts";
import { type CoverageWatch, createCoverageWatch } from "./coverage/watch-coverage.ts";
import { createDetector, type Detector } from "./detect/create-detector.ts";
import type { Ends, Remembered } from "./ends.ts";
import { createIngest, type IngestMemory } from "./ingest/create-ingest.ts";
import type { AreaState, Coverage } from "./model/coverage.ts";
import type { FaultEvent } from "./model/fault.ts";
import type { RawMessage } from "./model/reading.ts";
import type { Result } from "./model/result.ts";
import type { Silence, SilenceEnd, SilenceRequest } from "./model/silence.ts";
import type { Site } from "./model/site.ts";
import type { Action, Report, Ticket, TicketChange } from "./model/ticket.ts";
import { routeChange } from "./notify/route-change.ts";
import { routeDailyCount } from "./notify/route-daily-count.ts";
import { type ActDone, createDesk, type Desk, type SilenceDone } from "./tickets/create-desk.ts";
import { dailyCount, nextDailyCount } from "./tickets/daily-count.ts";

export type Gateway = {
  /** Lets everything happen that is due before `before` (epoch ms). */
  readonly onTick: (before: number) => void;
  /** A message from a device; `raw.at` must not lie before an earlier call's time. */
  readonly onMessage: (raw: RawMessage) => void;
  /** A person acts on a ticket. */
  readonly onAction: (action: Action, now: number) => Result<Ticket>;
  /** A person reports something. */
  readonly onReport: (report: Report, now: number) => Result<Ticket>;
  /** A person silences something planned, or ends that. */
  readonly onSilence: (request: SilenceRequest, now: number) => Result<Silence>;
  readonly onEndSilence: (end: SilenceEnd, now: number) => Result<Silence>;
  /** When something is due next; Infinity if nothing is. */
  readonly nextAt: () => number;
  /** When the next daily count is due, epoch ms. */
  readonly countAt: () => number;
  readonly detector: Detector;
  readonly desk: Desk;
  /** What is seen where. */
  readonly coverage: Coverage & Pick<CoverageWatch, "isDark" | "states">;
  readonly ingestMemory: (device: string) => IngestMemory | undefined;
};

/**
 * @param listeningSince when the gateway became ready (replay: the first line), epoch ms: silence counts from there.
 * @param resumedAt the clock now, where that is later.
 */
export function createGateway(
  site: Site,
  listeningSince: number,
  remembered: Remembered,
  ends: Ends,
  resumedAt: number = listeningSince,
): Gateway {
  const ingest = createIngest(site, remembered.ingest, ends.touching);
  const coverage = createCoverage(site);
  /** Whoever hears of a blind spot hears what is to blame. */
  const blamed = (asset: string) => {
    const because = coverage.blame(asset);
    return because.length > 0 ? { because: because.join(",") } : undefined;
  };
  const detector = createDetector(
    site,
    listeningSince,
    remembered.detect,
    resumedAt,
    ends.touching,
    remembered.links,
    blamed,
  );
  const openFault = (asset: string, fault: string) => {
    const known = detector.fault(asset, fault);
    return known?.clearedAt === null ? known : null;
  };
  const watch = createCoverageWatch(
    site,
    coverage,
    {
      isOpen: (asset, fault) => openFault(asset, fault) !== null,
      since: (asset, fault) => openFault(asset, fault)?.since ?? null,
      heading: (camera) => {
        const heading = detector.memory(camera)?.values.heading?.value;
        return typeof heading === "number" ? heading : null;
      },
      downLink: (asset) => detector.downLink(asset),
    },
    resumedAt,
  );
  const desk = createDesk(
    site,
    (asset) => detector.offline(asset) === true,
    remembered.desk,
    detector.downLink,
    createCamerasOf(site, coverage),
  );
  let countAt = remembered.countAt ?? nextDailyCount(site.timezone, resumedAt);
  // Of those missed while nobody was listening, the last is told.
  for (let next = nextDailyCount(site.timezone, countAt); next <= resumedAt; next = nextDailyCount(site.timezone, next))
    countAt = next;

  /** Faults become tickets. */
  function follow(events: readonly FaultEvent[]): void {
    if (events.length === 0) return;
    for (const event of events) ends.fault(event);
    announce(desk.follow(events));
    see(watch.follow(events));
  }
  /** What an area's cameras see of it is a reading like any other. */
  function see(states: readonly AreaState[]): void {
    for (const state of states) {
      ends.coverage?.(state);
      const { area: device, at, ratio, blind, sabotage } = state;
      follow(detector.reading({ device, at, time: at, ts: at, values: { ratio, blind, sabotage } }));
    }
  }
  /** Tickets become notices. */
  function announce(changes: readonly TicketChange[]): void {
    for (const change of changes) {
      ends.ticket(change);
      const told = change.again ?? (change.event && { event: change.event, at: change.event.at });
      if (told) for (const notice of routeChange(site, { ...change, event: told.event }, told.at)) ends.notice(notice);
    }
  }
  /** Each morning everything that is owed is counted. */
  function count(): void {
    for (const notice of routeDailyCount(site, dailyCount(site, desk.tickets(), countAt))) ends.notice(notice);
    countAt = nextDailyCount(site.timezone, countAt);
  }
  function onTick(before: number): void {
    for (;;) {
      const fault = detector.nextAt();
      const ticket = desk.nextAt();
      const light = watch.nextAt();
      const next = Math.min(fault, light, ticket, countAt);
      if (next >= before) return;
      // At one instant faults come first: a fault proven gone at the very deadline keeps the promise.
      if (fault === next) follow(detector.runNext());
      else if (light === next) see(watch.runNext());
      else if (ticket === next) announce(desk.runNext());
      else count();
    }
  }
  function settle(result: Result<ActDone>, now: number): Result<Ticket> {
    if (!result.ok) return result;
    const { changes, release, ticket } = result.value;
    announce(changes);
    if (release) follow(detector.release(release.asset, release.fault, now));
    return { ok: true, value: desk.ticket(ticket.id) ?? ticket };
  }

  function settleSilence(result: Result<SilenceDone>): Result<Silence> {
    if (!result.ok) return result;
    announce(result.value.changes);
    return { ok: true, value: result.value.silence };
  }

  return {
    onTick,
    onMessage(raw) {
      onTick(raw.at);
      const { device, readings, event, status, refused, repeated } = ingest.message(raw);
      for (const one of refused) ends.refused(one);
      if (repeated > 0) ends.repeated(repeated);
      if (!device) return;
      for (const reading of readings) {
        ends.reading(device, reading);
        follow(detector.reading(reading));
        see(watch.reading(reading));
      }
      if (event) {
        ends.event(device, event);
        follow(detector.event(event));
      }
      if (status) {
        ends.status(device, status);
        follow(detector.status(status));
      }
    },
    onAction(action, now) {
      onTick(now);
      return settle(desk.act(action, now), now);
    },
    onReport(report, now) {
      onTick(now);
      return settle(desk.report(report, now), now);
    },
    onSilence(request, now) {
      onTick(now);
      return settleSilence(desk.silence(request, now));
    },
    onEndSilence({ id, by, admin }, now) {
      onTick(now);
      return settleSilence(desk.endSilence(id, by, now, admin));
    },
    nextAt: () => Math.min(detector.nextAt(), watch.nextAt(), desk.nextAt(), countAt),
    countAt: () => countAt,
    detector,
    desk,
    coverage: { ...coverage, isDark: watch.isDark, states: watch.states },
    ingestMemory: ingest.memory,
  };
}
