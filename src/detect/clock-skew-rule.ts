// `clockSkew`, which every kind has: ten readings in a row more than five minutes ahead of their arrival; names a constant offset if there is one.

import { formatDuration } from "../model/duration.ts";
import type { Device } from "../model/site.ts";
import type { FaultRule } from "./fault-rule.ts";
import type { DeviceRuntime } from "./runtime.ts";
import { truth } from "./truth.ts";

const AHEAD = 5 * 60_000;
const IN_A_ROW = 10;
/** Offsets this close together are one constant offset, ms. */
const SAME_OFFSET = 120_000;

type Run = { count: number; low: number; high: number };
const KEY = "clockSkew";
const runOf = (runtime: DeviceRuntime): Run | undefined => runtime.windows[KEY] as Run | undefined;

export function compileClockSkew(device: Device): FaultRule {
  return {
    name: "clockSkew",
    latched: false,
    while: null,
    alternatives: [
      {
        delay: 0,
        node: {
          evaluate: (runtime, _at, loose) => truth((runOf(runtime)?.count ?? 0) >= (loose ? 1 : IN_A_ROW)),
          nextChange: () => Number.POSITIVE_INFINITY,
        },
      },
    ],
    clearsWhen: null,
    clearAfter: device.faults.clockSkew?.delays["clockSkew.clearAfter"]?.value ?? 30_000,
    verifyFor: device.verifyFor.value,
    hiddenBy: [],
    stronger: [],
    mainsLost: false,
    looksAtPeers: false,
    points: null,
    observers: [
      {
        reading(runtime, ahead) {
          const run = runOf(runtime);
          if (ahead <= AHEAD) {
            if (run) delete runtime.windows[KEY];
          } else if (!run) runtime.windows[KEY] = { count: 1, low: ahead, high: ahead };
          else {
            run.count += 1;
            run.low = Math.min(run.low, ahead);
            run.high = Math.max(run.high, ahead);
          }
        },
      },
    ],
    classify(runtime) {
      const own = device.faults.clockSkew;
      const grade = { severity: own?.severity.value ?? ("minor" as const), sla: own?.sla.value ?? "data-loss" };
      const run = runOf(runtime);
      if (!run || run.high - run.low > SAME_OFFSET) return grade;
      const minutes = Math.round((run.low + run.high) / 2 / 60_000);
      return { ...grade, detail: { clockOffset: formatDuration(minutes * 60_000) } };
    },
  };
}
