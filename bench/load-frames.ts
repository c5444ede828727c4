// The messages of one connection as bytes, made once: a ring of PUBLISH frames whose packet id, `ts` and `seq` are overwritten in place.

import type { LoadDevice } from "./site.ts";
import { ROOT } from "./site.ts";

/** Width of `ts` (epoch ms) and `seq` in every payload. */
export const TS_PLACE = "1000000000000";
export const SEQ_PLACE = "1000000";

export type Ring = {
  readonly bytes: Buffer;
  readonly slots: number;
  /** Where slot `i` begins; one more entry for the end. */
  readonly starts: Uint32Array;
  /** Numbers message `k` of the connection and stamps it, in its slot. */
  readonly stamp: (k: number) => void;
};

const written = (buffer: Buffer, at: number, digits: number, value: number): void => {
  let rest = value | 0;
  for (let i = at + digits - 1; i >= at; i -= 1) {
    const next = (rest / 10) | 0;
    buffer[i] = 48 + rest - next * 10;
    rest = next;
  }
};

function remainingLength(length: number): number[] {
  const bytes: number[] = [];
  let left = length;
  do {
    bytes.push((left % 128) | (left >= 128 ? 128 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return bytes;
}

/** A PUBLISH frame, and where its packet id stands in it. */
export function publishFrame(
  topic: string,
  payload: string,
  qos: 0 | 1,
): { readonly frame: Buffer; readonly id: number } {
  const name = Buffer.from(topic);
  const body = Buffer.from(payload);
  const length = remainingLength(2 + name.length + (qos === 1 ? 2 : 0) + body.length);
  const head = Buffer.from([0x30 | (qos << 1), ...length, name.length >> 8, name.length & 255]);
  return {
    frame: Buffer.concat([head, name, Buffer.from(qos === 1 ? [0, 1] : []), body]),
    id: head.length + name.length,
  };
}

/** CONNECT of MQTT 3.1.1 with a clean session and without a user. */
export function connectFrame(clientId: string, keepAlive: number): Buffer {
  const id = Buffer.from(clientId);
  const body = Buffer.from([
    0,
    4,
    77,
    81,
    84,
    84,
    4,
    2,
    keepAlive >> 8,
    keepAlive & 255,
    id.length >> 8,
    id.length & 255,
  ]);
  return Buffer.concat([Buffer.from([0x10, ...remainingLength(body.length + id.length)]), body, id]);
}

/**
 * The ring of one connection: message `k` is of device `k mod n`, its round `r = floor(k / n)` gives `ts = base + r · step` and
 * `seq = 1,000,000 + r`: whoever counts afterwards knows each by number.
 * @param payloads of a device, cycled; each contains TS_PLACE and SEQ_PLACE once.
 */
export function createRing(options: {
  readonly devices: readonly LoadDevice[];
  readonly payloads: (device: LoadDevice) => readonly string[];
  readonly qos: 0 | 1;
  readonly atLeast: number;
  readonly base: number;
  readonly step: number;
}): Ring {
  const { devices, qos, base, step } = options;
  const n = devices.length;
  const slots = n * Math.ceil(options.atLeast / n);
  const frames: Buffer[] = [];
  const starts = new Uint32Array(slots + 1);
  const idAt = new Uint32Array(slots);
  const tsAt = new Uint32Array(slots);
  const seqAt = new Uint32Array(slots);
  const known = devices.map((device) => options.payloads(device));
  let end = 0;
  for (let slot = 0; slot < slots; slot += 1) {
    const { id, kind } = devices[slot % n] as LoadDevice;
    const texts = known[slot % n] as readonly string[];
    const payload = texts[Math.floor(slot / n) % texts.length] as string;
    const { frame, id: packetId } = publishFrame(`${ROOT}/${kind}/${id}/telemetry`, payload, qos);
    starts[slot] = end;
    idAt[slot] = end + packetId;
    tsAt[slot] = end + frame.indexOf(TS_PLACE, packetId);
    seqAt[slot] = end + frame.indexOf(`"seq": ${SEQ_PLACE}`, packetId) + 7;
    end += frame.length;
    frames.push(frame);
  }
  starts[slots] = end;
  const bytes = Buffer.concat(frames);
  return {
    bytes,
    slots,
    starts,
    stamp(k) {
      const slot = k % slots;
      const round = Math.floor(k / n);
      if (qos === 1) {
        const id = (k % 65_535) + 1;
        const at = idAt[slot] as number;
        bytes[at] = id >> 8;
        bytes[at + 1] = id & 255;
      }
      const ts = base + Math.floor(round * step);
      const high = Math.floor(ts / 1e7);
      written(bytes, tsAt[slot] as number, 6, high);
      written(bytes, (tsAt[slot] as number) + 6, 7, ts - high * 1e7);
      written(bytes, seqAt[slot] as number, 7, 1_000_000 + (round % 9_000_000));
    },
  };
}
