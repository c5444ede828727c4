// is and isNot: a bool or state has (or has not) one of the values. The negative holds while the point is not reported.

import type { IsCondition, IsNotCondition } from "../../model/condition.ts";
import { keptValue, whyUnknown } from "../known.ts";
import type { Node } from "../node.ts";
import { TRUE, truth } from "../truth.ts";
import type { Context } from "./context.ts";

export function compileIs(condition: IsCondition | IsNotCondition, context: Context): Node {
  const { values, op } = condition;
  const point = context.points.place(condition.point);
  const codes = values.map((value) => context.points.code(point, value));
  const unreportedHolds = op === "isNot" || condition.orUnreported === true;
  const wanted = op === "is";
  return {
    evaluate(runtime) {
      const value = keptValue(runtime, point);
      if (Number.isNaN(value)) return unreportedHolds ? TRUE : whyUnknown(runtime, point);
      return truth(codes.includes(value) === wanted);
    },
    nextChange: () => Number.POSITIVE_INFINITY,
  };
}
