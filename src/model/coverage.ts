// What cameras must see, and what they see now: the site's plan as the stages read it, and the answers worked out of it.

import type { Text } from "./text.ts";

/** Metres on a level: x is east, y is north. */
export type Point = readonly [x: number, y: number];
export type Ring = readonly Point[];

export type Level = {
  readonly id: string;
  readonly name: Text;
  readonly outline: Ring;
  /** Open polylines; outlines are not walls. */
  readonly walls: readonly (readonly Point[])[];
  /** `false`: outdoors, dark with the sun. `lit`: never dark. `dark`: always dark. */
  readonly indoor: false | "lit" | "dark";
};

export const areaPriorities = ["high", "medium", "normal", "low"] as const;
export type AreaPriority = (typeof areaPriorities)[number];

/** A place that must be watched: drawn on a level, or merely named with the cameras that watch it. */
export type WatchArea = {
  readonly id: string;
  readonly zone: string;
  readonly name: Text;
  readonly priority: AreaPriority;
  /** The share of it that must be seen, 0…1. */
  readonly atLeast: number;
  /** By how many cameras each point must be seen. */
  readonly cameras: number;
  readonly drawn: { readonly level: string; readonly polygon: Ring; readonly need: string } | null;
  /** Without a drawing: seen while so many of these are fit. */
  readonly watchedBy: readonly string[];
};

/** One class of IEC 62676-4 and the pixel density it asks for, px/m. */
export type DensityClass = { readonly id: string; readonly density: number };

export type CoveragePlan = {
  readonly standard: string;
  /** Of that edition, ascending by density. */
  readonly classes: readonly DensityClass[];
  /** Metres above the level's floor. */
  readonly targetHeight: number;
  /** Metres. */
  readonly cell: number;
  readonly levels: readonly Level[];
  readonly areas: readonly WatchArea[];
  /** While an area is blind somebody looks there so often, ms; null: the site does not ask for rounds. */
  readonly patrolEvery: number | null;
  /** Where [0, 0] lies on earth, and how far the plan's north is turned clockwise from true north, degrees. */
  readonly origin: { readonly latitude: number; readonly longitude: number; readonly rotation: number } | null;
};

/** What is known of a camera besides its mount. Absent: fit. */
export type CameraState = {
  readonly sees: boolean;
  /** Must reach the next denser class; at the densest it sees nothing. */
  readonly blurred: boolean;
  /** Where it looks, degrees; null: as registered. A turned camera does not watch the undrawn areas it is named for. */
  readonly heading: number | null;
};

export type CoverageChange =
  | { readonly camera: string; readonly state: CameraState }
  | { readonly lamp: string; readonly works: boolean }
  | { readonly dark: boolean };

export type BlindReason = "design" | "camera" | "light";
export type BlindSpot = {
  /** m². */
  readonly area: number;
  /** Its outer ring, counter-clockwise; empty for an undrawn area. */
  readonly polygon: Ring;
  /** `design`: not seen in the present light though everything works; `light`: seen if the lamps worked; `camera`: else. */
  readonly reason: BlindReason;
  /** Cameras or lamps to blame, by id. */
  readonly because: readonly string[];
};

export type AreaCoverage = {
  readonly id: string;
  readonly zone: string;
  readonly level: string | null;
  readonly need: string | null;
  readonly atLeast: number;
  /** m²; 0 for an undrawn area. */
  readonly area: number;
  readonly ratio: number;
  /** Everything working, by day. */
  readonly designRatio: number;
  /** Everything working, in the dark. */
  readonly nightDesignRatio: number;
  /** m². */
  readonly blindArea: number;
  readonly blindSpots: readonly BlindSpot[];
  /** Cameras that see some of it now. */
  readonly seenBy: readonly string[];
  /** What would be lost with one more device, m² (undrawn: 0), largest first; nothing where nothing would be lost. */
  readonly singlePoints: readonly { readonly device: string; readonly lostArea: number }[];
};

/** A place for a camera that would close blind area. */
export type SuggestedMount = {
  readonly level: string;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly heading: number;
  readonly tilt: number;
  readonly hfov: number;
  readonly vfov: number;
  readonly pixels: readonly [number, number];
  /** What it adds after those before it, m². */
  readonly closes: number;
};

/** A pan-tilt camera that a person could turn so that more of an area is seen. Headings in degrees. */
export type CameraTurn = {
  readonly camera: string;
  /** Where it looks now. */
  readonly heading: number;
  readonly to: number;
  /** m² of the area that would be seen besides, and the ratio that makes. */
  readonly adds: number;
  readonly ratio: number;
  /** What other areas would lose, m², most first. */
  readonly costs: readonly { readonly area: string; readonly lostArea: number }[];
};

/** The live field of what is seen where. Pure: every change is told to it. */
export type Coverage = {
  /** Takes a change; gives the ids of the areas whose ratio it changed. */
  readonly change: (change: CoverageChange) => readonly string[];
  readonly ratio: (area: string) => number;
  /** Everything working, in the given light. */
  readonly designRatio: (area: string, dark: boolean) => number;
  /** Cameras and lamps whose loss costs the area coverage now, by id. */
  readonly blame: (area: string) => readonly string[];
  readonly area: (area: string) => AreaCoverage | undefined;
  readonly areas: () => readonly AreaCoverage[];
  /** The answers of all areas, or of those named, if these cameras and lamps failed as well; changes nothing. */
  readonly without: (devices: readonly string[], among?: ReadonlySet<string>) => readonly AreaCoverage[];
  /** Pan-tilt cameras that a person could turn to see more of a drawn area, best first. Changes nothing. */
  readonly turns: (area: string) => readonly CameraTurn[];
  /** Whether a drawn area's point, or any point of a level, is seen by this camera in its present state: px/m there, null if not. */
  readonly densityAt: (camera: string, level: string, point: Point) => number | null;
  /** The plan view of what a camera sees now at no less than the sparsest class, cut by walls; null where it sees nothing. */
  readonly sector: (camera: string) => Ring | null;
};

/** An area as the detector is told of it. */
export type AreaState = {
  readonly area: string;
  /** Epoch ms. */
  readonly at: number;
  readonly ratio: number;
  /** m²; 0 for an undrawn area. */
  readonly blindArea: number;
  /** Less is seen than is promised, and than is planned for the present light. */
  readonly blind: boolean;
  /** Neighbouring cameras were lost within seconds, and nothing above them explains it. */
  readonly sabotage: boolean;
};
