// is and isNot: a bool or state has (or has not) one of the values. The negative holds while the point is not reported.

import type { IsCondition, IsNotCondition } from "../../model/condition.ts";
import { knownValue, whyUnknown } from "../known.ts";
import type { Node } from "../node.ts";
import { TRUE, truth } from "../truth.ts";

export function compileIs(condition: IsCondition | IsNotCondition): Node {
  const { point, values, op } = condition;
  const unreportedHolds = op === "isNot" || condition.orUnreported === true;
  const wanted = op === "is";
  return {
    evaluate(runtime, at) {
      const value = knownValue(runtime, point, at, "keeps");
      if (value === undefined) return unreportedHolds ? TRUE : whyUnknown(runtime, point);
      return truth(values.includes(value as boolean | string) === wanted);
    },
    nextChange: () => Number.POSITIVE_INFINITY,
  };
}
