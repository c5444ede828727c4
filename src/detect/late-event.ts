// An event that comes late is judged at its own time as well: the window that it fills may have passed by now. CONTRACT 3.

import type { FaultRule } from "./fault-rule.ts";
import { type Emit, fireFault, judgeFault, type Moment } from "./follow-fault.ts";
import type { DeviceRuntime } from "./runtime.ts";

/** Opens what the event alone proves; leaves a fault that is present, and rules that do not look at events, as they are. */
export function judgeLateEvent(
  runtime: DeviceRuntime,
  rule: FaultRule,
  place: number,
  moment: Moment,
  emit: Emit,
): void {
  if (runtime.states[place]?.fault?.present || !rule.observers.some(({ event }) => event)) return;
  const state = judgeFault(runtime, rule, place, moment, emit);
  if (state) fireFault(runtime, rule, state, moment.at, moment.now, true, emit);
}
