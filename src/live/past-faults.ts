// Faults of any past instant: those on disk and, over them, those in memory, which the next checkpoint will write.

import type { Fault } from "../model/fault.ts";
import type { FaultArchive } from "../store/fault-archive.ts";
import { type FaultList, keyOf } from "./create-fault-list.ts";

export type PastFaults = Pick<FaultArchive, "at" | "between">;

export function createPastFaults(archive: Pick<FaultArchive, "between">, list: Pick<FaultList, "all">): PastFaults {
  function between(from: number, to: number, names?: readonly string[]): Fault[] {
    const found = new Map(archive.between(from, to, names).map((fault) => [keyOf(fault), fault]));
    const wanted = names && new Set(names);
    for (const fault of list.all()) {
      if (wanted && !wanted.has(fault.fault)) continue;
      const { since, clearedAt } = fault;
      // What the disk calls open may have been cleared since, and what it calls cleared may have come back.
      if (since < to && (clearedAt === null || clearedAt > from)) found.set(keyOf(fault), fault);
      else found.delete(keyOf(fault));
    }
    return [...found.values()].sort((a, b) => a.openedAt - b.openedAt || (keyOf(a) < keyOf(b) ? -1 : 1));
  }
  return { between, at: (instant, names) => between(instant, instant + 1, names) };
}
