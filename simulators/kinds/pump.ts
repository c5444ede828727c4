// A healthy pump: holds its station's pressure, takes turns with the others of its station, warms up when it runs.

import { between, rounded } from "../random.ts";
import { type CreateDevice, createReportTimes } from "./simulated-device.ts";

const hour = 3_600_000;
const turn = 12 * hour;

/** One pump of a station rests, each in turn, changing at 10:00 and 22:00; a pump alone runs unless it is standby. */
export const createPump: CreateDevice = (device, random, around) => {
  const times = createReportTimes(device, random, around.start);
  const station = around.station(device);
  const rated = {
    pressure: device.rated.pressure ?? 0.45,
    flow: device.rated.flow ?? 30,
    current: device.rated.current ?? 20,
    frequency: device.rated.frequency ?? 50,
  };
  const character = { vibration: between(random, 1.1, 2.4), warmth: between(random, 0, 8), inlet: random() * 0.03 };
  const place = station.pumps.indexOf(device.id);
  const onDuty = (at: number): boolean => {
    if (station.pumps.length < 2) return !device.standby;
    const turns = Math.floor((at + around.time.offset(at) - 10 * hour) / turn);
    return turns % station.pumps.length !== place;
  };
  let energy = between(random, 4_000, 60_000);
  let starts = Math.round(between(random, 400, 3_000));
  let lived = around.start;
  let running = onDuty(around.start);
  let heat = running ? 1 : 0;
  return {
    next: times.next,
    step: (now) => {
      times.pass(now);
      const header = station.at(now);
      const wasRunning = running;
      running = onDuty(now);
      if (running && !wasRunning) starts++;
      const flow = running ? rated.flow * header.demand : 0;
      const frequency = running ? header.frequency : 0;
      const outlet = rated.pressure * header.pressure;
      // m³/h × MPa ÷ 3.6 is the water's power in kW; the rest is friction and the drive.
      const power = running ? (flow * outlet) / 3.6 / 0.62 + 0.9 * frequency ** 3 : 0;
      const passed = (now - lived) / hour;
      energy += power * passed;
      heat += ((running ? 0.55 + 0.45 * header.demand : 0) - heat) * (1 - Math.exp(-passed / 0.4));
      lived = now;
      const mains = 0.19 - 0.03 * header.demand + character.inlet;
      const payload = {
        running,
        mode: "auto",
        driveFault: false,
        inletPressure: rounded(device.suction === "tank" ? 0.012 + header.level / 2500 : mains, 1000),
        outletPressure: rounded(outlet + rated.pressure * between(random, -0.004, 0.004), 1000),
        setPressure: rated.pressure,
        flow: rounded(flow * between(random, 0.99, 1.01), 100),
        frequency: rounded(rated.frequency * frequency, 10),
        current: rounded(running ? rated.current * (0.3 + 0.62 * header.demand * frequency) : 0, 10),
        power: rounded(power, 100),
        vibration: rounded(running ? character.vibration + between(random, -0.2, 0.3) : random() * 0.15, 100),
        bearingTemperature: rounded(24 + heat * (22 + character.warmth) + between(random, -0.3, 0.3), 10),
        motorTemperature: rounded(25 + heat * (32 + character.warmth) + between(random, -0.3, 0.3), 10),
        roomLeak: false,
        starts,
        energy: rounded(energy, 100),
        ...(device.suction === "tank" && { tankLevel: rounded(header.level, 10) }),
      };
      return [{ channel: "telemetry", payload }];
    },
  };
};
