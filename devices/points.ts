// Short words for writing points: a range is what is physically possible, never what is healthy.

import type { BoolPoint, InstantPoint, NumberPoint } from "../src/model/device-definition.ts";
import { text } from "../src/model/text.ts";

type Extra = { readonly integer?: boolean; readonly total?: boolean };

/** A number with its unit and the range that is physically possible. */
export const number = (en: string, zh: string, unit: string, min: number, max: number, extra: Extra = {}) =>
  ({ type: "number", label: text(en, zh), unit, min, max, ...extra }) as const satisfies NumberPoint;

/** A counter that only grows until the device starts anew. */
export const total = (en: string, zh: string, unit: string) => number(en, zh, unit, 0, 1e12, { total: true });

export const percent = (en: string, zh: string) => number(en, zh, "%", 0, 100);
export const celsius = (en: string, zh: string) => number(en, zh, "°C", -80, 1000);
export const pressure = (en: string, zh: string) => number(en, zh, "MPa", -0.1, 10);

export const bool = (en: string, zh: string) => ({ type: "bool", label: text(en, zh) }) as const satisfies BoolPoint;

export const instant = (en: string, zh: string) =>
  ({ type: "instant", label: text(en, zh) }) as const satisfies InstantPoint;

/** A state: each value with its two names. */
export const state = <const S extends string>(
  en: string,
  zh: string,
  states: Readonly<Record<S, readonly [en: string, zh: string]>>,
) =>
  ({
    type: "state",
    label: text(en, zh),
    states: Object.fromEntries(
      Object.entries<readonly [string, string]>(states).map(([name, [a, b]]) => [name, text(a, b)]),
    ) as Record<S, { en: string; zh: string }>,
  }) as const;
