// What one device says, as lines (CONTRACT section 9): its readings, its being online, its faults, its passages. One per device, so that its tags are encoded once.

import { faultLabel } from "../model/built-in-fault.ts";
import type { FaultEvent } from "../model/fault.ts";
import type { DeviceEvent, DeviceStatus, PointValue, Reading } from "../model/reading.ts";
import type { Device, Site } from "../model/site.ts";
import { createLineEncoder, type Fields, type LineEncoder } from "./encode-line.ts";
import { faultLines } from "./fault-lines.ts";

export type DeviceLines = {
  /** Measurement = the kind, points as fields, at the device's own `ts`. */
  readonly reading: (reading: Reading) => string[];
  readonly status: (status: DeviceStatus) => string[];
  readonly fault: (event: FaultEvent) => string[];
  /** Only for event `passage`; nothing for others. */
  readonly event: (event: DeviceEvent) => string[];
};

/** Passages of one device remembered to keep simultaneous ones apart. */
const rememberedPassages = 64;

/** @param onRefused hears why a line could not be written (a value that is not finite, a time that is none). */
export function createDeviceLines(device: Device, site: Site, onRefused: (reason: string) => void): DeviceLines {
  const place = { site: site.id, zone: device.zone };
  // A backslash in a tag reads differently on different servers.
  const building = device.building?.replaceAll("\\", "/");
  const encodeReading = createLineEncoder(device.kind, { ...place, building, device: device.id });
  const encodeStatus = createLineEncoder("status", { ...place, kind: device.kind, device: device.id });
  const points = Object.entries(site.definitions[device.kind]?.points ?? {});
  const instants = new Set(points.filter(([, point]) => point.type === "instant").map(([name]) => name));
  const passages = new Map<string, LineEncoder>();
  const recent: string[] = [];

  const written = (encode: LineEncoder, fields: Fields, time: number): string[] => {
    const line = encode(fields, Math.round(time));
    if (typeof line === "string") return [line];
    onRefused(`${device.id}: ${line.reason}`);
    return [];
  };

  /** An instant changes rarely: as it was last written. */
  const writtenInstants = new Map<string, { readonly value: number; readonly text: string }>();
  const instantText = (name: string, value: number): string => {
    const last = writtenInstants.get(name);
    if (last?.value === value) return last.text;
    const text = new Date(value).toISOString();
    writtenInstants.set(name, { value, text });
    return text;
  };

  const readable = (values: Readonly<Record<string, PointValue>>): Fields => {
    if (instants.size === 0) return values;
    const fields: Record<string, PointValue> = {};
    for (const name in values) {
      const value = values[name] as PointValue;
      fields[name] = typeof value === "number" && instants.has(name) ? instantText(name, value) : value;
    }
    return fields;
  };

  /** The first free ms at or after `time` for passages of the same tags: the same series and time would overwrite. */
  const apart = (series: string, time: number): number => {
    let free = Math.round(time);
    while (recent.includes(`${series} ${free}`)) free++;
    recent.push(`${series} ${free}`);
    if (recent.length > rememberedPassages) recent.shift();
    return free;
  };

  const passage = ({ values, ts }: DeviceEvent): string[] => {
    const tag = (name: string): string | undefined => (values[name] === undefined ? undefined : String(values[name]));
    const tags = { result: tag("result"), method: tag("method"), direction: tag("direction") };
    const series = Object.values(tags).join(" ");
    let encode = passages.get(series);
    if (encode === undefined) {
      encode = createLineEncoder("passage", { ...place, device: device.id, ...tags });
      passages.set(series, encode);
    }
    return written(encode, { count: 1 }, apart(series, ts));
  };

  return {
    reading: (reading) => written(encodeReading, readable(reading.values), reading.ts),
    status: ({ status, at }) => written(encodeStatus, { online: status === "online" }, at),
    fault: (event) =>
      faultLines(event, {
        ...place,
        name: device.name,
        label: faultLabel(site.definitions[device.kind], event.fault.fault),
      }),
    event: (event) => (event.event === "passage" ? passage(event) : []),
  };
}
