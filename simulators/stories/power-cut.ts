// What a power cut does to each kind of equipment: elevators rescue themselves, gates run on battery, the rest falls silent.

import type { Moment, Scene } from "../story.ts";

/** Stops between floors, creeps to the next one on its battery, opens, and everybody walks out: all within 90 s. */
export const rescuing = ({ elapsed }: Moment) => {
  const dark = { mode: "emergencyPower", mains: false, floor: 6, alarmButton: false };
  if (elapsed < 15_000)
    return { ...dark, motion: "stopped", speed: 0, landing: false, door: "closed", occupied: true, load: 136 };
  if (elapsed < 45_000)
    return { ...dark, motion: "down", speed: -0.25, landing: false, door: "closed", occupied: true, load: 136 };
  if (elapsed < 75_000)
    return { ...dark, motion: "stopped", speed: 0, landing: true, door: "open", occupied: true, load: 136 };
  return { ...dark, motion: "stopped", speed: 0, landing: true, door: "open", occupied: false, load: 0 };
};

export const onBattery = ({ elapsed }: Moment) => ({
  power: "battery",
  battery: Math.round((99 - elapsed / 180_000) * 10) / 10,
});

/** Pressure builds up again against empty pipes: much flow, little pressure, for two minutes. */
export const restarting = ({ elapsed, device, base }: Moment) => {
  const { pressure = 0.45, flow = 30 } = device.rated;
  const set = Number(base.setPressure ?? pressure);
  const built = Math.min(1, Math.max(0, (elapsed - 10_000) / 100_000));
  const outletPressure = Math.round(set * (0.15 + 0.82 * built) * 1000) / 1000;
  if (elapsed < 10_000 || base.running !== true)
    return { running: false, flow: 0, frequency: 0, current: 0, power: 0, outletPressure };
  return { running: true, outletPressure, flow: elapsed < 150_000 ? Math.round(flow * 1.42 * 10) / 10 : base.flow };
};

/** The tank went on emptying while its valve had no power, and fills up again. */
const refilling = ({ base, progress }: Moment) => ({
  tankLevel: Math.round(Math.min(Number(base.tankLevel ?? 80), 44 + 40 * progress) * 10) / 10,
});

/**
 * What hangs on one feed loses its mains, and so do the pump rooms, which a site had better hang on the same.
 * @param at @param back when the mains go and return, ISO durations after the start; @param length of the cut.
 */
export function powerCut(at: string, back: string, length: string): readonly Scene[] {
  const below = "feed";
  return [
    { at, for: length, devices: { kind: "elevator", below }, change: { set: rescuing, every: "PT5S" } },
    { at, for: length, devices: { kind: "gate", below }, change: { set: onBattery } },
    ...[{ kind: "camera", below } as const, { kind: "streetlight", below } as const, { kind: "pump" } as const].map(
      (devices): Scene => ({ at, for: length, devices, change: { silent: true, will: "PT1M30S", restarts: true } }),
    ),
    { at: back, for: "PT4M", devices: { kind: "pump" }, change: { set: restarting, every: "PT10S" } },
    {
      at: back,
      for: "PT40M",
      devices: { kind: "pump", where: ({ suction }) => suction === "tank" },
      change: { set: refilling },
    },
  ];
}
