// steady: the point has not risen for the period.

import type { SteadyCondition } from "../../model/condition.ts";
import { milliseconds } from "../../model/duration.ts";
import { fadesAt, knownValue, whyUnknown } from "../known.ts";
import type { Node } from "../node.ts";
import { truth } from "../truth.ts";
import type { Context } from "./context.ts";

export function compileSteady(condition: SteadyCondition, context: Context): Node {
  const { point } = condition;
  const length = milliseconds(condition.for);
  const key = context.path;
  context.observe({
    value: {
      point,
      take(runtime, before, value, time) {
        if (!before || (value as number) > (before.value as number)) runtime.memory.windows[key] = time;
      },
    },
  });
  return {
    evaluate(runtime, at) {
      if (knownValue(runtime, point, at, "fades") === undefined) return whyUnknown(runtime, point);
      return truth(at >= (runtime.memory.windows[key] as number) + length);
    },
    nextChange(runtime, at) {
      const rose = runtime.memory.windows[key] as number | undefined;
      const end = rose !== undefined && rose + length > at ? rose + length : Number.POSITIVE_INFINITY;
      return Math.min(end, fadesAt(runtime, point, at));
    },
  };
}
