// A fault as everyone outside sees it: ISO instants instead of epoch milliseconds. Used by the API and the wall's stream.

import type { Fault } from "./fault.ts";
import { isoInstant } from "./ticket-json.ts";

export type FaultJson = Pick<
  Fault,
  "asset" | "kind" | "fault" | "severity" | "sla" | "latched" | "present" | "verified"
> & {
  readonly since: string;
  readonly openedAt: string;
  readonly absentSince: string | null;
  readonly clearedAt: string | null;
  readonly detail?: Readonly<Record<string, number | string>>;
};

const orNull = (at: number | null): string | null => (at === null ? null : isoInstant(at));

/** A fault with the words of CONTRACT section 7 (`asset`, `fault`, `since`, `openedAt`, `absentSince`, `clearedAt`) and its ranking. */
export function faultJson(fault: Fault): FaultJson {
  return {
    asset: fault.asset,
    kind: fault.kind,
    fault: fault.fault,
    severity: fault.severity,
    sla: fault.sla,
    latched: fault.latched,
    present: fault.present,
    verified: fault.verified,
    since: isoInstant(fault.since),
    openedAt: isoInstant(fault.openedAt),
    absentSince: orNull(fault.absentSince),
    clearedAt: orNull(fault.clearedAt),
    ...(fault.detail !== undefined && { detail: fault.detail }),
  };
}
