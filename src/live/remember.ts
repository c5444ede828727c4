// What the checkpoint remembers → what the stages start from.

import type { LinkMemory } from "../detect/link-fault.ts";
import type { DeviceMemory } from "../detect/runtime.ts";
import type { Remembered } from "../ends.ts";
import type { Gateway } from "../gateway.ts";
import type { IngestMemory } from "../ingest/create-ingest.ts";
import type { State } from "../store/checkpoint.ts";
import type { Pending } from "../tickets/create-desk.ts";
import type { SilenceMemory } from "../tickets/create-silences.ts";

/** A device's row in the checkpoint. */
export type StoredDevice = { readonly detect: DeviceMemory; readonly ingest: IngestMemory };

/** What is small and written whole. */
export type Memos = { readonly silences?: SilenceMemory; readonly links?: LinkMemory };

export function remember(state: State): Remembered {
  const devices = state.devices as ReadonlyMap<string, StoredDevice>;
  const { silences, links } = state.memos as Memos;
  return {
    detect: new Map([...devices].map(([id, { detect }]) => [id, detect])),
    ingest: new Map([...devices].map(([id, { ingest }]) => [id, ingest])),
    desk: {
      records: state.tickets,
      pending: state.pending as readonly Pending[],
      ...(silences !== undefined && { silences }),
    },
    ...(links !== undefined && { links }),
  };
}

export const memosOf = ({ desk, detector }: Pick<Gateway, "desk" | "detector">): Memos => ({
  silences: desk.silenceMemory(),
  links: detector.linkMemory(),
});
