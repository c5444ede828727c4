// A yes-or-no that depends on time alone (dark, inside a lighting program, open hours), with its next change.

export type Schedule = {
  /** Whether it holds at the instant (epoch ms). */
  readonly holds: (at: number) => boolean;
  /** The first instant after `at` (epoch ms) at which the answer may differ; Infinity if never. */
  readonly nextChange: (at: number) => number;
};
