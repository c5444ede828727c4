// Whether a point has a known value now, and until when: numbers and instants go stale, bools and states keep (CONTRACT 3).

import type { PointValue } from "../model/reading.ts";
import type { DeviceRuntime } from "./runtime.ts";
import { MISSING, UNKNOWN } from "./truth.ts";

export type Fading = "fades" | "keeps";

/** The value, or undefined while it is not known. */
export function knownValue(runtime: DeviceRuntime, point: string, at: number, fading: Fading): PointValue | undefined {
  const last = runtime.memory.values[point];
  if (last === undefined) return undefined;
  return fading === "fades" && at - last.time > runtime.device.staleAfter.value ? undefined : last.value;
}

/** Why a point has no known value: it was never reported, or it went stale. */
export const whyUnknown = (runtime: DeviceRuntime, point: string): typeof UNKNOWN | typeof MISSING =>
  runtime.memory.values[point] === undefined ? MISSING : UNKNOWN;

/** When the point's value becomes unknown; Infinity if it does not. */
export function fadesAt(runtime: DeviceRuntime, point: string, at: number): number {
  const last = runtime.memory.values[point];
  if (last === undefined) return Number.POSITIVE_INFINITY;
  const end = last.time + runtime.device.staleAfter.value + 1;
  return end > at ? end : Number.POSITIVE_INFINITY;
}
