// A compiled condition: the shape that every word of the rule vocabulary takes when the detector runs it.

import type { PointValue } from "../model/reading.ts";
import type { DeviceRuntime } from "./runtime.ts";
import type { Truth } from "./truth.ts";

export type Node = {
  /** Its truth at the instant (epoch ms); `loose` widens numeric limits by their deadband, for clearing. */
  readonly evaluate: (runtime: DeviceRuntime, at: number, loose: boolean) => Truth;
  /** The first instant after `at` at which its truth may change with no reading; Infinity if never. */
  readonly nextChange: (runtime: DeviceRuntime, at: number) => number;
};

/**
 * What the words that look back in time need beside evaluate: told of each newer value or event, in event-time order. Values are
 * numbers as in points.ts; `before` is NaN, and `beforeTime` NEVER, where there was none.
 */
export type Observer = {
  readonly value?: {
    readonly point: string;
    readonly take: (runtime: DeviceRuntime, before: number, beforeTime: number, value: number, time: number) => void;
  };
  readonly event?: (
    runtime: DeviceRuntime,
    event: string,
    values: Readonly<Record<string, PointValue>>,
    time: number,
  ) => void;
  readonly reading?: (runtime: DeviceRuntime, ahead: number) => void;
  /** Offline: inner timers stand still. */
  readonly freeze?: (runtime: DeviceRuntime, at: number) => void;
  /** The fault was cleared by a condition of its own: begin anew. */
  readonly reset?: (runtime: DeviceRuntime) => void;
};
