// One fault's life on one device: timers start and stand still, it opens, recovers, clears, latches, is proven gone. CONTRACT 3, "How rules count".

import type { Fault, FaultEvent, FaultEventType } from "../model/fault.ts";
import type { FaultRule } from "./fault-rule.ts";
import type { DeviceRuntime, FaultState } from "./runtime.ts";
import { pauseTimer, resumeTimer, startTimer, timerDue } from "./timer.ts";
import { FALSE, TRUE, type Truth, UNKNOWN } from "./truth.ts";

/** The instant being handled: `at` in event time, `since` the reading's own time, `now` what the gateway's clock says. */
export type Moment = { readonly at: number; readonly since: number; readonly now: number };
export type Emit = (event: FaultEvent) => void;

const isOpen = (state: FaultState | undefined): boolean =>
  state?.fault !== undefined && state.fault !== null && state.fault.clearedAt === null;

export const emptyState = (rule: FaultRule): FaultState => ({
  alternatives: rule.alternatives.map(() => null),
  fault: null,
  hold: null,
  released: false,
});

/** Whether the fault's condition still holds, with limits widened for clearing. */
function stillHolds(runtime: DeviceRuntime, rule: FaultRule, at: number): Truth {
  if (rule.clearsWhen) {
    const clear = rule.clearsWhen.evaluate(runtime, at, true);
    return clear === TRUE ? FALSE : clear === FALSE ? TRUE : clear;
  }
  let result: Truth = FALSE;
  let missing = 0;
  for (const { node } of rule.alternatives) {
    const value = node.evaluate(runtime, at, true);
    if (value === TRUE) result = TRUE;
    else if (value === UNKNOWN && result !== TRUE) result = UNKNOWN;
    else if (value > UNKNOWN) missing += 1;
  }
  return result === FALSE && missing === rule.alternatives.length ? UNKNOWN : result;
}

function change(
  state: FaultState,
  type: FaultEventType,
  at: number,
  now: number,
  emit: Emit,
  fields: Partial<Fault>,
): void {
  state.fault = { ...(state.fault as Fault), ...fields };
  emit({ type, at, knownAt: Math.max(at, now), fault: state.fault });
}

/** Stops every timer of the fault at the instant: offline, or it cannot be judged. */
export function freezeFault(state: FaultState, at: number): void {
  for (const timer of state.alternatives) if (timer) pauseTimer(timer, at);
  if (state.hold) pauseTimer(state.hold, at);
}

function followOpening(runtime: DeviceRuntime, rule: FaultRule, state: FaultState, { at, since }: Moment): void {
  for (let i = 0; i < rule.alternatives.length; i += 1) {
    const alternative = rule.alternatives[i] as FaultRule["alternatives"][number];
    const value = alternative.node.evaluate(runtime, at, false);
    const timer = state.alternatives[i];
    if (value === TRUE) {
      if (timer) resumeTimer(timer, at);
      else state.alternatives[i] = startTimer(since);
    } else if (value === FALSE) state.alternatives[i] = null;
    else if (timer) pauseTimer(timer, at);
  }
}

function followRecovery(
  runtime: DeviceRuntime,
  rule: FaultRule,
  state: FaultState,
  { at, since, now }: Moment,
  emit: Emit,
): void {
  const value = stillHolds(runtime, rule, at);
  if (value === FALSE) {
    if (state.hold) resumeTimer(state.hold, at);
    else {
      // A good reading that comes late may be older than the fault it ends.
      const from = Math.max(since, state.fault?.since ?? since);
      state.hold = startTimer(from);
      change(state, "recovering", from, now, emit, { goodSince: from });
    }
  } else if (value === TRUE) {
    if (!state.hold) return;
    state.hold = null;
    change(state, "relapsed", since, now, emit, { goodSince: null });
  } else if (state.hold) pauseTimer(state.hold, at);
}

/** Judges the fault's conditions at the moment: starts, stops and holds its timers. Opens and clears nothing by itself. */
export function judgeFault(
  runtime: DeviceRuntime,
  rule: FaultRule,
  state: FaultState,
  moment: Moment,
  emit: Emit,
): void {
  if (rule.while && rule.while.evaluate(runtime, moment.at, false) !== TRUE) {
    freezeFault(state, moment.at);
    return;
  }
  const { fault } = state;
  if (!fault?.present) followOpening(runtime, rule, state, moment);
  if (fault && !fault.verified) followRecovery(runtime, rule, state, moment, emit);
}

const hiddenNow = (runtime: DeviceRuntime, rule: FaultRule): boolean =>
  rule.hiddenBy.some((name) => isOpen(runtime.memory.faults[name]));

function openFault(
  runtime: DeviceRuntime,
  rule: FaultRule,
  state: FaultState,
  index: number,
  due: number,
  now: number,
  emit: Emit,
): void {
  const openedAt = Math.max(due, now);
  const present = { present: true, absentSince: null, clearedAt: null, goodSince: null, verified: false };
  const since = rule.alternatives[index]?.since?.(runtime) ?? (state.alternatives[index]?.since as number);
  state.alternatives.fill(null);
  state.hold = null;
  state.released = false;
  if (state.fault) {
    change(state, "resumed", due, now, emit, present);
    return;
  }
  const { device } = runtime;
  const { severity, sla, detail } = rule.classify(runtime);
  state.fault = {
    asset: device.id,
    kind: device.kind,
    fault: rule.name,
    severity,
    sla,
    latched: rule.latched,
    since,
    openedAt,
    ...present,
    ...(detail && { detail }),
  };
  emit({ type: "opened", at: due, knownAt: openedAt, fault: state.fault });
}

/** Lets what is due at or before `at` happen; `instant` only what has no delay at all. */
export function fireFault(
  runtime: DeviceRuntime,
  rule: FaultRule,
  state: FaultState,
  at: number,
  now: number,
  instant: boolean,
  emit: Emit,
): void {
  if (!state.fault?.present && !hiddenNow(runtime, rule)) {
    let first = -1;
    let earliest = Number.POSITIVE_INFINITY;
    state.alternatives.forEach((timer, i) => {
      const delay = rule.alternatives[i]?.delay as number;
      if (!timer || (instant && delay > 0)) return;
      const due = timerDue(timer, delay);
      if (due <= at && due < earliest) {
        first = i;
        earliest = due;
      }
    });
    if (first >= 0) openFault(runtime, rule, state, first, earliest, now, emit);
  }
  if (!state.fault || !state.hold) return;
  const clearDue = timerDue(state.hold, rule.clearAfter);
  if (state.fault.present && clearDue <= at && !(instant && rule.clearAfter > 0)) {
    if (rule.latched && !state.released)
      change(state, "absent", clearDue, now, emit, { present: false, absentSince: state.hold.since });
    else {
      change(state, "cleared", clearDue, now, emit, { present: false, clearedAt: clearDue });
      if (rule.clearsWhen) for (const observer of rule.observers) observer.reset?.(runtime);
    }
  }
  const verifyDue = timerDue(state.hold, rule.verifyFor);
  if (!state.fault.present && !instant && verifyDue <= at) {
    change(state, "verified", verifyDue, now, emit, { verified: true });
    state.hold = null;
    if (state.fault.clearedAt !== null) state.fault = null;
  }
}

/** A person ended a latched fault: it clears now, or, while still present (an override), as soon as its condition ends. */
export function releaseFault(state: FaultState, now: number, emit: Emit): void {
  if (!state.fault || state.fault.clearedAt !== null) return;
  if (state.fault.present) {
    state.released = true;
    return;
  }
  change(state, "cleared", now, now, emit, { clearedAt: now });
  if (state.fault.verified) state.fault = null;
}

/** The next instant after `at` at which the fault may change with no reading. */
export function nextOfFault(runtime: DeviceRuntime, rule: FaultRule, state: FaultState, at: number): number {
  let next = rule.while ? rule.while.nextChange(runtime, at) : Number.POSITIVE_INFINITY;
  if (rule.clearsWhen && state.fault) next = Math.min(next, rule.clearsWhen.nextChange(runtime, at));
  const hidden = hiddenNow(runtime, rule);
  rule.alternatives.forEach(({ node, delay }, i) => {
    next = Math.min(next, node.nextChange(runtime, at));
    const timer = state.alternatives[i];
    if (timer && !hidden && !state.fault?.present) next = Math.min(next, timerDue(timer, delay));
  });
  if (state.fault && state.hold)
    next = Math.min(next, timerDue(state.hold, state.fault.present ? rule.clearAfter : rule.verifyFor));
  return next;
}
