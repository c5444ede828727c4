// What every simulated device is: something with a next instant at which it speaks, and what it says then.

import type { Lighting } from "../lighting.ts";
import type { LocalTime } from "../local-time.ts";
import type { Random } from "../random.ts";
import type { DeviceConfig } from "../simulated-site.ts";
import type { Sun } from "../sun.ts";
import type { Station } from "./station.ts";

export type Payload = Record<string, unknown>;

export type DeviceMessage = {
  readonly channel: "telemetry" | "event" | "status";
  /** `status` is a bare word, everything else an object, or an array of telemetry objects. */
  readonly payload: Payload | readonly Payload[] | "online" | "offline";
};

export type SimulatedDevice = {
  /** The next instant (epoch ms) at which it has something to say by itself. */
  readonly next: () => number;
  /**
   * Lives on until `now` (never before the last one) and says what there is to say: events since, and its points,
   * also when it is asked between its own instants. Without power it says nothing.
   */
  readonly step: (now: number) => readonly DeviceMessage[];
};

/** What surrounds all devices alike. */
export type Surroundings = {
  readonly start: number;
  readonly time: LocalTime;
  readonly sun: Sun;
  readonly lighting: Lighting;
  /** The pressure header that a pump feeds, shared with the other pumps of its station. */
  readonly station: (pump: DeviceConfig) => Station;
};

export type CreateDevice = (device: DeviceConfig, random: Random, around: Surroundings) => SimulatedDevice;

/** The instants of a device's regular reports: one soon after the start, then every `reportEvery` in its own phase. */
export function createReportTimes(device: DeviceConfig, random: Random, start: number) {
  const first = start + Math.floor(random() * Math.min(device.reportEvery, 10_000));
  const phase = start + Math.floor(random() * device.reportEvery);
  let at = first;
  return {
    next: (): number => at,
    /** Moves on to the first regular instant after `now`. */
    pass: (now: number): void => {
      if (now < at) return;
      const periods = Math.floor((now - phase) / device.reportEvery) + 1;
      at = phase + Math.max(0, periods) * device.reportEvery;
    },
  };
}
