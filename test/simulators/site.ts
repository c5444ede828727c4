// A small community for the simulators' tests: all kinds, both programs, both feeders, pump and standby, two feeds.

import { toSite } from "../../simulators/read-site.ts";
import type { SimulatedSite } from "../../simulators/simulated-site.ts";

const some = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

export const siteTable = {
  site: "test",
  timezone: "Asia/Shanghai",
  location: { latitude: 31.23, longitude: 121.47 },
  lighting: {
    full: [["sunset+PT15M", "sunrise-PT15M"]],
    half: [
      ["sunset+PT15M", "00:00"],
      ["05:00", "sunrise-PT15M"],
    ],
  },
  zones: [{ id: "east" }],
  staff: [
    { id: "chen", role: "operator" },
    { id: "qian", role: "technician", skills: ["camera"] },
    { id: "zhao", role: "technician", skills: ["elevator", "pump"] },
    { id: "li", role: "guard" },
  ],
  coverage: { levels: [{ id: "ground" }, { id: "garage", indoor: "lit" }] },
  defaults: [{ kind: "streetlight", rated: { power: 60 } }],
  links: [
    { id: "feed-1", type: "power" },
    { id: "feed-2", type: "power" },
    { id: "sw-1", type: "switch", upstream: ["feed-1"] },
  ],
  devices: [
    ...some(10, (i) => ({
      id: `E${i + 1}`,
      kind: "elevator",
      zone: "east",
      upstream: [i < 4 ? "feed-1" : "feed-2"],
      reportEvery: "PT10S",
      rated: { speed: 1.75, load: 1000 },
    })),
    ...some(14, (i) => ({
      id: `C${i + 1}`,
      kind: "camera",
      zone: "east",
      upstream: [i < 6 ? "sw-1" : "feed-2"],
      rated: { fps: 25 },
      mount: { level: i === 3 ? "garage" : "ground", x: 0, y: 0, heading: (i * 57) % 360, tilt: 15, ptz: i === 6 },
    })),
    ...some(8, (i) => ({ id: `G${i + 1}`, kind: "gate", zone: "east", upstream: [i < 4 ? "sw-1" : "feed-2"] })),
    ...some(40, (i) => ({
      id: `L${i + 1}`,
      kind: "streetlight",
      zone: "east",
      upstream: [i < 20 ? "feed-1" : "feed-2"],
      ...(i % 3 === 0 && { program: "half" }),
      ...(i % 5 === 0 && { fed: "switched" }),
    })),
    ...some(6, (i) => ({
      id: `P${i + 1}`,
      kind: "pump",
      zone: "east",
      upstream: [i < 2 ? "feed-1" : "feed-2"],
      station: `station-${Math.floor(i / 2) + 1}`,
      standby: i % 2 === 1,
      ...(i >= 2 && { suction: "tank" }),
      rated: { pressure: 0.6, flow: 40, current: 18, frequency: 50 },
    })),
  ],
};

export const site: SimulatedSite = toSite(siteTable);

/** Epoch ms of an instant. */
export const at = (instant: string): number => Temporal.Instant.from(instant).epochMilliseconds;
