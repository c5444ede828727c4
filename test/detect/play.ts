// Plays a device's words to the gateway on a virtual clock: what it says from when on, repeated as a real device repeats it.

import type { Site } from "../../src/model/site.ts";
import { createReplay, type RecordingLine, type ReplayResult } from "../../src/replay.ts";
import { siteFrom } from "../support/test-site.ts";

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export type Points = Readonly<Record<string, number | boolean | string | null>>;
/** From this instant (epoch ms) on the device says this. */
export type Says = readonly [at: number, points: Points];
export const say = (at: number, points: Points): Says => [at, points];
export type FaultRow = ReplayResult["faults"][number];

/** As the output writes instants: without needless zeros. */
export const iso = (at: number): string => new Date(at).toISOString().replace(".000Z", "Z");

const head = `
site: demo
timezone: Asia/Shanghai
location: { latitude: 31.23, longitude: 121.47 }
zones: [{ id: east, name: East }]
staff:
  - { id: chen, name: Chen, role: operator }
  - { id: zhao, name: Zhao, role: technician }
coverage:
  levels:
    - { id: ground, outline: [[0, 0], [100, 0], [100, 100], [0, 100]], indoor: false }
    - { id: garage, outline: [[0, 0], [100, 0], [100, 100], [0, 100]], indoor: lit }
`;
const sites = new Map<string, Promise<Site>>();

/** A site with just these devices (YAML lines of `devices`) and further top-level keys. */
export function siteWith(devices: readonly string[], more = ""): Promise<Site> {
  const yaml = `${head}${more}\ndevices:\n${devices.map((line) => `  - ${line}\n`).join("")}`;
  const known = sites.get(yaml) ?? siteFrom(yaml);
  sites.set(yaml, known);
  return known;
}

export const telemetry = (kind: string, asset: string, at: number, payload: unknown): RecordingLine => ({
  at: iso(at),
  topic: `facility/demo/${kind}/${asset}/telemetry`,
  payload,
});

export const event = (kind: string, asset: string, at: number, payload: unknown): RecordingLine => ({
  at: iso(at),
  topic: `facility/demo/${kind}/${asset}/event`,
  payload,
});

export const status = (kind: string, asset: string, at: number, raw: "online" | "offline"): RecordingLine => ({
  at: iso(at),
  topic: `facility/demo/${kind}/${asset}/status`,
  raw,
});

/** Each word at its instant, and again every `every` ms (a grid from the first one) until the next or the end. */
export function keepSaying(
  kind: string,
  asset: string,
  says: readonly Says[],
  until: number,
  every = 30 * second,
): RecordingLine[] {
  const from = says[0]?.[0] ?? until;
  return says.flatMap(([at, points], index) => {
    const end = Math.min(says[index + 1]?.[0] ?? until, until);
    const lines = at <= until ? [telemetry(kind, asset, at, points)] : [];
    for (let next = from + Math.ceil((at + 1 - from) / every) * every; next < end; next += every)
      lines.push(telemetry(kind, asset, next, points));
    return lines;
  });
}

/** Replays the lines in time order (those of one instant in the order given); time ends at `until`. */
export function play(site: Site, lines: readonly RecordingLine[], until: number): ReplayResult {
  const replay = createReplay(site);
  const sorted = lines.filter(({ at }) => Date.parse(at) <= until).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  for (const line of sorted) replay.line(line);
  replay.line({ at: iso(until), tick: true });
  return replay.finish();
}

export const rowsOf = (result: ReplayResult, fault: string, asset?: string): readonly FaultRow[] =>
  result.faults.filter((row) => row.fault === fault && (asset === undefined || row.asset === asset));
