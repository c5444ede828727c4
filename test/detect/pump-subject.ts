// The pump of the pump tests: its site line, what it says when nothing is wrong, and what the rows have in common.

import type { Subject } from "./fault-row.ts";
import type { Points } from "./play.ts";

export const begins = "2026-03-10T04:00:00Z";
export const from = Date.parse(begins);
export const healthy: Points = {
  running: true,
  mode: "auto",
  driveFault: false,
  inletPressure: 0.2,
  outletPressure: 0.5,
  setPressure: 0.5,
  flow: 30,
  frequency: 45,
  current: 15,
  power: 10,
  vibration: 2,
  bearingTemperature: 50,
  motorTemperature: 50,
  tankLevel: 60,
  roomLeak: false,
  starts: 10,
  energy: 100,
};
export const pump = (id: string, more = "") =>
  `{ id: ${id}, kind: pump, zone: east, rated: { pressure: 0.5, flow: 40, current: 20, frequency: 50 }${more} }`;
export const device = pump("P1");
export const subject: Subject = { kind: "pump", asset: "P1", device, begins, healthy };
export const urgent = { severity: "major", sla: "urgent" } as const;
export const burst = { severity: "critical", sla: "pipe-burst", outcome: "leak-stopped" } as const;
export const minor = { severity: "minor", sla: "ordinary" } as const;
export const running = { idle: [{ running: false }], settles: 60 };
export const torn: Points = { outletPressure: 0.29, flow: 53 };
export const dry: Points = { flow: 1.9, inletPressure: 0.019 };
export const tankDry: Points = { flow: 1.9, tankLevel: 9.9 };
export const idling: Points = { flow: 1.9, outletPressure: 0.44 };
export const manual = { idle: [{ mode: "manual" }, { mode: "off" }] };
