// The plan that the coverage benchmark counts: a generated estate of any size, the same for the same seed.

import { densityClasses } from "../src/config/resolve-coverage.ts";
import type { Level, Point, WatchArea } from "../src/model/coverage.ts";
import type { Device, Mount, Site } from "../src/model/site.ts";

export type PlanSize = {
  readonly cameras: number;
  readonly lamps: number;
  readonly areas: number;
  /** Wall segments. */
  readonly segments: number;
  /** Metres a side. */
  readonly side: number;
};

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const standard = "iec-62676-4-2025";
const needs = ["overview", "outline", "discern", "perceive"] as const;

/** Of the site only what coverage reads. */
export function planOf({ cameras, lamps, areas, segments, side }: PlanSize, seed: number): Site {
  const random = seeded(seed);
  const between = (low: number, high: number): number => low + (high - low) * random();
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const text = { en: "", zh: "" };
  const place = (margin: number): Point => [between(margin, side - margin), between(margin, side - margin)];

  /** A quarter are the sides of huts and shafts, the others free-standing walls in every direction. */
  const walls: Point[][] = [];
  for (let left = segments; left > 0; ) {
    const [x, y] = place(8);
    if (left >= 4 && random() < 0.08) {
      const [w, h] = [between(1, 8), between(1, 8)];
      walls.push([
        [x, y],
        [x + w, y],
        [x + w, y + h],
        [x, y + h],
        [x, y],
      ]);
      left -= 4;
    } else {
      const [length, angle] = [
        between(1, 6),
        random() < 0.5 ? (Math.floor(between(0, 4)) * Math.PI) / 2 : between(0, 7),
      ];
      walls.push([
        [x, y],
        [x + length * Math.cos(angle), y + length * Math.sin(angle)],
      ]);
      left -= 1;
    }
  }
  const ground: Level = {
    id: "ground",
    name: text,
    outline: [
      [0, 0],
      [side, 0],
      [side, side],
      [0, side],
    ],
    walls,
    indoor: false,
  };
  const watched = Array.from({ length: areas }, (_, i): WatchArea => {
    const [x, y] = place(12);
    const [w, h, lean] = [between(8, 20) / 2, between(8, 20) / 2, random() < 0.5 ? 0 : between(-3, 3)];
    const polygon: Point[] = [
      [x - w, y - h],
      [x + w, y - h + lean],
      [x + w - lean, y + h],
      [x - w - lean, y + h - lean],
    ];
    const drawn = { level: ground.id, polygon, need: pick(needs) };
    return {
      id: `A${i + 1}`,
      zone: "east",
      name: text,
      priority: "normal",
      atLeast: 0.95,
      cameras: random() < 0.9 ? 1 : 2,
      drawn,
      watchedBy: [],
    };
  });
  const device = (id: string, kind: string, mount: Omit<Mount, "level" | "x" | "y">): Device => {
    const [x, y] = place(1);
    return {
      id,
      kind,
      zone: "east",
      upstream: [],
      facts: {},
      mount: { level: ground.id, x, y, ...mount },
    } as unknown as Device;
  };
  const devices = [
    ...Array.from({ length: cameras }, (_, i) =>
      device(`C${i + 1}`, "camera", {
        height: between(2.5, 6),
        heading: random() < 0.5 ? Math.floor(between(0, 8)) * 45 : between(0, 360),
        tilt: between(5, 25),
        hfov: pick([45, 70, 90, 110]),
        pixels: pick([
          [1920, 1080],
          [2560, 1440],
          [3840, 2160],
        ] as const),
        range: between(20, 40),
        infraredRange: pick([0, 15, 30]),
      }),
    ),
    ...Array.from({ length: lamps }, (_, i) => device(`L${i + 1}`, "streetlight", { lightRadius: between(6, 14) })),
  ];
  const coverage = {
    standard,
    classes: densityClasses[standard],
    targetHeight: 1.5,
    cell: 0.25,
    levels: [ground],
    areas: watched,
    origin: null,
  };
  return { devices, coverage } as unknown as Site;
}
