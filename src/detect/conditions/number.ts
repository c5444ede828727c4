// above, atLeast, below, atMost: a number against a fixed limit, a parameter, or a share of something known.

import type { Limit, NumberCondition } from "../../model/condition.ts";
import { fadesAt, knownValue, whyUnknown } from "../known.ts";
import type { Node } from "../node.ts";
import type { DeviceRuntime } from "../runtime.ts";
import { MISSING, TRUE, truth, type UNKNOWN } from "../truth.ts";
import { type Context, limitOf } from "./context.ts";

/** Deadband for clearing: 5 % of the limit's absolute value (CONTRACT 3). */
const DEADBAND = 0.05;

/** 115 % of 50 is 57.5, not 57.49999999999999: limits are decimal numbers that binary fractions miss. */
const exact = (limit: number): number => Math.round(limit * 1e9) / 1e9;

type LimitNode = {
  /** The limit now; undefined while what it is a share of is not known. */
  readonly value: (runtime: DeviceRuntime, at: number) => number | undefined;
  readonly points: readonly string[];
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
  for (const point of [of.point, scaledBy]) if (point !== undefined) context.uses(point);
  const rated = of.rated === undefined ? undefined : context.device.rated[of.rated];
  return {
    value(runtime, at) {
      const live = of.point === undefined ? undefined : knownValue(runtime, of.point, at, "fades");
      const base = (live as number | undefined) ?? rated;
      if (base === undefined) return undefined;
      const scale = scaledBy === undefined ? undefined : knownValue(runtime, scaledBy, at, "fades");
      return share * base * (scale === undefined ? 1 : (scale as number) / 100);
    },
    points: [of.point, scaledBy].filter((name) => name !== undefined),
    without: (runtime) => (of.point === undefined ? MISSING : whyUnknown(runtime, of.point)),
  };
}

export function compileNumber(condition: NumberCondition, context: Context): Node {
  const { op, point, absolute = false, orUnreported = false } = condition;
  const limit = compileLimit(condition.limit, context);
  const points = [point, ...limit.points];
  const rising = op === "above" || op === "atLeast";
  const inclusive = op === "atLeast" || op === "atMost";
  return {
    evaluate(runtime, at, loose) {
      const raw = knownValue(runtime, point, at, "fades") as number | undefined;
      if (raw === undefined) return orUnreported ? TRUE : whyUnknown(runtime, point);
      const edge = limit.value(runtime, at);
      if (edge === undefined) return limit.without(runtime);
      const value = absolute ? Math.abs(raw) : raw;
      const band = loose ? DEADBAND * Math.abs(edge) : 0;
      const threshold = exact(rising ? edge - band : edge + band);
      const beyond = rising ? value - threshold : threshold - value;
      return truth(inclusive ? beyond >= 0 : beyond > 0);
    },
    nextChange: (runtime, at) => Math.min(...points.map((name) => fadesAt(runtime, name, at))),
  };
}
