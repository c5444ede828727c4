// The communities that the benchmarks load: generated site folders of any size, valid for the gateway and known to the load generator by formula.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";

export const SITE = "bench";
export const ROOT = `facility/${SITE}`;

export type Kind = "camera" | "gate" | "streetlight" | "elevator" | "pump";
export const allKinds: readonly Kind[] = ["camera", "gate", "streetlight", "elevator", "pump"];
export type LoadDevice = { readonly id: string; readonly kind: Kind };

const rated: Readonly<Record<Kind, object>> = {
  camera: { rated: { fps: 25 } },
  gate: {},
  streetlight: { rated: { power: 80 } },
  elevator: { rated: { speed: 1.75, load: 1000 } },
  pump: { rated: { pressure: 0.45, flow: 50, current: 15.8, frequency: 50 } },
};

/** `L1` … `Ln`, all of one kind. */
export const devicesOf = (count: number, kind: Kind = "streetlight", letter = "L"): LoadDevice[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${letter}${index + 1}`, kind }));

/** The five kinds in turn. */
export const mixedDevices = (count: number): LoadDevice[] =>
  Array.from({ length: count }, (_, index) => {
    const kind = allKinds[index % allKinds.length] as Kind;
    return { id: `${kind[0]}${index + 1}`.toUpperCase(), kind };
  });

/** Lamps whose `leakage` opens its fault at the first reading above the limit. */
export const alarmDevices = (count: number): LoadDevice[] => devicesOf(count, "streetlight", "A");
const isAlarm = ({ id }: LoadDevice): boolean => /^A\d/.test(id);

/**
 * Writes `DIR/site.yaml`. Devices are heard for hours before they count as silent, so that a pause of the
 * benchmark is no fault.
 */
export function writeSite(folder: string, devices: readonly LoadDevice[], reportEvery = "PT12H"): string {
  mkdirSync(folder, { recursive: true });
  const site = {
    site: SITE,
    timezone: "Asia/Shanghai",
    location: { latitude: 31.23, longitude: 121.47 },
    zones: [{ id: "east" }],
    staff: [
      { id: "chen", name: "Chen", role: "operator", phone: "13800000001" },
      { id: "xu", name: "Xu", role: "supervisor", phone: "13800000002" },
    ],
    devices: devices.map((device) => ({
      ...device,
      zone: "east",
      reportEvery,
      ...rated[device.kind],
      ...(isAlarm(device) && { delays: { leakage: "PT0S" } }),
    })),
  };
  writeFileSync(join(folder, "site.yaml"), stringify(site, { aliasDuplicateObjects: false }));
  return folder;
}
