// The faults that every kind has and that of links, and the label of any fault of any kind.

import type { DeviceDefinition } from "./device-definition.ts";
import { type Text, text } from "./text.ts";

export const builtInFaults: Readonly<Record<"offline" | "clockSkew" | "down", Text>> = {
  offline: text("Offline", "设备离线"),
  clockSkew: text("Clock wrong", "时钟偏差"),
  down: text("Link down", "链路中断"),
};

/** What to call a fault; its own name where nobody gave it a label. */
export const faultLabel = (definition: DeviceDefinition | undefined, fault: string): Text =>
  definition?.faults[fault]?.label ??
  (builtInFaults as Readonly<Record<string, Text>>)[fault] ?? { en: fault, zh: fault };
