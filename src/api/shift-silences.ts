// The silences that a shift hands over: those in force at its end, with how much each withholds. For the shift sheet and its page.

import type { GatewayView } from "../model/gateway-view.ts";
import type { Silence } from "../model/silence.ts";

export type ShiftSilence = Silence & {
  /** Faults that stand and have no ticket because of it. */
  readonly withheld: number;
};

/** @param at epoch ms; a weekly one is in force from its first to its last day. */
export function shiftSilences(view: Pick<GatewayView, "silences" | "withheld">, at: number): readonly ShiftSilence[] {
  const standing = Map.groupBy(
    (view.withheld?.() ?? []).filter(({ clearedAt, ticket }) => clearedAt === null && ticket === null),
    ({ silence }) => silence,
  );
  return (view.silences?.() ?? [])
    .filter(({ from, until, endedAt }) => from <= at && until > at && (endedAt === null || endedAt > at))
    .map((silence) => ({ ...silence, withheld: standing.get(silence.id)?.length ?? 0 }));
}
