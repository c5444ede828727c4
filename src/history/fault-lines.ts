// Faults as lines (CONTRACT section 9, `fault`): 1 where one opens, 0 where it is over. Also for assets that are no devices: areas, links, the gateway.

import type { FaultEvent } from "../model/fault.ts";
import type { Text } from "../model/text.ts";
import { encodeLine } from "./encode-line.ts";

/** Where the asset is, and what people call it and its fault. */
export type FaultPlace = {
  readonly site: string;
  readonly zone?: string | undefined;
  readonly name?: Text | undefined;
  readonly label?: Text | undefined;
};

/** One line for opened, resumed and cleared; none for the steps in between. What the place lacks is left out. */
export function faultLines(event: FaultEvent, { site, zone, name, label }: FaultPlace): string[] {
  const { fault, type, at } = event;
  const active = type === "opened" || type === "resumed";
  if (!active && type !== "cleared") return [];
  const time = type === "opened" ? fault.openedAt : (type === "cleared" && fault.clearedAt) || at;
  const line = encodeLine({
    measurement: "fault",
    tags: { site, zone, kind: fault.kind, device: fault.asset, fault: fault.fault, severity: fault.severity },
    fields: {
      active: active ? 1 : 0,
      ...(name && { nameZh: name.zh, nameEn: name.en }),
      ...(label && { faultZh: label.zh, faultEn: label.en }),
    },
    time: Math.round(time),
  });
  return typeof line === "string" ? [line] : [];
}
