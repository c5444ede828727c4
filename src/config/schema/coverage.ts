// The part of the site file about what cameras must see: levels, areas and the classes of IEC 62676-4.

import { z } from "zod";
import { id, interval, notNegative, point2, positive, say, textSchema } from "./words.ts";

/** Classes of each edition, densest last. */
export const coverageClasses = {
  "iec-62676-4-2025": ["overview", "outline", "discern", "perceive", "characterise", "validate", "scrutinise"],
  "iec-62676-4-2014": ["monitor", "detect", "observe", "recognise", "identify"],
} as const;
export const defaultStandard = "iec-62676-4-2025";

const polygon = z.array(point2).min(3, say("needs at least three corners", "至少需要三个顶点"));

const notIndoor = say(
  "must be false (outdoors), lit (indoors, never dark) or dark (indoors, always dark)",
  "必须是 false（室外）、lit（室内，始终有照明）或 dark（室内，始终无照明）",
);

export const level = z.strictObject({
  id,
  name: textSchema.optional(),
  outline: polygon,
  walls: z.array(z.array(point2).min(2, say("a wall needs at least two points", "墙体至少需要两个点"))).optional(),
  indoor: z.union([z.literal(false), z.enum(["lit", "dark"])], notIndoor).optional(),
});

export const area = z.strictObject({
  id,
  zone: id,
  name: textSchema.optional(),
  level: id.optional(),
  polygon: polygon.optional(),
  need: z.string().optional(),
  atLeast: z.number().min(0).max(1).optional(),
  cameras: z.int().min(1).optional(),
  priority: z.enum(["high", "medium", "normal", "low"]).optional(),
  watchedBy: z.array(id).min(1).optional(),
});

/**
 * Where the plan's [0, 0] lies on earth (WGS 84) and how far its north is turned clockwise from true north, degrees.
 * Not near the poles: there a plan in metres has no east.
 */
export const origin = z.strictObject({
  latitude: z.number().min(-85).max(85),
  longitude: z.number().min(-180).max(180),
  rotation: z.number().min(-360).max(360).optional(),
});

export const coverage = z.strictObject({
  standard: z.enum(["iec-62676-4-2025", "iec-62676-4-2014"]).optional(),
  targetHeight: notNegative.optional(),
  cell: positive.optional(),
  origin: origin.optional(),
  patrolEvery: interval.optional(),
  levels: z.array(level).optional(),
  areas: z.array(area).optional(),
});

export type RawCoverage = z.infer<typeof coverage>;

export type RawLevel = z.infer<typeof level>;
export type RawArea = z.infer<typeof area>;

export const mount = z.strictObject({
  level: id,
  x: z.number(),
  y: z.number(),
  height: notNegative.optional(),
  heading: z.number().min(0).max(360).optional(),
  tilt: z.number().min(-90).max(90).optional(),
  hfov: z.number().positive().max(360).optional(),
  vfov: z.number().positive().max(180).optional(),
  pixels: z.tuple([z.int().positive(), z.int().positive()]).optional(),
  range: notNegative.optional(),
  infraredRange: notNegative.optional(),
  lightRadius: notNegative.optional(),
  ptz: z.boolean().optional(),
});

export type RawMount = z.infer<typeof mount>;
