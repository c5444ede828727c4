// What the checkpoint remembers → what the stages start from.

import type { DeviceMemory } from "../detect/runtime.ts";
import type { Remembered } from "../ends.ts";
import type { IngestMemory } from "../ingest/create-ingest.ts";
import type { State } from "../store/checkpoint.ts";
import type { Pending } from "../tickets/create-desk.ts";

/** A device's row in the checkpoint. */
export type StoredDevice = { readonly detect: DeviceMemory; readonly ingest: IngestMemory };

export function remember(state: State): Remembered {
  const devices = state.devices as ReadonlyMap<string, StoredDevice>;
  return {
    detect: new Map([...devices].map(([id, { detect }]) => [id, detect])),
    ingest: new Map([...devices].map(([id, { ingest }]) => [id, ingest])),
    desk: { records: state.tickets, pending: state.pending as readonly Pending[] },
  };
}
