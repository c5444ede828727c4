// Carries the spool's lines to history, in order, one request at a time: nothing leaves the spool before the server has said yes or refused that very line.

import type { History, WriteOutcome } from "./history.ts";
import type { Spool } from "./spool.ts";

export type HistoryState = {
  readonly reachable: boolean;
  /** Since when it has been so, epoch ms. */
  readonly since: number;
  /** Why not; names the setting that cures it. */
  readonly error: string | null;
};

export type Shipper = {
  /** Something was appended to the spool. Cheap; does not cut a back-off short. */
  readonly nudge: () => void;
  /** Tries at once and waits for the spool to run empty; false when it did not within `timeout` ms. */
  readonly flush: (timeout: number) => Promise<boolean>;
  /** Lines since opening. */
  readonly counts: () => { readonly shipped: number; readonly refused: number };
  /** Stops at once; what is under way stays in the spool and is sent again at the next start, which changes nothing. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type ShipperOptions = {
  readonly spool: Spool;
  readonly history: Pick<History, "write">;
  readonly onState: (state: HistoryState) => void;
  /** Takes over a line that the server refuses even alone. Called again for the same line if the gateway dies right after. */
  readonly onRefused: (line: string, serverWords: string) => void;
  readonly log: { readonly warn: (details: object, message: string) => void };
  readonly batchLines?: number;
  /** First and longest wait between attempts, ms; a server's Retry-After may be longer, up to five minutes. */
  readonly backOff?: { readonly first: number; readonly most: number };
};

const longestRetryAfter = 300_000;
/** Whole batches after a 413 before larger ones are tried again. */
const patience = 16;

export function openShipper(options: ShipperOptions): Shipper {
  const { spool, history, onState, onRefused, log } = options;
  const batchLines = options.batchLines ?? 5000;
  const { first, most } = options.backOff ?? { first: 500, most: 30_000 };
  let stopped = false;
  let bell = Promise.withResolvers<void>();
  let cutShort = (): void => {};
  let waitingForEmpty: (() => void)[] = [];
  let state: HistoryState | null = null;
  let attempts = 0;
  let limit = batchLines;
  let calm = 0;
  let shipped = 0;
  let refused = 0;

  const report = (reachable: boolean, error: string | null): void => {
    if (state?.reachable === reachable && state.error === error) return;
    state = { reachable, error, since: state?.reachable === reachable ? state.since : Date.now() };
    onState(state);
  };

  const backOff = async (error: string, retryAfter = 0): Promise<void> => {
    const full = Math.min(most, first * 2 ** Math.min(attempts++, 30));
    const wait = Math.max(full * (0.5 + Math.random() / 2), Math.min(retryAfter, longestRetryAfter));
    log.warn({ error, wait: Math.round(wait) }, "history: the batch stays on disk, trying again later");
    if (stopped) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, wait);
    cutShort = resolve;
    await promise;
    clearTimeout(timer);
  };

  /** Sends until the server has given a verdict; undefined when stopped first. */
  const verdict = async (lines: readonly string[]): Promise<Exclude<WriteOutcome, { kind: "retry" }> | undefined> => {
    while (!stopped) {
      const outcome = await history
        .write(lines)
        .catch((error): WriteOutcome => ({ ok: false, kind: "retry", error: String(error) }));
      if (stopped) return undefined;
      if (outcome.ok || outcome.kind !== "retry") {
        attempts = 0;
        report(true, null);
        return outcome;
      }
      report(false, outcome.error);
      await backOff(outcome.error, outcome.retryAfter);
    }
    return undefined;
  };

  /** Every line sent or refused, in order; undefined when stopped first. */
  const deliver = async (lines: readonly string[]): Promise<(readonly [string, string])[] | undefined> => {
    const rejects: (readonly [string, string])[] = [];
    const parts: (readonly string[])[] = [lines];
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      if (part.length > limit) parts.push(part.slice(limit));
      const sent = part.slice(0, limit);
      const outcome = await verdict(sent);
      if (outcome === undefined) return undefined;
      if (outcome.ok) continue;
      if (sent.length === 1) {
        const words = outcome.kind === "refused" ? outcome.error : "413: too large even alone";
        rejects.push([sent[0] as string, words]);
        continue;
      }
      const half = Math.ceil(sent.length / 2);
      if (outcome.kind === "too-large") {
        limit = half;
        calm = 0;
      }
      parts.push(sent.slice(half), sent.slice(0, half));
    }
    if (limit < batchLines && ++calm >= patience) {
      limit = Math.min(batchLines, limit * 2);
      calm = 0;
    }
    return rejects;
  };

  const run = async (): Promise<void> => {
    while (!stopped) {
      bell = Promise.withResolvers();
      try {
        const batch = spool.peek(batchLines);
        if (batch === null) {
          for (const resolve of waitingForEmpty.splice(0)) resolve();
          await bell.promise;
          continue;
        }
        const rejects = await deliver(batch.lines);
        if (rejects === undefined) return;
        for (const [line, words] of rejects) onRefused(line, words);
        spool.drop(batch.upTo);
        refused += rejects.length;
        shipped += batch.lines.length - rejects.length;
      } catch (error) {
        if (stopped) return;
        await backOff(`the spool cannot be read or the refused line not kept: ${String(error)}`);
      }
    }
  };
  const running = run();

  const hurry = (): void => {
    cutShort();
    bell.resolve();
  };

  return {
    nudge: () => bell.resolve(),
    flush: async (timeout) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      waitingForEmpty.push(resolve);
      hurry();
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, timeout);
      await Promise.race([promise, late.promise]);
      clearTimeout(timer);
      waitingForEmpty = waitingForEmpty.filter((other) => other !== resolve);
      return spool.peek(1) === null;
    },
    counts: () => ({ shipped, refused }),
    [Symbol.asyncDispose]: async () => {
      stopped = true;
      hurry();
      for (const resolve of waitingForEmpty.splice(0)) resolve();
      await Promise.race([running, new Promise((resolve) => setImmediate(resolve))]);
    },
  };
}
