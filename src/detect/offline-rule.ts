// `offline`, which every kind has: nothing heard for offlineAfter, or a `status` offline for 30 s. By arrival; silence counts only while we listen.

import type { DeviceDefinition } from "../model/device-definition.ts";
import { worse } from "../model/severity.ts";
import type { Context } from "./conditions/context.ts";
import type { FaultRule } from "./fault-rule.ts";
import type { Node, Observer } from "./node.ts";
import { type DeviceRuntime, NEVER } from "./runtime.ts";
import { FALSE, TRUE, UNKNOWN } from "./truth.ts";

/** How long a `status` offline must stand, ms. */
const SAID_OFFLINE_DELAY = 30_000;

/** @param listeningSince when the gateway became ready, epoch ms. */
export function compileOffline(definition: DeviceDefinition, context: Context, listeningSince: number): FaultRule {
  const { device } = context;
  const observers: Observer[] = [];
  const place: Context = { ...context, fault: "offline", observe: (observer) => observers.push(observer) };
  const judged = definition.offline.while ? place.compile(definition.offline.while, place) : null;
  const worseWhen = definition.offline.worseWhen;
  const lastHeardLikeThat = worseWhen ? place.compile(worseWhen.condition, place) : null;

  const saidSince = ({ saidOfflineAt, silenceJudgedSince }: DeviceRuntime): number =>
    // What was said before this start does not count: every device has offlineAfter from ready.
    saidOfflineAt < listeningSince ? Number.POSITIVE_INFINITY : Math.max(saidOfflineAt, silenceJudgedSince);
  const saidDue = (runtime: DeviceRuntime): number => saidSince(runtime) + SAID_OFFLINE_DELAY;
  const heardSince = ({ lastHeardAt, silenceJudgedSince }: DeviceRuntime): number =>
    Math.max(lastHeardAt, listeningSince, silenceJudgedSince);
  const silentDue = (runtime: DeviceRuntime): number => heardSince(runtime) + device.offlineAfter.value;

  /** Whether silence may be judged; notes when a switched feeder's program begins, from where it is counted. */
  function mayJudge(runtime: DeviceRuntime, at: number): boolean {
    if (!judged || judged.evaluate(runtime, at, false) === TRUE) {
      if (judged && runtime.silenceJudgedSince === NEVER) runtime.silenceJudgedSince = at;
      return true;
    }
    runtime.silenceJudgedSince = NEVER;
    return false;
  }
  const silent: Node = {
    evaluate(runtime, at, loose) {
      const judgeable = mayJudge(runtime, at);
      // Clearing takes a message, never a new count: silence is not recovery, nor is what was said before it.
      const standing = runtime.saidOfflineAt === NEVER ? runtime.lastHeardAt + device.offlineAfter.value : NEVER;
      const due = loose ? standing : Math.min(silentDue(runtime), saidDue(runtime));
      if (at < due) return FALSE;
      return judgeable ? TRUE : UNKNOWN;
    },
    nextChange(runtime, at) {
      const due = Math.min(silentDue(runtime), saidDue(runtime));
      return Math.min(
        due > at ? due : Number.POSITIVE_INFINITY,
        judged ? judged.nextChange(runtime, at) : Number.POSITIVE_INFINITY,
      );
    },
  };
  return {
    name: "offline",
    latched: false,
    while: null,
    alternatives: [
      {
        node: silent,
        delay: 0,
        since: (runtime) => (saidDue(runtime) < silentDue(runtime) ? saidSince(runtime) : heardSince(runtime)),
      },
    ],
    clearsWhen: null,
    clearAfter: 0,
    verifyFor: device.verifyFor.value,
    hiddenBy: [],
    stronger: [],
    mainsLost: false,
    observers,
    looksAtPeers: false,
    points: null,
    classify(runtime) {
      const own = device.faults.offline;
      const severity = own?.severity.value ?? definition.offline.severity;
      const sla = own?.sla.value ?? definition.offline.sla;
      if (!worseWhen || lastHeardLikeThat?.evaluate(runtime, runtime.cursor, false) !== TRUE) return { severity, sla };
      return { severity: worse(severity, worseWhen.severity), sla: worseWhen.sla };
    },
  };
}
