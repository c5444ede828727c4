// What the stages remember is all they need: stored and taken up again at any instant, they say what they would have said. And no
// device's memory changes without its name having been called before.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDetector, type Detector } from "../../src/detect/create-detector.ts";
import type { DeviceMemory } from "../../src/detect/runtime.ts";
import { createIngest, type Ingest, type IngestMemory } from "../../src/ingest/create-ingest.ts";
import type { Point } from "../../src/model/device-definition.ts";
import type { Device, Site } from "../../src/model/site.ts";
import { minute, second, siteWith } from "./play.ts";

const start = Date.parse("2026-03-10T06:55:00+08:00");
const site = await siteWith([
  "{ id: E1, kind: elevator, zone: east, rated: { speed: 1.75, load: 1000 } }",
  "{ id: C1, kind: camera, zone: east, rated: { fps: 25 }, mount: { level: ground, x: 10, y: 10, heading: 90, tilt: 15, hfov: 90, range: 40 } }",
  '{ id: G1, kind: gate, zone: east, openHours: ["07:00-09:00"] }',
  "{ id: L1, kind: streetlight, zone: east, rated: { power: 60 }, fed: switched }",
  "{ id: P1, kind: pump, zone: east, rated: { pressure: 0.5, flow: 40, current: 20, frequency: 50 }, station: S1 }",
  "{ id: P2, kind: pump, zone: east, rated: { pressure: 0.5, flow: 40, current: 20, frequency: 50 }, station: S1 }",
]);

type Stages = { readonly ingest: Ingest; readonly detector: Detector };
type Sent = { readonly after: number; readonly device: Device; readonly channel: string; readonly payload: string };

const open = (
  resumedAt = start,
  ingest: ReadonlyMap<string, IngestMemory> = new Map(),
  detect: ReadonlyMap<string, DeviceMemory> = new Map(),
  touching?: (device: string) => void,
): Stages => ({
  ingest: createIngest(site, ingest, touching),
  detector: createDetector(site, start, detect, resumedAt, touching),
});
const memoryOf = ({ ingest, detector }: Stages, device: string): string =>
  JSON.stringify([ingest.memory(device), detector.memory(device)]);

/** Stores everything as text and starts anew from it. */
function restarted(stages: Stages, at: number): Stages {
  const stored = site.devices.map(({ id }) => [id, JSON.parse(memoryOf(stages, id))] as const);
  return open(
    at,
    new Map(stored.map(([id, [ingest]]) => [id, ingest])),
    new Map(stored.map(([id, [, own]]) => [id, own])),
  );
}

/** Lets time pass and hands the message in; what came of it. */
function handle({ ingest, detector }: Stages, at: number, message?: Sent): readonly unknown[] {
  const said: unknown[] = [];
  while (detector.nextAt() < at) said.push(...detector.runNext());
  if (!message) return said;
  const topic = `${site.topicRoot}/${site.id}/${message.device.kind}/${message.device.id}/${message.channel}`;
  const taken = ingest.message({ at, topic, payload: message.payload });
  said.push(taken);
  for (const reading of taken.readings) said.push(...detector.reading(reading));
  if (taken.event) said.push(...detector.event(taken.event));
  if (taken.status) said.push(...detector.status(taken.status));
  return said;
}

const share = fc.constantFrom(0, 0.002, 0.01, 0.06, 0.3, 0.5, 0.9);
const anyOf = (point: Point): fc.Arbitrary<unknown> => {
  if (point.type === "bool") return fc.boolean();
  if (point.type === "state") return fc.constantFrom(...Object.keys(point.states));
  if (point.type === "instant") return fc.constantFrom("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");
  return share.map((part) => Math.round(Math.max(0, point.min) + part * Math.min(point.max, 300)));
};
const telemetry = ({ definitions }: Site, kind: string): fc.Arbitrary<string> =>
  fc
    .record(
      {
        ...Object.fromEntries(
          Object.entries(definitions[kind]?.points ?? {}).map(([name, point]) => [name, anyOf(point)] as const),
        ),
        ts: fc.constantFrom(start, start + 5 * minute, start + 20 * minute, "2026-03-10T07:00:00+08:00"),
        seq: fc.nat(40),
        wifi: fc.nat(3),
      },
      { requiredKeys: [] },
    )
    .map((fields) => JSON.stringify(fields));
const waits = fc.constantFrom(
  0,
  0,
  1,
  second,
  5 * second,
  30 * second,
  minute,
  2 * minute,
  10 * minute,
  10 * minute + 1,
);
const messages = fc.array(
  fc.tuple(waits, fc.constantFrom(...site.devices), fc.nat(9)).chain(([after, device, kind]): fc.Arbitrary<Sent> => {
    const sent = (channel: string, payload: fc.Arbitrary<string>) =>
      payload.map((text) => ({ after, device, channel, payload: text }));
    if (kind === 0) return sent("status", fc.constantFrom("online", "offline"));
    const passage = { event: "passage", result: "denied" };
    if (kind < 3 && device.kind === "gate")
      return sent(
        "event",
        fc.nat(9).map((seq) => JSON.stringify({ ...passage, seq })),
      );
    return sent("telemetry", telemetry(site, device.kind));
  }),
  { maxLength: 60 },
);

describe("a restart", () => {
  it("at any instant changes nothing that is said later", () => {
    fc.assert(
      fc.property(messages, fc.nat(60), (list, cut) => {
        const steady = open();
        let broken = open();
        let at = start;
        for (const [index, message] of list.entries()) {
          at += message.after;
          expect(handle(broken, at, message)).toEqual(handle(steady, at, message));
          if (index === cut) broken = restarted(broken, at);
        }
        expect(handle(broken, at + 60 * minute)).toEqual(handle(steady, at + 60 * minute));
        for (const { id } of site.devices) expect(memoryOf(broken, id)).toBe(memoryOf(steady, id));
      }),
      { numRuns: 150 },
    );
  });

  it("at the very instant a period ends handles its end", () => {
    const pump = site.devices.find(({ id }) => id === "P1") as Device;
    const says = (payload: string): Sent => ({ after: 0, device: pump, channel: "telemetry", payload });
    const first = says('{"running":true,"mode":"auto","flow":0,"outletPressure":0.4,"frequency":50,"tankLevel":50}');
    const opened = [false, true].map((restart) => {
      let stages = open();
      handle(stages, start, first);
      // The pump counts as settled from this instant on; the reading says nothing of what waits for it.
      handle(stages, start + minute, says('{"bearingTemperature":50}'));
      if (restart) stages = restarted(stages, start + minute);
      handle(stages, start + 2 * minute, says('{"bearingTemperature":51}'));
      return handle(stages, start + 200 * second);
    });
    expect(opened[0]).toMatchObject([{ type: "opened", fault: { asset: "P1", fault: "noFlow" } }]);
    expect(opened[1]).toEqual(opened[0]);
  });
});

it("calls a device's name before its memory changes", () => {
  fc.assert(
    fc.property(messages, (list) => {
      const before = new Map<string, string>();
      let called = new Set<string>();
      const stages: Stages = open(start, undefined, undefined, (device) => {
        if (called.has(device)) return;
        called.add(device);
        if (before.size > 0) expect(memoryOf(stages, device)).toBe(before.get(device));
      });
      let at = start;
      for (const message of list) {
        for (const { id } of site.devices) before.set(id, memoryOf(stages, id));
        called = new Set();
        at += message.after;
        handle(stages, at, message);
        for (const { id } of site.devices) if (!called.has(id)) expect(memoryOf(stages, id)).toBe(before.get(id));
      }
    }),
    { numRuns: 60 },
  );
});
