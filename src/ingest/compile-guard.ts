// The guard of a kind: for each point, what it takes and what is wrong with the rest, compiled once from the definition. No coercion.

import type { DeviceDefinition, EventDefinition, Point } from "../model/device-definition.ts";
import type { PointValue } from "../model/reading.ts";
import { readTime } from "./read-time.ts";
import { hashText } from "./repeats.ts";

export type PointGuard = {
  readonly name: string;
  /** Of the name: values that are alike under different names are not the same. */
  readonly hash: number;
  /** The value as it counts, or undefined where it is wrong. */
  readonly take: (value: unknown) => PointValue | undefined;
  /** What is wrong with a value that was not taken. */
  readonly problem: (value: unknown) => string;
};

/** A value as a person may read it in an error: JSON, cut to 60 characters. */
export const shown = (value: unknown): string => {
  const json = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
};

function guardPoint(name: string, point: Point, timezone: string): PointGuard {
  const wrong = (value: unknown, wanted: string): string => `${name}: ${shown(value)} ${wanted}`;
  const hash = hashText(name);
  switch (point.type) {
    case "number": {
      const { min, max, integer = false, unit } = point;
      return {
        name,
        hash,
        take: (value) =>
          typeof value === "number" &&
          Number.isFinite(value) &&
          value >= min &&
          value <= max &&
          (!integer || Number.isInteger(value))
            ? value
            : undefined,
        problem(value) {
          if (typeof value !== "number") return wrong(value, "is not a number");
          if (!Number.isFinite(value)) return wrong(value, "is not finite");
          if (value < min || value > max) return wrong(value, `is outside ${min}..${max} ${unit}`.trimEnd());
          return wrong(value, "is not an integer");
        },
      };
    }
    case "bool":
      return {
        name,
        hash,
        take: (value) => (typeof value === "boolean" ? value : undefined),
        problem: (value) => wrong(value, "is not true or false"),
      };
    case "state": {
      const states = new Set(Object.keys(point.states));
      const wanted = `is not one of ${[...states].join(", ")}`;
      return {
        name,
        hash,
        take: (value) => (typeof value === "string" && states.has(value) ? value : undefined),
        problem: (value) => wrong(value, wanted),
      };
    }
    case "instant":
      return {
        name,
        hash,
        take: (value) => (typeof value === "string" ? readTime(value, timezone) : undefined),
        problem: (value) => wrong(value, "is not an instant"),
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
