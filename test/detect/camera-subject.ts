// The camera of the camera tests: its site lines and what it says when nothing is wrong.

import type { Subject } from "./fault-row.ts";
import type { Points } from "./play.ts";

const begins = "2026-03-10T04:00:00Z";
export const from = Date.parse(begins);
export const night = "2026-03-10T13:00:00Z";
export const healthy: Points = {
  fps: 25,
  bitrate: 4000,
  luma: 120,
  sharpness: 70,
  occlusion: 0,
  frozen: false,
  sceneChanged: false,
  isBlocked: false,
  isBlurred: false,
  isDark: false,
  heading: 90,
  tilt: 15,
  recording: true,
  oldestRecording: "2026-01-20T00:00:00Z",
  gapMinutes: 0,
  infrared: false,
  packetLoss: 0,
  temperature: 30,
  clockOffset: 0,
};
export const mount = (level: string, heading: number, more = "") =>
  `mount: { level: ${level}, x: 10, y: 10, height: 3.5, heading: ${heading}, tilt: 15, hfov: 90, vfov: 54, pixels: [2560, 1440], range: 40${more} }`;
export const device = `{ id: C1, kind: camera, zone: east, rated: { fps: 25 }, asset: { installedOn: 2025-06-01 }, ${mount("ground", 90)} }`;
export const indoors = `{ id: C1, kind: camera, zone: east, rated: { fps: 25 }, ${mount("garage", 90)} }`;
export const toNorth = {
  device: `{ id: C1, kind: camera, zone: east, rated: { fps: 25 }, ${mount("ground", 355)} }`,
  healthy: { ...healthy, heading: 355 },
};
export const subject: Subject = { kind: "camera", asset: "C1", device, begins, healthy };
export const major = { severity: "major", sla: "camera" } as const;
export const minor = { severity: "minor", sla: "camera" } as const;
