// One drawn watch area with all who may see or light it: what the sums and surveys of it read.

import type { WatchArea } from "../model/coverage.ts";
import type { Band } from "./band.ts";
import type { Strips } from "./strips.ts";

/** How one camera stands to one area. */
export type Viewer = {
  /** The camera's place in the scene. */
  readonly camera: number;
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** Plan distances: to the next denser class (−1: none), by its own infrared light. */
  readonly blurredReach: number;
  readonly infrared: number;
  /** As registered, and as it looks now; one and the same unless it is turned. */
  readonly registered: Band | null;
  present: Band | null;
};

export type LampSpot = {
  /** The lamp's place in the scene. */
  readonly lamp: number;
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
};

/** Seen length of each strip's middle line, metres, and the ratio they make. */
export type Sheet = { readonly seen: Float64Array; ratio: number; isStale: boolean };

export type Field = {
  readonly area: WatchArea;
  readonly level: string;
  readonly need: string;
  readonly strips: Strips;
  readonly darkness: "sun" | "never" | "always";
  readonly viewers: Viewer[];
  readonly lamps: readonly LampSpot[];
  /** By day, in the dark; as things stand. */
  readonly sheets: readonly [Sheet, Sheet];
};

/** What a scene holds of a camera. */
export const BLIND = 0;
export const SEES = 1;
export const BLURRED = 2;

/** How every camera and lamp does, by place. */
export type Scene = {
  readonly cameras: Uint8Array;
  /** 1: works. */
  readonly lamps: Uint8Array;
  readonly dark: boolean;
  /** Cameras look as registered, wherever they look now. */
  readonly isDesign: boolean;
};

export const isDarkIn = ({ darkness }: Field, dark: boolean): boolean =>
  darkness === "always" || (darkness === "sun" && dark);
