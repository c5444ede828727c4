// How the plan was: what starts keep of it, and what the past then is, over a changed plan and a real restart.

import { describe, expect, it } from "vitest";
import type { Site } from "../../src/model/site.ts";
import { isoInstant } from "../../src/model/ticket-json.ts";
import { type SmallPlan, smallPlan, square } from "../coverage/small-plan.ts";
import { siteFrom } from "../support/test-site.ts";
import { openLiveGateway } from "./live-gateway.ts";
import { planInMemory } from "./plan-in-memory.ts";

const polygon = square(-2, 5, 4);
const planned = (cameras: SmallPlan["cameras"], more: Partial<SmallPlan> = {}): Site =>
  smallPlan({ cameras, polygon, ...more });
const one = planned({ C1: {} });
const two = planned({ C1: {}, C2: { x: 1 } });
const camerasOf = (site: { readonly devices: readonly { readonly id: string; readonly kind: string }[] }) =>
  site.devices.filter(({ kind }) => kind === "camera").map(({ id }) => id);

describe("the memory of the plan", () => {
  it("begins with the folder, whenever it was first kept", () => {
    const { rows, start } = planInMemory(1000);
    start(one, 5000);
    expect(rows.instants()).toEqual([1000]);
    expect(rows.at(1000).map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      "area area",
      "camera C1",
      "level ground",
      "plan ",
    ]);
    expect(rows.at(999)).toEqual([]);
  });
  it("is as it was after a start that finds the same plan, whatever the order it is written in, and other names", () => {
    const { rows, start } = planInMemory(1000);
    start(two, 1000);
    const written = rows.of("area", "camera", "level", "plan");
    const [c1, c2] = two.devices as [Site["devices"][0], Site["devices"][0]];
    const reversed = { ...c2, mount: Object.fromEntries(Object.entries(c2.mount ?? {}).reverse()) } as typeof c2;
    start({ ...two, devices: [reversed, { ...c1, name: { en: "Gate", zh: "大门" } }] }, 2000);
    expect(rows.of("area", "camera", "level", "plan")).toEqual(written);
  });
  it("knows a camera only while it hung, and each plan by its walls, promises and standard", () => {
    const { start } = planInMemory(1000);
    start(one, 1000);
    start(two, 2000);
    const walls: SmallPlan["walls"] = [
      [
        [-5, 3],
        [5, 3],
      ],
    ];
    const past = start(planned({ C2: { x: 1 } }, { walls }), 3000);
    expect([1500, 2000, 2999, 3000].map((at) => camerasOf(past.at(at)))).toEqual([
      ["C1"],
      ["C2", "C1"],
      ["C2", "C1"],
      ["C2"],
    ]);
    expect(past.at(2999).coverage).toEqual({ ...two.coverage });
    expect(past.at(2999).coverage.levels[0]?.walls).toEqual([]);
    expect(past.at(1500).devices[0]).toMatchObject({
      id: "C1",
      name: one.devices[0]?.name,
      mount: one.devices[0]?.mount,
    });
    expect(past.changes(1000, 4000)).toEqual([
      { at: 2000, areas: [], cameras: ["C2"] },
      { at: 3000, areas: ["area"], cameras: ["C1"] },
    ]);
    expect(past.changes(2000, 3000)).toEqual([]);
    expect(past.cameras()).toMatchObject([
      { id: "C2", hung: [{ since: 2000, until: Number.POSITIVE_INFINITY }] },
      { id: "C1", hung: [{ since: 1000, until: 3000 }] },
    ]);
    expect(past.areas()).toMatchObject([
      {
        id: "area",
        plans: [
          { since: 1000, until: 3000, designRatio: 1 },
          { since: 3000, until: Number.POSITIVE_INFINITY, designRatio: 0 },
        ],
      },
    ]);
  });
  it("keeps one plan as one object, and today's as the site's own", () => {
    const { start } = planInMemory(1000);
    start(one, 1000);
    const past = start(two, 2000);
    expect(past.at(1100)).toBe(past.at(1900));
    expect(past.at(2000)).toBe(two);
  });
  it("holds for the run alone where the disk takes no more, and is kept by the next start", () => {
    const { start, rows, warned } = planInMemory(1000);
    start(one, 1000);
    const past = start(two, 2000, () => {
      throw new Error("disk full");
    });
    expect(warned).toHaveLength(1);
    expect([1500, 2500].map((at) => camerasOf(past.at(at)))).toEqual([["C1"], ["C1", "C2"]]);
    expect(past.changes(1000, 4000)).toEqual([{ at: 2000, areas: [], cameras: ["C2"] }]);
    expect(rows.instants()).toEqual([1000]);
    start(two, 3000);
    expect(rows.instants()).toEqual([1000, 3000]);
  });
});

const siteWith = (devices: string, areas: string): Promise<Site> =>
  siteFrom(`site: demo
name: { zh: 锦绣花园, en: Jinxiu Garden }
timezone: Asia/Shanghai
location: { latitude: 31.23, longitude: 121.47 }
zones: [{ id: east, name: { zh: 东片区, en: East }, steward: wang, guard: li, technicians: [zhao] }]
staff:
  - { id: wang, name: Wang, role: steward }
  - { id: li, name: Li, role: guard }
  - { id: zhao, name: Zhao, role: technician, skills: [camera] }
devices:
${devices}
coverage:
  levels: [{ id: ground, outline: [[0, 0], [60, 0], [60, 40], [0, 40]] }]
  areas:
${areas}
`);
const camera = (id: string, x: number): string =>
  `  - { id: ${id}, kind: camera, zone: east, name: { zh: ${id}号, en: Camera ${id} }, mount: { level: ground, x: ${x}, y: 0, height: 3, heading: 0, tilt: 20, hfov: 90, vfov: 70, pixels: [3840, 2160], range: 40, infraredRange: 30 } }`;
const area = (id: string, name: string, x: number): string =>
  `    - { id: ${id}, zone: east, name: { zh: ${name}, en: ${id} }, level: ground, polygon: [[${x}, 5], [${x + 4}, 5], [${x + 4}, 10], [${x}, 10]], need: discern }`;

// biome-ignore lint/suspicious/noExplicitAny: whatever the server said; the tests say what it must be
type Said = any;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("over a restart with another plan", { timeout: 60_000 }, () => {
  it("the past stays what it was: coverage, plan, witnesses, and the proof of the month", async () => {
    const before = await siteWith([camera("C1", 5), camera("C2", 55)].join("\n"), area("gate", "北门", 28));
    const after = await siteWith(
      [camera("C1", 5), camera("C9", 30)].join("\n"),
      [area("gate", "北门", 28), area("yard", "后院", 3)].join("\n"),
    );
    await using gateway = await openLiveGateway(before);
    await pause(1100);
    const then = isoInstant(Date.now());
    await pause(1100);
    await gateway.stop();
    await gateway.start(after);
    await pause(1100);
    const now = isoInstant(Date.now());

    const ratios = async (at: string) =>
      (await gateway.get<Said>(`/api/v1/coverage?at=${at}`)).areas.map(({ id, ratio }: Said) => [id, ratio]);
    expect(await ratios(then)).toEqual([["gate", 0]]);
    expect(await ratios(now)).toEqual([
      ["gate", 1],
      ["yard", 1],
    ]);
    const drawn = async (at: string) => {
      const { cameras, areas } = await gateway.get<Said>(`/api/v1/coverage/plan?at=${at}`);
      return [cameras, areas].map((some) => some.map(({ id }: Said) => id));
    };
    expect(await drawn(then)).toEqual([["C1", "C2"], ["gate"]]);
    expect(await drawn(now)).toEqual([
      ["C1", "C9"],
      ["gate", "yard"],
    ]);
    const saw = async (at: string, x: number) =>
      (await gateway.get<Said>(`/api/v1/coverage/witnesses?at=${at}&level=ground&x=${x}&y=7`)).witnesses;
    expect(await saw(then, 30)).toEqual([]);
    expect(await saw(now, 30)).toMatchObject([{ camera: "C9" }]);
    expect(await saw(then, 55)).toMatchObject([{ camera: "C2", name: { zh: "C2号", en: "Camera C2" } }]);
    expect(await saw(now, 55)).toEqual([]);

    const report = await gateway.get<Said>("/api/v1/reports/coverage");
    expect(report.planChanges).toEqual([{ at: expect.any(String), areas: ["gate", "yard"], cameras: ["C2", "C9"] }]);
    const [{ at }] = report.planChanges;
    const [gate, yard] = report.areas;
    const light = gate.day.minutes > 0 ? "day" : "night";
    expect(gate).toMatchObject({
      designRatio: 1,
      finding: ["day", "night"],
      plans: [
        { since: report.from, until: at, designRatio: 0, finding: ["day", "night"] },
        { since: at, designRatio: 1, finding: [] },
      ],
    });
    expect(gate[light].blindMinutes).toBeGreaterThan(0);
    expect(gate[light].blindMinutes).toBeLessThan(gate[light].minutes);
    expect(yard).toMatchObject({ id: "yard", plans: [{ since: at }], finding: [], whole: { share: 1 } });
    expect(yard.whole.minutes).toBeLessThan(gate.whole.minutes);
    expect(report.cameras.map(({ id }: Said) => id)).toEqual(["C1", "C9", "C2"]);
  });
  it("a start with the same plan changes nothing", async () => {
    await using gateway = await openLiveGateway(await siteWith(camera("C1", 5), area("gate", "北门", 28)));
    await gateway.stop();
    await gateway.start();
    const { planChanges, areas } = await gateway.get<Said>("/api/v1/reports/coverage");
    expect(planChanges).toEqual([]);
    expect(areas[0].plans).toHaveLength(1);
  });
});
