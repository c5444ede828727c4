// held: the condition has been true for the duration; the count stands still while it is unknown.

import type { Condition, HeldCondition } from "../../model/condition.ts";
import type { Node } from "../node.ts";
import { pauseTimer, resumeTimer, startTimer, type Timer, timerDue } from "../timer.ts";
import { FALSE, TRUE, truth } from "../truth.ts";
import { type Context, delayOf, under } from "./context.ts";

export function compileHeld(condition: HeldCondition<Condition>, context: Context): Node {
  const inner = context.compile(condition.of, under(context, "of"));
  const length = delayOf(context, `${context.fault}.${condition.name}`, condition.for);
  const key = context.path;
  context.observe({
    freeze(runtime, at) {
      const timer = runtime.windows[key] as Timer | undefined;
      if (timer) pauseTimer(timer, at);
    },
  });
  return {
    evaluate(runtime, at) {
      const { windows } = runtime;
      const value = inner.evaluate(runtime, at, false);
      if (value === FALSE) {
        if (windows[key] !== undefined) delete windows[key];
        return FALSE;
      }
      const timer = windows[key] as Timer | undefined;
      if (value !== TRUE) {
        if (timer) pauseTimer(timer, at);
        return value;
      }
      if (timer) resumeTimer(timer, at);
      else windows[key] = startTimer(at);
      return truth(timerDue(windows[key] as Timer, length) <= at);
    },
    nextChange(runtime, at) {
      const timer = runtime.windows[key] as Timer | undefined;
      const due = timer ? timerDue(timer, length) : Number.POSITIVE_INFINITY;
      return Math.min(due > at ? due : Number.POSITIVE_INFINITY, inner.nextChange(runtime, at));
    },
  };
}
