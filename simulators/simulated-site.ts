// The community as the simulators see it: what a device needs in order to behave, and nothing of rules or deadlines.

import type { Programs } from "./lighting.ts";
import type { Place } from "./sun.ts";

export const simulatedKinds = ["camera", "gate", "streetlight", "elevator", "pump"] as const;
export type SimulatedKind = (typeof simulatedKinds)[number];

export type DeviceConfig = {
  readonly id: string;
  readonly kind: SimulatedKind;
  readonly zone: string;
  readonly building?: string;
  readonly upstream: readonly string[];
  /** Milliseconds. */
  readonly reportEvery: number;
  readonly rated: Readonly<Record<string, number>>;
  /** Streetlight. */
  readonly program: string;
  readonly fed: "always" | "switched";
  /** Pump. */
  readonly suction: "mains" | "tank";
  readonly standby: boolean;
  readonly station?: string;
  /** Camera: how it was mounted. */
  readonly heading?: number;
  readonly tilt?: number;
  readonly ptz: boolean;
  readonly indoors: boolean;
};

export type LinkConfig = { readonly id: string; readonly type: string; readonly upstream: readonly string[] };
export type StaffConfig = { readonly id: string; readonly role: string; readonly skills: readonly string[] };

export type SimulatedSite = {
  readonly id: string;
  readonly topicRoot: string;
  readonly timezone: string;
  readonly location: Place;
  readonly lighting: Programs;
  readonly devices: readonly DeviceConfig[];
  readonly links: readonly LinkConfig[];
  readonly staff: readonly StaffConfig[];
};
