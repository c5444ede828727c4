// What the store remembers → what the stages start from: a restart is not a special case.

import type { DeviceMemory } from "../detect/runtime.ts";
import type { Remembered } from "../ends.ts";
import type { IngestMemory } from "../ingest/create-ingest.ts";
import type { Store } from "../store/open-store.ts";
import type { Pending } from "../tickets/create-desk.ts";

/** A device's row in the store. */
export type StoredDevice = { readonly detect: DeviceMemory; readonly ingest: IngestMemory };

export function remember(store: Store): Remembered {
  const devices = store.devices() as ReadonlyMap<string, StoredDevice>;
  return {
    detect: new Map([...devices].map(([id, { detect }]) => [id, detect])),
    ingest: new Map([...devices].map(([id, { ingest }]) => [id, ingest])),
    desk: { records: store.tickets(), pending: store.pending() as readonly Pending[] },
  };
}
