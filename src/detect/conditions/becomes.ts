// becomes: a state or bool turned to the value at least N times within the period.

import type { BecomesCondition } from "../../model/condition.ts";
import { wasReported } from "../known.ts";
import type { Node } from "../node.ts";
import { MISSING, truth } from "../truth.ts";
import { type Context, limitOf } from "./context.ts";
import { createWindow } from "./window.ts";

export function compileBecomes(condition: BecomesCondition, context: Context): Node {
  const point = context.points.place(condition.point);
  const wanted = context.points.code(point, condition.value);
  const window = createWindow(context, limitOf(context, condition.times), condition.within);
  context.observe({
    value: {
      point: condition.point,
      take(runtime, before, _beforeTime, value, time) {
        if (value !== wanted || Number.isNaN(before) || before === value) return;
        window.add(runtime, time);
      },
    },
  });
  return {
    evaluate: (runtime, at) => (wasReported(runtime, point) ? truth(window.full(runtime, at)) : MISSING),
    nextChange: (runtime, at) => window.emptiesAt(runtime, at),
  };
}
