// The gate before the server: open while it answers; after a failure shut for a while, then one request goes ahead to see whether it is back.

import type { HistoryState } from "./history-state.ts";

export type Pass = "free" | "probe";

export type Gate = {
  /** Waits to be let through; undefined once closed. */
  readonly admit: () => Promise<Pass | undefined>;
  /** The server has given a verdict. */
  readonly good: () => void;
  /** It has not. `retryAfter`: ms it asked for, honoured up to five minutes. */
  readonly bad: (pass: Pass, error: string, retryAfter?: number) => void;
  readonly isShut: () => boolean;
  /** Ends the present wait. */
  readonly hurry: () => void;
  readonly close: () => void;
};

export type GateOptions = {
  /** First and longest wait, ms; each is shortened by up to a half at random, so that gateways do not come back in step. */
  readonly backOff: { readonly first: number; readonly most: number };
  readonly onState: (state: HistoryState) => void;
  readonly log: { readonly warn: (details: object, message: string) => void };
};

const longestRetryAfter = 300_000;

export function createGate({ backOff, onState, log }: GateOptions): Gate {
  let closed = false;
  let state: HistoryState | null = null;
  let attempts = 0;
  let shut: { phase: "waiting" | "ready" | "probing"; timer: NodeJS.Timeout } | null = null;
  let change = Promise.withResolvers<void>();

  const wake = (): void => {
    const { resolve } = change;
    change = Promise.withResolvers();
    resolve();
  };
  const report = (reachable: boolean, error: string | null): void => {
    if (state?.reachable === reachable && state.error === error) return;
    state = { reachable, error, since: state?.reachable === reachable ? state.since : Date.now() };
    onState(state);
  };
  const ready = (): void => {
    if (shut?.phase !== "waiting") return;
    clearTimeout(shut.timer);
    shut.phase = "ready";
    wake();
  };

  return {
    async admit() {
      while (!closed) {
        if (shut === null) return "free";
        if (shut.phase === "ready") {
          shut.phase = "probing";
          return "probe";
        }
        await change.promise;
      }
      return undefined;
    },
    good() {
      attempts = 0;
      report(true, null);
      if (shut === null) return;
      clearTimeout(shut.timer);
      shut = null;
      wake();
    },
    bad(pass, error, retryAfter = 0) {
      // Others were under way when the first one failed: one failure, one wait.
      if (closed || (shut !== null && pass === "free")) return;
      const full = Math.min(backOff.most, backOff.first * 2 ** Math.min(attempts++, 30));
      const wait = Math.max(full * (0.5 + Math.random() / 2), Math.min(retryAfter, longestRetryAfter));
      log.warn({ error, wait: Math.round(wait) }, "history: the batch is kept, trying again later");
      shut = { phase: "waiting", timer: setTimeout(ready, wait) };
      report(false, error);
      wake();
    },
    isShut: () => shut !== null,
    hurry: ready,
    close() {
      closed = true;
      clearTimeout(shut?.timer);
      wake();
    },
  };
}
