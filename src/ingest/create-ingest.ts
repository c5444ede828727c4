// The ingest stage: raw message → readings, events or status of a device, and what was refused, each with its reason. Pure; memory is plain data.

import { areaKind } from "../model/installed.ts";
import type {
  DeviceEvent,
  DeviceStatus,
  PointValue,
  Quarantined,
  QuarantineReason,
  RawMessage,
  Reading,
} from "../model/reading.ts";
import type { Device, Site } from "../model/site.ts";
import { checkEvent, compileGuard, shown } from "./compile-guard.ts";
import { type IngestMemory, type Known, memoryOf, noteUnmapped, recall } from "./memory.ts";
import { type Channel, parseTopic } from "./parse-topic.ts";
import { KEPT_PAYLOAD, startOf, textOf } from "./payload.ts";
import { readTime } from "./read-time.ts";
import { forgetOldest, hashText, hashValue, isRepeat, nothingSeen } from "./repeats.ts";

const MAX_PAYLOAD = 256 * 1024;
const MAX_FUTURE = 24 * 3_600_000;
const MAX_AGE = 400 * 24 * 3_600_000;

type Place = { readonly known: Known; readonly channel: Channel };

export type { IngestMemory } from "./memory.ts";

export type Ingested = {
  readonly device: Device | null;
  readonly readings: readonly Reading[];
  readonly event: DeviceEvent | null;
  readonly status: DeviceStatus | null;
  readonly refused: readonly Quarantined[];
  readonly repeated: number;
};

export type Ingest = {
  readonly message: (raw: RawMessage) => Ingested;
  readonly memory: (device: string) => IngestMemory | undefined;
};

const nothing = { readings: [], event: null, status: null, repeated: 0 } as const;

/**
 * @param remembered what earlier runs remembered, by device id.
 * @param touching hears of a device right before its memory may change.
 */
export function createIngest(
  site: Site,
  remembered: ReadonlyMap<string, IngestMemory> = new Map(),
  touching: (device: string) => void = () => {},
): Ingest {
  const guards = new Map(
    Object.values(site.definitions).map((definition) => [definition.kind, compileGuard(definition, site.timezone)]),
  );
  const devices = new Map<string, Known>(
    site.devices.map((device) => [
      device.id,
      recall(device, guards.get(device.kind) as Known["guard"], remembered.get(device.id)),
    ]),
  );
  /** Topics that led to a device: as many as there are, and no stranger's. */
  const places = new Map<string, Place>();

  /** The message under way, what it was found to be of, and what of it was refused. */
  let raw: RawMessage;
  let device: Device | null = null;
  let refused: Quarantined[] = [];

  /** @param element where only one of a list is refused: keeping the whole list once for each would multiply it. */
  const refuse = (reason: QuarantineReason, detail: string, element?: unknown): void => {
    const payload = element === undefined ? startOf(raw.payload) : JSON.stringify(element).slice(0, KEPT_PAYLOAD);
    refused.push({ at: raw.at, topic: raw.topic.slice(0, 512), device: device?.id ?? null, reason, detail, payload });
  };
  const result = (fields: Partial<Ingested> = {}): Ingested => ({ device, refused, ...nothing, ...fields });

  function message(taken: RawMessage): Ingested {
    raw = taken;
    device = null;
    refused = [];
    const place = places.get(raw.topic) ?? findPlace();
    if (place === undefined) return result();
    const { known, channel } = place;
    device = known.device;
    const size = typeof raw.payload === "string" ? Buffer.byteLength(raw.payload) : raw.payload.byteLength;
    if (size > MAX_PAYLOAD) {
      refuse("too-large", `${size} bytes; at most ${MAX_PAYLOAD}`);
      return result();
    }
    let text: string;
    try {
      text = textOf(raw.payload);
    } catch {
      refuse("not-json", "not valid UTF-8");
      return result();
    }
    if (channel === "status") {
      const word = text.trim().replace(/^"(.*)"$/, "$1");
      if (word === "online" || word === "offline")
        return result({ status: { device: device.id, at: raw.at, status: word, retained: raw.retained === true } });
      refuse("bad-point", `status: ${word.slice(0, 40)} is not online or offline`);
      return result();
    }
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch (error) {
      refuse("not-json", (error as Error).message.slice(0, 200));
      return result();
    }
    touching(device.id);
    return channel === "event" ? takeEvent(known, body) : takeTelemetry(known, body);
  }

  /** The device and channel that the topic leads to, kept for the next message; refuses a topic that leads nowhere. */
  function findPlace(): Place | undefined {
    const topic = parseTopic(raw.topic, site.topicRoot, site.id);
    if (typeof topic === "string") return void refuse("bad-topic", topic);
    const known = devices.get(topic.device);
    if (!known || known.device.kind === areaKind)
      return void refuse("unknown-device", `no device "${topic.device}" in site "${site.id}": add it to the site file`);
    device = known.device;
    if (device.kind !== topic.kind)
      return void refuse("wrong-kind", `${device.id} is a ${device.kind}, not a ${topic.kind}`);
    const place = { known, channel: topic.channel };
    places.set(raw.topic, place);
    return place;
  }

  /** The element's own time; null when it gives none. Refuses what lies too far off. */
  function ownTime(fields: Readonly<Record<string, unknown>>, element?: unknown): number | null | "refused" {
    const given = fields.ts ?? null;
    if (given === null) return null;
    const read = readTime(given, site.timezone);
    if (read === undefined) {
      refuse("bad-point", `ts: ${shown(given)} is not a time; arrival counts`, element);
      return null;
    }
    const ts = read - (device as Device).clockOffset;
    if (ts - raw.at > MAX_FUTURE) refuse("future", `ts: ${shown(given)} is more than 24 h ahead`, element);
    else if (raw.at - ts > MAX_AGE) refuse("ancient", `ts: ${shown(given)} is more than 400 days old`, element);
    else return ts;
    return "refused";
  }

  function takeTelemetry(known: Known, body: unknown): Ingested {
    const { guard, seen } = known;
    const { id } = known.device;
    const elements = Array.isArray(body) ? body : [body];
    if (elements.length === 0) refuse("no-points", "an empty list");
    const readings: Reading[] = [];
    let repeated = 0;
    for (const element of elements) {
      const kept = elements.length > 1 ? element : undefined;
      if (typeof element !== "object" || element === null || Array.isArray(element)) {
        refuse("no-points", "telemetry is an object of points, or a list of such objects", kept);
        continue;
      }
      const fields = element as Readonly<Record<string, unknown>>;
      const before = refused.length;
      const values: Record<string, PointValue> = {};
      const problems: string[] = [];
      let count = 0;
      let hash = 0;
      for (const name in fields) {
        if (name === "ts" || name === "seq") continue;
        const value = fields[name];
        if (value === null) continue;
        const point = guard.get(name);
        if (!point) {
          noteUnmapped(known, name, raw.at);
          continue;
        }
        const taken = point.take(value);
        if (taken === undefined) {
          problems.push(point.problem(value));
          continue;
        }
        values[name] = taken;
        hash = (hash + hashValue(point.hash, taken)) | 0;
        count += 1;
      }
      const ts = count > 0 ? ownTime(fields, kept) : null;
      if (ts === "refused") continue;
      if (count === 0) {
        if (problems.length > 0) refuse("bad-point", problems.join("; "), kept);
        else refuse("no-points", "no point that this kind knows", kept);
        continue;
      }
      const seq = Number.isInteger(fields.seq) ? (fields.seq as number) : Number.NaN;
      if (isRepeat(seen, { ts: ts ?? Number.NaN, seq, hash, at: raw.at })) {
        repeated += 1;
        refused.length = before;
        continue;
      }
      for (const problem of problems) refuse("bad-point", problem, kept);
      readings.push({
        device: id,
        at: raw.at,
        time: ts === null ? raw.at : Math.min(ts, raw.at),
        ts: ts ?? raw.at,
        values,
      });
    }
    forgetOldest(seen, elements.length, readings.length);
    if (readings.length > 1) readings.sort((a, b) => a.time - b.time);
    return { device, readings, event: null, status: null, refused, repeated };
  }

  function takeEvent(known: Known, body: unknown): Ingested {
    const { id, kind } = known.device;
    const fields = body as Readonly<Record<string, unknown>>;
    if (typeof body !== "object" || body === null || Array.isArray(body) || typeof fields.event !== "string") {
      refuse("no-points", 'an event is an object with "event"');
      return result();
    }
    const name = fields.event.slice(0, 128);
    const events = site.definitions[kind]?.events ?? {};
    const definition = Object.hasOwn(events, name) ? events[name] : undefined;
    const checked = definition ? checkEvent(definition, fields) : { values: {} };
    if ("problem" in checked) {
      refuse("bad-point", checked.problem);
      return result();
    }
    if (!definition && name !== "commandResult") noteUnmapped(known, `event:${name}`, raw.at);
    const ts = ownTime(fields);
    if (ts === "refused") return result();
    const seq = Number.isInteger(fields.seq) ? (fields.seq as number) : Number.NaN;
    let hash = hashText(name);
    for (const field in checked.values)
      hash = (hash + hashValue(hashText(field), checked.values[field] as PointValue)) | 0;
    known.seenEvents ??= nothingSeen();
    if (isRepeat(known.seenEvents, { ts: ts ?? Number.NaN, seq, hash, at: raw.at })) {
      refused.length = 0;
      return result({ repeated: 1 });
    }
    forgetOldest(known.seenEvents, 1, 1);
    const { at } = raw;
    const time = ts === null ? at : Math.min(ts, at);
    return result({ event: { device: id, at, time, ts: ts ?? at, event: name, values: checked.values } });
  }

  return {
    message,
    memory(device) {
      const known = devices.get(device);
      return known && memoryOf(known);
    },
  };
}
