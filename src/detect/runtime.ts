// What the detector knows of one device while it runs, laid out for speed, and the plain data that it is stored as.

import type { Fault } from "../model/fault.ts";
import type { PointValue } from "../model/reading.ts";
import type { Device } from "../model/site.ts";
import type { Timer } from "./timer.ts";

export type LastValue = { readonly value: PointValue; readonly time: number };

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

/** Everything that outlives a restart, as plain data. Instants are epoch ms. */
export type DeviceMemory = {
  readonly firstHeardAt: number | null;
  readonly lastHeardAt: number | null;
  /** Arrival of a `status` offline not yet followed by anything heard. */
  readonly saidOfflineAt: number | null;
  /** Since when silence may be judged at all (a switched feeder's program). */
  readonly silenceJudgedSince: number | null;
  /** Event time up to which its timers have been run. */
  readonly cursor: number;
  readonly values: Readonly<Record<string, LastValue>>;
  /** Only those that are under way. */
  readonly faults: Readonly<Record<string, FaultState>>;
  /** Windows and inner timers of conditions, by their place in the definition. */
  readonly windows: Readonly<Record<string, unknown>>;
};

/** An instant that never was. */
export const NEVER = Number.NEGATIVE_INFINITY;

export type DeviceRuntime = {
  readonly index: number;
  readonly device: Device;
  /** Age at which a number becomes unknown, ms. */
  readonly staleAfter: number;
  /** Last values as numbers (points.ts), NaN where there is none, and their times: the device's own begin at `from`. */
  readonly values: Float64Array;
  readonly times: Float64Array;
  readonly from: number;
  /** These four: NEVER where the stored form says null. */
  firstHeardAt: number;
  lastHeardAt: number;
  saidOfflineAt: number;
  silenceJudgedSince: number;
  cursor: number;
  /** By rule; nothing until something happens to it. */
  readonly states: (FaultState | undefined)[];
  readonly windows: Record<string, unknown>;
  /** Stored states of faults that are now switched off. */
  readonly left: Readonly<Record<string, FaultState>> | null;
  /** The offline fault is open: everything else stands still. */
  frozen: boolean;
  /** The next instant of event time at which something may change by itself. */
  wakeAt: number;
};
