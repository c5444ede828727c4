// youngerThan and inService: how far back a recorder's footage reaches, and since when it could.

import type { InServiceCondition, YoungerThanCondition } from "../../model/condition.ts";
import { fadesAt, keptValue, knownNumber, whyUnknown } from "../known.ts";
import type { Node } from "../node.ts";
import { type DeviceRuntime, NEVER } from "../runtime.ts";
import { MISSING, truth } from "../truth.ts";
import { type Context, periodOf } from "./context.ts";

export function compileYoungerThan(condition: YoungerThanCondition, context: Context): Node {
  const point = context.points.place(condition.point);
  const period = periodOf(context, condition.period);
  return {
    evaluate(runtime, at) {
      const instant = knownNumber(runtime, point, at);
      return Number.isNaN(instant) ? whyUnknown(runtime, point) : truth(at - instant < period);
    },
    nextChange(runtime, at) {
      const instant = keptValue(runtime, point);
      const old = instant + period > at ? instant + period : Number.POSITIVE_INFINITY;
      return Math.min(old, fadesAt(runtime, point, at));
    },
  };
}

export function compileInService(condition: InServiceCondition, context: Context): Node {
  const period = periodOf(context, condition.period);
  const end = (runtime: DeviceRuntime): number | undefined => {
    const start = runtime.device.asset.installedAt ?? runtime.firstHeardAt;
    return start === NEVER ? undefined : start + period;
  };
  return {
    evaluate(runtime, at) {
      const from = end(runtime);
      return from === undefined ? MISSING : truth(at >= from);
    },
    nextChange(runtime, at) {
      const from = end(runtime);
      return from !== undefined && from > at ? from : Number.POSITIVE_INFINITY;
    },
  };
}
