// crosses: a number passes a level at least N times within the period. Only what happens while the fault can be judged counts.

import type { CrossesCondition } from "../../model/condition.ts";
import { fadesAt, knownNumber, whyUnknown } from "../known.ts";
import type { Node } from "../node.ts";
import { MISSING, TRUE, truth } from "../truth.ts";
import { type Context, limitOf } from "./context.ts";
import { compileLimit } from "./number.ts";
import { createWindow } from "./window.ts";

/** @param judged whether the fault's *while* holds: crossings outside it are not counted. */
export function compileCrosses(condition: CrossesCondition, context: Context, judged: Node | null): Node {
  const point = context.points.place(condition.point);
  const window = createWindow(context, limitOf(context, condition.times), condition.within);
  const level = compileLimit(condition.level, context);
  context.observe({
    value: {
      point: condition.point,
      take(runtime, before, beforeTime, value, time) {
        if (Number.isNaN(before) || before === value) return;
        const edge = level.value(runtime, time);
        if (Number.isNaN(edge) || before > edge === value > edge) return;
        const counts = (at: number): boolean => !judged || judged.evaluate(runtime, at, false) === TRUE;
        if (counts(beforeTime) && counts(time)) window.add(runtime, time);
      },
    },
  });
  return {
    evaluate(runtime, at) {
      if (Number.isNaN(knownNumber(runtime, point, at))) return whyUnknown(runtime, point);
      return Number.isNaN(level.value(runtime, at)) ? MISSING : truth(window.full(runtime, at));
    },
    nextChange: (runtime, at) => Math.min(window.emptiesAt(runtime, at), fadesAt(runtime, point, at)),
  };
}
