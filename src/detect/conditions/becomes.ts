// becomes: a state or bool turned to the value at least N times within the period.

import type { BecomesCondition } from "../../model/condition.ts";
import { whyUnknown } from "../known.ts";
import type { Node } from "../node.ts";
import { truth } from "../truth.ts";
import { type Context, limitOf } from "./context.ts";
import { createWindow } from "./window.ts";

export function compileBecomes(condition: BecomesCondition, context: Context): Node {
  const { point } = condition;
  const window = createWindow(context, limitOf(context, condition.times), condition.within);
  context.observe({
    value: {
      point,
      take(runtime, before, value, time) {
        if (value !== condition.value || before === undefined || before.value === value) return;
        window.add(runtime, time);
      },
    },
  });
  return {
    evaluate: (runtime, at) =>
      runtime.memory.values[point] === undefined ? whyUnknown(runtime, point) : truth(window.full(runtime, at)),
    nextChange: (runtime, at) => window.emptiesAt(runtime, at),
  };
}
