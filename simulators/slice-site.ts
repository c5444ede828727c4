// A smaller community with the same variety, for stories that have to run in seconds.

import { grow } from "./grow-site.ts";
import { type DeviceConfig, type SimulatedKind, type SimulatedSite, simulatedKinds } from "./simulated-site.ts";

/** How many of each kind; a kind that is not named is left out. */
export type Slice = Readonly<Partial<Record<SimulatedKind, number>>>;

/** The slice on which the week-long stories run in the test suite. */
export const weekSlice: Slice = { camera: 10, gate: 6, streetlight: 30, elevator: 6, pump: 4 };

/**
 * So many devices of each kind, in the site's order: lamps of every program and feeder in turn, pumps a whole station
 * at a time with both ways of suction. Links stay.
 */
export function sliceSite(site: SimulatedSite, slice: Slice): SimulatedSite {
  const kept = new Set(
    simulatedKinds.flatMap((kind) => {
      const devices = site.devices.filter((device) => device.kind === kind);
      return inTurn(devices, kind).slice(0, slice[kind] ?? 0);
    }),
  );
  return { ...site, devices: site.devices.filter((device) => kept.has(device)) };
}

/** So many devices in all: about so many, each kind in its share, or, above what the site has, copies besides (growSite). */
export function scaleSite(site: SimulatedSite, devices: number): SimulatedSite {
  const share = devices / site.devices.length;
  if (share >= 1) return { ...site, devices: grow(site.devices, devices) };
  const count = (kind: SimulatedKind): number => {
    const all = site.devices.filter((device) => device.kind === kind).length;
    return all === 0 ? 0 : Math.max(1, Math.round(all * share));
  };
  return sliceSite(site, Object.fromEntries(simulatedKinds.map((kind) => [kind, count(kind)])));
}

function inTurn(devices: readonly DeviceConfig[], kind: SimulatedKind): readonly DeviceConfig[] {
  if (kind === "streetlight") return dealt(devices, (lamp) => `${lamp.program} ${lamp.fed}`);
  if (kind !== "pump") return devices;
  const stations = [...Map.groupBy(devices, (pump) => pump.station ?? pump.id).values()];
  const order = dealt(stations, (pumps) => (pumps.some(({ suction }) => suction === "tank") ? "tank" : "mains"));
  return order.flat();
}

/** One of each group, then the second of each, and so on. */
function dealt<T>(all: readonly T[], group: (each: T) => string): readonly T[] {
  const groups = [...Map.groupBy(all, group).values()];
  const longest = Math.max(0, ...groups.map((each) => each.length));
  return Array.from({ length: longest }, (_, row) => groups.flatMap((each) => each.slice(row, row + 1))).flat();
}
