// What the simulated load says: four points in 200 bytes, or the full messages of the five kinds as the simulators speak.

import { createCommunity } from "../simulators/community.ts";
import { toSite } from "../simulators/read-site.ts";
import { SEQ_PLACE, TS_PLACE } from "./load-frames.ts";
import { allKinds, type Kind, type LoadDevice } from "./site.ts";

export type PayloadSet = "four" | "full";
type Payload = Readonly<Record<string, unknown>>;

const BYTES = 200;
const VARIANTS = 64;

const between = (low: number, high: number, share: number): number => Number((low + (high - low) * share).toFixed(5));

/** A healthy lamp by day and by night: four points of a streetlight, padded with blanks to 200 bytes. */
function fourPoints(index: number): string {
  const share = ((index * 37) % VARIANTS) / VARIANTS;
  const points = {
    power: between(72, 88, share),
    voltage: between(215, 235, 1 - share),
    current: between(0.32, 0.4, share),
    lux: between(60, 150, share),
  };
  const said = Object.entries(points).map(([name, value]) => `"${name}": ${value}`);
  const text = `{"ts": ${TS_PLACE}, "seq": ${SEQ_PLACE}, ${said.join(", ")}`;
  return `${text.padEnd(BYTES - 1)}}`;
}

/** How often the devices of the full set report in their own lives, ms. */
const FULL_EVERY = 15_000;
const FULL_FOR = 3 * 3_600_000;

/** Three hours of one device of each kind by its simulator from `start` (epoch ms) on, without events. */
function fullMessages(start: number): ReadonlyMap<Kind, readonly string[]> {
  const reportEvery = `PT${FULL_EVERY / 1000}S`;
  const devices = allKinds.map((kind) => ({ id: `${kind}-1`, kind, zone: "east", reportEvery, rated: ratedOf[kind] }));
  const site = toSite({
    site: "bench",
    timezone: "Asia/Shanghai",
    location: { latitude: 31.23, longitude: 121.47 },
    devices,
  });
  const found = new Map<Kind, string[]>(allKinds.map((kind) => [kind, []]));
  for (const { topic, payload } of createCommunity({ site, seed: 1, start, end: start + FULL_FOR, stamped: false })) {
    const [, , kind, , channel] = topic.split("/");
    if (channel !== "telemetry" || payload === undefined || Array.isArray(payload)) continue;
    const { ts: _, seq: __, ...points } = payload as Payload;
    const said = Object.entries(points).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
    found.get(kind as Kind)?.push(`{"ts": ${TS_PLACE}, "seq": ${SEQ_PLACE}, ${said.join(", ")}}`);
  }
  return found;
}

const ratedOf: Readonly<Record<Kind, object>> = {
  camera: { fps: 25 },
  gate: {},
  streetlight: { power: 80 },
  elevator: { speed: 1.75, load: 1000 },
  pump: { pressure: 0.45, flow: 50, current: 15.8, frequency: 50 },
};

/** The payloads of a device of the set, the first for the instant `start`; every device of a kind says the same ones. */
export function payloadsOf(set: PayloadSet, start: number): (device: LoadDevice) => readonly string[] {
  if (set === "four") {
    const texts = Array.from({ length: VARIANTS }, (_, index) => fourPoints(index));
    return () => texts;
  }
  const full = fullMessages(start);
  return ({ kind }) => full.get(kind) ?? [];
}
