// What the floor plan hears from the gateway: the drawing of /api/v1/coverage/plan and the figures of /api/v1/coverage.

import type { AreaCoverage, AreaPriority, Level, Point, Ring } from "../model/coverage.ts";
import type { Text } from "../model/text.ts";

export type PlanLevel = Pick<Level, "id" | "name" | "outline" | "walls"> & { readonly indoor: string };

export type PlanArea = {
  readonly id: string;
  readonly zone: string;
  readonly name: Text;
  readonly level: string | null;
  /** Empty for an area that is not drawn. */
  readonly polygon: Ring;
  readonly need: string | null;
  readonly atLeast: number;
  readonly cameras: number;
  readonly priority: AreaPriority;
};

type Mounted = {
  readonly id: string;
  readonly name: Text;
  readonly level: string;
  readonly x: number;
  readonly y: number;
};
export type PlanCamera = Mounted & {
  /** Degrees clockwise from the plan's north. */
  readonly heading: number;
  readonly faults: readonly string[];
  /** What it sees now; null where it sees nothing. */
  readonly sector: readonly Point[] | null;
};
export type PlanLamp = Mounted & { /** Metres. */ readonly radius: number; readonly works: boolean };

export type PlanJson = {
  readonly at: string;
  readonly dark: boolean;
  readonly levels: readonly PlanLevel[];
  readonly areas: readonly PlanArea[];
  readonly cameras: readonly PlanCamera[];
  readonly lamps: readonly PlanLamp[];
};

export type CoverageJson = {
  readonly at: string;
  readonly dark: boolean;
  readonly areas: readonly AreaCoverage[];
  /** Of an instant in the past: cameras of which nobody knows where they looked, and whether the gateway ran. */
  readonly uncertain?: readonly string[];
  readonly listening?: boolean;
};

/** A pan-tilt camera that a person could turn to see more of an area. Headings in degrees, areas in m². */
export type TurnJson = {
  readonly camera: string;
  readonly heading: number;
  readonly to: number;
  readonly adds: number;
  readonly ratio: number;
  readonly costs: readonly { readonly area: string; readonly lostArea: number }[];
};
