// Whether a point has a known value now, and until when: numbers and instants go stale, bools and states keep (CONTRACT 3).

import type { DeviceRuntime } from "./runtime.ts";
import { MISSING, UNKNOWN } from "./truth.ts";

/** The value of a number or instant at this place, NaN while it is not known. */
export function knownNumber(runtime: DeviceRuntime, place: number, at: number): number {
  const slot = runtime.from + place;
  return at - (runtime.times[slot] as number) > runtime.staleAfter ? Number.NaN : (runtime.values[slot] as number);
}

/** The bool or state at this place as a number, NaN while it was never reported. */
export const keptValue = (runtime: DeviceRuntime, place: number): number =>
  runtime.values[runtime.from + place] as number;

export const wasReported = (runtime: DeviceRuntime, place: number): boolean =>
  !Number.isNaN(runtime.values[runtime.from + place]);

/** Why a point has no known value: it was never reported, or it went stale. */
export const whyUnknown = (runtime: DeviceRuntime, place: number): typeof UNKNOWN | typeof MISSING =>
  wasReported(runtime, place) ? UNKNOWN : MISSING;

/** When the point's value becomes unknown; Infinity if it does not. */
export function fadesAt(runtime: DeviceRuntime, place: number, at: number): number {
  const end = (runtime.times[runtime.from + place] as number) + runtime.staleAfter + 1;
  return end > at ? end : Number.POSITIVE_INFINITY;
}
