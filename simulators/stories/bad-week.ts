// Story: the same ordinary week with twelve real faults hidden in it; each has to be found in time.

import { text } from "../../src/model/text.ts";
import type { ExpectedTicket, Moment, Scene, Selector, Story } from "../story.ts";
import { bursting } from "./burst-pipe.ts";
import { cut, ordinaryLife } from "./ordinary-life.ts";
import { on } from "./week-clock.ts";

type Hidden = { readonly fault: string; readonly by: string; readonly scene: Scene };

const elevator = (at: number): Selector => ({ kind: "elevator", at });
const gate = (at: number): Selector => ({ kind: "gate", at });
const camera = (at: number): Selector => ({ kind: "camera", at, where: ({ ptz }) => !ptz });
const fullLamp = (at: number): Selector => ({
  kind: "streetlight",
  at,
  prefer: ({ program, fed }) => program === "full" && fed === "always",
});
const halfLamp: Selector = { kind: "streetlight", at: 0, where: ({ program }) => program !== "full" };
const mainsPump: Selector = { kind: "pump", at: 0, prefer: ({ suction, standby }) => suction === "mains" && !standby };
const tankPump: Selector = { kind: "pump", at: 0, prefer: ({ suction, standby }) => suction === "tank" && !standby };

const standing = { mode: "normal", motion: "stopped", speed: 0, vibration: 0.5, alarmButton: false };
const flickering = ({ elapsed, device }: Moment) => {
  const power = (device.rated.power ?? 60) * (Math.floor(elapsed / 20_000) % 2 === 0 ? 0.15 : 0.95);
  return { power, current: Math.round((power / 215) * 1000) / 1000, dimming: 100 };
};
const turnedAway = ({ base }: Moment) => ({
  sceneChanged: true,
  ...(typeof base.heading === "number" && { heading: (base.heading + 31) % 360 }),
});
const runningDry = ({ elapsed, device, base }: Moment) => {
  const { pressure = 0.45, frequency = 50 } = device.rated;
  const running = { running: true, mode: "auto" };
  if (elapsed < 120_000) return running;
  const set = Number(base.setPressure ?? pressure);
  return { ...running, flow: 0, frequency, inletPressure: 0.003, tankLevel: 6, outletPressure: set * 0.3 };
};
const missing = ({ elapsed }: Moment) => ({ gapMinutes: Math.min(14, Math.floor(elapsed / 60_000)) });

/** In the order of the week. */
const hidden: readonly Hidden[] = [
  {
    // The commonest entrapment: at a landing, doors shut, the controller calling itself normal.
    fault: "entrapmentSuspected",
    by: on(1, "08:16"),
    scene: {
      at: on(1, "08:12"),
      for: "PT20M",
      devices: elevator(3),
      change: { set: { ...standing, floor: 9, landing: true, door: "closed", occupied: true, load: 138 } },
    },
  },
  {
    fault: "recordingGap",
    by: on(2, "11:09"),
    scene: { at: on(2, "11:00"), for: "P1D", devices: camera(5), change: { set: missing } },
  },
  {
    fault: "doorFault",
    by: on(2, "13:04"),
    scene: {
      at: on(2, "13:00"),
      for: "PT30M",
      devices: elevator(4),
      change: { set: { ...standing, floor: 1, landing: true, door: "blocked", occupied: false, load: 0 } },
    },
  },
  {
    fault: "lampOut",
    by: on(2, "19:16"),
    scene: {
      at: on(2, "19:00"),
      for: "PT4H",
      devices: halfLamp,
      change: { set: { power: 0.7, current: 0.01, dimming: 100, lux: 0 } },
    },
  },
  {
    fault: "forcedOpen",
    by: on(3, "02:21"),
    scene: {
      at: on(3, "02:20"),
      for: "PT3M",
      devices: gate(2),
      change: { set: { door: "open", lock: "locked", forced: true } },
    },
  },
  {
    fault: "flicker",
    by: on(3, "20:12"),
    scene: { at: on(3, "20:00"), for: "PT30M", devices: fullLamp(0), change: { set: flickering, every: "PT20S" } },
  },
  {
    fault: "moved",
    by: on(4, "11:05"),
    scene: { at: on(4, "11:00"), for: "PT5H", devices: camera(4), change: { set: turnedAway } },
  },
  {
    fault: "leakage",
    by: on(5, "02:01"),
    scene: { at: on(5, "02:00"), for: "PT1H", devices: fullLamp(1), change: { set: { leakage: 46 } } },
  },
  {
    // At low night flow a burst is nothing but a flow that nobody asked for.
    fault: "pipeBurst",
    by: on(5, "02:37"),
    scene: { at: on(5, "02:30"), for: "PT40M", devices: mainsPump, change: { set: bursting, every: "PT10S" } },
  },
  {
    fault: "dryRun",
    by: on(6, "12:04"),
    scene: { at: on(6, "12:00"), for: "PT12M", devices: tankPump, change: { set: runningDry, every: "PT10S" } },
  },
  {
    fault: "lockJammed",
    by: on(6, "18:01"),
    scene: { at: on(6, "18:00"), for: "PT1H", devices: gate(3), change: { set: { lock: "jammed", door: "closed" } } },
  },
  {
    fault: "entrapment",
    by: on(6, "22:12"),
    scene: {
      at: on(6, "22:10"),
      for: "PT35M",
      devices: elevator(5),
      change: { set: { ...standing, floor: 12, landing: false, door: "closed", occupied: true, load: 74 } },
    },
  },
];

export const badWeek: Story = {
  id: "bad-week",
  title: text("A bad week", "多事的一周"),
  about: text(
    "The quiet week with twelve real faults hidden among its ordinary troubles, in all five kinds of equipment: each has to have its ticket in time.",
    "在平静的一周里隐藏着五类设备的十二个真实故障，每个都必须按时生成工单。",
  ),
  duration: "P7D",
  start: "2026-03-09T00:00:00",
  scenes: [...ordinaryLife, ...hidden.map(({ scene }) => scene)],
  expect: {
    tickets: hidden.map(({ fault, by, scene }): ExpectedTicket => ({ asset: scene.devices, fault, withinAfter: by })),
    excused: [cut],
  },
};
