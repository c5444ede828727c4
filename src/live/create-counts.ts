// The gateway's own counters: since the data folder was made, not since the start.

import type { QuarantineReason } from "../model/reading.ts";
import type { Store } from "../store/open-store.ts";

const names = ["received", "kept", "repeated", "faultsOpened", "ticketsOpened"] as const;
type Name = (typeof names)[number];
const REJECTED = "rejected.";

export type Counts = {
  readonly add: (name: Name, more?: number) => void;
  readonly reject: (reason: QuarantineReason) => void;
  readonly all: () => Readonly<Record<Name, number>> & {
    readonly rejected: Readonly<Partial<Record<QuarantineReason, number>>>;
  };
  readonly save: () => void;
};

export function createCounts(store: Pick<Store, "counters" | "saveCounters">): Counts {
  const saved = store.counters();
  const counts = Object.fromEntries(names.map((name) => [name, saved[name] ?? 0])) as Record<Name, number>;
  const rejected: Partial<Record<QuarantineReason, number>> = Object.fromEntries(
    Object.entries(saved)
      .filter(([name]) => name.startsWith(REJECTED))
      .map(([name, count]) => [name.slice(REJECTED.length), count]),
  );
  return {
    add(name, more = 1) {
      counts[name] += more;
    },
    reject(reason) {
      rejected[reason] = (rejected[reason] ?? 0) + 1;
    },
    all: () => ({ ...counts, rejected }),
    save: () =>
      store.saveCounters({
        ...counts,
        ...Object.fromEntries(Object.entries(rejected).map(([reason, count]) => [REJECTED + reason, count])),
      }),
  };
}
