// The gateway's own counters, since the data folder was made: part of each checkpoint, so that they survive a crash to the message.
//
// The ledger: received = journalled + shed; journalled = kept + quarantined + duplicates. What was kept is with history, or on its way there.

import type { QuarantineReason } from "../model/reading.ts";

const names = [
  /** Messages that arrived. */
  "received",
  /** Not taken: QoS 0 while the disk was behind, or at a stop. */
  "shed",
  "journalled",
  /** Messages of which something was kept; wholly refused; wholly heard before. */
  "keptMessages",
  "quarantinedMessages",
  "duplicateMessages",
  /** Readings and events kept; elements heard before. */
  "kept",
  "repeated",
  "faultsOpened",
  "ticketsOpened",
] as const;
type Name = (typeof names)[number];
const REJECTED = "rejected.";

export type Counts = {
  readonly add: (name: Name, more?: number) => void;
  readonly reject: (reason: QuarantineReason) => void;
  readonly all: () => Readonly<Record<Name, number>> & {
    readonly rejected: Readonly<Partial<Record<QuarantineReason, number>>>;
  };
  /** As rows for the checkpoint. */
  readonly rows: () => Readonly<Record<string, number>>;
};

export function createCounts(saved: Readonly<Record<string, number>>): Counts {
  const counts = Object.fromEntries(names.map((name) => [name, saved[name] ?? 0])) as Record<Name, number>;
  const rejected: Partial<Record<QuarantineReason, number>> = Object.fromEntries(
    Object.entries(saved)
      .filter(([name]) => name.startsWith(REJECTED))
      .map(([name, count]) => [name.slice(REJECTED.length), count]),
  );
  // Version 0.1 counted what arrived and not what became of it: those messages are left out of the ledger.
  if (saved.journalled === undefined) counts.received = 0;
  return {
    add(name, more = 1) {
      counts[name] += more;
    },
    reject(reason) {
      rejected[reason] = (rejected[reason] ?? 0) + 1;
    },
    all: () => ({ ...counts, rejected }),
    rows: () => ({
      ...counts,
      ...Object.fromEntries(Object.entries(rejected).map(([reason, count]) => [REJECTED + reason, count])),
    }),
  };
}
