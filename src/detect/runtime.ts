// What the detector remembers of one device: its last values, running timers and windows, all of it plain data that can be stored.

import type { Fault } from "../model/fault.ts";
import type { PointValue } from "../model/reading.ts";
import type { Device } from "../model/site.ts";
import type { Timer } from "./timer.ts";

export type LastValue = { value: PointValue; time: number };

/** One fault of one device. */
export type FaultState = {
  /** One timer per alternative; null while its condition is false. */
  readonly alternatives: (Timer | null)[];
  /** The fault while open, or cleared but not yet proven gone. */
  fault: Fault | null;
  /** The good run: clears at clearAfter, is verified at verifyFor. */
  hold: Timer | null;
  /** A person ended a latched fault that was still present: it clears as soon as its condition ends. */
  released: boolean;
};

/** Everything that outlives a restart. Instants are epoch ms. */
export type DeviceMemory = {
  firstHeardAt: number | null;
  lastHeardAt: number | null;
  /** Arrival of a `status` offline not yet followed by anything heard. */
  saidOfflineAt: number | null;
  /** Since when silence may be judged at all (a switched feeder's program). */
  silenceJudgedSince: number | null;
  /** Event time up to which its timers have been run. */
  cursor: number;
  readonly values: Record<string, LastValue>;
  readonly faults: Record<string, FaultState>;
  /** Windows and inner timers of conditions, by their place in the definition. */
  readonly windows: Record<string, unknown>;
};

export type DeviceRuntime = {
  readonly index: number;
  readonly device: Device;
  memory: DeviceMemory;
  /** The offline fault is open: everything else stands still. */
  frozen: boolean;
  /** The next instant of event time at which something may change by itself. */
  wakeAt: number;
};

export const emptyMemory = (): DeviceMemory => ({
  firstHeardAt: null,
  lastHeardAt: null,
  saidOfflineAt: null,
  silenceJudgedSince: null,
  cursor: 0,
  values: {},
  faults: {},
  windows: {},
});
