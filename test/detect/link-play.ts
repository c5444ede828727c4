// Plays which device is heard when straight to the detector, and keeps what it said of links.

import { createDetector, type Detector } from "../../src/detect/create-detector.ts";
import type { LinkMemory } from "../../src/detect/link-fault.ts";
import type { DeviceMemory } from "../../src/detect/runtime.ts";
import type { FaultEvent } from "../../src/model/fault.ts";
import type { Site } from "../../src/model/site.ts";
import { second, siteWith } from "./play.ts";

export const start = Date.parse("2026-03-10T04:00:00Z");

/** So many seconds after the start the device speaks, or its will says it is gone. */
export type Heard = readonly [after: number, device: string, word?: "offline"];

export const camera = (id: string, upstream = "sw", more = "") =>
  `{ id: ${id}, kind: camera, zone: east, upstream: [${upstream}]${more} }`;
export const oneSwitch = "links: [{ id: sw, type: switch }]";
export const switchWith = (count: number): Promise<Site> =>
  siteWith(
    Array.from({ length: count }, (_, n) => camera(`C${n + 1}`)),
    oneSwitch,
  );
export const nested = `links:
  - { id: sw, type: switch, upstream: [feed] }
  - { id: feed, type: feed }
  - { id: sx, type: switch, upstream: [feed] }`;
export const nestedDevices = [camera("C1", "sw"), camera("C2", "sw"), camera("C3", "sx"), camera("C4", "sx")];
export const nestedLost: readonly Heard[] = ["C1", "C2", "C3", "C4"].map((id): Heard => [0, id]);
export const steadily = (device: string, from: number, to: number): Heard[] =>
  Array.from({ length: Math.floor((to - from) / 10) + 1 }, (_, n) => [from + n * 10, device] as const);

/** The same memory as text, and a new detector that knows only that. */
export function restarted(site: Site, detector: Detector, at: number, listeningSince = start): Detector {
  const memory = new Map(
    site.devices.map(({ id }) => [id, JSON.parse(JSON.stringify(detector.memory(id))) as DeviceMemory] as const),
  );
  const links = JSON.parse(JSON.stringify(detector.linkMemory())) as LinkMemory;
  return createDetector(site, listeningSince, memory, at, undefined, links);
}

/** Lets all happen that is due before the instant. */
export function passTime(detector: Detector, before: number): readonly FaultEvent[] {
  const said: FaultEvent[] = [];
  while (detector.nextAt() < before) said.push(...detector.runNext());
  return said;
}

export function hear(detector: Detector, device: string, at: number, word?: "offline"): readonly FaultEvent[] {
  if (word) return detector.status({ device, at, status: word, retained: false });
  return detector.reading({ device, at, time: at, ts: at, values: { luma: 100 } });
}

const sayOf = ({ type, at, fault }: FaultEvent): string => `${(at - start) / second} ${fault.asset} ${type}`;

/** What is said of links, as "seconds asset type"; time ends, inclusive, `until` seconds after the start. */
export function linksSay(
  site: Site,
  heard: readonly Heard[],
  until: number,
  detector: Detector = createDetector(site, start),
): string[] {
  const said: FaultEvent[] = [];
  for (const [after, device, word] of heard.toSorted(([a], [b]) => a - b)) {
    const at = start + after * second;
    said.push(...passTime(detector, at), ...hear(detector, device, at, word));
  }
  said.push(...passTime(detector, start + until * second + 1));
  return said.filter(({ fault }) => fault.kind === "link").map(sayOf);
}
