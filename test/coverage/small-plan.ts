// A plan small enough to be worked out on paper, for the tests of coverage: cameras around [0, 0], a wall or two, one area.

import { densityClasses } from "../../src/config/resolve-coverage.ts";
import type { Level, Ring, WatchArea } from "../../src/model/coverage.ts";
import type { Device, Mount, Site } from "../../src/model/site.ts";
import { siteFrom } from "../support/test-site.ts";

const base = await siteFrom();
export const templates = {
  camera: base.devices.find(({ kind }) => kind === "camera") as Device,
  streetlight: base.devices.find(({ kind }) => kind === "streetlight") as Device,
};
export const square = (west: number, south: number, side: number): Ring => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
];

export type SmallPlan = {
  readonly cameras: Readonly<Record<string, Partial<Mount>>>;
  readonly lamps?: Readonly<Record<string, Partial<Mount>>>;
  readonly walls?: Level["walls"];
  readonly indoor?: Level["indoor"];
  readonly polygon?: Ring;
  readonly need?: string;
  readonly count?: number;
  readonly watchedBy?: readonly string[];
};

/** The camera of a small plan. */
export const mount: Mount = {
  level: "ground",
  x: 0,
  y: 0,
  height: 1.5,
  heading: 0,
  tilt: 0,
  hfov: 90,
  vfov: 60,
  pixels: [1920, 1080],
};
/** All within 60 × 60 m around the first camera at [0, 0]; at the target's height, looking north, unless said otherwise. */
export function smallPlan({ cameras, lamps = {}, walls = [], indoor = false, watchedBy, ...area }: SmallPlan): Site {
  const { polygon = square(-30, -30, 60), need = "overview", count = 1 } = area;
  const name = { en: "", zh: "" };
  const watched: WatchArea = {
    id: "area",
    zone: "east",
    name,
    priority: "normal",
    atLeast: 0.95,
    cameras: count,
    drawn: watchedBy ? null : { level: "ground", polygon, need },
    watchedBy: watchedBy ?? [],
  };
  const devices = [
    ...Object.entries(cameras).map(([id, own]): Device => ({ ...templates.camera, id, mount: { ...mount, ...own } })),
    ...Object.entries(lamps).map(
      ([id, own]): Device => ({ ...templates.streetlight, id, mount: { level: "ground", x: 0, y: 0, ...own } }),
    ),
  ];
  const levels = [{ id: "ground", name, outline: square(-30, -30, 60), walls, indoor }];
  const classes = densityClasses["iec-62676-4-2025"];
  return { ...base, devices, coverage: { ...base.coverage, classes, targetHeight: 1.5, levels, areas: [watched] } };
}
