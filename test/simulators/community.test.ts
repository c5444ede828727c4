// The healthy community: repeatable, in order, within every point's range, and with nothing that a rule would call a fault.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definitions } from "../../devices/index.ts";
import { type CommunityMessage, createCommunity } from "../../simulators/community.ts";
import type { Payload } from "../../simulators/kinds/simulated-device.ts";
import type { SimulatedSite } from "../../simulators/simulated-site.ts";
import { sliceSite } from "../../simulators/slice-site.ts";
import type { DeviceDefinition, Point } from "../../src/model/device-definition.ts";
import { createHealthCheck } from "./health-check.ts";
import { at, site } from "./site.ts";

const day = 86_400_000;
const start = at("2026-03-09T00:00:00+08:00");
const few = sliceSite(site, { camera: 2, gate: 2, streetlight: 6, elevator: 2, pump: 4 });
const instants = fc.integer({ min: at("2026-01-01T00:00:00Z"), max: at("2026-12-31T00:00:00Z") });
const seeds = fc.integer({ min: 0, max: 1e9 });

const read = (message: CommunityMessage): Payload => message.payload as Payload;

function wrong(point: Point, value: unknown): boolean {
  if (point.type === "bool") return typeof value !== "boolean";
  if (point.type === "state") return !(String(value) in point.states);
  if (point.type === "instant") return Number.isNaN(Date.parse(String(value)));
  const number = value as number;
  if (!Number.isFinite(number) || number < point.min || number > point.max) return true;
  return point.integer === true && !Number.isInteger(number);
}

describe("community", () => {
  it("says the same for the same seed, and something else for another", () => {
    const play = (seed: number) =>
      JSON.stringify([...createCommunity({ site: few, seed, start, end: start + day / 8 })]);
    expect(play(7)).toBe(play(7));
    expect(play(7)).not.toBe(play(8));
  });

  it("keeps a device's stream when others are left out", () => {
    const gates = (subset: SimulatedSite, kinds?: readonly ["gate"]) =>
      [...createCommunity({ site: subset, seed: 3, start, end: start + day / 24, ...(kinds && { kinds }) })].filter(
        ({ device }) => device.startsWith("G"),
      );
    expect(gates(few, ["gate"])).toEqual(gates(few));
    expect(gates(few).length).toBeGreaterThan(100);
  });

  it("speaks in the order of time and within every point's range, at any time of the year", () => {
    fc.assert(
      fc.property(instants, seeds, (from, seed) => {
        let last = from;
        for (const message of createCommunity({ site: few, seed, start: from, end: from + day / 12 })) {
          expect(message.at).toBeGreaterThanOrEqual(last);
          last = message.at;
          if (message.raw !== undefined || !message.topic.endsWith("/telemetry")) continue;
          const kind = message.topic.split("/")[2] as string;
          const { points } = definitions[kind] as DeviceDefinition;
          for (const [name, value] of Object.entries(read(message))) {
            if (name === "ts" || name === "seq") continue;
            const point = points[name];
            if (point === undefined || wrong(point, value)) expect.fail(`${message.device} ${name}: ${value}`);
          }
        }
      }),
      { numRuns: 12 },
    );
  });

  it("sends only events and fields that its definition knows", () => {
    const events = [...createCommunity({ site: few, seed: 1, start, end: start + day, kinds: ["gate"] })].filter(
      ({ topic }) => topic.endsWith("/event"),
    );
    const { fields } = (definitions.gate as DeviceDefinition).events.passage as { fields: object };
    const known = new Set(["event", "ts", "seq", ...Object.keys(fields)]);
    expect(events.length).toBeGreaterThan(200);
    expect(events.flatMap((event) => Object.keys(read(event)).filter((key) => !known.has(key)))).toEqual([]);
    const denied = events.filter((event) => read(event).result === "denied").length;
    expect(denied).toBeGreaterThan(0);
    expect(denied).toBeLessThan(events.length / 15);
  });

  it("shows no fault in healthy days, summer or winter", () => {
    fc.assert(
      fc.property(instants, seeds, (from, seed) => {
        const check = createHealthCheck(few);
        for (const message of createCommunity({ site: few, seed, start: from, end: from + 1.5 * day }))
          check.hear(message);
        expect(check.findings).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });

  it("says online once before the first report of each device", () => {
    const heard = new Map<string, string>();
    for (const { device, topic, raw } of createCommunity({ site: few, seed: 1, start, end: start + day / 2 }))
      if (!heard.has(device)) heard.set(device, `${topic} ${raw}`);
    expect([...heard].filter(([, first]) => !/\/status online$/.test(first))).toEqual([]);
    expect(heard.size).toBe(few.devices.length);
  });

  it("reports as often as it should", () => {
    const [elevator] = few.devices.filter(({ kind }) => kind === "elevator");
    const times = [...createCommunity({ site: few, seed: 1, start, end: start + day / 24 })]
      .filter(({ device, raw }) => device === elevator?.id && raw === undefined)
      .map((message) => message.at);
    const gaps = times.slice(2).map((time, index) => time - (times[index + 1] as number));
    expect(new Set(gaps)).toEqual(new Set([10_000]));
  });

  it("stamps in several ways: with ts in four forms or none, with seq or without", () => {
    const forms = new Set<string>();
    for (const message of createCommunity({ site, seed: 1, start, end: start + day / 48 })) {
      if (message.raw !== undefined) continue;
      const { ts, seq } = read(message);
      forms.add(typeof seq);
      if (typeof ts === "string") forms.add(ts.endsWith("Z") ? "iso" : "local");
      else forms.add(ts === undefined ? "none" : (ts as number) < 1e11 ? "seconds" : "milliseconds");
    }
    expect(forms).toEqual(new Set(["number", "undefined", "iso", "local", "none", "seconds", "milliseconds"]));
    for (const message of createCommunity({ site: few, seed: 1, start, end: start + day / 96, stamped: false }))
      if (message.raw === undefined) expect(read(message).ts).toBe(undefined);
  });

  it("tells local time of the site in stamps without an offset", () => {
    for (const message of createCommunity({ site, seed: 1, start, end: start + day / 96 })) {
      const ts = message.raw === undefined ? read(message).ts : undefined;
      if (typeof ts !== "string" || ts.endsWith("Z")) continue;
      expect(Date.parse(`${ts}+08:00`)).toBe(message.at);
    }
  });

  it("lets lamps burn by night, half the night, and not at all without power", () => {
    const at21 = start + 21 * 3_600_000;
    const at02 = start + 26 * 3_600_000;
    const at12 = start + 36 * 3_600_000;
    const hear = (from: number) => {
      const heard = new Map<string, Payload>();
      for (const message of createCommunity({ site, seed: 1, start, end: from + 600_000, kinds: ["streetlight"] }))
        if (message.at > from && message.raw === undefined) heard.set(message.device, read(message));
      return heard;
    };
    const evening = hear(at21);
    const night = hear(at02);
    const noon = hear(at12);
    for (const lamp of site.devices.filter(({ kind }) => kind === "streetlight")) {
      expect(evening.get(lamp.id)?.dimming).toBe(100);
      if (lamp.fed === "switched") {
        expect(noon.has(lamp.id)).toBe(false);
        expect(night.has(lamp.id)).toBe(lamp.program === "full");
      } else {
        expect(noon.get(lamp.id)?.dimming).toBe(0);
        expect((night.get(lamp.id)?.dimming as number) > 0).toBe(lamp.program === "full");
        expect(noon.get(lamp.id)?.burnHours as number).toBeGreaterThan(evening.get(lamp.id)?.burnHours as number);
      }
    }
  });

  it("gives the pumps of a station turns, one running at a time, at one pressure", () => {
    const running = new Map<string, boolean>();
    const turns = new Set<string>();
    for (const message of createCommunity({ site: few, seed: 5, start, end: start + 1.5 * day, kinds: ["pump"] })) {
      if (message.raw !== undefined) continue;
      const values = read(message);
      running.set(message.device, values.running as boolean);
      if (running.get("P1") === true && running.get("P2") === false) turns.add("P1");
      if (running.get("P1") === false && running.get("P2") === true) turns.add("P2");
      expect(values.outletPressure as number).toBeGreaterThan(0.56);
      expect(values.outletPressure as number).toBeLessThan(0.64);
      if (values.tankLevel !== undefined) expect(values.tankLevel as number).toBeGreaterThan(50);
    }
    expect(turns).toEqual(new Set(["P1", "P2"]));
  });

  it("makes elevators busiest in the peaks", () => {
    const trips = new Map<number, number>();
    for (const message of createCommunity({ site, seed: 2, start, end: start + day, kinds: ["elevator"] }))
      if (message.raw === undefined && message.device === "E1")
        trips.set(Math.floor((message.at - start) / 3_600_000), read(message).trips as number);
    const between = (from: number, to: number) => (trips.get(to) as number) - (trips.get(from) as number);
    expect(between(6, 8)).toBeGreaterThan(3 * between(1, 4));
    expect(between(6, 8)).toBeGreaterThan(between(12, 14));
    expect(between(16, 18)).toBeGreaterThan(between(13, 15));
  });
});
