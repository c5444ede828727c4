// Events and status through ingest, and the promise that no bytes on any topic are lost or do harm (CONTRACT 2).

import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseTopic } from "../../src/ingest/parse-topic.ts";
import { quarantineReasons } from "../../src/model/reading.ts";
import type { Site } from "../../src/model/site.ts";
import { siteFrom } from "../support/test-site.ts";
import { accounted, createSender, kindOf, now, reasons, type Sender } from "./messages.ts";

let site: Site;
let sender: Sender;
beforeAll(async () => {
  site = await siteFrom();
});
beforeEach(() => {
  sender = createSender(site);
});

describe("an event", () => {
  it("keeps the fields that its kind defines and leaves out the rest", () => {
    const got = sender.event("G1", {
      event: "passage",
      result: "granted",
      method: "card",
      direction: "in",
      holder: "h-1",
      name: "Wang",
    });
    expect(got.event).toEqual({
      device: "G1",
      at: now,
      time: now,
      ts: now,
      event: "passage",
      values: { result: "granted", method: "card", direction: "in", holder: "h-1" },
    });
    expect(got.readings).toEqual([]);
  });

  it.each(["fallingObject", "intrusion", "loitering", "fireLane", "ebikeInCar", "smoke"])("detection of %s", (type) => {
    expect(sender.event("C1", { event: "detection", type, ref: "rec-7" }).event?.values).toEqual({
      type,
      ref: "rec-7",
    });
  });

  it("takes null for a field that is not given", () => {
    expect(sender.event("G1", { event: "passage", result: "denied", holder: null }).event?.values).toEqual({
      result: "denied",
    });
  });

  it.each([
    ["a field is missing", "G1", { event: "passage", method: "card" }],
    ["a required field is null", "G1", { event: "passage", result: null }],
    ["a word is unknown", "G1", { event: "passage", result: "maybe" }],
    ["a word has the wrong case", "G1", { event: "passage", result: "Denied" }],
    ["an optional word is unknown", "G1", { event: "passage", result: "denied", method: "magic" }],
    ["a field is no string", "G1", { event: "passage", result: true }],
    ["an id has blanks, as names do", "G1", { event: "passage", result: "denied", holder: "Wang Wei" }],
    ["an id is endless", "G1", { event: "passage", result: "denied", holder: "x".repeat(129) }],
    ["a detection says not what", "C1", { event: "detection" }],
  ])("is refused once as a bad point where %s", (_what, device, body) => {
    const got = sender.event(device, body);
    expect(reasons(got)).toEqual(["bad-point"]);
    expect(got.event).toBeNull();
  });

  it.each([
    [{}],
    [{ event: 5 }],
    [{ event: null }],
    [[]],
    [[{ event: "passage", result: "denied" }]],
    ["passage"],
    [null],
    [7],
  ])("is an object with a name: %j", (body) => {
    expect(reasons(sender.event("G1", body))).toEqual(["no-points"]);
  });

  it.each(["doorbell", "detection", "constructor", "__proto__", "toString", "hasOwnProperty", ""])(
    "that the kind does not know (%j) is heard, bare, and listed as unmapped",
    (name) => {
      const got = sender.event("G1", { event: name, result: "denied", secret: "x" });
      expect(got.event).toMatchObject({ event: name, values: {} });
      expect(reasons(got)).toEqual([]);
      expect(Object.keys(sender.ingest.memory("G1")?.unmapped ?? {})).toEqual([`event:${name}`]);
    },
  );

  it("commandResult is everybody's and not unmapped", () => {
    expect(sender.event("C1", { event: "commandResult", id: "c-1" }).event?.event).toBe("commandResult");
    expect(sender.ingest.memory("C1")?.unmapped).toEqual({});
  });
});

describe("status", () => {
  const topic = "facility/demo/gate/G1/status";
  it.each([
    ["online", "online"],
    ["offline", "offline"],
    ['"online"', "online"],
    ["offline\n", "offline"],
  ])("%j is %s", (payload, status) => {
    expect(sender.raw({ topic, payload }).status).toEqual({ device: "G1", at: now, status, retained: false });
    expect(sender.raw({ topic, payload: Buffer.from(payload), retained: true }).status).toMatchObject({
      retained: true,
    });
  });
  it.each(["", "ONLINE", "on", "1", "true", '{"status":"online"}', "online offline"])("%j is refused", (payload) => {
    const got = sender.raw({ topic, payload });
    expect(got.status).toBeNull();
    expect(reasons(got)).toEqual(["bad-point"]);
  });
});

describe("parseTopic", () => {
  it("reads kind, device and channel", () => {
    expect(parseTopic("facility/demo/gate/G1/event", "facility", "demo")).toEqual({
      kind: "gate",
      device: "G1",
      channel: "event",
    });
  });
  it("answers with a sentence otherwise", () => {
    expect(parseTopic("a/b/c/d/e", "facility", "demo")).toBe('topics start with "facility"');
  });
});

const device = fc.constantFrom("E1", "C1", "G1", "L1", "P1", "X9", "__proto__");
const topics = fc.oneof(
  { weight: 1, arbitrary: fc.string() },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.constantFrom("facility", "demo", "gate", "G1", "telemetry", ""), { maxLength: 7 })
      .map((parts) => parts.join("/")),
  },
  {
    weight: 8,
    arbitrary: fc
      .tuple(device, fc.constantFrom("telemetry", "event", "status", "command"))
      .map(([id, channel]) => `facility/demo/${kindOf[id] ?? "camera"}/${id}/${channel}`),
  },
);
const names = fc.constantFrom(
  "fps",
  "luma",
  "frozen",
  "oldestRecording",
  "door",
  "floor",
  "forced",
  "power",
  "flow",
  "ts",
  "seq",
  "event",
  "result",
  "type",
  "constructor",
  "other",
);
const scalars = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    1,
    -0,
    25,
    1e308,
    "open",
    "passage",
    "denied",
    "2026-03-01T10:00:00Z",
    now,
    now / 1000,
  ),
  fc.double(),
  fc.string(),
);
const element = fc.dictionary(names, scalars, { maxKeys: 6 });
const payloads = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc.string(),
  fc.json(),
  element.map((one) => JSON.stringify(one)),
  fc.array(fc.oneof(element, scalars), { maxLength: 6 }).map((list) => JSON.stringify(list)),
  fc.constantFrom("online", "offline", '{"__proto__":{"fps":25},"fps":25}', "1e999", '{"fps":1e999}'),
);

describe("any bytes on any topic", () => {
  it("never throw, and every message is accounted for", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(topics, payloads, fc.nat(600_000)), { maxLength: 12 }), (messages) => {
        const one = createSender(site);
        let at = now;
        for (const [topic, payload, wait] of messages) {
          at += wait;
          const got = one.raw({ at, topic, payload });
          expect(accounted(got)).toBeGreaterThanOrEqual(1);
          for (const { reason, detail } of got.refused) {
            expect(quarantineReasons).toContain(reason);
            expect(detail).not.toBe("");
          }
          const times = got.readings.map(({ time }) => time);
          expect(times).toEqual([...times].sort((a, b) => a - b));
          for (const reading of got.readings) {
            expect(reading.time).toBe(Math.min(reading.ts, at));
            const { points } = site.definitions[kindOf[reading.device] as string] as { points: object };
            for (const [name, value] of Object.entries(reading.values)) {
              expect(Object.keys(points)).toContain(name);
              if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
            }
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("counts every element of a list exactly once when nothing in it is half good", () => {
    const whole = fc.oneof(
      fc.constantFrom<unknown>({ fps: 25 }, { fps: "x" }, {}, 7, null, { ts: 1, fps: 3 }, { wifi: 1 }),
      fc.record({ ts: fc.integer({ min: now - 1000, max: now }), fps: fc.nat(30) }),
    );
    fc.assert(
      fc.property(fc.array(whole, { minLength: 1, maxLength: 40 }), (list) => {
        expect(accounted(createSender(site).send("C1", list))).toBe(list.length);
      }),
      { numRuns: 300 },
    );
  });

  it("and sending it all again, with its times, changes nothing", () => {
    const timed = fc.uniqueArray(fc.nat(3_600_000), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(timed, (ago) => {
        const list = ago.map((back, seq) => ({ ts: now - back, seq, fps: seq % 30 }));
        const one = createSender(site);
        expect(one.send("C1", list).readings.length).toBe(list.length);
        expect(one.send("C1", list, now + 1000)).toMatchObject({ readings: [], refused: [], repeated: list.length });
      }),
    );
  });
});
