// risesBy: a total grows by more than the limit within the period; one that falls starts anew (CONTRACT 3, "Clearing").

import type { RisesByCondition } from "../../model/condition.ts";
import { milliseconds } from "../../model/duration.ts";
import { fadesAt, knownNumber, whyUnknown } from "../known.ts";
import type { Node } from "../node.ts";
import type { DeviceRuntime } from "../runtime.ts";
import { truth } from "../truth.ts";
import { type Context, limitOf } from "./context.ts";

/** Distinct values in rising order, each with the instant it was last seen. */
type Steps = [lastSeen: number, value: number][];

export function compileRisesBy(condition: RisesByCondition, context: Context): Node {
  const point = context.points.place(condition.point);
  const limit = limitOf(context, condition.limit);
  const within = milliseconds(condition.within);
  const steps = (runtime: DeviceRuntime): Steps => {
    runtime.windows[context.path] ??= [];
    return runtime.windows[context.path] as Steps;
  };
  context.observe({
    value: {
      point: condition.point,
      take(runtime, _before, _beforeTime, value, time) {
        const list = steps(runtime);
        const last = list.at(-1);
        if (last && value < last[1]) list.length = 0;
        if (last && last[1] === value) last[0] = time;
        else list.push([time, value]);
      },
    },
    reset(runtime) {
      steps(runtime).splice(0, steps(runtime).length - 1);
    },
  });
  /** What is no older than the period; the newest always stays. */
  const inWindow = (runtime: DeviceRuntime, at: number): Steps => {
    const list = steps(runtime);
    while (list.length > 1 && (list[0] as [number, number])[0] < at - within) list.shift();
    return list;
  };
  const rise = (list: Steps): number => (list.at(-1)?.[1] ?? 0) - (list[0]?.[1] ?? 0);
  return {
    evaluate(runtime, at) {
      if (Number.isNaN(knownNumber(runtime, point, at))) return whyUnknown(runtime, point);
      return truth(rise(inWindow(runtime, at)) > limit);
    },
    nextChange(runtime, at) {
      const list = inWindow(runtime, at);
      const leaves = rise(list) > limit ? (list[0] as [number, number])[0] + within + 1 : Number.POSITIVE_INFINITY;
      return Math.min(leaves, fadesAt(runtime, point, at));
    },
  };
}
