// When the gateway was listening: the runs of this data folder, kept with the checkpoint. Of the time between them nobody knows anything.

import type { Mark } from "../store/checkpoint.ts";

/** Epoch ms. */
export type Run = { readonly since: number; readonly until: number };
/** As the checkpoint keeps them. */
export type RunMemory = { readonly firstAt: number; readonly runs: readonly Run[] };

export type Runs = {
  /** A record of the journal is handled again: the gateway lived then. `isStart`: it began to listen then. */
  readonly lived: (at: number, isStart: boolean) => void;
  /** The gateway listens from now on. */
  readonly begin: (at: number) => void;
  /** The present run ends with `now`, epoch ms. */
  readonly memory: (now: number) => RunMemory;
};

/** Older ones are of no report any more, ms; and more of them than that are a gateway that cannot run. */
const KEPT = 400 * 24 * 3_600_000;
const MOST = 2000;

/** @param mark of the checkpoint: a folder of a version that kept no runs knows its last one by it. */
export function createRuns(known: RunMemory | undefined, mark: Mark | null): Runs {
  const runs = [...(known?.runs ?? (mark ? [{ since: mark.listeningSince, until: mark.at }] : []))];
  let firstAt = known?.firstAt ?? runs[0]?.since;
  let listens = false;

  function begin(at: number): void {
    if (runs.at(-1)?.since === at) return;
    runs.push({ since: at, until: at });
    firstAt ??= at;
  }
  function lengthen(at: number): void {
    const last = runs.at(-1);
    if (last && last.until < at) runs[runs.length - 1] = { ...last, until: at };
  }
  return {
    lived(at, isStart) {
      if (isStart || runs.length === 0) begin(at);
      else lengthen(at);
    },
    begin(at) {
      begin(at);
      listens = true;
    },
    memory(now) {
      if (listens) lengthen(now);
      const kept = runs.findIndex(({ until }) => until > now - KEPT);
      runs.splice(0, Math.max(kept, runs.length - MOST));
      return { firstAt: firstAt ?? now, runs: [...runs] };
    },
  };
}
