// The guard of a kind: one closure per point that says what is wrong with a value, compiled once from the definition. No coercion.

import type { DeviceDefinition, EventDefinition, Point } from "../model/device-definition.ts";
import type { PointValue } from "../model/reading.ts";
import { readTime } from "./read-time.ts";

export type Checked = { readonly value: PointValue } | { readonly problem: string };
export type PointGuard = (value: unknown) => Checked;

/** A value as a person may read it in an error: JSON, cut to 60 characters. */
export const shown = (value: unknown): string => {
  const json = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
};

function guardPoint(name: string, point: Point, timezone: string): PointGuard {
  const problem = (value: unknown, wanted: string): Checked => ({ problem: `${name}: ${shown(value)} ${wanted}` });
  switch (point.type) {
    case "number": {
      const { min, max, integer = false, unit } = point;
      return (value) => {
        if (typeof value !== "number") return problem(value, "is not a number");
        if (!Number.isFinite(value)) return problem(value, "is not finite");
        if (value < min || value > max) return problem(value, `is outside ${min}..${max} ${unit}`.trimEnd());
        if (integer && !Number.isInteger(value)) return problem(value, "is not an integer");
        return { value };
      };
    }
    case "bool":
      return (value) => (typeof value === "boolean" ? { value } : problem(value, "is not true or false"));
    case "state": {
      const states = new Set(Object.keys(point.states));
      const wanted = `is not one of ${[...states].join(", ")}`;
      return (value) => (typeof value === "string" && states.has(value) ? { value } : problem(value, wanted));
    }
    case "instant":
      return (value) => {
        const instant = typeof value === "string" ? readTime(value, timezone) : undefined;
        return instant === undefined ? problem(value, "is not an instant") : { value: instant };
      };
  }
}

/** Guards of a kind's points by name. */
export function compileGuard(definition: DeviceDefinition, timezone: string): ReadonlyMap<string, PointGuard> {
  return new Map(
    Object.entries(definition.points).map(([name, point]) => [name, guardPoint(name, point, timezone)] as const),
  );
}

const id = /^[\x21-\x7e]{1,128}$/;

/** Checks an event's fields; unknown fields are left out. Returns the values, or what is wrong. */
export function checkEvent(
  definition: EventDefinition,
  fields: Readonly<Record<string, unknown>>,
): { readonly values: Record<string, PointValue> } | { readonly problem: string } {
  const values: Record<string, PointValue> = {};
  for (const [name, field] of Object.entries(definition.fields)) {
    const value = fields[name] ?? undefined;
    if (value === undefined) {
      if (field.required) return { problem: `${name}: is required` };
      continue;
    }
    if (typeof value !== "string") return { problem: `${name}: ${shown(value)} is not a string` };
    if (field.type === "choice" && !field.values.includes(value))
      return { problem: `${name}: ${shown(value)} is not one of ${field.values.join(", ")}` };
    if (field.type === "id" && !id.test(value)) return { problem: `${name}: ${shown(value)} is not an id` };
    values[name] = value;
  }
  return { values };
}
