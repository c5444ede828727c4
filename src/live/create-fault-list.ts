// The faults that people may look at: those open, and those cleared of late. In memory; the checkpoint keeps them over a restart.

import type { Fault } from "../model/fault.ts";

/** Cleared faults stay on the list this long, ms. */
export const SHOWN_AFTER_CLEARING = 7 * 24 * 3_600_000;

export type FaultList = {
  readonly put: (fault: Fault) => void;
  /** Newest first. */
  readonly all: () => readonly Fault[];
  /** Lets go of those cleared long before `now` (epoch ms). */
  readonly prune: (now: number) => void;
};

/** One fault of one asset: what opens anew is another. */
export const keyOf = ({ asset, fault, openedAt }: Fault): string => `${asset}|${fault}|${openedAt}`;

export function createFaultList(known: readonly Fault[]): FaultList {
  const faults = new Map(known.map((fault) => [keyOf(fault), fault]));
  let sorted: readonly Fault[] | null = null;
  return {
    put(fault) {
      faults.set(keyOf(fault), fault);
      sorted = null;
    },
    all() {
      sorted ??= [...faults.entries()]
        .sort(([one, a], [other, b]) => b.openedAt - a.openedAt || (one < other ? -1 : 1))
        .map(([, fault]) => fault);
      return sorted;
    },
    prune(now) {
      for (const [key, { clearedAt }] of faults)
        if (clearedAt !== null && now - clearedAt > SHOWN_AFTER_CLEARING) faults.delete(key);
      sorted = null;
    },
  };
}
