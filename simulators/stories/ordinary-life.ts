// What an ordinary week holds: services, fog, a move, a power cut, slips of the network. None of it is a fault to wake people for.

import type { Moment, Scene } from "../story.ts";
import { powerCut } from "./power-cut.ts";
import { on } from "./week-clock.ts";

/** A 15-day service: a technician in the car and on its roof, doors open, the alarm button tested for 20 s. */
const serviced = ({ elapsed }: Moment) => {
  const minute = elapsed / 60_000;
  const still = { mode: "inspection", motion: "stopped", speed: 0, floor: 1, landing: true, alarmButton: false };
  const technician = { occupied: true, load: 85 };
  if (minute < 20) return { ...still, ...technician, door: "open" };
  if (minute < 25) return { ...still, ...technician, door: "closed", alarmButton: elapsed < 20 * 60_000 + 20_000 };
  if (minute < 55)
    return { ...still, ...technician, motion: "up", speed: 0.25, floor: 3, landing: false, door: "open" };
  if (minute < 75) return { ...still, ...technician, floor: 5, landing: false, door: "closed" };
  return { ...still, door: "open", occupied: false, load: 0 };
};

const movingIn = ({ elapsed }: Moment) => {
  const inside = elapsed % 120_000 < 40_000;
  return {
    mode: "independent",
    motion: "stopped",
    speed: 0,
    floor: 1,
    landing: true,
    door: "open",
    occupied: inside,
    load: inside ? 210 : 60,
  };
};

const releveling = {
  mode: "normal",
  motion: "up",
  speed: 0.2,
  floor: 1,
  landing: true,
  door: "open",
  occupied: true,
  load: 180,
};

const foggyPicture = ({ base }: Moment) => ({
  luma: Math.min(Number(base.luma), 60),
  sharpness: Math.round(Number(base.sharpness) * 6) / 10,
});

/** A tenth of the light; the light sensor keeps the lamps on some 20 minutes longer. */
const foggyLamp = ({ base, device }: Moment) => {
  const lux = Math.round(Number(base.lux) / 10);
  const { power = 60 } = device.rated;
  return lux < 60
    ? { lux, dimming: 100, power: power * 0.98, current: Math.round((power / 215) * 1000) / 1000 }
    : { lux };
};

const rebootMinutes = ({ elapsed }: Moment) => ({ recording: false, gapMinutes: Math.floor(elapsed / 60_000) });

export const ordinaryLife: readonly Scene[] = [
  // Re-levelling with the doors open, by design.
  ...["07:40", "12:15", "18:20"].map(
    (clock): Scene => ({
      at: on(1, clock),
      for: "PT3S",
      devices: { kind: "elevator", at: 3 },
      change: { set: releveling },
    }),
  ),
  // A moving-in day: the movers wedge a gate and hold a car.
  {
    at: on(2, "09:00"),
    for: "PT40M",
    devices: { kind: "gate", at: 0 },
    change: { set: { door: "open", lock: "unlocked", mode: "normal" } },
  },
  { at: on(2, "09:05"), for: "PT40M", devices: { kind: "elevator", at: 0 }, change: { set: movingIn } },
  // A truck waits before a camera.
  {
    at: on(2, "10:12"),
    for: "PT2M",
    devices: { kind: "camera", at: 0 },
    change: { set: { occlusion: 90, isBlocked: true } },
  },
  // Two 15-day services.
  {
    at: on(3, "09:00"),
    for: "PT90M",
    devices: { kind: "elevator", at: 1 },
    change: { set: serviced, every: "PT10S" },
  },
  {
    at: on(3, "10:45"),
    for: "PT90M",
    devices: { kind: "elevator", at: 2 },
    change: { set: serviced, every: "PT10S" },
  },
  // Every elevator's mobile modem drops out for six minutes, one after the other.
  {
    at: on(3, "13:30"),
    for: "PT6M",
    stagger: "PT7M",
    devices: { kind: "elevator" },
    change: { silent: true, keeps: true },
  },
  ...powerCut(on(4, "15:00"), on(4, "15:20"), "PT20M"),
  // The recorders restart for their weekly maintenance.
  { at: on(5, "03:00"), for: "PT4M", devices: { kind: "camera" }, change: { set: rebootMinutes } },
  { at: on(5, "03:04"), for: "P1D", devices: { kind: "camera" }, change: { set: { gapMinutes: 4 } } },
  // Devices start anew, their sequence numbers with them.
  ...[1, 2].flatMap((at): Scene[] => [
    {
      at: on(5, "14:00"),
      for: "PT45S",
      devices: { kind: "gate", at },
      change: { silent: true, will: "PT20S", restarts: true },
    },
    {
      at: on(5, "14:30"),
      for: "PT45S",
      devices: { kind: "camera", at: at + 1 },
      change: { silent: true, will: "PT20S", restarts: true },
    },
  ]),
  // A foggy dawn.
  {
    at: on(6, "04:45"),
    for: "PT3H",
    devices: { kind: "camera", where: ({ indoors }) => !indoors },
    change: { set: foggyPicture },
  },
  { at: on(6, "05:30"), for: "PT2H", devices: { kind: "streetlight" }, change: { set: foggyLamp } },
  // One device's clock was set to another time zone.
  { at: on(1, "00:00"), devices: { kind: "camera", at: 1 }, change: { clock: "PT8H" } },
];

/** The power cut and what it leaves behind: tickets of this stretch are deserved. */
export const cut = { from: on(4, "15:00"), to: on(4, "16:00") };
