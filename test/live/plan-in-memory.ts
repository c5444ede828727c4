// The memory of plans in a database that is nowhere on disk: what each start found, one after the other.

import { DatabaseSync } from "node:sqlite";
import { createCoverage } from "../../src/coverage/create-coverage.ts";
import { createPastPlan, type PastPlan } from "../../src/live/past-plan.ts";
import { rememberPlan } from "../../src/live/remember-plan.ts";
import type { Site } from "../../src/model/site.ts";
import { createPlanRows, type PlanRows } from "../../src/store/create-plan-rows.ts";
import { migrations } from "../../src/store/schema.ts";

export type Starts = {
  readonly rows: PlanRows;
  /** The gateway starts with this plan at an instant, epoch ms; what it kept fails where the disk is full. */
  readonly start: (site: Site, since: number, add?: PlanRows["add"]) => PastPlan;
  /** What was warned of. */
  readonly warned: readonly string[];
};

/** @param firstAt when the folder's gateway first began to listen, epoch ms. */
export function planInMemory(firstAt: number): Starts {
  const database = new DatabaseSync(":memory:");
  for (const step of migrations) database.exec(step);
  const rows = createPlanRows(database);
  const warned: string[] = [];
  return {
    rows,
    warned,
    start(site, since, add = rows.add) {
      const { designRatio } = createCoverage(site);
      const store = { plan: { ...rows, add }, sync: () => {} };
      const log = { warn: (_: object, said: string) => void warned.push(said) };
      return createPastPlan(site, rememberPlan({ site, designRatio, store, firstAt, since, log }));
    },
  };
}
