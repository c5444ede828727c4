// Everything the gateway knows, as it was left: the checkpoint, then the journal's records after it, handled again. From then on
// kept by the journal at once and by checkpoints now and then. A restart is not a special case: it is this.

import { join } from "node:path";
import { setImmediate as breathe, setTimeout as pause } from "node:timers/promises";
import type { HistoryLines } from "../history/create-history-lines.ts";
import { batchOf } from "../history/line-batch.ts";
import type { HistoryThread } from "../history/open-history-thread.ts";
import type { JournalFiles } from "../journal/journal-files.ts";
import { openJournal } from "../journal/open-journal.ts";
import { type JournalRecord, readJournal } from "../journal/read-journal.ts";
import type { GatewayChange, HealthCheck } from "../model/gateway-view.ts";
import type { Site } from "../model/site.ts";
import { openStateThread } from "../store/open-state-thread.ts";
import type { Store } from "../store/open-store.ts";
import { readState } from "../store/read-state.ts";
import { nextDailyCount } from "../tickets/daily-count.ts";
import { type Checkpoints, createCheckpoints } from "./create-checkpoints.ts";
import { type Core, createCore } from "./create-core.ts";
import { type Counts, createCounts } from "./create-counts.ts";
import { createFaultList, type FaultList, SHOWN_AFTER_CLEARING } from "./create-fault-list.ts";
import { createRuns, type RunMemory, type Runs } from "./create-runs.ts";
import { happeningOf, recordType } from "./journal-record.ts";
import type { Log } from "./log.ts";
import { memosOf, remember } from "./remember.ts";

/**
 * How often a checkpoint is considered, ms. It costs work for every changed device: it waits a millisecond for each, at most a
 * minute, so that the cost of a message does not grow with the community; unless the journal has grown by this many bytes.
 */
const CHECKPOINT_EVERY = 10_000;
const CHECKPOINT_WITHIN = 60_000;
/** At a stop: how long the last checkpoint may take; without it the next start handles the journal again, ms. */
const CLOSE_WITHIN = 4_000;
const JOURNAL_GROWN = 512 * 1024 * 1024;
/** Records handled again between two breaths. */
const AT_ONCE = 2_000;
/** How long a start waits each time for history to take lines, ms. */
const FULL_AT_START = 2_000;

export type Memory = {
  readonly core: Core;
  readonly counts: Counts;
  readonly faults: FaultList;
  /** When this folder's gateway was listening, up to now. */
  readonly runs: () => RunMemory;
  /** Messages that stood in the ledger as kept when this start began, less those still on their way to history. */
  readonly shippedBefore: number;
  readonly journal: Awaited<ReturnType<typeof openJournal>>;
  /** When the checkpoint that stands was cut, epoch ms. */
  readonly checkpointAt: () => number;
  /** Writes one now. @throws Error what the disk says. */
  readonly checkpoint: () => Promise<void>;
  /** Takes nothing more, and writes what must outlast the process. */
  readonly close: () => Promise<void>;
};

export type MemoryOptions = {
  readonly folder: string;
  readonly site: Site;
  readonly store: Store;
  readonly history: Pick<HistoryThread, "write" | "secure" | "counts" | "isFull">;
  readonly historyLines: HistoryLines;
  readonly log: Log;
  readonly now: () => number;
  /** The clock must not go back behind this, epoch ms. */
  readonly notBefore: (at: number) => void;
  /** false only for measurements: acknowledge without waiting for the disk. */
  readonly sync: boolean;
  /** The journal's file operations, where the disk is to fail in a test. */
  readonly files?: JournalFiles;
  readonly afterWrite: (changes: readonly GatewayChange[]) => void;
  /** Something broke that a new start may mend. */
  readonly onBroken: (error: Error) => void;
};

/** Handles the journal's records after the checkpoint again; gives how many. */
async function handleAgain(
  records: Iterable<JournalRecord>,
  options: Pick<MemoryOptions, "history" | "log" | "notBefore"> & { readonly core: Core; readonly runs: Runs },
): Promise<number> {
  const { core, runs, history, log, notBefore } = options;
  let count = 0;
  for (const record of records) {
    notBefore(record.at);
    runs.lived(record.at, record.type === recordType.start);
    try {
      core.again(happeningOf(record), record.position);
    } catch (error) {
      // One record must not keep the gateway from starting; it stays readable in the log.
      log.error({ err: error, position: record.position, head: record.head }, "a journal record could not be handled");
    }
    count += 1;
    if (count % AT_ONCE !== 0) continue;
    core.handOn();
    await breathe();
    for (let waited = 0; history.isFull() && waited < FULL_AT_START; waited += 100) await pause(100);
  }
  core.handOn();
  return count;
}

/** @throws Error naming the file where the folder cannot be read or written. */
export async function openMemory(options: MemoryOptions): Promise<Memory> {
  const { folder, site, store, history, log, now } = options;
  await using stack = new AsyncDisposableStack();
  const state = readState(folder, now() - SHOWN_AFTER_CLEARING);
  options.notBefore(state.mark?.at ?? 0);
  const journalFolder = join(folder, "journal");
  const settled = state.mark?.position ?? 0;
  let journalState: HealthCheck = { status: "ok" };
  const journal = stack.use(
    await openJournal({
      folder: journalFolder,
      settled,
      sync: options.sync,
      ...(options.files && { files: options.files }),
      onState: ({ ok, error }) => {
        journalState = ok ? { status: "ok" } : { status: "down", detail: error ?? "unknown" };
        if (ok) log.info("the journal can be written again");
        else log.error({ error }, "the journal cannot be written: nothing is acknowledged until it can");
      },
    }),
  );
  const counts = createCounts(state.counters);
  const { waitingMessages, shippedMessages, damagedMessages } = history.counts();
  const shippedBefore = counts.all().keptMessages - waitingMessages - shippedMessages - damagedMessages;
  const faults = createFaultList(state.faults);
  const runs = createRuns(state.memos.runs as RunMemory | undefined, state.mark);
  const startedAt = now();
  const [first] = readJournal(journalFolder, settled).take(1);
  // Without a record to handle again the stages start with what they remember, here and now.
  let listeningSince = (first && state.mark?.listeningSince) ?? startedAt;
  let checkpointAt = state.mark?.at ?? startedAt;

  store.lazily();
  const thread = stack.use(openStateThread(folder, options.onBroken));
  const checkpoints: Checkpoints = createCheckpoints(
    {
      thread,
      memoryOf: (id) =>
        JSON.stringify({ detect: core.gateway().detector.memory(id), ingest: core.gateway().ingestMemory(id) }),
      ticket: (id) => core.gateway().desk.record(id),
      cut() {
        core.tick();
        core.seal();
        const { desk } = core.gateway();
        return {
          mark: { position: journal.position(), at: now(), listeningSince },
          part: {
            pending: desk.pending(),
            memos: { ...memosOf(core.gateway()), runs: runs.memory(now()) },
            counters: counts.rows(),
          },
        };
      },
      async secure(position) {
        await new Promise<void>((resolve) => journal.whenOnDisk(resolve));
        core.handOn();
        if (core.owes(position)) throw new Error("notices or quarantine are not on disk yet");
        store.sync();
        await history.secure();
      },
      settled(position) {
        journal.settle(position);
      },
    },
    new Map(state.tickets.map(({ header, events }) => [header.id, events.length])),
  );
  const core: Core = createCore({
    site,
    store,
    journal,
    journalCheck: () => journalState,
    history,
    historyLines: options.historyLines,
    remembered: {
      ...remember(state),
      ...(state.mark && { countAt: nextDailyCount(site.timezone, state.mark.at) }),
    },
    listeningSince,
    resumedAt: (first && state.mark?.at) ?? startedAt,
    faults,
    log,
    now,
    counts,
    checkpoint: {
      touching: (device) => checkpoints.touching(device),
      fault: ({ fault }) => checkpoints.fault(fault),
      ticket: (id) => checkpoints.ticket(id),
    },
    afterWrite: options.afterWrite,
  });

  // A device that no checkpoint knows has a memory from now on: since when it has been silent.
  for (const { id } of site.devices) if (!state.devices.has(id)) checkpoints.touching(id);
  if (first) {
    const records = await handleAgain(readJournal(journalFolder, settled), {
      core,
      runs,
      history,
      log,
      notBefore: options.notBefore,
    });
    log.info({ records }, "handled again what the last run left behind");
    listeningSince = now();
    core.resume(listeningSince);
  }
  core.begun(listeningSince);
  runs.begin(listeningSince);
  await store.leftLines(async (lines, count) => {
    history.write(batchOf(lines.split("\n")), 0);
    if (count > 0) await history.secure();
  });
  async function checkpoint(last = false): Promise<void> {
    const at = now();
    await checkpoints.write(last);
    checkpointAt = at;
  }
  // Where history's spool is full, say, the gateway starts all the same: the journal has everything.
  await checkpoint(true).catch((error: Error) =>
    log.warn({ error: error.message }, "no checkpoint at the start; the journal keeps everything meanwhile"),
  );

  /** A checkpoint under way was cut before the end; the last one is cut after it. */
  async function lastCheckpoint(): Promise<void> {
    await checkpoints.write(true).catch(() => undefined);
    await checkpoint(true).catch((error: Error) => log.warn({ error: error.message }, "no last checkpoint"));
  }
  const timer = setInterval(() => {
    if (journalState.status !== "ok") return;
    const isEarly = now() - checkpointAt < Math.min(CHECKPOINT_WITHIN, checkpoints.changed());
    if (isEarly && journal.bytes() < JOURNAL_GROWN) return;
    checkpoint().catch((error: Error) =>
      log.warn({ error: error.message }, "no checkpoint could be written; the journal keeps everything meanwhile"),
    );
  }, CHECKPOINT_EVERY);

  const open = stack.move();
  return {
    core,
    counts,
    faults,
    runs: () => runs.memory(now()),
    shippedBefore,
    journal,
    checkpointAt: () => checkpointAt,
    checkpoint: () => checkpoint(),
    async close() {
      clearInterval(timer);
      core.stop();
      core.tick();
      if (journalState.status === "ok")
        await Promise.race([lastCheckpoint(), pause(CLOSE_WITHIN, undefined, { ref: false })]);
      await open.disposeAsync();
    },
  };
}
