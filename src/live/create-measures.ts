// What the gateway measures of itself: the ledger, how far history lags, the disk, the event loop. Read by /metrics, health and its own faults.

import { statfsSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { HistoryThread } from "../history/open-history-thread.ts";
import type { Counters, SelfMeasures } from "../model/gateway-view.ts";
import type { Store } from "../store/open-store.ts";
import type { Memory } from "./open-memory.ts";

/** Times are of this long at most, ms. */
const WINDOW = 60_000;
const NANO = 1e6;

export type Measures = {
  readonly counters: () => Counters;
  readonly measures: () => SelfMeasures;
  /** Begins a new minute for the times. */
  readonly turn: () => void;
  readonly [Symbol.dispose]: () => void;
};

export type MeasuresOptions = {
  readonly folder: string;
  readonly memory: Memory;
  readonly store: Pick<Store, "outbox">;
  readonly history: Pick<HistoryThread, "counts">;
  readonly now: () => number;
  readonly broker: () => Pick<SelfMeasures, "clients" | "flooding" | "refusedConnections" | "droppedForSlowness">;
  /** Epoch ms; null without TLS. */
  readonly certificateUntil: () => number | null;
};

export function createMeasures({ memory, store, history, now, ...options }: MeasuresOptions): Measures {
  const loop = monitorEventLoopDelay({ resolution: 10 });
  loop.enable();
  let turnedAt = performance.now();
  let times = { syncP99: 0, syncMost: 0, loopP99: 0, loopMost: 0 };

  function turn(): void {
    const { p99, max } = memory.journal.syncTimes();
    // The histogram counts its own timer's 10 ms.
    const late = (nanoseconds: number): number => Math.max(0, nanoseconds / NANO - 10);
    times = { syncP99: p99, syncMost: max, loopP99: late(loop.percentile(99)), loopMost: late(loop.max) };
    loop.reset();
    turnedAt = performance.now();
  }
  function counters(): Counters {
    const { waitingLines, waitingMessages, shippedLines, refusedLines } = history.counts();
    return {
      ...memory.counts.all(),
      waitingMessages: waitingMessages + memory.core.gathered(),
      waiting: waitingLines,
      shipped: shippedLines,
      refusedByHistory: refusedLines,
      noticesWaiting: Object.values(store.outbox.waiting()).reduce((sum, n) => sum + n, 0),
    };
  }
  /** Messages that are neither where they should be nor counted as lost: in a sound gateway always 0. */
  function unaccounted(): number {
    const { received, shed, journalled, keptMessages, quarantinedMessages, duplicateMessages } = memory.counts.all();
    const { shippedMessages, waitingMessages, damagedMessages } = history.counts();
    const atDoor = received - shed - journalled;
    const handled = journalled - keptMessages - quarantinedMessages - duplicateMessages;
    const kept =
      keptMessages -
      memory.shippedBefore -
      shippedMessages -
      waitingMessages -
      damagedMessages -
      memory.core.gathered();
    return Math.abs(atDoor) + Math.abs(handled) + Math.abs(kept);
  }
  function diskFree(): number {
    try {
      const { bavail, bsize } = statfsSync(options.folder);
      return bavail * bsize;
    } catch {
      return 0;
    }
  }

  return {
    counters,
    measures() {
      if (performance.now() - turnedAt > WINDOW) turn();
      const counts = history.counts();
      const { clients, flooding, refusedConnections, droppedForSlowness } = options.broker();
      const until = options.certificateUntil();
      return {
        unaccounted: unaccounted(),
        historyLag: counts.lagMs,
        backlogAge: counts.backlogOldestAt === null ? 0 : Math.max(0, now() - counts.backlogOldestAt),
        spoolBytes: counts.spoolBytes,
        journalBytes: memory.journal.bytes(),
        journalWaiting: memory.journal.waitingBytes(),
        ...times,
        diskFree: diskFree(),
        checkpointAge: Math.max(0, now() - memory.checkpointAt()),
        clients,
        flooding,
        refusedConnections,
        droppedForSlowness,
        certificateLeft: until === null ? null : until - now(),
      };
    },
    turn,
    [Symbol.dispose]: () => loop.disable(),
  };
}
