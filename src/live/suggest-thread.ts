// A thread of its own for one question about mounts, which may take seconds: the gateway goes on listening meanwhile.

import { parentPort, workerData } from "node:worker_threads";
import type { PlanSite } from "../coverage/lay-plan.ts";
import { suggestMounts } from "../coverage/suggest-mounts.ts";

export type SuggestAsked = { readonly plan: PlanSite; readonly area: string; readonly count: number };

const { plan, area, count } = workerData as SuggestAsked;
parentPort?.postMessage(suggestMounts(plan, area, count));
