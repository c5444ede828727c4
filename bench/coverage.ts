// Coverage at the size of a large estate: the whole plan at once, one camera or lamp after the other, dusk, memory; and how all that grows.

import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createCoverage } from "../src/coverage/create-coverage.ts";
import type { Coverage, CoverageChange } from "../src/model/coverage.ts";
import { type PlanSize, planOf, seeded } from "./coverage-plan.ts";
import { median } from "./median.ts";
import type { Options } from "./options.ts";
import { say, table, verdict, writeResult } from "./report.ts";

const full: PlanSize = { cameras: 1000, lamps: 600, areas: 500, segments: 5000, side: 300 };
const quick: PlanSize = { cameras: 100, lamps: 60, areas: 50, segments: 500, side: 95 };

const timed = (work: () => void): number => {
  const began = performance.now();
  work();
  return performance.now() - began;
};
const share = (figures: readonly number[], part: number): number =>
  [...figures].sort((a, b) => a - b)[Math.min(figures.length - 1, Math.floor(figures.length * part))] ?? Number.NaN;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
/** After what is dropped has been freed, which for buffers takes a moment. */
async function megabytes(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    collect();
    await setTimeout(20);
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

/** One change with the full answers, blind polygons included, of every area it touched, whether or not its ratio is another: ms. */
function changeCost(coverage: Coverage, change: CoverageChange): number {
  return timed(() => {
    coverage.change(change);
    coverage.areas();
  });
}

const fit = { sees: true, blurred: false, heading: null };

/** So many cameras (and lamps, of 4 kinds of change the last), each lost or spoilt and then mostly back: ms of every change. */
function changes(coverage: Coverage, size: PlanSize, count: number, kinds: number, random: () => number): number[] {
  const took: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const camera = `C${1 + Math.floor(random() * size.cameras)}`;
    const lamp = `L${1 + Math.floor(random() * size.lamps)}`;
    const kind = Math.floor(random() * kinds);
    const states = [
      { ...fit, sees: false },
      { ...fit, blurred: true },
      { ...fit, heading: random() * 360 },
    ];
    const state = states[kind];
    took.push(changeCost(coverage, state ? { camera, state } : { lamp, works: false }));
    // A third stay as they are, so that the plan fills with blind spots.
    if (random() < 0.67) took.push(changeCost(coverage, state ? { camera, state: fit } : { lamp, works: true }));
  }
  return took;
}

async function figures(size: PlanSize, seed: number, count: number) {
  const site = planOf(size, seed);
  const random = seeded(seed + 1);
  const before = await megabytes();
  const began = performance.now();
  const coverage = createCoverage(site);
  const counted = performance.now() - began;
  coverage.areas();
  const whole = performance.now() - began;
  // By day a lamp changes nothing.
  const day = changes(coverage, size, count, 3, random);
  // Nothing of the night is left from before: every area is counted anew.
  for (let i = 1; i <= size.cameras; i += 1) {
    coverage.change({ camera: `C${i}`, state: { ...fit, sees: false } });
    coverage.change({ camera: `C${i}`, state: fit });
  }
  const dusk = timed(() => void coverage.change({ dark: true }));
  const duskAnswers = timed(() => void coverage.areas());
  const night = changes(coverage, size, count, 4, random);
  const all = [...day, ...night];
  const memory = await megabytes();
  const meanRatio = coverage.areas().reduce((sum, { ratio }) => sum + ratio, 0) / size.areas;
  return {
    "ms counted": counted,
    "ms all": whole,
    "ms change": median(all),
    "p99 day": share(day, 0.99),
    "p99 night": share(night, 0.99),
    worst: Math.max(...all),
    "ms dusk": dusk,
    "+ answers": duskAnswers,
    MB: memory - before,
    "mean ratio": meanRatio,
  };
}
type Figures = Awaited<ReturnType<typeof figures>>;

const middle = (runs: readonly Figures[]): Figures =>
  Object.fromEntries(
    Object.keys(runs[0] as Figures).map((key) => [key, median(runs.map((run) => run[key as keyof Figures]))]),
  ) as Figures;

/** Runs of each size, interleaved. */
async function measured(sizes: readonly PlanSize[], { runs, seed }: Options, count: number): Promise<Figures[]> {
  const found = sizes.map((): Figures[] => []);
  for (let run = 0; run < runs; run += 1)
    for (const [i, size] of sizes.entries()) found[i]?.push(await figures(size, seed + run, count));
  return found.map(middle);
}

const growthKeys = ["ms all", "ms change", "p99 day", "p99 night", "ms dusk", "MB"] as const;

export async function coverageBench(options: Options): Promise<void> {
  const size = options.quick ? quick : full;
  const count = options.times ?? (options.quick ? 50 : 1000);
  const { cameras, areas, segments, side, lamps } = size;
  say(`coverage  ${cameras} cameras, ${lamps} lamps, ${areas} areas, ${segments} wall segments on ${side} × ${side} m`);
  const parts = options.quick ? [0.5] : [0.25, 0.5, 2];
  const sizes = [
    size,
    ...parts.map((part) => ({ ...size, cameras: cameras * part })),
    ...parts.map((part) => ({ ...size, segments: segments * part })),
  ];
  const [all, ...others] = (await measured(sizes, options, count)) as [Figures, ...Figures[]];
  table(`coverage  medians of ${options.runs}, ms`, [all]);
  const rows = [all, ...others].map((one, i) => ({
    cameras: sizes[i]?.cameras,
    segments: sizes[i]?.segments,
    ...Object.fromEntries(growthKeys.map((key) => [key, one[key]])),
  }));
  table("coverage  growth with cameras and with segments, ms", rows);
  const kept = [
    verdict("everything with all answers, s", all["ms all"] / 1000, "≤", 3),
    verdict("one change with blind polygons, p99, ms", Math.max(all["p99 day"], all["p99 night"]), "≤", 5),
    verdict("dusk, ms", all["ms dusk"], "≤", 300),
    verdict("memory, MB", all.MB, "≤", 300),
  ];
  if (kept.includes(false)) process.exitCode = 1;
  writeResult("coverage", { options, size, all, growth: rows });
}
