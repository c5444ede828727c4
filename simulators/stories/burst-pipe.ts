// Story: a main bursts behind a pump; the pressure falls while the flow rises.

import { text } from "../../src/model/text.ts";
import type { DeviceConfig } from "../simulated-site.ts";
import type { Moment, Selector, Story } from "../story.ts";

const pump: Selector = { kind: "pump", at: 0, prefer: (device: DeviceConfig) => !device.standby };

/** Full speed against an open end; `running` from the scene's start, the burst after four minutes. */
export const bursting = ({ elapsed, device, base }: Moment) => {
  const { pressure = 0.45, flow = 30, current = 20, frequency = 50 } = device.rated;
  const running = { running: true, mode: "auto" };
  if (elapsed < 240_000) return running;
  const torn = Math.min(1, (elapsed - 240_000) / 20_000);
  const set = Number(base.setPressure ?? pressure);
  return {
    ...running,
    outletPressure: Math.round(set * (1 - 0.58 * torn) * 1000) / 1000,
    flow: Math.round(flow * (0.6 + 1.05 * torn) * 10) / 10,
    frequency,
    current: Math.round(current * 1.06 * 10) / 10,
  };
};

/** The pipe is mended: the pump runs at its set pressure again, whoever's turn it is. */
const mended = ({ device, base }: Moment) => {
  const { flow = 30, current = 20, frequency = 50 } = device.rated;
  return { running: true, flow: flow * 0.5, frequency: frequency * 0.91, current: current * 0.6, mode: base.mode };
};

export const burstPipe: Story = {
  id: "burst-pipe",
  title: text("A water main bursts", "供水主管爆裂"),
  about: text(
    "Behind a running pump the pressure falls below 60 % of its set value while the flow rises over 130 % of the rated one. The technician closes the valve, stops the pump, mends the pipe and runs the pump again: only that proves it whole.",
    "运行中的水泵出口压力跌破设定值的60%，流量升至额定的130%以上。维修员关阀停泵、修复管道后重新开泵，压力恢复才算修好。",
  ),
  duration: "PT55M",
  start: "2026-03-11T06:30:00",
  scenes: [
    { at: "PT1M", for: "PT25M", devices: pump, change: { set: bursting, every: "PT10S" } },
    {
      at: "PT26M",
      for: "PT14M",
      devices: pump,
      change: { set: { running: false, mode: "off", flow: 0, frequency: 0, current: 0, power: 0, vibration: 0.1 } },
    },
    { at: "PT40M", devices: pump, change: { set: mended } },
  ],
  actions: [
    { at: "PT8M", asset: pump, fault: "pipeBurst", do: "accept", by: { role: "technician", skill: "pump" } },
    { at: "PT20M", asset: pump, fault: "pipeBurst", do: "arrive", by: { role: "technician", skill: "pump" } },
    {
      at: "PT46M",
      asset: pump,
      fault: "pipeBurst",
      do: "restore",
      by: { role: "technician", skill: "pump" },
      outcome: "leak-stopped",
    },
  ],
  expect: { tickets: [{ asset: pump, fault: "pipeBurst", withinAfter: "PT6M30S" }], noOthers: true },
};
