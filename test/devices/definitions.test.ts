// The five kinds against CONTRACT section 3: points, ranges, faults, rows and the two languages.

import { describe, expect, it } from "vitest";
import { definitions } from "../../devices/index.ts";
import { slaDefaults } from "../../src/config/sla-defaults.ts";
import { builtInFaults } from "../../src/model/built-in-fault.ts";
import type { Point } from "../../src/model/device-definition.ts";
import { parseDuration } from "../../src/model/duration.ts";
import { contractFaults, contractHides, contractPoints, contractRows } from "./contract-tables.ts";

const shape = (point: Point): string => {
  if (point.type === "number") return point.unit;
  return point.type === "state" ? Object.keys(point.states).join("/") : point.type;
};
const numbers = Object.values(definitions).flatMap(({ kind, points }) =>
  Object.entries(points).flatMap(([name, point]) => (point.type === "number" ? [{ kind, name, point }] : [])),
);

describe("the kinds", () => {
  it("are the contract's five", () => {
    expect(Object.keys(definitions).sort()).toEqual(Object.keys(contractPoints).sort());
    for (const [kind, definition] of Object.entries(definitions)) expect(definition.kind).toBe(kind);
  });
  it("report every 30 s, a streetlight every 5 min", () => {
    for (const { kind, reportEvery } of Object.values(definitions))
      expect([kind, reportEvery]).toEqual([kind, kind === "streetlight" ? "PT5M" : "PT30S"]);
  });
  it.each(Object.keys(contractPoints))("%s has the contract's points, units and states", (kind) => {
    const points = definitions[kind]?.points ?? {};
    expect(Object.fromEntries(Object.entries(points).map(([name, point]) => [name, shape(point)]))).toEqual(
      contractPoints[kind],
    );
  });
});

describe("ranges are what is physically possible", () => {
  it.each(numbers)("$kind.$name: from below to above, finite", ({ point }) => {
    expect(point.min).toBeLessThan(point.max);
    expect([point.min, point.max].every(Number.isFinite)).toBe(true);
  });
  it("illuminance reaches 200,000 lx, pressures 10 MPa, totals 1e12", () => {
    const ranges = (wanted: (name: string, point: Point) => boolean) =>
      numbers.filter(({ name, point }) => wanted(name, point)).map(({ name, point }) => [name, point.max]);
    expect(ranges((name) => name === "lux")).toEqual([["lux", 200_000]]);
    expect(ranges((_, point) => shape(point) === "MPa")).toEqual([
      ["inletPressure", 10],
      ["outletPressure", 10],
      ["setPressure", 10],
    ]);
    const totals = numbers.filter(({ point }) => point.total);
    expect(totals.map(({ kind, name }) => `${kind}.${name}`).sort()).toEqual([
      "elevator.doorCycles",
      "elevator.trips",
      "gate.cycles",
      "pump.energy",
      "pump.starts",
      "streetlight.burnHours",
      "streetlight.energy",
    ]);
    for (const { point } of totals) expect([point.min, point.max]).toEqual([0, 1e12]);
  });
  it.each([
    ["camera", "fps", 0, 240],
    ["camera", "luma", 0, 255],
    ["camera", "sharpness", 0, 100],
    ["camera", "heading", 0, 360],
    ["camera", "tilt", -90, 90],
    ["camera", "gapMinutes", 0, 1440],
    ["camera", "temperature", -50, 150],
    ["camera", "clockOffset", -1e9, 1e9],
    ["gate", "battery", 0, 100],
    ["streetlight", "power", 0, 10_000],
    ["streetlight", "voltage", 0, 10_000],
    ["streetlight", "leakage", 0, 10_000],
    ["streetlight", "lean", -90, 90],
    ["elevator", "speed", -20, 20],
    ["elevator", "floor", -10, 200],
    ["elevator", "load", 0, 50_000],
    ["elevator", "vibration", 0, 10_000],
    ["elevator", "brakeTemperature", -50, 600],
    ["pump", "flow", -1000, 100_000],
    ["pump", "frequency", 0, 400],
    ["pump", "current", 0, 10_000],
    ["pump", "vibration", 0, 1000],
    ["pump", "tankLevel", 0, 100],
    ["pump", "inletPressure", -0.1, 10],
  ])("%s.%s holds at least %d…%d", (kind, name, least, most) => {
    const point = definitions[kind]?.points[name];
    if (point?.type !== "number") throw new Error(`${kind}.${name} is no number`);
    expect(point.min).toBeLessThanOrEqual(least);
    expect(point.max).toBeGreaterThanOrEqual(most);
  });
});

describe("faults", () => {
  it.each(Object.keys(contractFaults))("%s has the contract's faults, severities and rows", (kind) => {
    const { faults = {}, offline } = definitions[kind] ?? {};
    const table = Object.entries({ ...faults, ...(offline && { offline }) }).map(
      ([name, fault]) => `${name} ${fault.severity} ${fault.sla}${"latched" in fault && fault.latched ? " L" : ""}`,
    );
    expect(table.sort()).toEqual([...(contractFaults[kind] ?? [])].sort());
  });
  it("hide what the contract says they hide", () => {
    const hides = Object.values(definitions).flatMap(({ kind, faults }) =>
      Object.entries(faults).flatMap(([name, fault]) => (fault.hides ? [[`${kind} ${name}`, fault.hides]] : [])),
    );
    expect(Object.fromEntries(hides)).toEqual(contractHides);
  });
  it("a gate last heard on battery or with tamper is urgent", () => {
    expect(definitions.gate?.offline.worseWhen).toMatchObject({ severity: "major", sla: "urgent" });
  });
  it("stand in rows of the SLA table, which is the contract's", () => {
    expect(Object.keys(slaDefaults)).toEqual(contractRows);
    for (const { faults, offline } of Object.values(definitions))
      for (const { sla } of [...Object.values(faults), offline]) expect(contractRows).toContain(sla);
  });
  it("have delays that are durations, and alternatives that can be told apart", () => {
    for (const { faults } of Object.values(definitions))
      for (const { opens, offDelay } of Object.values(faults)) {
        expect(opens.length).toBeGreaterThan(0);
        expect(new Set(opens.map(({ name }) => name)).size).toBe(opens.length);
        for (const delay of [offDelay, ...opens.map(({ onDelay }) => onDelay)])
          if (delay !== undefined) expect(parseDuration(delay)).toBeGreaterThanOrEqual(0);
      }
  });
});

/** Every text of a definition with the path to it. */
function texts(value: unknown, path: string): [path: string, text: { en: unknown; zh: unknown }][] {
  if (typeof value !== "object" || value === null) return [];
  if ("en" in value && "zh" in value) return [[path, value as { en: unknown; zh: unknown }]];
  return Object.entries(value).flatMap(([name, one]) => texts(one, `${path}.${name}`));
}

describe("every label", () => {
  const all = texts({ ...definitions, builtInFaults }, "");
  it("is there for each kind, point, state, event, rated value, option and fault", () => {
    const paths = new Set(all.map(([path]) => path));
    for (const { kind, points, events, rated, options, faults } of Object.values(definitions)) {
      expect(paths).toContain(`.${kind}.label`);
      for (const [group, things] of Object.entries({ points, events, rated, options, faults }))
        for (const name of Object.keys(things)) expect(paths).toContain(`.${kind}.${group}.${name}.label`);
      for (const [name, point] of Object.entries(points))
        if (point.type === "state")
          for (const state of Object.keys(point.states))
            expect(paths).toContain(`.${kind}.points.${name}.states.${state}`);
    }
  });
  it("says something in English, and in Chinese with Chinese characters", () => {
    for (const [path, { en, zh }] of all) {
      expect([path, en]).toEqual([path, expect.stringMatching(/[A-Za-z]/)]);
      expect([path, en]).toEqual([path, expect.not.stringMatching(/\p{Script=Han}/u)]);
      expect([path, zh]).toEqual([path, expect.stringMatching(/\p{Script=Han}/u)]);
    }
  });
});

it.each(
  Object.values(definitions).flatMap(({ kind, faults }) =>
    Object.entries(faults).flatMap(([name, { severity, advice }]) =>
      severity === "minor" ? [] : [{ fault: `${kind}/${name}`, advice }],
    ),
  ),
)("$fault says in both languages what the duty operator does first", ({ advice }) => {
  expect(advice?.en).toMatch(/^[A-Z].*\.$/);
  expect(advice?.zh).toMatch(/\p{Script=Han}.*[。]$/u);
});
