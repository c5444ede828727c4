// The monthly proof of coverage: for each area how long it was watched, for each camera how far its recordings reach back.

import type { AreaPriority } from "./coverage.ts";
import type { Text } from "./text.ts";

/** Epoch ms, `until` exclusive. */
export type Span = { readonly since: number; readonly until: number };

/**
 * Of one kind of time: how much of it has passed, how much of that is known, how much of that nobody watched (ms), and the share
 * watched; null: none is known.
 */
export type WatchedShare = {
  readonly passed: number;
  readonly known: number;
  readonly blind: number;
  readonly share: number | null;
};

/** What was promised and planned of an area for a time. */
export type AreaPlan = Span & {
  readonly atLeast: number;
  readonly designRatio: number;
  readonly nightDesignRatio: number;
};
/** `finding`: in which light the plan itself shows less than is promised: no fault, and yet it counts as blind. */
export type PlanProof = AreaPlan & { readonly finding: readonly ("day" | "night")[] };

/** Areas and cameras that a start found otherwise planned than before: changed, new, or gone. */
export type PlanChange = {
  readonly at: number;
  readonly areas: readonly string[];
  readonly cameras: readonly string[];
};

/** Somebody arrived, or checked in on a round, while no camera saw. */
export type StoodIn = { readonly by: string; readonly at: number; readonly byLabel: boolean };

export type BlindPeriod = {
  /** May lie before the report's time. */
  readonly since: number;
  /** null: blind still. */
  readonly until: number | null;
  /** Of the report's time, while the gateway listened, ms. */
  readonly blind: number;
  /** Cameras and lamps to blame, by id. */
  readonly because: readonly string[];
  readonly ticket: string | null;
  readonly stoodIn: readonly StoodIn[];
  /** Rounds on which nobody came. */
  readonly missedRounds: number;
};

export type AreaProof = {
  readonly id: string;
  readonly name: Text;
  readonly zone: string;
  readonly priority: AreaPriority;
  /** As planned last in the report's time. */
  readonly atLeast: number;
  readonly designRatio: number;
  readonly nightDesignRatio: number;
  /** In which light any of its plans shows less than it promises. */
  readonly finding: readonly ("day" | "night")[];
  /** How it was planned in the report's time, in order, at least one; the area counts only while one of them holds. */
  readonly plans: readonly PlanProof[];
  readonly whole: WatchedShare;
  readonly day: WatchedShare;
  readonly night: WatchedShare;
  readonly periods: readonly BlindPeriod[];
};

/** whole: 30 days and more. short: less. new: installed less than 30 days ago. unknown: the camera does not say. */
export const footageProofs = ["whole", "short", "new", "unknown"] as const;
export type FootageProof = (typeof footageProofs)[number];

export type CameraProof = {
  readonly id: string;
  readonly name: Text;
  readonly zone: string;
  /** As last reported, epoch ms. */
  readonly oldestRecording: number | null;
  readonly footage: FootageProof;
  /** By cause: the fault's name, how often, how long (ms, of the report's time), each one. */
  readonly gaps: readonly {
    readonly cause: string;
    readonly length: number;
    readonly times: readonly { readonly since: number; readonly until: number | null }[];
  }[];
};

export type CoverageReport = {
  readonly site: string;
  /** "2026-11". */
  readonly month: string;
  /** The month, as far as it has passed and the gateway was there; epoch ms, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** When it was worked out, epoch ms: recordings are as of then. */
  readonly at: number;
  /** When the gateway was not listening: nothing is known of it, and no share counts it. */
  readonly unknown: readonly Span[];
  readonly planChanges: readonly PlanChange[];
  readonly areas: readonly AreaProof[];
  readonly cameras: readonly CameraProof[];
};
