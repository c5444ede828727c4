// A window of instants: "at least N within a period", shared by crosses, becomes and count.

import { milliseconds } from "../../model/duration.ts";
import type { DeviceRuntime } from "../runtime.ts";
import type { Context } from "./context.ts";

export type Window = {
  readonly add: (runtime: DeviceRuntime, time: number) => void;
  readonly clear: (runtime: DeviceRuntime) => void;
  /** Whether it holds at least `times` instants no older than the period. */
  readonly full: (runtime: DeviceRuntime, at: number) => boolean;
  /** When it will no longer be full; Infinity when it is not. */
  readonly emptiesAt: (runtime: DeviceRuntime, at: number) => number;
};

/** @param within ISO duration; an instant exactly that old still counts. */
export function createWindow(context: Context, times: number, within: string): Window {
  const length = milliseconds(within);
  const instants = (runtime: DeviceRuntime): number[] => {
    runtime.windows[context.path] ??= [];
    return runtime.windows[context.path] as number[];
  };
  /** The oldest of the last `times` instants up to `at`: a late event is judged at its own time, when newer ones are known. */
  const oldestThatCounts = (runtime: DeviceRuntime, at: number): number | undefined => {
    const list = instants(runtime);
    let end = list.length;
    while (end > 0 && (list[end - 1] as number) > at) end -= 1;
    return list[end - times];
  };
  const full = (runtime: DeviceRuntime, at: number): boolean => {
    const oldest = oldestThatCounts(runtime, at);
    return oldest !== undefined && oldest >= at - length;
  };
  return {
    add(runtime, time) {
      const list = instants(runtime);
      let index = list.length;
      while (index > 0 && (list[index - 1] as number) > time) index -= 1;
      list.splice(index, 0, time);
      if (list.length > times) list.splice(0, list.length - times);
    },
    clear(runtime) {
      instants(runtime).length = 0;
    },
    full,
    emptiesAt: (runtime, at) =>
      full(runtime, at) ? (oldestThatCounts(runtime, at) as number) + length + 1 : Number.POSITIVE_INFINITY,
  };
}
