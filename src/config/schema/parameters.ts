// The part of a device or a `defaults` entry that turns parameters: its keys are read off the definitions of the kinds it is for.

import { z } from "zod";
import type { DeviceDefinition } from "../../model/device-definition.ts";
import { severities } from "../../model/severity.ts";
import { deviceDelays, faultSpecs } from "../parameters.ts";
import { duration, id, interval, positive } from "./words.ts";

type Shape = Record<string, z.ZodType>;

/**
 * `limits`, `delays`, `off`, `severities`, `slaRows`, `rated` and `reportEvery` for these kinds together.
 * A duration may stand among the limits where the fault has no limit of that name.
 */
export function parameterShape(kinds: readonly DeviceDefinition[]) {
  const limits: Shape = {};
  const delays: Shape = {};
  const faults = new Set<string>();
  const rated: Shape = {};
  const numbers = new Map<string, Set<"number" | "count" | "duration">>();
  for (const definition of kinds) {
    for (const name of Object.keys(definition.rated)) rated[name] = positive.optional();
    for (const spec of faultSpecs(definition)) {
      faults.add(spec.fault);
      for (const { name, word } of spec.delays)
        for (const key of word === undefined ? [name] : [name, word]) delays[key] = duration.optional();
      for (const { name, type } of spec.limits) numbers.set(name, (numbers.get(name) ?? new Set()).add(type));
    }
  }
  for (const name of deviceDelays) delays[name] = interval.optional();
  Object.assign(limits, delays);
  for (const [name, types] of numbers) limits[name] = limitSchema(types).optional();
  const names = [...faults] as [string, ...string[]];
  const each = <S extends z.ZodType>(schema: S) => Object.fromEntries(names.map((name) => [name, schema]));
  return {
    reportEvery: interval.optional(),
    rated: z.strictObject(rated).optional(),
    limits: z.strictObject(limits).optional(),
    delays: z.strictObject(delays).optional(),
    off: z.array(z.enum(names)).optional(),
    severities: z.strictObject(each(z.enum(severities).optional())).optional(),
    slaRows: z.strictObject(each(id.optional())).optional(),
  };
}

function limitSchema(types: ReadonlySet<"number" | "count" | "duration">): z.ZodType {
  const number = types.has("number") ? z.number() : z.int().min(1);
  if (!types.has("duration")) return number;
  return types.size === 1 ? duration : z.union([number, duration]);
}

/** What a device and a `defaults` entry may both say, as data. */
export type RawParameters = {
  readonly reportEvery?: string;
  readonly rated?: Readonly<Record<string, number>>;
  readonly limits?: Readonly<Record<string, number | string>>;
  readonly delays?: Readonly<Record<string, string>>;
  readonly off?: readonly string[];
  readonly severities?: Readonly<Record<string, "critical" | "major" | "minor">>;
  readonly slaRows?: Readonly<Record<string, string>>;
};
