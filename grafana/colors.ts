// The few colours of the boards: what is well, and how bad what is not.

import type { Severity } from "../src/model/severity.ts";

export const good = "green";
export const none = "transparent";
export const severityColors: Readonly<Record<Severity, string>> = {
  critical: "red",
  major: "orange",
  minor: "yellow",
};
/** For states that are neither good nor bad. */
export const plain: readonly string[] = [
  "blue",
  "light-blue",
  "purple",
  "light-purple",
  "dark-blue",
  "super-light-blue",
];

/** A value, from which on up the colour holds; the first has none. */
export type Steps = readonly (readonly [from: number | null, color: string])[];

/** How many are late: one is too many. */
export const lateSteps: Steps = [
  [null, "green"],
  [1, "red"],
];
/** Shares of what should be intact or in time. */
export const shareSteps: Steps = [
  [null, "red"],
  [0.9, "orange"],
  [0.95, "yellow"],
  [0.98, good],
];
export const anyIsBad: Steps = [
  [null, good],
  [1, "red"],
];
/** Minutes to a deadline. */
export const dueSteps: Steps = [
  [null, "red"],
  [0, "orange"],
  [15, "yellow"],
  [60, good],
];
/** What is left of a promise's whole time, as a share: at risk below a quarter, as the desk has it. */
export const leftSteps: Steps = [
  [null, "red"],
  [0, "orange"],
  [0.25, "yellow"],
  [0.5, good],
];
/** Shares of an area that are seen. */
export const seenSteps: Steps = [
  [null, "red"],
  [0.5, "orange"],
  [0.9, "yellow"],
  [0.95, good],
];
