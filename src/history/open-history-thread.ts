// The gateway's side of the history thread: hands over lines, hears what became of them, asks its questions.

import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import type { TelemetryQuery, TelemetryRows } from "../model/gateway-view.ts";
import type { HistorySettings, Told } from "./history.ts";
import type { HistoryState } from "./history-state.ts";
import type { LineBatch } from "./line-batch.ts";
import type { SpoolLimits } from "./spool.ts";
import type { CallName, Calls, FromThread, ThreadCounts, ThreadStart, ToThread, Tuning } from "./thread-messages.ts";

export type HistoryThreadOptions = {
  readonly settings: HistorySettings;
  readonly spoolFolder: string;
  readonly log: {
    readonly warn: (details: object, message: string) => void;
    readonly info: (details: object, message: string) => void;
  };
  readonly onState: (state: HistoryState) => void;
  /** Takes over a line that the server refuses even alone; must have stored it when it returns. May be called again for the same line. */
  readonly onRefused: (line: string, serverWords: string) => void;
  /** The thread died: unless given, the error is thrown, so that the process ends and its supervisor starts it anew. */
  readonly onCrash?: (error: Error) => void;
  readonly spoolLimits?: SpoolLimits;
  readonly tuning?: Partial<Tuning>;
};

export type HistoryCounts = Omit<ThreadCounts, "taken" | "behindSince"> & {
  /** How far history is behind in the live lane, ms: the age of the oldest line newer than all that it has; 0 when it has the newest. */
  readonly lagMs: number;
};

export type HistoryThread = {
  /** Hands over lines that carry `messages` messages of the journal. Copies the bytes; never blocks, never throws. */
  readonly write: (batch: LineBatch, messages: number) => void;
  /**
   * Resolves when everything handed over before is with history or synced in the spool; for each checkpoint.
   * @throws Error in the disk's words when it is neither: make no checkpoint.
   */
  readonly secure: () => Promise<void>;
  /** Tries at once and waits for everything to be shipped; false when it was not within `timeout` ms. */
  readonly flush: (timeout: number) => Promise<boolean>;
  /** @throws Error when history cannot be reached. */
  readonly query: (query: TelemetryQuery) => Promise<TelemetryRows>;
  readonly ping: () => Promise<Told>;
  readonly prepare: () => Promise<Told>;
  readonly housekeep: (now: number) => Promise<Told>;
  /** As last told by the thread (at most 250 ms old), plus what is on its way there. */
  readonly counts: () => HistoryCounts;
  /** Neither history nor the disk takes lines, and memory fills: read no more sockets until it is false again, or lines are dropped. */
  readonly isFull: () => boolean;
  /** Secures what waits and ends the thread. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const megabyte = 1024 ** 2;
const usual: Tuning = {
  backOff: { first: 500, most: 30_000 },
  batch: { lines: 20_000, size: 4 * megabyte, age: 200 },
  memory: { spill: 8 * megabyte, most: 48 * megabyte },
  secureWithin: 300,
};
/** A small heap is swept often, so that sent batches do not pile up in it; the embedded history works on its data in memory. */
const heapForServer = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 384 };
const heapForEmbedded = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 768 };
/** Lines are gathered for so long, ms, or up to so many bytes, before they go to the thread. */
const GATHER = 10;
const GATHER_SIZE = 128 * 1024;
/** The memory in which they go, which comes back empty: so many are kept for the next time. */
const BLOCK = 256 * 1024;
const SPARES = 16;
/** At a stop: the thread is ended by force after so long, ms. */
const CLOSE_WITHIN = 4_000;

/** Starts the thread. @throws Error when the address is none, or the spool or the embedded history cannot be opened. */
export async function openHistoryThread(options: HistoryThreadOptions): Promise<HistoryThread> {
  const { log, onState, onRefused } = options;
  const tuning = { ...usual, ...options.tuning };
  const { NODE_OPTIONS: _, ...env } = process.env;
  const cache = getCompileCacheDir();
  const { settings, spoolFolder, spoolLimits } = options;
  const workerData: ThreadStart = { settings, spoolFolder, tuning, ...(spoolLimits && { spoolLimits }) };
  const worker = new Worker(new URL("./history-thread.ts", import.meta.url), {
    name: "history",
    workerData,
    // Without the cache the thread loads the compiler that strips types, which costs 12 MB for good.
    env: { ...env, ...(cache && { NODE_COMPILE_CACHE: dirname(cache) }) },
    execArgv: ["--disable-warning=ExperimentalWarning"],
    resourceLimits: settings.url ? heapForServer : heapForEmbedded,
  });
  const pending = new Map<number, { resolve: (gives: unknown) => void; reject: (error: Error) => void }>();
  const handed = { lines: 0, messages: 0, size: 0 };
  const ready = Promise.withResolvers<void>();
  const exited = Promise.withResolvers<void>();
  let told: ThreadCounts | undefined;
  let started = false;
  let closing = false;
  let dead: Error | undefined;
  let ids = 0;
  const spares: ArrayBuffer[] = [];
  let block = new Uint8Array(BLOCK);
  let [gatheredSize, gatheredLines, gatheredMessages] = [0, 0, 0];
  let timer: NodeJS.Timeout | null = null;

  const send = (message: ToThread): void => worker.postMessage(message);
  const handOver = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (gatheredLines === 0 && gatheredMessages === 0) return;
    handed.size += gatheredSize;
    if (!dead) {
      const bytes = block.subarray(0, gatheredSize);
      const lines: ToThread = { type: "lines", bytes, lines: gatheredLines, messages: gatheredMessages };
      worker.postMessage(lines, [block.buffer]);
      block = new Uint8Array(spares.pop() ?? new ArrayBuffer(BLOCK));
    }
    gatheredSize = gatheredLines = gatheredMessages = 0;
  };
  const call = async <N extends CallName>(name: N, given: Calls[N]["with"]): Promise<Calls[N]["gives"]> => {
    handOver();
    if (dead) throw dead;
    ids += 1;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    pending.set(ids, { resolve, reject });
    send({ type: "call", id: ids, name, with: given });
    return (await promise) as Calls[N]["gives"];
  };
  const keep = (refused: readonly (readonly [string, string])[]): string | null => {
    try {
      for (const [line, words] of refused) onRefused(line, words);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const die = (error: Error): void => {
    if (dead) return;
    dead = error;
    if (timer) clearTimeout(timer);
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
    ready.reject(error);
    if (!started || closing) return;
    if (options.onCrash) options.onCrash(error);
    else throw error;
  };

  worker.on("message", (message: FromThread) => {
    if (message.type === "counts") told = message.counts;
    else if (message.type === "emptied") {
      if (message.block.byteLength === BLOCK && spares.length < SPARES) spares.push(message.block);
    } else if (message.type === "log") log[message.level](message.details, message.message);
    else if (message.type === "state") onState(message.state);
    else if (message.type === "refused") send({ type: "kept", id: message.id, error: keep(message.refused) });
    else if (message.type === "ready") {
      told = message.counts;
      ready.resolve();
    } else {
      const waiting = pending.get(message.id);
      pending.delete(message.id);
      if (message.type === "answer") waiting?.resolve(message.gives);
      else waiting?.reject(new Error(message.error));
    }
  });
  worker.on("error", (error) =>
    die(
      started ? new Error(`the history thread died: ${(error as Error).message}`, { cause: error }) : (error as Error),
    ),
  );
  worker.on("exit", (code) => {
    exited.resolve();
    die(new Error(`the history thread ended with code ${code}`));
  });
  await ready.promise;
  started = true;

  const onItsWay = () => ({
    lines: handed.lines - (told?.taken.lines ?? 0),
    messages: handed.messages - (told?.taken.messages ?? 0),
    size: handed.size + gatheredSize - (told?.taken.size ?? 0),
  });

  return {
    write({ bytes, lines: count }, messages) {
      if (gatheredSize + bytes.length > block.length) {
        handOver();
        if (bytes.length > block.length) block = new Uint8Array(bytes.length);
      }
      block.set(bytes, gatheredSize);
      gatheredSize += bytes.length;
      gatheredLines += count;
      gatheredMessages += messages;
      handed.lines += count;
      handed.messages += messages;
      if (gatheredSize >= GATHER_SIZE) handOver();
      else timer ??= setTimeout(handOver, GATHER);
    },
    secure: () => call("secure", undefined),
    flush: (timeout) => call("flush", timeout),
    query: (query) => call("query", query),
    ping: () => call("ping", undefined),
    prepare: () => call("prepare", undefined),
    housekeep: (now) => call("housekeep", now),
    counts: () => {
      const { taken: _, behindSince, ...counts } = told as ThreadCounts;
      const way = onItsWay();
      return {
        ...counts,
        waitingLines: counts.waitingLines + way.lines,
        waitingMessages: counts.waitingMessages + way.messages,
        waitingBytes: counts.waitingBytes + way.size,
        memoryBytes: counts.memoryBytes + way.size,
        lagMs: behindSince === null ? 0 : Math.max(0, Date.now() - behindSince),
      };
    },
    isFull: () => (told?.memoryBytes ?? 0) + onItsWay().size > (tuning.memory.spill + tuning.memory.most) / 2,
    [Symbol.asyncDispose]: async () => {
      if (closing) return exited.promise;
      if (!dead) {
        const closed = call("close", undefined);
        closing = true;
        const force = setTimeout(() => void worker.terminate(), CLOSE_WITHIN);
        await closed.catch((error) =>
          log.warn({ error: (error as Error).message }, "history: what waits could not be secured; the journal has it"),
        );
        await exited.promise;
        clearTimeout(force);
      }
      await exited.promise;
    },
  };
}
