// How long the disk took of late: the durations of the last few thousand fdatasyncs.

export type SyncTimes = {
  readonly count: number;
  /** Milliseconds; 0 where there was none. */
  readonly last: number;
  readonly max: number;
  readonly p99: number;
};

const KEPT = 4096;

/** Makes a record of durations; `read` gives them and begins anew. */
export function createSyncTimes(): { readonly add: (milliseconds: number) => void; readonly read: () => SyncTimes } {
  const kept = new Float64Array(KEPT);
  let count = 0;
  let last = 0;
  let max = 0;
  return {
    add: (milliseconds) => {
      kept[count++ % KEPT] = milliseconds;
      last = milliseconds;
      if (milliseconds > max) max = milliseconds;
    },
    read: () => {
      const sorted = kept.slice(0, Math.min(count, KEPT)).sort();
      const times = { count, last, max, p99: sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0 };
      count = 0;
      max = 0;
      return times;
    },
  };
}
