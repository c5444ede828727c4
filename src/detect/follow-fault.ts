// One fault's life on one device: timers start and stand still, it opens, recovers, clears, latches, is proven gone. CONTRACT 3, "How rules count".

import type { Fault, FaultEvent, FaultEventType } from "../model/fault.ts";
import type { FaultRule } from "./fault-rule.ts";
import type { DeviceRuntime, FaultState } from "./runtime.ts";
import { pauseTimer, resumeTimer, startTimer, timerDue } from "./timer.ts";
import { FALSE, TRUE, type Truth, UNKNOWN } from "./truth.ts";

/** The instant being handled: `at` in event time, `since` the reading's own time, `now` what the gateway's clock says. */
export type Moment = { readonly at: number; readonly since: number; readonly now: number };
export type Emit = (event: FaultEvent) => void;

/** The state of the rule at this place, begun where there is none. */
export const stateAt = (runtime: DeviceRuntime, rule: FaultRule, place: number): FaultState => {
  const known = runtime.states[place];
  if (known) return known;
  const state = emptyState(rule);
  runtime.states[place] = state;
  return state;
};

/** Whether there is anything to remember. */
export const isUnderWay = ({ alternatives, fault, hold }: FaultState): boolean =>
  fault !== null || hold !== null || alternatives.some((timer) => timer !== null);

export const isOpen = (state: FaultState | undefined): boolean =>
  state?.fault !== undefined && state.fault !== null && state.fault.clearedAt === null;

const emptyState = (rule: FaultRule): FaultState => ({
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

/** A step of a fault's life: its fields change, and it is told. */
export function change(
  state: { fault: Fault | null },
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

function followOpening(runtime: DeviceRuntime, rule: FaultRule, place: number, { at, since }: Moment): void {
  for (let i = 0; i < rule.alternatives.length; i += 1) {
    const value = (rule.alternatives[i] as FaultRule["alternatives"][number]).node.evaluate(runtime, at, false);
    const state = runtime.states[place];
    if (!state && value !== TRUE) continue;
    const { alternatives } = state ?? stateAt(runtime, rule, place);
    const timer = alternatives[i];
    if (value === TRUE) {
      if (timer) resumeTimer(timer, at);
      else alternatives[i] = startTimer(since);
    } else if (value === FALSE) alternatives[i] = null;
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

/**
 * Judges the conditions of the fault at this place of the device's rules: starts, stops and holds its timers. Opens and clears
 * nothing by itself.
 */
export function judgeFault(
  runtime: DeviceRuntime,
  rule: FaultRule,
  place: number,
  moment: Moment,
  emit: Emit,
): FaultState | undefined {
  const state = runtime.states[place];
  if (rule.while !== null && rule.while.evaluate(runtime, moment.at, false) !== TRUE) {
    if (state) freezeFault(state, moment.at);
    return state;
  }
  const fault = state ? state.fault : null;
  if (!fault?.present) followOpening(runtime, rule, place, moment);
  if (state && fault && !fault.verified) followRecovery(runtime, rule, state, moment, emit);
  return runtime.states[place];
}

const hiddenNow = (runtime: DeviceRuntime, rule: FaultRule): boolean => {
  for (const place of rule.stronger) if (isOpen(runtime.states[place])) return true;
  const { left } = runtime;
  return left !== null && rule.hiddenBy.some((name) => isOpen(left[name]));
};

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
    for (let i = 0; i < state.alternatives.length; i += 1) {
      const timer = state.alternatives[i];
      const delay = rule.alternatives[i]?.delay as number;
      if (!timer || (instant && delay > 0)) continue;
      const due = timerDue(timer, delay);
      if (due <= at && due < earliest) {
        first = i;
        earliest = due;
      }
    }
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
export function nextOfFault(runtime: DeviceRuntime, rule: FaultRule, place: number, at: number): number {
  let next = rule.while === null ? Number.POSITIVE_INFINITY : rule.while.nextChange(runtime, at);
  for (const { node } of rule.alternatives) next = Math.min(next, node.nextChange(runtime, at));
  const state = runtime.states[place];
  if (!state) return next;
  if (rule.clearsWhen && state.fault) next = Math.min(next, rule.clearsWhen.nextChange(runtime, at));
  if (!state.fault?.present && !hiddenNow(runtime, rule))
    for (let i = 0; i < state.alternatives.length; i += 1) {
      const timer = state.alternatives[i];
      if (timer) next = Math.min(next, timerDue(timer, rule.alternatives[i]?.delay as number));
    }
  if (state.fault && state.hold)
    next = Math.min(next, timerDue(state.hold, state.fault.present ? rule.clearAfter : rule.verifyFor));
  return next;
}
