// What cameras saw at an instant in the past, and which of them are witnesses of one point: worked out of the faults of that time.

import type { AreaCoverage, CoveragePlan, Ring } from "./coverage.ts";
import type { Device } from "./site.ts";
import type { Text } from "./text.ts";

/** The plan as it was at an instant: cameras and lamps stand among the devices, also those that are gone by now. */
export type PlanThen = {
  readonly coverage: CoveragePlan;
  readonly devices: readonly Pick<Device, "id" | "kind" | "name" | "facts" | "mount">[];
};

export type PastCoverage = {
  /** Epoch ms. */
  readonly at: number;
  /** The plan's, then. */
  readonly standard: string;
  readonly dark: boolean;
  readonly areas: readonly AreaCoverage[];
  /**
   * Cameras of which nobody knows any more where they looked: a moved one counts as seeing nothing, one that pans as looking as
   * registered.
   */
  readonly uncertain: readonly string[];
  /** Whether the gateway was listening then; if not, faults of that time may be missing. */
  readonly listening: boolean;
};

/** The plan at an instant, and how its cameras and lamps did. */
export type Drawing = Pick<PastCoverage, "at" | "dark"> & {
  readonly plan: PlanThen;
  readonly cameras: ReadonlyMap<
    string,
    {
      readonly faults: readonly string[];
      /** Where it looks other than registered, degrees; null: as registered, or nobody knows. */
      readonly heading: number | null;
      /** What it sees; null where it sees nothing. */
      readonly sector: Ring | null;
    }
  >;
  readonly lampsOut: ReadonlySet<string>;
};

/** kept: recordings reach back to then. expired: they begin later by now. unknown: not recorded, or the camera does not say. */
export const footageStates = ["kept", "expired", "unknown"] as const;
export type Footage = (typeof footageStates)[number];

export type Witness = {
  readonly camera: string;
  readonly name: Text;
  /** px/m at the point. */
  readonly density: number;
  /** The densest class of the site's standard that it saw the point at. */
  readonly class: string;
  readonly recorded: boolean;
  readonly footage: Footage;
};

export type NotSeen = {
  readonly camera: string;
  readonly name: Text;
  /** Its own faults then; or the lamps that were out. */
  readonly because: readonly { readonly asset: string; readonly fault: string }[];
};

export type Witnesses = Pick<PastCoverage, "at" | "dark" | "listening"> & {
  readonly level: string;
  /** Metres. */
  readonly x: number;
  readonly y: number;
  /** The densest view first. */
  readonly witnesses: readonly Witness[];
  /** Cameras that may have seen the point: nobody knows any more where they looked. */
  readonly uncertain: readonly string[];
  /** Cameras that are planned to see the point in that light, and did not. */
  readonly notSeen: readonly NotSeen[];
};
