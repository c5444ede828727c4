// Faults as lines (CONTRACT section 9, `fault`): 1 where one opens, 0 where it is over. Also for assets that are no devices: areas, links, the gateway.

import type { FaultEvent } from "../model/fault.ts";
import { encodeLine } from "./encode-line.ts";

/** One line for opened, resumed and cleared; none for the steps in between. `zone` is absent for the gateway itself. */
export function faultLines(
  event: FaultEvent,
  place: { readonly site: string; readonly zone?: string | undefined },
): string[] {
  const { fault, type, at } = event;
  const active = type === "opened" || type === "resumed";
  if (!active && type !== "cleared") return [];
  const time = type === "opened" ? fault.openedAt : (type === "cleared" && fault.clearedAt) || at;
  const line = encodeLine({
    measurement: "fault",
    tags: { ...place, kind: fault.kind, device: fault.asset, fault: fault.fault, severity: fault.severity },
    fields: { active: active ? 1 : 0 },
    time: Math.round(time),
  });
  return typeof line === "string" ? [line] : [];
}
