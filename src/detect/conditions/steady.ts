// steady: the point has not risen for the period.

import type { SteadyCondition } from "../../model/condition.ts";
import { milliseconds } from "../../model/duration.ts";
import { fadesAt, knownNumber, whyUnknown } from "../known.ts";
import type { Node } from "../node.ts";
import { truth } from "../truth.ts";
import type { Context } from "./context.ts";

export function compileSteady(condition: SteadyCondition, context: Context): Node {
  const point = context.points.place(condition.point);
  const length = milliseconds(condition.for);
  const key = context.path;
  context.observe({
    value: {
      point: condition.point,
      take(runtime, before, _beforeTime, value, time) {
        if (Number.isNaN(before) || value > before) runtime.windows[key] = time;
      },
    },
  });
  return {
    evaluate(runtime, at) {
      if (Number.isNaN(knownNumber(runtime, point, at))) return whyUnknown(runtime, point);
      return truth(at >= (runtime.windows[key] as number) + length);
    },
    nextChange(runtime, at) {
      const rose = runtime.windows[key] as number | undefined;
      const end = rose !== undefined && rose + length > at ? rose + length : Number.POSITIVE_INFINITY;
      return Math.min(end, fadesAt(runtime, point, at));
    },
  };
}
