// At each start: what of the plan is other than at the last one becomes rows of the store, so that the past keeps the plan it had.

import type { Coverage } from "../model/coverage.ts";
import type { Site } from "../model/site.ts";
import type { PlanRow, PlanRows } from "../store/create-plan-rows.ts";
import { rowsOfPlan } from "./plan-rows.ts";

export type PlanSources = {
  readonly site: Pick<Site, "devices" | "coverage">;
  readonly designRatio: Coverage["designRatio"];
  readonly store: { readonly plan: PlanRows; readonly sync: () => void };
  /** When the folder's gateway first began to listen: a plan of which nothing is kept yet is taken to have been so since then. */
  readonly firstAt: number;
  /** When this run began. */
  readonly since: number;
  readonly log: { readonly warn: (detail: object, said: string) => void };
};

/**
 * Appends what changed; a start that changes nothing writes nothing. Gives the rows as the past is to read them: where the disk takes
 * no more they hold for this run alone, and the next start tries again. @throws Error where the store cannot be read.
 */
export function rememberPlan({ site, designRatio, store, firstAt, since, log }: PlanSources): PlanRows {
  const { plan } = store;
  const last = plan.at(Number.MAX_SAFE_INTEGER);
  const known = new Map(last.map((row) => [keyOf(row), row]));
  const at = last.length === 0 ? firstAt : since;
  const changed: PlanRow[] = [];
  for (const row of rowsOfPlan(site, designRatio)) {
    if (known.get(keyOf(row))?.value !== row.value) changed.push({ ...row, since: at });
    known.delete(keyOf(row));
  }
  for (const row of known.values()) if (row.value !== null) changed.push({ ...row, value: null, since: at });
  if (changed.length === 0) return plan;
  try {
    plan.add(changed);
    store.sync();
    return plan;
  } catch (error) {
    log.warn({ err: error }, "the changed plan could not be kept; the next start tries again");
    return withUnkept(plan, changed, at);
  }
}
const keyOf = ({ kind, id }: Pick<PlanRow, "kind" | "id">): string => `${kind} ${id}`;

/** @param rows of one instant, after all that is kept. */
function withUnkept(kept: PlanRows, rows: readonly PlanRow[], since: number): PlanRows {
  const over = new Set(rows.map(keyOf));
  return {
    ...kept,
    at: (instant) =>
      instant < since ? kept.at(instant) : [...kept.at(instant).filter((row) => !over.has(keyOf(row))), ...rows],
    of: (...kinds) => [...kept.of(...kinds), ...rows.filter(({ kind }) => kinds.includes(kind))],
    instants: () => [...kept.instants(), since],
  };
}
