// A healthy streetlight: burns by its program, a feeder at a time; on a switched feeder it has no power by day.

import { between, hash, rounded } from "../random.ts";
import { type CreateDevice, createReportTimes } from "./simulated-device.ts";

const hour = 3_600_000;

/** Lamps of one feeder switch within 20 s of each other, every feeder within 90 s of the program's edge. */
export const createStreetlight: CreateDevice = (device, random, around) => {
  const times = createReportTimes(device, random, around.start);
  const rated = device.rated.power ?? 60;
  const lag = Math.round((hash(device.upstream[0] ?? device.zone) % 70_000) + random() * 20_000);
  const character = {
    efficiency: between(random, 0.94, 1.03),
    voltage: between(random, 224, 231),
    leakage: between(random, 0.3, 2.5),
    lean: between(random, 0.1, 1.6),
    glow: between(random, 2, 9),
    dimsAtNight: device.program === "full" && random() < 0.3,
  };
  let energy = between(random, 200, 900);
  let burnHours = (energy * 1000) / rated;
  let lived = around.start;
  let power = 0;
  let awake = false;
  const burning = (at: number): boolean => around.lighting(device.program, at - lag).from + lag <= at;

  /** A switched feeder wakes its lamps when the program begins; while it sleeps nothing is said. */
  const next = (): number => {
    if (device.fed === "always") return times.next();
    const wakes = around.lighting(device.program, times.next() - lag).from + lag;
    return wakes > lived ? wakes : times.next();
  };
  return {
    next,
    step: (now) => {
      times.pass(now);
      const lit = burning(now);
      const passed = lit && power > 0 ? (now - lived) / hour : 0;
      energy += (power * passed) / 1000;
      burnHours += passed;
      lived = now;
      const late = around.time.hour(now);
      const dimming = lit ? (character.dimsAtNight && (late >= 23 || late < 5) ? 70 : 100) : 0;
      power = lit ? (rated * dimming * character.efficiency) / 100 + between(random, -0.6, 0.6) : 0;
      if (device.fed === "switched" && !lit) {
        awake = false;
        return [];
      }
      const voltage = character.voltage + (lit ? -1.5 : 0) + between(random, -1, 1);
      const drawn = lit ? power : between(random, 0.3, 0.6);
      const payload = {
        power: rounded(drawn, 10),
        voltage: rounded(voltage, 10),
        current: rounded(drawn / voltage / 0.95, 1000),
        dimming,
        lux: Math.round(daylight(around.sun.altitude(now)) + (lit ? character.glow : 0)),
        leakage: rounded(character.leakage + between(random, 0, 0.4), 100),
        lean: rounded(character.lean + between(random, -0.1, 0.1), 100),
        energy: rounded(energy, 1000),
        burnHours: rounded(burnHours, 1000),
      };
      const report = { channel: "telemetry", payload } as const;
      if (device.fed === "always" || awake) return [report];
      awake = true;
      return [{ channel: "status", payload: "online" }, report];
    },
  };
};

/** Lux under an open sky: 0 at night, some 400 at sunrise, 80,000 and more at a high noon. */
function daylight(altitude: number): number {
  if (altitude < -8) return 0;
  if (altitude < 0) return 400 * 10 ** (altitude / 2.2);
  return 400 + 92_000 * Math.sin((altitude * Math.PI) / 180) ** 1.2;
}
