// Builds raw messages for the small site and says what ingest made of them.

import { createIngest, type Ingest, type Ingested } from "../../src/ingest/create-ingest.ts";
import type { RawMessage } from "../../src/model/reading.ts";
import type { Site } from "../../src/model/site.ts";

/** Arrival of every message unless told otherwise. */
export const now = Date.parse("2026-03-01T10:00:00Z");
export const kindOf: Readonly<Record<string, string>> = {
  E1: "elevator",
  C1: "camera",
  G1: "gate",
  L1: "streetlight",
  P1: "pump",
};

export type Sender = {
  readonly ingest: Ingest;
  readonly send: (device: string, body: unknown, at?: number) => Ingested;
  readonly sendText: (device: string, text: string | Uint8Array, at?: number) => Ingested;
  readonly event: (device: string, body: unknown, at?: number) => Ingested;
  readonly raw: (raw: Partial<RawMessage> & Pick<RawMessage, "topic" | "payload">) => Ingested;
};

export function createSender(site: Site, ingest: Ingest = createIngest(site)): Sender {
  const raw: Sender["raw"] = (message) => ingest.message({ at: now, ...message });
  const topic = (device: string, channel: string): string => `facility/demo/${kindOf[device]}/${device}/${channel}`;
  return {
    ingest,
    raw,
    send: (device, body, at = now) =>
      raw({ at, topic: topic(device, "telemetry"), payload: JSON.stringify(body) as string }),
    sendText: (device, text, at = now) => raw({ at, topic: topic(device, "telemetry"), payload: text }),
    event: (device, body, at = now) => raw({ at, topic: topic(device, "event"), payload: JSON.stringify(body) }),
  };
}

export const reasons = ({ refused }: Ingested): readonly string[] => refused.map(({ reason }) => reason);
export const values = ({ readings }: Ingested): readonly unknown[] => readings.map((reading) => reading.values);
/** What came of it in all: nothing that arrives may vanish. */
export const accounted = ({ readings, event, status, refused, repeated }: Ingested): number =>
  readings.length + (event ? 1 : 0) + (status ? 1 : 0) + refused.length + repeated;
