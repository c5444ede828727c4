// A device's state on the wall, worst first where several hold.

import type { Device } from "./wire.ts";

export const deviceStates = ["online", "fault", "offline", "unknown"] as const;
export type DeviceState = (typeof deviceStates)[number];

/** Offline hides what else was wrong with it; a device never heard is unknown. */
export function deviceState({ online, faults }: Device): DeviceState {
  if (online === false || faults.includes("offline")) return "offline";
  if (faults.length > 0) return "fault";
  return online === null ? "unknown" : "online";
}
