// What a kind's faults judge: the limits drawn into the curves of its points, and the states that are bad by themselves. Read off the definition, so that a new kind has them too.

import type { Condition, Limit } from "../src/model/condition.ts";
import type { DeviceDefinition } from "../src/model/device-definition.ts";
import { type Severity, severities } from "../src/model/severity.ts";
import type { Text } from "../src/model/text.ts";

/** One fault that looks at a point; `level` where the limit is a plain number of that point. */
export type Judgement = {
  readonly fault: Text;
  readonly severity: Severity;
  readonly sign: ">" | "≥" | "<" | "≤";
  readonly level: number | null;
  /** The limit as people read it: 20, or 60 % × fps. */
  readonly words: string;
};

const signs = { above: ">", atLeast: "≥", below: "<", atMost: "≤" } as const;

function* parts(condition: Condition): Generator<Condition> {
  yield condition;
  if (condition.op === "all" || condition.op === "any") for (const part of condition.of) yield* parts(part);
  else if (condition.op === "held" || condition.op === "noPeer") yield* parts(condition.of);
}

function limitWords(limit: Limit): string {
  if (typeof limit === "number") return String(limit);
  if ("limit" in limit) return String(limit.limit);
  const { share, of, scaledBy } = limit;
  const whole = of.point ?? of.rated ?? "";
  return `${Math.round(share * 1000) / 10} % × ${whole}${scaledBy === undefined ? "" : ` × ${scaledBy}`}`;
}

/** Worst first. A bare number in a condition is a circumstance, not a limit, and is left out. */
export function judgementsOf(definition: DeviceDefinition, point: string): readonly Judgement[] {
  const found = Object.values(definition.faults).flatMap(({ label: fault, severity, opens }) =>
    opens
      .flatMap(({ when }) => [...parts(when)])
      .flatMap((part): Judgement[] => {
        if (!(part.op in signs)) return [];
        const { op, point: judged, limit, absolute } = part as Extract<Condition, { op: keyof typeof signs }>;
        if (judged !== point || typeof limit === "number") return [];
        const level = "limit" in limit ? limit.limit : null;
        const one = { fault, severity, sign: signs[op], level, words: limitWords(limit) };
        return absolute && level !== null ? [one, { ...one, level: -level, words: `-${one.words}` }] : [one];
      }),
  );
  return found.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** How bad a state or a boolean is all by itself; undefined where it is not. */
export function badnessOf(definition: DeviceDefinition, point: string, value: boolean | string): Severity | undefined {
  const found = Object.values(definition.faults)
    .filter(({ opens }) =>
      opens.some(({ when }) => when.op === "is" && when.point === point && when.values.includes(value)),
    )
    .map(({ severity }) => severity);
  return severities.find((severity) => found.includes(severity));
}

/** Whether any fault looks at the point at all. */
export const isJudged = (definition: DeviceDefinition, point: string): boolean =>
  Object.values(definition.faults).some(({ opens, while: judged }) =>
    [...opens.map(({ when }) => when), ...(judged ? [judged] : [])].some((condition) =>
      [...parts(condition)].some((part) => "point" in part && part.point === point),
    ),
  );
