// The hot path on one core: message → reading → faults → lines of history, all rules on, nothing stored; and what one device takes in memory.

import { fileURLToPath } from "node:url";
import { definitions } from "../devices/index.ts";
import { createCommunity } from "../simulators/community.ts";
import { readSite } from "../simulators/read-site.ts";
import { loadSite } from "../src/config/load-site.ts";
import { type Ends, nothingRemembered } from "../src/ends.ts";
import { createGateway, type Gateway } from "../src/gateway.ts";
import { createHistoryLines } from "../src/history/create-history-lines.ts";
import type { Device, Site } from "../src/model/site.ts";
import { median } from "./median.ts";

const COUNTS = [100, 1_000, 10_000, 50_000];
const ROUNDS = 5;
/** Messages a round; every device has spoken before the first one counts. */
const MESSAGES = 25_000;
/** ms. Short, so that the smallest site's day does not end before the measurement does. */
const REPORT_EVERY = 5_000;
const VARIANTS = 16;
/** Lines that are handed on together, as bytes. */
const AT_ONCE = 500;
const START = Date.parse("2026-03-10T09:00:00+08:00");
const folder = fileURLToPath(new URL("../sites/demo", import.meta.url));

/** Four of each kind's points, such as its rules look at. */
const four: Readonly<Record<string, readonly string[]>> = {
  camera: ["luma", "sharpness", "packetLoss", "oldestRecording"],
  gate: ["door", "lock", "power", "forced"],
  streetlight: ["power", "voltage", "current", "leakage"],
  elevator: ["motion", "brakeTemperature", "motorTemperature", "vibration"],
  pump: ["outletPressure", "flow", "bearingTemperature", "motorTemperature"],
};

/** Payloads as they lie in a socket's buffer, with room for the time and the number of each message. */
type Payload = { readonly bytes: Buffer; readonly ts: number; readonly seq: number };

function encode(points: Readonly<Record<string, unknown>>): Payload {
  const { ts: _, seq: __, ...values } = points;
  const bytes = Buffer.from(JSON.stringify({ ts: "2026-03-10T01:00:00.000Z", seq: 1_000_000_000, ...values }));
  return { bytes, ts: bytes.indexOf("2026-"), seq: bytes.indexOf("1000000000") };
}

const write = (bytes: Buffer, at: number, number: number, digits: number): void => {
  let rest = number;
  for (let i = at + digits - 1; i >= at; i -= 1) {
    bytes[i] = 48 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
};

/** Puts the time of day (UTC; a run passes no midnight) and the number in. */
function stamp({ bytes, ts, seq }: Payload, at: number, number: number): void {
  const day = at % 86_400_000;
  write(bytes, ts + 11, Math.floor(day / 3_600_000), 2);
  write(bytes, ts + 14, Math.floor(day / 60_000) % 60, 2);
  write(bytes, ts + 17, Math.floor(day / 1000) % 60, 2);
  write(bytes, ts + 20, day % 1000, 3);
  write(bytes, seq, 1_000_000_000 + number, 10);
}

/** What healthy devices of each kind say, report after report. */
function record(): ReadonlyMap<string, readonly Record<string, unknown>[]> {
  const reports = new Map<string, Record<string, unknown>[]>();
  const speaker = new Map<string, string>();
  for (const { device, topic, payload } of createCommunity({ site: readSite(folder), seed: 1, start: START })) {
    const kind = topic.split("/")[2] as string;
    if (!topic.endsWith("/telemetry") || Array.isArray(payload)) continue;
    if (!speaker.has(kind)) speaker.set(kind, device);
    if (speaker.get(kind) !== device) continue;
    const list = reports.get(kind) ?? [];
    reports.set(kind, list);
    if (list.length < VARIANTS) list.push(payload as Record<string, unknown>);
    if (reports.size === 5 && [...reports.values()].every(({ length }) => length === VARIANTS)) break;
  }
  return reports;
}

/** So many devices: the demo's own, a fifth of each kind, then copies that share nothing but their names' stem. */
function growSite(site: Site, count: number): Site {
  const kinds = [...Map.groupBy(site.devices, ({ kind }) => kind).values()];
  const devices = Array.from({ length: count }, (_, index): Device => {
    const own = kinds[index % kinds.length] as readonly Device[];
    const place = Math.floor(index / kinds.length);
    return copy(own[place % own.length] as Device, Math.floor(place / own.length));
  });
  return { ...site, devices };
}

function copy(device: Device, round: number): Device {
  const { rated, facts, faults, offlineAfter, staleAfter, verifyFor } = device;
  const own = structuredClone({ rated, facts, faults, offlineAfter, staleAfter, verifyFor });
  if (round === 0) return { ...device, ...own };
  const station = facts.station === undefined ? {} : { station: `${facts.station}-${round}` };
  return { ...device, ...own, id: `${device.id}-${round}`, facts: { ...own.facts, ...station } };
}

type Told = { lines: number; bytes: number; refused: number; faults: number };

function listen(site: Site, told: Told): Ends {
  const lines = createHistoryLines(site);
  let waiting: string[] = [];
  const take = (list: readonly string[]): void => {
    waiting.push(...list);
    if (waiting.length < AT_ONCE) return;
    told.lines += waiting.length;
    told.bytes += Buffer.from(waiting.join("\n")).length;
    waiting = [];
  };
  return {
    reading: (device, reading) => take(lines.reading(device, reading)),
    event: (device, event) => take(lines.event(device, event)),
    status: (device, status) => take(lines.status(device, status)),
    fault(event) {
      told.faults += 1;
      take(lines.fault(event));
    },
    repeated(count) {
      told.refused += count;
    },
    refused() {
      told.refused += 1;
    },
    ticket: () => undefined,
    notice: () => undefined,
  };
}

const heapUsed = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

/** One site, spoken to by its devices in turn, on a clock of its own. @param payloads by kind. */
function createSpeaker(gateway: Gateway, site: Site) {
  const topics = site.devices.map(({ id, kind }) => `${site.topicRoot}/${site.id}/${kind}/${id}/telemetry`);
  const count = topics.length;
  let number = 0;
  return (payloads: ReadonlyMap<string, readonly Payload[]>, messages: number): void => {
    const lists = site.devices.map(({ kind }) => payloads.get(kind) as readonly Payload[]);
    for (let i = 0; i < messages; i += 1) {
      number += 1;
      const index = number % count;
      const list = lists[index] as readonly Payload[];
      const payload = list[Math.floor(number / count) % list.length] as Payload;
      const at = START + Math.floor((number * REPORT_EVERY) / count);
      stamp(payload, at, number);
      gateway.onMessage({ at, topic: topics[index] as string, payload: payload.bytes });
    }
  };
}

/** CPU µs a message: the median of the rounds. */
function measure(speak: (messages: number) => void, devices: number): number {
  speak(Math.max(devices * 2, MESSAGES));
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    speak(MESSAGES);
    costs.push(since(before) / MESSAGES);
  }
  return median(costs);
}
const since = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return user + system;
};

const row = (cells: readonly (string | number)[]): string =>
  `${cells.map((cell, i) => (i === 0 ? String(cell).padEnd(22) : String(cell).padStart(10))).join("")}\n`;

/** @throws Error where the demo site does not load, or a message was refused. */
export async function pipelineBench(): Promise<void> {
  const { site: demo } = await loadSite(folder, { definitions, env: {} });
  if (!demo) throw new Error("the demo site does not load");
  const reports = record();
  const full = new Map([...reports].map(([kind, list]) => [kind, list.map(encode)]));
  const short = new Map(
    [...reports].map(([kind, list]) => [
      kind,
      list.map((points) => encode(Object.fromEntries((four[kind] ?? []).map((name) => [name, points[name]])))),
    ]),
  );
  const bytes = (map: typeof full, kind?: string): string => {
    const lists = kind === undefined ? [...map.values()].flat() : (map.get(kind) ?? []);
    return `${Math.round(median(lists.map(({ bytes }) => bytes.length)))} B`;
  };

  /** Both lengths of message from so many devices; what a device takes in all, and what storing its memory costs. */
  function run(name: string, site: Site): void {
    const told: Told = { lines: 0, bytes: 0, refused: 0, faults: 0 };
    const count = site.devices.length;
    const before = heapUsed();
    const gateway = createGateway(site, START, nothingRemembered, listen(site, told));
    const speak = createSpeaker(gateway, site);
    const costs = [short, full].map((map) => measure((messages) => speak(map, messages), count));
    speak(full, Math.max(0, count * 40 - 12 * MESSAGES));
    const size = (heapUsed() - before) / count / 1024;
    const store = (): number => {
      let stored = 0;
      for (const { id } of site.devices)
        stored += JSON.stringify([gateway.detector.memory(id), gateway.ingestMemory(id)]).length;
      return stored;
    };
    for (let devices = 0; devices < MESSAGES; devices += count) store();
    const began = process.cpuUsage();
    const stored = store();
    const cost = since(began) / count;
    const cells = [
      ...costs.map((cost) => cost.toFixed(2)),
      size.toFixed(1),
      cost.toFixed(1),
      Math.round(stored / count),
    ];
    process.stdout.write(row([name, ...cells, told.refused, told.faults]));
    if (told.refused > 0) throw new Error(`${told.refused} messages were refused or taken for repeats`);
  }

  process.stdout.write(`pipeline  CPU µs a message, median of ${ROUNDS} rounds of ${MESSAGES}\n`);
  const head = [
    `4 pt ${bytes(short)}`,
    `all ${bytes(full)}`,
    "KB/device",
    "µs stored",
    "B stored",
    "refused",
    "faults",
  ];
  process.stdout.write(row(["", ...head]));
  for (const count of COUNTS) run(`${count} devices`, growSite(demo, count));
  for (const kind of reports.keys()) {
    const devices = growSite({ ...demo, devices: demo.devices.filter((device) => device.kind === kind) }, 1000).devices;
    run(`1000 × ${kind} ${bytes(full, kind)}`, { ...demo, devices });
  }
}
