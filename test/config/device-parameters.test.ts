// Every parameter has the value of the most particular place that sets it, and says which that was.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definitions } from "../../devices/index.ts";
import { faultSpecs } from "../../src/config/parameters.ts";
import { deviceOf, least, lines, load, valid } from "./site-folder.ts";

const device = async (rest: string, id: string) => deviceOf(valid(await load(least + rest)), id);

describe("precedence", () => {
  const rest = `defaults:
  - { limits: { leakage: 25 }, delays: { clearAfter: PT1M } }
  - { kind: streetlight, maker: X, limits: { leakage: 20 }, off: [flicker], delays: { lampOut: PT20M } }
  - { kind: streetlight, maker: X, zone: west, limits: { leakage: 10 } }
devices:
  - { id: L1, kind: streetlight, zone: east }
  - { id: L2, kind: streetlight, zone: east, asset: { maker: X } }
  - { id: L3, kind: streetlight, zone: west, asset: { maker: X }, severities: { lampOut: critical }, slaRows: { lampOut: urgent } }
  - { id: L4, kind: streetlight, zone: west, asset: { maker: X }, limits: { leakage: 5 }, delays: { lampOut.clearAfter: PT2M } }
`;
  const files = least.replace("zones: [", "zones: [{ id: west }, ") + rest;

  it("runs from the definition over the defaults in file order to the device", async () => {
    const site = valid(await load(files));
    const leakage = (id: string) => deviceOf(site, id).faults.leakage?.limits.leakage;
    expect(leakage("L1")).toEqual({ value: 25, from: "defaults[0]" });
    expect(leakage("L2")).toEqual({ value: 20, from: "defaults[1]" });
    expect(leakage("L3")).toEqual({ value: 10, from: "defaults[2]" });
    expect(leakage("L4")).toEqual({ value: 5, from: "device L4" });
    expect(deviceOf(site, "L1").faults.leaning?.limits.leaning).toEqual({ value: 5, from: "definition" });
  });

  it("holds for off, severity, row and delays", async () => {
    const site = valid(await load(files));
    expect(deviceOf(site, "L1").faults.flicker?.off).toEqual({ value: false, from: "definition" });
    expect(deviceOf(site, "L2").faults.flicker?.off).toEqual({ value: true, from: "defaults[1]" });
    expect(deviceOf(site, "L3").faults.lampOut).toMatchObject({
      severity: { value: "critical", from: "device L3" },
      sla: { value: "urgent", from: "device L3" },
      delays: {
        lampOut: { value: 1_200_000, from: "defaults[1]" },
        "lampOut.clearAfter": { value: 60_000, from: "defaults[0]" },
      },
    });
    expect(deviceOf(site, "L4").faults.lampOut?.delays["lampOut.clearAfter"]).toEqual({
      value: 120_000,
      from: "device L4",
    });
  });
});

describe("names", () => {
  it("move one alternative by its own name, all by the fault's", async () => {
    const rest = `devices:
  - { id: A, kind: elevator, zone: east, delays: { entrapment: PT10S, entrapment.shutIn: PT40S } }
  - { id: B, kind: elevator, zone: east, delays: { controllerFault: PT5M } }
  - { id: C, kind: gate, zone: east, delays: { deniedBurst: PT1S, forcedOpen: PT9S } }
`;
    const site = valid(await load(least + rest));
    const values = (id: string, fault: string) =>
      Object.fromEntries(
        Object.entries(deviceOf(site, id).faults[fault]?.delays ?? {}).map(([name, { value }]) => [name, value]),
      );
    expect(values("A", "entrapment")).toEqual({
      "entrapment.alarmButton": 10_000,
      "entrapment.betweenFloors": 10_000,
      "entrapment.shutIn": 40_000,
      "entrapment.clearAfter": 30_000,
    });
    // An alternative that counts has no delay to move.
    expect(values("B", "controllerFault")).toEqual({
      controllerFault: 300_000,
      "controllerFault.repeated": 0,
      "controllerFault.clearAfter": 30_000,
    });
    expect(values("C", "deniedBurst")).toMatchObject({ deniedBurst: 1000 });
    expect(values("C", "forcedOpen")).toMatchObject({ "forcedOpen.forced": 0, "forcedOpen.locked": 9000 });
  });

  it("tell a limit in a duration from a delay among the limits", async () => {
    const camera = await device(
      "devices: [{ id: C, kind: camera, zone: east, limits: { retentionShort: P60D, dark.night: 5 } }]\n",
      "C",
    );
    expect(camera.faults.retentionShort?.limits.retentionShort).toEqual({ value: 60 * 86_400_000, from: "device C" });
    expect(camera.faults.retentionShort?.delays.retentionShort?.value).toBe(0);
    expect(camera.faults.dark?.limits).toEqual({
      dark: { value: 20, from: "definition" },
      "dark.night": { value: 5, from: "device C" },
    });
  });

  it("take a delay among the limits where there is no limit of that name", async () => {
    const gate = await device("devices: [{ id: G, kind: gate, zone: east, limits: { heldOpen: PT10M } }]\n", "G");
    expect(gate.faults.heldOpen?.delays.heldOpen).toEqual({ value: 600_000, from: "device G" });
  });

  it("refuse a duration where a number belongs", async () => {
    const { problems } = await load(
      `${least}devices: [{ id: C, kind: camera, zone: east, limits: { blurred: PT1H } }, { id: G, kind: gate, zone: east, limits: { heldOpen: PT10M } }]\n`,
    );
    expect(lines(problems)).toEqual(["site.yaml:7:65 devices[0].limits.blurred must be a number"]);
  });

  it("settle pumps one rule or all at a time", async () => {
    const settle = async (delays: string) => {
      const pump = await device(`devices: [{ id: P, kind: pump, zone: east, delays: ${delays} }]\n`, "P");
      return ["pipeBurst", "dryRun"].map((fault) => pump.faults[fault]?.delays[`${fault}.settle`]?.value);
    };
    expect(await settle("{}")).toEqual([180_000, 60_000]);
    expect(await settle("{ settle: PT90S }")).toEqual([90_000, 90_000]);
    expect(await settle("{ settle: PT90S, dryRun.settle: PT5M }")).toEqual([90_000, 300_000]);
  });
});

describe("the device as a whole", () => {
  it("takes silence and age from its interval, with a floor", async () => {
    const rest = `defaults: [{ kind: gate, reportEvery: PT10S, rated: {} }]
devices:
  - { id: G, kind: gate, zone: east }
  - { id: L, kind: streetlight, zone: east }
  - { id: C, kind: camera, zone: east, reportEvery: PT2M, clockOffset: -PT8H }
  - { id: D, kind: camera, zone: east, delays: { offlineAfter: PT1H, verifyFor: PT5M }, off: [offline] }
`;
    const site = valid(await load(least + rest));
    const of = (id: string) => {
      const { reportEvery, offlineAfter, staleAfter, verifyFor } = deviceOf(site, id);
      return [reportEvery, offlineAfter.value, offlineAfter.from, staleAfter.value, verifyFor.value];
    };
    expect(of("G")).toEqual([10_000, 90_000, "definition", 600_000, 120_000]);
    expect(of("L")).toEqual([300_000, 900_000, "definition", 3_000_000, 120_000]);
    expect(of("C")).toEqual([120_000, 360_000, "device C", 1_200_000, 120_000]);
    expect(of("D")).toEqual([30_000, 3_600_000, "device D", 600_000, 300_000]);
    expect(deviceOf(site, "C").clockOffset).toBe(-8 * 3_600_000);
    expect(deviceOf(site, "D").faults.offline?.off).toEqual({ value: true, from: "device D" });
    expect(deviceOf(site, "G").faults.offline).toMatchObject({
      severity: { value: "minor" },
      sla: { value: "data-loss" },
    });
    expect(deviceOf(site, "C").faults.offline).toMatchObject({
      severity: { value: "major" },
      sla: { value: "camera" },
    });
    expect(deviceOf(site, "C").faults.clockSkew).toMatchObject({
      severity: { value: "minor" },
      limits: {},
      delays: {},
    });
  });

  it("knows the facts its rules ask for", async () => {
    const rest = `coverage:
  levels:
    - { id: hall, outline: [[0,0],[9,0],[9,9],[0,9]], indoor: lit }
    - { id: yard, outline: [[0,0],[9,0],[9,9],[0,9]] }
devices:
  - { id: C1, kind: camera, zone: east, mount: { level: hall, x: 1, y: 1, ptz: true } }
  - { id: C2, kind: camera, zone: east, mount: { level: yard, x: 1, y: 1, heading: 90 } }
  - { id: P, kind: pump, zone: east, standby: true, station: S1 }
`;
    const site = valid(await load(least + rest));
    expect(deviceOf(site, "C1").facts).toEqual({ ptz: true, indoors: true });
    expect(deviceOf(site, "C2").facts).toEqual({ ptz: false, indoors: false, heading: 90 });
    expect(deviceOf(site, "P").facts).toEqual({
      ptz: false,
      indoors: false,
      suction: "mains",
      standby: true,
      station: "S1",
    });
  });
});

it("lets a site turn every delay and limit of every kind by the name it is listed under", async () => {
  const kinds = Object.values(definitions);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...kinds),
      fc.infiniteStream(fc.integer({ min: 1, max: 9999 })),
      async (kind, numbers) => {
        const next = () => numbers.next().value ?? 1;
        const specs = faultSpecs(kind);
        const delays = Object.fromEntries(specs.flatMap((spec) => spec.delays.map(({ name }) => [name, next()])));
        const limits = Object.fromEntries(
          specs.flatMap((spec) => spec.limits.map(({ name, type }) => [name, { type, value: next() }])),
        );
        const written = {
          delays: Object.fromEntries(Object.entries(delays).map(([name, value]) => [name, `PT${value}S`])),
          limits: Object.fromEntries(
            Object.entries(limits).map(([name, { type, value }]) => [
              name,
              type === "duration" ? `PT${value}S` : value,
            ]),
          ),
        };
        const one = await device(
          `devices: [${JSON.stringify({ id: "X", kind: kind.kind, zone: "east", ...written })}]\n`,
          "X",
        );
        for (const spec of specs) {
          for (const { name } of spec.delays)
            expect(one.faults[spec.fault]?.delays[name]).toEqual({
              value: (delays[name] ?? 0) * 1000,
              from: "device X",
            });
          for (const { name, type } of spec.limits)
            expect(one.faults[spec.fault]?.limits[name]?.value).toBe(
              (limits[name]?.value ?? 0) * (type === "duration" ? 1000 : 1),
            );
        }
      },
    ),
    { numRuns: 15 },
  );
});
