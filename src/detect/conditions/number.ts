// above, atLeast, below, atMost: a number against a fixed limit, a parameter, or a share of something known.

import type { Limit, NumberCondition } from "../../model/condition.ts";
import { fadesAt, knownNumber, whyUnknown } from "../known.ts";
import type { Node } from "../node.ts";
import type { DeviceRuntime } from "../runtime.ts";
import { MISSING, TRUE, truth, type UNKNOWN } from "../truth.ts";
import { type Context, limitOf } from "./context.ts";

/** Deadband for clearing: 5 % of the limit's absolute value (CONTRACT 3). */
const DEADBAND = 0.05;

/** 115 % of 50 is 57.5, not 57.49999999999999: limits are decimal numbers that binary fractions miss. */
const exact = (limit: number): number => Math.round(limit * 1e9) / 1e9;

const NO_POINT = -1;

type LimitNode = {
  /** The limit now; NaN while what it is a share of is not known. */
  readonly value: (runtime: DeviceRuntime, at: number) => number;
  /** The places of the points it depends on. */
  readonly points: readonly number[];
  /** What an unknown limit makes of the condition. */
  readonly without: (runtime: DeviceRuntime) => typeof UNKNOWN | typeof MISSING;
};

/** A limit as a function of what is known at the instant. */
export function compileLimit(limit: Limit, context: Context): LimitNode {
  if (typeof limit === "number") return { value: () => limit, points: [], without: () => MISSING };
  if ("limit" in limit) {
    const value = limitOf(context, limit);
    return { value: () => value, points: [], without: () => MISSING };
  }
  const { share, of, scaledBy } = limit;
  const placeOf = (point: string | undefined): number => {
    if (point === undefined) return NO_POINT;
    context.uses(point);
    return context.points.place(point);
  };
  const [live, scale] = [placeOf(of.point), placeOf(scaledBy)];
  const rated = (of.rated === undefined ? undefined : context.device.rated[of.rated]) ?? Number.NaN;
  return {
    value(runtime, at) {
      const known = live === NO_POINT ? Number.NaN : knownNumber(runtime, live, at);
      const percent = scale === NO_POINT ? Number.NaN : knownNumber(runtime, scale, at);
      const base = Number.isNaN(known) ? rated : known;
      return share * base * (Number.isNaN(percent) ? 1 : percent / 100);
    },
    points: [live, scale].filter((place) => place !== NO_POINT),
    without: (runtime) => (live === NO_POINT ? MISSING : whyUnknown(runtime, live)),
  };
}

export function compileNumber(condition: NumberCondition, context: Context): Node {
  const { op, absolute = false, orUnreported = false } = condition;
  const point = context.points.place(condition.point);
  const limit = compileLimit(condition.limit, context);
  const rising = op === "above" || op === "atLeast";
  const inclusive = op === "atLeast" || op === "atMost";
  return {
    evaluate(runtime, at, loose) {
      const raw = knownNumber(runtime, point, at);
      if (Number.isNaN(raw)) return orUnreported ? TRUE : whyUnknown(runtime, point);
      const edge = limit.value(runtime, at);
      if (Number.isNaN(edge)) return limit.without(runtime);
      const value = absolute ? Math.abs(raw) : raw;
      const band = loose ? DEADBAND * Math.abs(edge) : 0;
      const threshold = exact(rising ? edge - band : edge + band);
      const beyond = rising ? value - threshold : threshold - value;
      return truth(inclusive ? beyond >= 0 : beyond > 0);
    },
    nextChange(runtime, at) {
      let next = fadesAt(runtime, point, at);
      for (const place of limit.points) next = Math.min(next, fadesAt(runtime, place, at));
      return next;
    },
  };
}
