// The live pipeline: what arrives is journalled and handled at once; what it caused is told, and acknowledged, when the disk has the record.

import type { Ends, Remembered } from "../ends.ts";
import { createGateway, type Gateway } from "../gateway.ts";
import type { HistoryLines } from "../history/create-history-lines.ts";
import type { Journal } from "../journal/open-journal.ts";
import type { FaultEvent } from "../model/fault.ts";
import type { HealthCheck } from "../model/gateway-view.ts";
import type { Intake } from "../model/intake.ts";
import type { RawMessage } from "../model/reading.ts";
import { type Result, refuse } from "../model/result.ts";
import type { Silence, SilenceEnd, SilenceRequest } from "../model/silence.ts";
import type { Site } from "../model/site.ts";
import type { Action, Report, Ticket } from "../model/ticket.ts";
import type { Counts } from "./create-counts.ts";
import { createEffects, type EffectsOptions } from "./create-effects.ts";
import type { FaultList } from "./create-fault-list.ts";
import { type Happening, recordType } from "./journal-record.ts";
import { isSelf, selfId } from "./watch-self.ts";

/**
 * Bytes waiting for the disk beyond which sockets are left unread, and below which they are read again. What was read already may
 * still come in: QoS 0 beyond the last limit is shed and counted. QoS 1 never is: it waits, unacknowledged.
 */
const FULL_ABOVE = 32 * 1024 * 1024;
const ROOM_BELOW = 16 * 1024 * 1024;
/** A topic that was no UTF-8 grows when it is written as such; none of ours is a hundredth as long. */
const TOPIC_MOST = 20_000;
/** Notices and refusals that the store does not take. */
const HELD_MOST = 100_000;
const SHED_ABOVE = 64 * 1024 * 1024;

export type Core = {
  readonly gateway: () => Gateway;
  readonly intake: Intake;
  /** Runs an act or a report now; resolves when it is on disk. */
  readonly act: (action: Action) => Promise<Result<Ticket>>;
  readonly report: (report: Report) => Promise<Result<Ticket>>;
  readonly silence: (request: SilenceRequest) => Promise<Result<Silence>>;
  readonly endSilence: (end: SilenceEnd) => Promise<Result<Silence>>;
  /** The gateway's own report, as JSON. */
  readonly reportSelf: (payload: string) => void;
  /** Time passes. */
  readonly tick: () => void;
  /** Lines for history that no record caused. */
  readonly lines: (lines: readonly string[]) => void;
  /** Processes a record of the journal again, after a crash. */
  readonly again: (happening: Happening, position: number) => void;
  /** Goes on with the same memory, listening anew since `at` (epoch ms): at the end of a start. */
  readonly resume: (at: number) => void;
  /** Has the journal know that the gateway listens since `at`: what comes after is judged by that. */
  readonly begun: (at: number) => void;
  /** All lines gathered so far belong to records up to now. */
  readonly seal: () => void;
  /** Hands on whatever may be told. */
  readonly handOn: () => void;
  /** Whether notices or refusals that a record up to `position` caused could not be stored yet. */
  readonly owes: (position: number) => boolean;
  /** Kept messages whose lines are still gathered here. */
  readonly gathered: () => number;
  /** Takes nothing more. */
  readonly stop: () => void;
  readonly storeCheck: () => HealthCheck;
};

export type CoreOptions = Omit<EffectsOptions, "journal" | "tickets"> & {
  readonly site: Site;
  readonly journal: Journal;
  /** Whether the journal can be written. */
  readonly journalCheck: () => HealthCheck;
  readonly historyLines: HistoryLines;
  readonly remembered: Remembered;
  readonly listeningSince: number;
  readonly resumedAt: number;
  readonly faults: FaultList;
  /** A clock that never runs backwards, epoch ms. */
  readonly now: () => number;
  readonly counts: Counts;
  /** Told before a device's memory changes, and of every fault and ticket that changed. */
  readonly checkpoint: {
    readonly touching: (device: string) => void;
    readonly fault: (event: FaultEvent) => void;
    readonly ticket: (id: string) => void;
  };
};

export function createCore(options: CoreOptions): Core {
  const { site, journal, historyLines, now, counts, checkpoint, faults } = options;
  const devices = new Map(site.devices.map((device) => [device.id, device]));
  const ownTopics = `${site.topicRoot}/${site.id}/${selfId}/`;
  const selfTopic = `${ownTopics}${selfId}/telemetry`;
  const effects = createEffects({ ...options, tickets: () => gateway.desk.tickets() });
  const waitingForRoom: (() => void)[] = [];
  let awaiting = false;
  let stopped = false;
  /** Of the record being handled: its position, how many parts of it were refused, and what became of it. */
  let position = 0;
  let parts = 0;
  let kept = false;
  let repeated = false;
  let caused = false;

  const lines = (more: readonly string[]): void => {
    if (more.length > 0) caused = true;
    effects.lines(more);
  };
  const cause: typeof effects.add = (effect) => {
    caused = true;
    effects.add(effect);
  };
  /** `offline` opens and ends without a word from the device: history's `status` follows it. */
  function tellOnline({ type, at, fault: { asset, fault } }: FaultEvent): void {
    const device = devices.get(asset);
    if (!device || fault !== "offline" || (type !== "opened" && type !== "resumed" && type !== "cleared")) return;
    const status = type === "cleared" ? "online" : "offline";
    lines(historyLines.status(device, { device: asset, at, status, retained: false }));
  }
  const ends: Ends = {
    touching: checkpoint.touching,
    reading(device, reading) {
      // Its own report is history's measurement `gateway` once a minute.
      if (isSelf(device)) return;
      counts.add("kept");
      kept = true;
      lines(historyLines.reading(device, reading));
      effects.touched(device.id);
    },
    event(device, event) {
      counts.add("kept");
      kept = true;
      lines(historyLines.event(device, event));
      effects.touched(device.id);
    },
    status(device, status) {
      kept = true;
      if (!status.retained) lines(historyLines.status(device, status));
      effects.touched(device.id);
    },
    repeated(count) {
      counts.add("repeated", count);
      repeated = true;
    },
    refused(refused) {
      counts.reject(refused.reason);
      cause({ position, refused, part: parts++ });
      if (refused.device !== null) effects.touched(refused.device);
    },
    fault(event) {
      if (event.type === "opened") counts.add("faultsOpened");
      faults.put(event.fault);
      checkpoint.fault(event);
      lines(historyLines.fault(event));
      tellOnline(event);
      effects.touched(event.fault.asset);
      cause({ position, change: { type: "fault", event } });
    },
    ticket(change) {
      if (change.event?.type === "opened") counts.add("ticketsOpened");
      checkpoint.ticket(change.ticket.id);
      if (change.event) lines(historyLines.ticket(change.ticket, change.event));
      effects.queueChanged();
      cause({ position, change: { type: "ticket", change } });
    },
    notice: (notice) => cause({ position, notice }),
    coverage(state) {
      lines(historyLines.coverage(state));
      cause({ position, change: { type: "coverage", state } });
    },
  };
  let gateway = createGateway(site, options.listeningSince, options.remembered, ends, options.resumedAt);

  /** A record is handled before it is appended, in the same breath: its position is the next one. */
  function begin(at = journal.position() + 1): void {
    position = at;
    parts = 0;
    kept = false;
    repeated = false;
    caused = false;
  }
  function handle(raw: RawMessage): void {
    try {
      gateway.onMessage(raw);
    } catch (error) {
      // A defect of ours must not become a loop of crashes: the message is put aside, and the log says where to look.
      options.log.error({ err: error, topic: raw.topic.slice(0, 200) }, "a message could not be handled");
      const payload = Buffer.from(raw.payload as Uint8Array).toString("utf8", 0, 4096);
      const detail = `the gateway could not handle it: ${(error as Error).message}`;
      ends.refused({ at: raw.at, topic: raw.topic.slice(0, 512), device: null, reason: "bad-point", detail, payload });
    }
    counts.add(kept ? "keptMessages" : repeated && parts === 0 ? "duplicateMessages" : "quarantinedMessages");
    if (kept) effects.keptMessage();
  }
  function append(type: number, at: number, head: string, body: Uint8Array | string): void {
    journal.append(type, at, head, body);
    awaitDisk();
  }
  function letIn(): void {
    if (waitingForRoom.length === 0 || journal.waitingBytes() > ROOM_BELOW || intake.isFull()) return;
    for (const resume of waitingForRoom.splice(0)) resume();
  }
  /** Has `handOn` called when everything journalled so far is on disk. */
  function awaitDisk(): void {
    if (awaiting) return;
    awaiting = true;
    journal.whenOnDisk(() => {
      awaiting = false;
      effects.handOn();
      letIn();
      // What the store refused is tried again with the next tick.
      if (journal.position() > journal.onDisk()) awaitDisk();
    });
  }

  const intake: Intake = {
    take(message, qos) {
      counts.add("received");
      if (stopped || (qos === 0 && journal.waitingBytes() > SHED_ABOVE)) {
        counts.add("shed");
        return false;
      }
      // Nobody else speaks for the gateway; on somebody else's broker it may be tried, and is not to come again.
      if (message.topic.startsWith(ownTopics)) {
        counts.add("shed");
        return true;
      }
      const at = now();
      const topic = message.topic.length > TOPIC_MOST ? message.topic.slice(0, TOPIC_MOST) : message.topic;
      begin();
      handle({ ...message, topic, at });
      counts.add("journalled");
      append(message.retained ? recordType.retained : recordType.message, at, topic, message.payload);
      return true;
    },
    whenOnDisk: journal.whenOnDisk,
    isFull: () => journal.waitingBytes() > FULL_ABOVE || effects.waiting() > HELD_MOST || options.history.isFull(),
    whenRoom(resume) {
      if (intake.isFull()) waitingForRoom.push(resume);
      else resume();
    },
  };
  /** What time alone brought about is a record, too: after a crash it happens again at the same place. */
  function passTime(): void {
    const at = now();
    begin();
    gateway.onTick(at);
    if (caused) append(recordType.tick, at, "", "");
  }
  async function perform<T>(type: number, said: object, work: (at: number) => Result<T>): Promise<Result<T>> {
    const failing = options.journalCheck();
    if (failing.status !== "ok") return refuse("storage-unavailable", failing.detail);
    passTime();
    begin();
    const at = now();
    const result = work(at);
    if (!result.ok) return result;
    append(type, at, "", JSON.stringify(said));
    await new Promise<void>((resolve) => journal.whenOnDisk(resolve));
    return result;
  }

  function resume(at: number): void {
    const present = <T>(of: (id: string) => T | undefined) =>
      new Map(
        site.devices.flatMap(({ id }) => {
          const memory = of(id);
          return memory === undefined ? [] : [[id, memory] as const];
        }),
      );
    const { detector, desk, ingestMemory } = gateway;
    const records = desk.tickets().flatMap(({ id }) => desk.record(id) ?? []);
    const remembered = {
      detect: present(detector.memory),
      ingest: present(ingestMemory),
      desk: { records, pending: desk.pending(), silences: desk.silenceMemory() },
      links: detector.linkMemory(),
      countAt: gateway.countAt(),
    };
    gateway = createGateway(site, at, remembered, ends);
  }

  return {
    gateway: () => gateway,
    intake,
    act: (action) => perform(recordType.action, action, (at) => gateway.onAction(action, at)),
    report: (report) => perform(recordType.report, report, (at) => gateway.onReport(report, at)),
    silence: (request) => perform(recordType.silence, request, (at) => gateway.onSilence(request, at)),
    endSilence: (end) => perform(recordType.endSilence, end, (at) => gateway.onEndSilence(end, at)),
    reportSelf(payload) {
      begin();
      const at = now();
      gateway.onMessage({ at, topic: selfTopic, payload });
      append(recordType.self, at, selfTopic, payload);
    },
    tick() {
      passTime();
      if (options.journalCheck().status !== "ok") effects.tellOwnTrouble();
      effects.handOn();
      letIn();
    },
    lines,
    again(happening, at) {
      begin(at);
      if (happening.type === "message") {
        counts.add("received");
        counts.add("journalled");
        handle(happening.raw);
      } else if (happening.type === "self") gateway.onMessage(happening.raw);
      else if (happening.type === "action") gateway.onAction(happening.action, happening.at);
      else if (happening.type === "report") gateway.onReport(happening.report, happening.at);
      else if (happening.type === "silence") gateway.onSilence(happening.request, happening.at);
      else if (happening.type === "endSilence") gateway.onEndSilence(happening.end, happening.at);
      else if (happening.type === "start") resume(happening.at);
      else gateway.onTick(happening.at);
    },
    resume,
    begun: (at) => append(recordType.start, at, "", ""),
    seal: effects.seal,
    handOn: effects.handOn,
    owes: effects.owes,
    gathered: effects.gathered,
    stop() {
      stopped = true;
    },
    storeCheck: () => (effects.check().status === "ok" ? options.journalCheck() : effects.check()),
  };
}
