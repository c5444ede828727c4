// An event that comes late is judged at its own time as well: the window that it fills may have passed by now. CONTRACT 3.

import type { FaultRule } from "./fault-rule.ts";
import { type Emit, fireFault, judgeFault, type Moment } from "./follow-fault.ts";
import type { DeviceRuntime, FaultState } from "./runtime.ts";

/** Opens what the event alone proves; leaves a fault that is present, and rules that do not look at events, as they are. */
export function judgeLateEvent(
  runtime: DeviceRuntime,
  rule: FaultRule,
  state: FaultState,
  moment: Moment,
  emit: Emit,
): void {
  if (state.fault?.present || !rule.observers.some(({ event }) => event)) return;
  judgeFault(runtime, rule, state, moment, emit);
  fireFault(runtime, rule, state, moment.at, moment.now, true, emit);
}
