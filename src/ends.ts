// What the pipeline is given beside its site: where everything that happens is handed on to, and what an earlier run left behind.

import type { LinkMemory } from "./detect/link-fault.ts";
import type { DeviceMemory } from "./detect/runtime.ts";
import type { IngestMemory } from "./ingest/create-ingest.ts";
import type { AreaState } from "./model/coverage.ts";
import type { FaultEvent } from "./model/fault.ts";
import type { Notice } from "./model/notice.ts";
import type { DeviceEvent, DeviceStatus, Quarantined, Reading } from "./model/reading.ts";
import type { Device } from "./model/site.ts";
import type { TicketChange } from "./model/ticket.ts";
import type { DeskMemory } from "./tickets/create-desk.ts";

/** Where everything that happens is handed on to: the store, history, the outbox and the wall; or, in replay, lists. */
export type Ends = {
  /** The memory of a device is about to change. */
  readonly touching?: (device: string) => void;
  readonly reading: (device: Device, reading: Reading) => void;
  readonly event: (device: Device, event: DeviceEvent) => void;
  readonly status: (device: Device, status: DeviceStatus) => void;
  readonly repeated: (count: number) => void;
  readonly refused: (refused: Quarantined) => void;
  readonly fault: (event: FaultEvent) => void;
  readonly ticket: (change: TicketChange) => void;
  readonly notice: (notice: Notice) => void;
  /** What an area's cameras see of it has changed. */
  readonly coverage?: (state: AreaState) => void;
};

/** What an earlier run left behind; empty on the first start. */
export type Remembered = {
  readonly detect: ReadonlyMap<string, DeviceMemory>;
  readonly ingest: ReadonlyMap<string, IngestMemory>;
  readonly desk: DeskMemory;
  readonly links?: LinkMemory;
  /** When the next daily count is due, epoch ms. */
  readonly countAt?: number;
};
export const nothingRemembered: Remembered = {
  detect: new Map(),
  ingest: new Map(),
  desk: { records: [], pending: [] },
};
