// What the detect stage offers to the pipeline (gateway.ts); made by create-detector.ts.

import type { Fault, FaultEvent } from "../model/fault.ts";
import type { DeviceEvent, DeviceStatus, Reading } from "../model/reading.ts";
import type { LinkMemory } from "./link-fault.ts";
import type { DeviceMemory } from "./runtime.ts";

export type Detector = {
  /** Takes a reading; `now` is its arrival. Returns what it changed. */
  readonly reading: (reading: Reading) => readonly FaultEvent[];
  readonly event: (event: DeviceEvent) => readonly FaultEvent[];
  readonly status: (status: DeviceStatus) => readonly FaultEvent[];
  /** When something is due next, epoch ms; Infinity if nothing. */
  readonly nextAt: () => number;
  /** Lets the earliest due thing happen. Messages of an instant must have been handled before its timers. */
  readonly runNext: () => readonly FaultEvent[];
  /** A person ended a latched fault (`restore` with an outcome). */
  readonly release: (asset: string, fault: string, now: number) => readonly FaultEvent[];
  /** The fault while open, or cleared and not yet proven gone. */
  readonly fault: (asset: string, fault: string) => Fault | null;
  /** What is to be stored of it: put together anew at each call. */
  readonly memory: (device: string) => DeviceMemory | undefined;
  /** Arrival of what was heard last, epoch ms; null when it was never heard. */
  readonly lastHeardAt: (device: string) => number | null;
  /** Whether it is offline; null when it was never heard. */
  readonly offline: (device: string) => boolean | null;
  /** The uppermost link that is down above the device or link, or the uppermost power feed; null: none. */
  readonly downLink: (asset: string, powerOnly?: boolean) => string | null;
  /** What is to be stored of the links' faults: a copy as of now. */
  readonly linkMemory: () => LinkMemory;
};
