// What ingest remembers of a device: as it runs, and as the plain data that outlives a restart.

import type { Device } from "../model/site.ts";
import type { PointGuard } from "./compile-guard.ts";
import { recallSeen, type Seen, type StoredSeen, storeSeen } from "./repeats.ts";

const MAX_UNMAPPED = 64;

/**
 * Recent telemetry and events (each channel may count its own `seq`), and the unknown points it sends with when last seen
 * (epoch ms).
 */
export type IngestMemory = {
  readonly seen: StoredSeen;
  readonly seenEvents: StoredSeen;
  readonly unmapped: Readonly<Record<string, number>>;
};

/** A device as it runs: what it may send, and what is remembered of it. */
export type Known = {
  readonly device: Device;
  readonly guard: ReadonlyMap<string, PointGuard>;
  readonly seen: Seen;
  /** null until it sends events. */
  seenEvents: Seen | null;
  readonly unmapped: Record<string, number>;
};

export const recall = (device: Device, guard: Known["guard"], memory: IngestMemory | undefined): Known => ({
  device,
  guard,
  seen: recallSeen(memory?.seen),
  seenEvents: memory && memory.seenEvents.length > 0 ? recallSeen(memory.seenEvents) : null,
  unmapped: { ...memory?.unmapped },
});

export const memoryOf = ({ seen, seenEvents, unmapped }: Known): IngestMemory => ({
  seen: storeSeen(seen),
  seenEvents: seenEvents ? storeSeen(seenEvents) : [],
  unmapped,
});

/** Notes a point or event that the kind does not know. */
export function noteUnmapped({ unmapped }: Known, sent: string, at: number): void {
  const name = sent.slice(0, 128);
  // Plain data has one name that cannot be assigned.
  if (name === "__proto__") return;
  if (Object.hasOwn(unmapped, name) || Object.keys(unmapped).length < MAX_UNMAPPED) unmapped[name] = at;
}
