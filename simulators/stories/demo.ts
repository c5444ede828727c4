// Story for the live demo: three tickets within the first minute, then something new every minute or so; begins anew.

import { text } from "../../src/model/text.ts";
import type { Moment, Scene, Selector, Story } from "../story.ts";

const camera = (at: number): Selector => ({ kind: "camera", at, where: ({ ptz }) => !ptz });
const gate = (at: number): Selector => ({ kind: "gate", at });
const elevator = (at: number): Selector => ({ kind: "elevator", at });
const lamp = (at: number): Selector => ({ kind: "streetlight", at, where: ({ fed }) => fed === "always" });
const pump = (at: number): Selector => ({ kind: "pump", at, prefer: ({ suction }) => suction === "tank" });

const car = { motion: "stopped", speed: 0, vibration: 0.4 };
const trapped = ({ elapsed }: Moment) => ({
  ...car,
  mode: "fault",
  floor: 7,
  landing: false,
  door: "closed",
  occupied: true,
  load: 142,
  alarmButton: elapsed % 60_000 < 20_000,
});
const swung = ({ base }: Moment) => ({
  sceneChanged: true,
  ...(typeof base.heading === "number" && { heading: (base.heading + 40) % 360 }),
});
const scene = (at: string, length: string, devices: Selector, change: Scene["change"]): Scene => ({
  at,
  for: length,
  devices,
  change,
});

export const demoNight: Story = {
  id: "demo-night",
  title: text("A busy hour for the demo", "演示：忙碌的值班"),
  about: text(
    "Made for showing the wall: an entrapment, a forced gate, a leaking lamp and a lost picture in the first minute, then a covered camera, a low tank, a jammed lock and more; everything recovers, and it begins anew.",
    "用于大屏演示：第一分钟内出现电梯困人、强行闯入、路灯漏电和视频丢失，随后是摄像机遮挡、水箱低液位、门锁卡滞等，逐一恢复后循环。",
  ),
  duration: "PT20M",
  start: "2026-03-10T19:30:00",
  loops: true,
  scenes: [
    scene("PT1S", "PT6M", camera(2), { set: { fps: 0, bitrate: 0 } }),
    scene("PT10S", "PT6M", elevator(0), { set: trapped, every: "PT5S" }),
    scene("PT6M10S", "PT4M", elevator(0), {
      set: { ...car, mode: "inspection", floor: 7, landing: true, door: "open", occupied: false, load: 0 },
    }),
    scene("PT20S", "PT3M", gate(0), { set: { door: "open", lock: "locked", forced: true } }),
    scene("PT30S", "PT5M", lamp(0), { set: { leakage: 48 }, every: "PT30S" }),
    scene("PT1M30S", "PT8M", camera(0), { set: { occlusion: 92, isBlocked: true, luma: 60, sharpness: 33 } }),
    scene("PT2M30S", "PT5M", pump(0), { set: { tankLevel: 14 } }),
    scene("PT4M", "PT6M", elevator(1), {
      set: { ...car, mode: "normal", floor: 1, landing: true, door: "blocked", occupied: false, load: 0 },
    }),
    scene("PT5M", "PT4M", gate(1), { set: { lock: "jammed", door: "closed" } }),
    scene("PT6M", "PT4M", camera(1), { set: swung }),
    scene("PT7M", "PT56S", gate(2), {
      event: { event: "passage", result: "denied", method: "card", direction: "in", holder: "h-unknown" },
      every: "PT8S",
    }),
    scene("PT8M", "PT4M", pump(1), { set: { roomLeak: true } }),
    scene("PT9M", "PT4M", camera(3), { silent: true, will: "PT5S" }),
    scene("PT10M", "PT4M", gate(0), { set: { power: "battery", battery: 15 } }),
    scene("PT11M", "PT7M", lamp(1), { set: { lean: 11 }, every: "PT1M" }),
    scene("PT12M", "PT5M", elevator(0), { set: { emergencyLamp: "failed" } }),
    scene("PT13M", "PT4M", gate(1), { set: { tamper: true } }),
    scene("PT14M", "PT4M", elevator(1), { set: { motorTemperature: 97 } }),
  ],
  expect: {
    tickets: [
      { asset: camera(2), fault: "videoLoss", withinAfter: "PT35S" },
      { asset: elevator(0), fault: "entrapment", withinAfter: "PT15S" },
      { asset: gate(0), fault: "forcedOpen", withinAfter: "PT25S" },
      { asset: lamp(0), fault: "leakage", withinAfter: "PT40S" },
    ],
  },
};
