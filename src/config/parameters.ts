// What a kind lets a site turn: the names, kinds and defaults of every delay and limit, read off its definition.

import type { Condition, Limit, LimitParameter, PeriodParameter } from "../model/condition.ts";
import type { DeviceDefinition, FaultDefinition } from "../model/device-definition.ts";
import { milliseconds } from "../model/duration.ts";
import type { Severity } from "../model/severity.ts";

export type LimitSpec = {
  readonly name: string;
  /** count: a whole number of times. duration: milliseconds, written as ISO 8601. */
  readonly type: "number" | "count" | "duration";
  readonly default: number;
  readonly unit: string;
};

export type DelaySpec = {
  readonly name: string;
  /** Milliseconds. */
  readonly default: number;
  /** A wider word that sets this one too: the bare fault name, `clearAfter`, `settle`. */
  readonly word?: string;
};

export type FaultSpec = {
  readonly fault: string;
  readonly severity: Severity;
  readonly sla: string;
  readonly delays: readonly DelaySpec[];
  readonly limits: readonly LimitSpec[];
};

/** Parameters of the device as a whole; written among its delays. */
export const deviceDelays = ["offlineAfter", "staleAfter", "verifyFor"] as const;

const clearAfter = "PT30S";
const known = new WeakMap<DeviceDefinition, readonly FaultSpec[]>();

/** Every fault of the kind with its parameters; `offline` and `clockSkew`, which every kind has, come last. */
export function faultSpecs(definition: DeviceDefinition): readonly FaultSpec[] {
  const cached = known.get(definition);
  if (cached) return cached;
  const { severity, sla } = definition.offline;
  const specs: FaultSpec[] = Object.entries(definition.faults).map(([fault, rule]) => ({
    fault,
    severity: rule.severity,
    sla: rule.sla,
    delays: delaysOf(fault, rule),
    limits: limitsOf(fault, rule, definition),
  }));
  specs.push({ fault: "offline", severity, sla, delays: [], limits: [] });
  specs.push({ fault: "clockSkew", severity: "minor", sla: "data-loss", delays: [], limits: [] });
  known.set(definition, specs);
  return specs;
}

/** An alternative's delay is named after the fault, or "fault.name" where several are told apart by name. */
function delaysOf(fault: string, rule: FaultDefinition): readonly DelaySpec[] {
  const found = new Map<string, DelaySpec>();
  const add = (spec: DelaySpec) => void (found.has(spec.name) || found.set(spec.name, spec));
  const single = rule.opens.length === 1;
  // The bare fault name moves the delays there are; an alternative that opens at once stays so unless none has a delay.
  const anyDelay = rule.opens.some((alternative) => alternative.onDelay !== undefined);
  for (const { name, onDelay } of rule.opens) {
    const own = name === undefined || single ? fault : `${fault}.${name}`;
    const bare = own !== fault && (onDelay !== undefined || !anyDelay);
    add({ name: own, default: milliseconds(onDelay ?? "PT0S"), ...(bare && { word: fault }) });
  }
  for (const condition of conditionsOf(rule))
    walk(condition, (part) => {
      if (part.op === "held") add({ name: `${fault}.${part.name}`, default: milliseconds(part.for), word: part.name });
    });
  add({ name: `${fault}.clearAfter`, default: milliseconds(rule.offDelay ?? clearAfter), word: "clearAfter" });
  return [...found.values()];
}

function limitsOf(fault: string, rule: FaultDefinition, definition: DeviceDefinition): readonly LimitSpec[] {
  const found = new Map<string, LimitSpec>();
  const add = (parameter: LimitParameter | PeriodParameter, type: LimitSpec["type"], unit: string) => {
    const name = parameter.name === undefined ? fault : `${fault}.${parameter.name}`;
    const value = "limit" in parameter ? parameter.limit : milliseconds(parameter.period);
    if (!found.has(name)) found.set(name, { name, type, default: value, unit });
  };
  const unitOf = (point: string) => {
    const known = definition.points[point];
    return known?.type === "number" ? known.unit : "";
  };
  for (const condition of conditionsOf(rule))
    walk(condition, (part) => {
      if ("times" in part) add(part.times, "count", "");
      else if ("period" in part) add(part.period, "duration", "");
      else if ("limit" in part && isParameter(part.limit)) add(part.limit, "number", unitOf(part.point));
    });
  return [...found.values()];
}

const isParameter = (limit: Limit): limit is LimitParameter => typeof limit === "object" && "limit" in limit;

/** Every condition of the rule, outermost parts only. */
export const conditionsOf = (rule: Pick<FaultDefinition, "while" | "opens" | "clearsWhen">): readonly Condition[] => [
  ...(rule.while ? [rule.while] : []),
  ...rule.opens.map((alternative) => alternative.when),
  ...(rule.clearsWhen ? [rule.clearsWhen] : []),
];

/** Visits the condition and everything inside it. */
export function walk(condition: Condition, visit: (part: Condition) => void): void {
  visit(condition);
  if (condition.op === "all" || condition.op === "any") for (const part of condition.of) walk(part, visit);
  else if (condition.op === "held" || condition.op === "noPeer") walk(condition.of, visit);
}
