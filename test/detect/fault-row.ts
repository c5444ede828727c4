// The rows of the fault tables in the tests: what is bad, what is just not bad enough, what holds and what clears.

import type { Points } from "./play.ts";

/** The device the rows are about; a row may change any part. */
export type Subject = {
  readonly kind: string;
  readonly asset: string;
  /** Its YAML line. */
  readonly device: string;
  /** Further keys of the site. */
  readonly site?: string;
  /** Instant at which the story begins; the fault's first bad reading comes 607.5 s later. */
  readonly begins: string;
  /** A full message with nothing wrong. */
  readonly healthy: Points;
};

export type FaultCase = Partial<Subject> & {
  readonly fault: string;
  /** Which alternative, where there are several. */
  readonly by?: string;
  /** Each over the healthy message; each opens it. */
  readonly bad: readonly [Points, ...Points[]];
  /** Seconds the condition must hold. */
  readonly after: number;
  /** Each is just not bad enough. */
  readonly inside: readonly Points[];
  /** Between the limit and the deadband: does not open, does not clear. */
  readonly holds?: readonly Points[];
  /** Beyond the deadband: clears. */
  readonly clears?: readonly Points[];
  /** Points without which it cannot be judged. */
  readonly needs: readonly string[];
  /** Points whose absence changes nothing (negatives, "or not reported", "else rated"). */
  readonly without?: readonly string[];
  /** Each over the message: the fault's `while` does not hold. */
  readonly idle?: readonly Points[];
  /** Seconds for which `while` must have held again before anything is judged. */
  readonly settles?: number;
  readonly severity: "critical" | "major" | "minor";
  readonly sla: string;
  /** Latched: the outcome that ends it. */
  readonly outcome?: string;
};

/** A number past its limit: just bad, just not, held by the deadband, beyond it. */
export const past = (point: string, bad: number, inside: number, holds: number, clears: number) => ({
  bad: [{ [point]: bad }] as [Points],
  inside: [{ [point]: inside }],
  holds: [{ [point]: holds }],
  clears: [{ [point]: clears }],
  needs: [point],
});

/** A bool or state that is bad in itself. */
export const turns = (point: string, ...values: readonly [boolean | string, ...(boolean | string)[]]) => ({
  bad: values.map((value) => ({ [point]: value })) as [Points, ...Points[]],
  inside: [],
  needs: [point],
});
