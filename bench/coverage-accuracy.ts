// Coverage beside its Monte-Carlo oracle on many random plans: how far ratio and seen area are off, and which plans are worst.

import { type Comparison, compare } from "../test/coverage/compare.ts";
import { planOf } from "../test/coverage/random-plans.ts";
import type { Options } from "./options.ts";
import { say, table, verdict, writeResult } from "./report.ts";

/** Points per area: the oracle's own error stays below a tenth of what is allowed. */
const SAMPLES = 20_000;
/** Of a ratio, and of an area's own size. */
const ALLOWED = 0.01;
const WORST = 5;

type Judged = Comparison & { readonly seed: number };

const quantile = (figures: readonly number[], share: number): number => {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
const max = (figures: readonly number[]): number => figures.reduce((most, figure) => Math.max(most, figure), 0);

/** @throws Error where the field knows no answer for an area. */
export async function coverageAccuracyBench(options: Options): Promise<void> {
  const plans = options.times ?? (options.quick ? 20 : 500);
  say(
    `coverage-accuracy   ${plans} random plans from seed ${options.seed}, about ${SAMPLES} points per area and question`,
  );
  const judged: Judged[] = [];
  for (let seed = options.seed; seed < options.seed + plans; seed += 1)
    for (const one of compare(planOf(seed), SAMPLES, seed)) judged.push({ ...one, seed });

  const partly = judged.filter(({ oracle }) => oracle > 0 && oracle < 1);
  const ratioErrors = judged.map(({ ratioError }) => ratioError);
  const areaErrors = judged.filter(({ what }) => what === "now").map(({ areaError }) => areaError);
  const figures = {
    plans,
    ratios: judged.length,
    "neither 0 nor 1": partly.length,
    "max ratio error": max(ratioErrors),
    "p99 ratio error": quantile(ratioErrors, 0.99),
    "max area error": max(areaErrors),
    "p99 area error": quantile(areaErrors, 0.99),
    "max oracle σ": max(judged.map(({ standardError }) => standardError)),
  };
  const exact = (figure: number): string => figure.toFixed(5);
  table("coverage-accuracy   errors against the oracle (area: share of its own size)", [
    Object.fromEntries(
      Object.entries(figures).map(([name, figure]) => [name, Number.isInteger(figure) ? figure : exact(figure)]),
    ),
  ]);
  const worst = judged.toSorted((one, other) => other.ratioError - one.ratioError).slice(0, WORST);
  table(
    "coverage-accuracy   the worst plans",
    worst.map(({ seed, area, what, field, oracle, standardError, ratioError, areaError }) => ({
      seed: String(seed),
      area,
      what,
      field: exact(field),
      oracle: exact(oracle),
      "oracle σ": exact(standardError),
      "ratio error": exact(ratioError),
      "area error": exact(areaError),
    })),
  );
  const kept = [
    verdict("worst error of a ratio, hundredths", 100 * figures["max ratio error"], "≤", 100 * ALLOWED),
    verdict("worst error of a seen area, % of its size", 100 * figures["max area error"], "≤", 100 * ALLOWED),
    verdict("the oracle's own standard error, hundredths", 100 * figures["max oracle σ"], "≤", 10 * ALLOWED),
    ...(options.quick ? [] : [verdict("random plans", plans, "≥", 500)]),
  ];
  if (kept.includes(false)) process.exitCode = 1;
  writeResult("coverage-accuracy", { options, figures, worst });
}
