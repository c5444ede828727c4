// Why a deadline is what it is, in words for people: what the ticket desk answers and the API and the wall show.

import type { Text } from "./text.ts";
import type { Milestone } from "./ticket.ts";

export const whyStepTypes = [
  "row",
  "limit",
  "agreed",
  "peak",
  "start",
  "day",
  "calendar",
  "pause",
  "reopened",
  "breach",
  "done",
  "void",
] as const;
export type WhyStepType = (typeof whyStepTypes)[number];

/** One thing that made the deadline what it is; `at` is its instant (epoch ms), null where it has none. */
export type WhyStep = {
  readonly type: WhyStepType;
  readonly at: number | null;
  readonly text: Text;
  /** When the promise is due after this step, epoch ms; on the steps that set or move it. */
  readonly dueAt?: number;
  /** How far the step moved the due instant, ms. */
  readonly movedBy?: number;
};

/** One milestone explained; `dueAt` as on the ticket's clock, null where a date is yet to be agreed and no clock runs. */
export type ClockWhy = {
  readonly milestone: Milestone;
  readonly dueAt: number | null;
  /** The answer in one sentence. */
  readonly text: Text;
  /** Whole sentences, in the order in which they are to be read. */
  readonly steps: readonly WhyStep[];
};
