// count: matching events, at least N within the period, none of the resetting kind between.

import type { CountCondition } from "../../model/condition.ts";
import type { PointValue } from "../../model/reading.ts";
import type { Node } from "../node.ts";
import { truth } from "../truth.ts";
import { type Context, limitOf } from "./context.ts";
import { createWindow } from "./window.ts";

const matches = (
  values: Readonly<Record<string, PointValue>>,
  wanted: Readonly<Record<string, string>> | undefined,
): boolean => wanted !== undefined && Object.entries(wanted).every(([field, value]) => values[field] === value);

export function compileCount(condition: CountCondition, context: Context): Node {
  const window = createWindow(context, limitOf(context, condition.times), condition.within);
  context.observe({
    event(runtime, event, values, time) {
      if (event !== condition.event) return;
      if (matches(values, condition.resetBy)) window.clear(runtime);
      else if (matches(values, condition.where)) window.add(runtime, time);
    },
  });
  return {
    evaluate: (runtime, at) => truth(window.full(runtime, at)),
    nextChange: (runtime, at) => window.emptiesAt(runtime, at),
  };
}
