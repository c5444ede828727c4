// offBy: a direction differs from the registered one by more than the limit, the short way round the circle.

import type { OffByCondition } from "../../model/condition.ts";
import { fadesAt, knownNumber, whyUnknown } from "../known.ts";
import type { Node } from "../node.ts";
import { MISSING, truth } from "../truth.ts";
import { type Context, limitOf } from "./context.ts";

export function compileOffBy(condition: OffByCondition, context: Context): Node {
  const point = context.points.place(condition.point);
  const limit = limitOf(context, condition.limit);
  return {
    evaluate(runtime, at, loose) {
      const registered = runtime.device.facts[condition.fact];
      if (typeof registered !== "number") return MISSING;
      const value = knownNumber(runtime, point, at);
      if (Number.isNaN(value)) return whyUnknown(runtime, point);
      const turn = Math.abs(value - registered) % 360;
      return truth(Math.min(turn, 360 - turn) > (loose ? 0.95 * limit : limit));
    },
    nextChange: (runtime, at) => fadesAt(runtime, point, at),
  };
}
