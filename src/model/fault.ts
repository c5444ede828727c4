// A fault: one asset, one thing wrong, from its first bad reading to the instant it is proven gone.

import type { Severity } from "./severity.ts";

/** All instants are epoch ms. */
export type Fault = {
  readonly asset: string;
  readonly kind: string;
  readonly fault: string;
  readonly severity: Severity;
  readonly sla: string;
  readonly latched: boolean;
  /** First bad reading. */
  readonly since: number;
  /** The later of since + delay and the arrival of the proof. */
  readonly openedAt: number;
  /** The condition holds (or was last known to). A latched fault can be open and absent. */
  readonly present: boolean;
  /** Latched only: when the condition ended. */
  readonly absentSince: number | null;
  readonly clearedAt: number | null;
  /** First reading of the good run now under way; null while bad. The verify hold counts from here. */
  readonly goodSince: number | null;
  /** The good run has lasted verifyFor. */
  readonly verified: boolean;
  /** Facts for wording: a constant clock offset in ms, and the like. */
  readonly detail?: Readonly<Record<string, number | string>>;
};

/** Cameras and lamps that an area's blind spot is blamed on, by id. */
export const blamedBy = ({ detail }: Fault): readonly string[] =>
  typeof detail?.because === "string" ? detail.because.split(",") : [];

/**
 * opened: a new fault. resumed: relapse inside the hold, the same fault goes on. recovering: first good reading.
 * relapsed: bad again before it was proven gone. absent: a latched fault whose condition ended.
 * cleared: it is over. verified: the good run lasted verifyFor. hidden: a stronger fault of the asset opened over it.
 */
export type FaultEventType =
  | "opened"
  | "resumed"
  | "recovering"
  | "relapsed"
  | "absent"
  | "cleared"
  | "verified"
  | "hidden";

export type FaultEvent = {
  readonly type: FaultEventType;
  /** When it became so, epoch ms (event time). */
  readonly at: number;
  /** When the gateway knew, epoch ms: never earlier than `at` by late data. */
  readonly knownAt: number;
  readonly fault: Fault;
  /** hidden: the stronger fault's name. */
  readonly by?: string;
};

/** Outcome codes that end a latched fault (CONTRACT: a person's `restore`). */
export const outcomes = ["released", "nobody-inside", "secured", "false-alarm", "leak-stopped", "test"] as const;
export type Outcome = (typeof outcomes)[number];
