// The pipeline as a whole: a restart at any instant changes nothing, and equal input gives equal output.

import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Site } from "../src/model/site.ts";
import type { Act } from "../src/model/ticket.ts";
import { createRecorder, type Recorder } from "./support/recorder.ts";
import { siteFrom, smallSite } from "./support/test-site.ts";

const start = Date.parse("2026-03-01T10:00:00Z");
const secondPump =
  "  - { id: P2, kind: pump, zone: east, rated: { pressure: 0.5, flow: 40, current: 20, frequency: 50 }, station: S1, suction: tank }\n";

type Step =
  | {
      readonly wait: number;
      readonly device: string;
      readonly kind: string;
      readonly body: object;
      readonly lag?: number;
    }
  | { readonly wait: number; readonly device: string; readonly kind: string; readonly status: string }
  | { readonly wait: number; readonly event: object }
  | { readonly wait: number; readonly act: Act; readonly by: string; readonly asset: string; readonly fault: string };

const wait = fc.oneof(
  fc.integer({ min: 0, max: 2_000 }),
  fc.integer({ min: 0, max: 120_000 }),
  fc.integer({ min: 0, max: 1_200_000 }),
);
const partly = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const record = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, partly(value)])));
const lag = partly(fc.integer({ min: 0, max: 600_000 }));
const readingOf = (device: string, kind: string, body: fc.Arbitrary<object>) =>
  fc.record({ wait, device: fc.constant(device), kind: fc.constant(kind), body, lag }) as fc.Arbitrary<Step>;
const pick = fc.constantFrom;

const step: fc.Arbitrary<Step> = fc.oneof(
  readingOf(
    "E1",
    "elevator",
    record({
      mode: pick("normal", "fault", "inspection"),
      motion: pick("up", "stopped"),
      landing: fc.boolean(),
      door: pick("open", "closed", "blocked"),
      occupied: fc.boolean(),
      alarmButton: fc.boolean(),
      mains: fc.boolean(),
      motorTemperature: pick(60, 88, 95),
    }),
  ),
  readingOf(
    "C1",
    "camera",
    record({
      fps: pick(0, 10, 25),
      luma: pick(5, 15, 100),
      frozen: fc.boolean(),
      heading: pick(90, 99.8, 120),
      recording: fc.boolean(),
      gapMinutes: pick(0, 4, 9),
      isBlocked: fc.boolean(),
      occlusion: pick(10, 59, 80),
    }),
  ),
  readingOf(
    "G1",
    "gate",
    record({
      door: pick("open", "closed"),
      lock: pick("locked", "unlocked"),
      forced: fc.boolean(),
      power: pick("mains", "battery"),
      battery: pick(10, 50),
    }),
  ),
  readingOf(
    "L1",
    "streetlight",
    record({ power: pick(0, 10, 25, 60), dimming: pick(0, 50, 100), leakage: pick(0, 40), lux: pick(10, 500) }),
  ),
  readingOf(
    "P1",
    "pump",
    record({
      running: fc.boolean(),
      outletPressure: pick(0.2, 0.34, 0.5),
      flow: pick(1, 40, 60),
      inletPressure: pick(0.01, 0.1),
      starts: pick(1, 5, 20),
    }),
  ),
  readingOf(
    "P2",
    "pump",
    record({ running: fc.boolean(), outletPressure: pick(0.2, 0.5), tankLevel: pick(5, 50, 99) }),
  ),
  fc.record({
    wait,
    event: pick(
      { event: "passage", result: "denied" },
      { event: "passage", result: "denied" },
      { event: "passage", result: "granted" },
    ),
  }) as fc.Arbitrary<Step>,
  fc
    .record({ wait, device: pick("E1", "C1"), kind: fc.constant("?"), status: pick("online", "offline") })
    .map((one) => ({ ...one, kind: one.device === "E1" ? "elevator" : "camera" })) as fc.Arbitrary<Step>,
  fc.record({
    wait,
    act: pick<Act[]>("accept", "arrive", "restore", "close"),
    by: pick("zhao", "chen"),
    asset: pick("E1", "C1", "G1", "P1"),
    fault: pick("entrapment", "videoLoss", "forcedOpen", "controllerFault", "offline", "notRecording", "driveFault"),
  }) as fc.Arbitrary<Step>,
);

function play(recorder: Recorder, steps: readonly Step[], restartBefore: ReadonlySet<number>): number {
  let at = start;
  steps.forEach((one, i) => {
    at += one.wait;
    if (restartBefore.has(i)) recorder.restart(at - one.wait);
    const gateway = recorder.gateway();
    if ("act" in one) {
      const { act, by, asset, fault } = one;
      gateway.onAction({ do: act, by, asset, fault, outcome: "test" }, at);
    } else if ("event" in one) {
      gateway.onMessage({ at, topic: "facility/demo/gate/G1/event", payload: JSON.stringify(one.event) });
    } else {
      const topic = `facility/demo/${one.kind}/${one.device}`;
      if ("status" in one) gateway.onMessage({ at, topic: `${topic}/status`, payload: one.status });
      else {
        const ts = one.lag === undefined ? {} : { ts: at - one.lag };
        gateway.onMessage({ at, topic: `${topic}/telemetry`, payload: JSON.stringify({ ...ts, ...one.body }) });
      }
    }
  });
  if (restartBefore.has(steps.length)) recorder.restart(at);
  recorder.gateway().onTick(at + 3_600_000);
  return at;
}
const outcome = (recorder: Recorder) => ({
  faultEvents: recorder.faultEvents,
  tickets: recorder.gateway().desk.tickets(),
  changes: recorder.ticketChanges.filter(({ event }) => event !== null).map(({ ticket, event }) => [ticket.id, event]),
  notices: recorder.notices.map(({ id }) => id),
});

describe("the pipeline", () => {
  let site: Site;
  beforeAll(async () => {
    site = await siteFrom(smallSite + secondPump);
  });

  it("changes nothing by a restart at any instant", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), fc.array(fc.nat(60)), (steps, restarts) => {
        const straight = createRecorder(site, start);
        const restarted = createRecorder(site, start);
        play(straight, steps, new Set());
        play(restarted, steps, new Set(restarts));
        expect(outcome(restarted)).toEqual(outcome(straight));
      }),
      { numRuns: 1000 },
    );
  });

  it("tells nothing twice and keeps every ticket's log in time order", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 80 }), (steps) => {
        const recorder = createRecorder(site, start);
        play(recorder, steps, new Set());
        const ids = recorder.notices.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        const open = new Map<string, number>();
        for (const ticket of recorder.gateway().desk.tickets()) {
          const times = ticket.events.map(({ at }) => at);
          expect(times).toEqual([...times].sort((a, b) => a - b));
          const breaches = ticket.events.filter(({ type }) => type === "breached").map(({ milestone }) => milestone);
          const reopened = ticket.events.filter(({ type }) => type === "reopened").length;
          for (const milestone of breaches)
            expect(breaches.filter((other) => other === milestone).length).toBeLessThanOrEqual(1 + reopened);
          if (!["closed", "archived", "cancelled"].includes(ticket.state)) {
            const key = `${ticket.asset}|${ticket.fault}`;
            open.set(key, (open.get(key) ?? 0) + 1);
          }
        }
        for (const [key, count] of open) expect([key, count]).toEqual([key, 1]);
      }),
      { numRuns: 1000 },
    );
  });

  it("opens, clears and verifies each fault in an order that makes sense", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 80 }), (steps) => {
        const recorder = createRecorder(site, start);
        play(recorder, steps, new Set());
        for (const { since, openedAt, clearedAt } of recorder.faults()) {
          expect(since).toBeLessThanOrEqual(openedAt);
          if (clearedAt !== null) expect(clearedAt).toBeGreaterThanOrEqual(since);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
