// What the floor plan shows: each area's verdict, worst first, who is lost, and how figures are told.

import { describe, expect, it } from "vitest";
import type { AreaCoverage } from "../../src/model/coverage.ts";
import { sinceOf } from "../../src/wall/plan-past.ts";
import { costInAll, designGapOf, marksOf, pictureOf, unknownPicture, verdictOf } from "../../src/wall/plan-picture.ts";
import { areaSentence, percent, squareMetres } from "../../src/wall/plan-sentences.ts";
import type { CoverageJson, PlanArea, PlanJson } from "../../src/wall/plan-wire.ts";

const seen = (id: string, ratio: number, more: Partial<AreaCoverage> = {}): AreaCoverage => ({
  id,
  zone: "east",
  level: "ground",
  need: "perceive",
  atLeast: 0.9,
  area: 100,
  ratio,
  designRatio: 1,
  nightDesignRatio: 1,
  blindArea: (1 - ratio) * 100,
  blindSpots: [],
  seenBy: [],
  singlePoints: [],
  ...more,
});
const drawn = ({ id, level, need, atLeast }: AreaCoverage): PlanArea => ({
  id,
  zone: "east",
  name: { en: id, zh: id },
  level,
  polygon: [],
  need,
  atLeast,
  cameras: 1,
  priority: "normal",
});
const camera = (id: string, sees: boolean) => ({
  id,
  name: { en: id, zh: id },
  level: "ground",
  x: 0,
  y: 0,
  heading: 0,
  faults: [],
  sector: sees ? ([[0, 0]] as const) : null,
});
const told = (areas: readonly AreaCoverage[], dark = false): CoverageJson => ({
  at: "2026-03-01T00:00:00Z",
  dark,
  areas,
});
const planOf = (areas: readonly AreaCoverage[], more: Partial<PlanJson> = {}): PlanJson => ({
  at: "2026-03-01T00:00:00Z",
  dark: false,
  levels: [],
  areas: areas.map(drawn),
  cameras: [camera("C1", true), camera("C2", true), camera("C3", false)],
  lamps: [{ id: "L1", name: { en: "L1", zh: "L1" }, level: "ground", x: 0, y: 0, radius: 5, works: true }],
  ...more,
});
const lost = (picture: ReturnType<typeof pictureOf>): readonly string[] =>
  [...picture.cameras, ...picture.lamps].filter(({ isLost }) => isLost).map(({ id }) => id);

describe("an area's verdict", () => {
  it.each([
    ["kept", 0.9, {}, false],
    ["short", 0.8999, {}, false],
    ["blind", 0.44, {}, false],
    ["design", 0.8, { designRatio: 0.8 }, false],
    ["design", 0.7995, { designRatio: 0.8 }, false],
    ["short", 0.798, { designRatio: 0.8 }, false],
    ["design", 0.5, { nightDesignRatio: 0.5 }, true],
    ["short", 0.5, { nightDesignRatio: 0.5 }, false],
  ] as const)("is %s at %d", (verdict, ratio, more, dark) => {
    expect(verdictOf(seen("a", ratio, more), dark)).toBe(verdict);
  });

  it("knows what was never planned, always or by night", () => {
    expect(designGapOf(seen("a", 1))).toBe(null);
    expect(designGapOf(seen("a", 1, { nightDesignRatio: 0.5 }))).toBe("night");
    expect(designGapOf(seen("a", 1, { designRatio: 0.5, nightDesignRatio: 0.5 }))).toBe("always");
  });
});

describe("the picture", () => {
  it("has the worst first, then what was never planned, then the rest; undrawn ones among them", () => {
    const areas = [
      seen("fine", 1),
      seen("lobby-10", 0.95),
      seen("lobby-2", 0.95),
      seen("designed", 0, { designRatio: 0 }),
      seen("short", 0.6),
      seen("car", 0, { level: null, area: 0 }),
    ];
    const { areas: shown } = pictureOf({ plan: planOf(areas), coverage: told(areas), mode: "now" });
    expect(shown.map(({ id }) => id)).toEqual(["car", "short", "designed", "lobby-2", "lobby-10", "fine"]);
  });

  it("counts a camera without a view as lost, and a lamp that is out", () => {
    const lamps = [{ ...planOf([]).lamps[0], works: false }] as PlanJson["lamps"];
    expect(lost(pictureOf({ plan: planOf([], { lamps }), coverage: told([]), mode: "now" }))).toEqual(["C3", "L1"]);
  });

  it("shows of a tried loss what it takes, and which cameras go with it", () => {
    const before = told([seen("a", 1, { seenBy: ["C1", "C2"] }), seen("b", 1, { seenBy: ["C2"] })]);
    const coverage = told([seen("a", 0.7, { seenBy: ["C1"] }), seen("b", 1, { seenBy: [] })]);
    const picture = pictureOf({ plan: planOf(before.areas), coverage, mode: "whatIf", without: ["sw-1"], before });
    expect(lost(picture)).toEqual(["C2", "C3"]);
    expect(picture.cameras.find(({ id }) => id === "C2")?.sector).toBe(null);
    expect(picture.areas.map(({ id, loses }) => [id, loses?.from ?? null])).toEqual([
      ["a", 1],
      ["b", null],
    ]);
    expect(picture.areas[0]?.loses?.area).toBeCloseTo(30);
  });

  it("shows the views of the past as the plan of that instant has them", () => {
    const areas = [seen("a", 0.5)];
    const plan = planOf(areas);
    const then = {
      ...plan,
      cameras: plan.cameras.map((camera) => (camera.id === "C1" ? { ...camera, sector: null } : camera)),
    };
    const picture = pictureOf({ plan: then, coverage: told(areas), mode: "past" });
    expect(lost(picture)).toEqual(["C1", "C3"]);
    expect(picture.cameras.map(({ sector }) => sector)).toEqual(then.cameras.map(({ sector }) => sector));
  });
});

describe("what nobody knows", () => {
  it("is a time without verdicts, crosses, views or light", () => {
    const areas = [seen("a", 0), seen("b", 1)];
    const lamps = [{ ...planOf([]).lamps[0], works: false }] as PlanJson["lamps"];
    const picture = unknownPicture(planOf(areas, { lamps, dark: true }));
    expect(picture).toMatchObject({ mode: "past", isKnown: false, areas: [], dark: false });
    expect(picture.unknown.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(lost(picture)).toEqual([]);
    expect([...picture.cameras, ...picture.lamps].every(({ isKnown }) => !isKnown)).toBe(true);
    expect(picture.cameras.every(({ sector }) => sector === null)).toBe(true);
  });

  it("is where a moved camera looked: neither fit nor lost; but a broken one surely saw nothing", () => {
    const cameras = [
      { ...camera("C1", false), faults: ["moved"] },
      { ...camera("C2", false), faults: ["moved", "videoLoss"] },
      camera("C3", true),
    ];
    const coverage = { ...told([]), uncertain: ["C1", "C2", "C3"] };
    const picture = pictureOf({ plan: planOf([], { cameras }), coverage, mode: "past" });
    expect(lost(picture)).toEqual(["C2"]);
    expect(picture.cameras.map(({ isKnown }) => isKnown)).toEqual([false, true, true]);
  });

  it("is an area of which nothing is told", () => {
    const areas = [seen("a", 1), seen("b", 1)];
    const picture = pictureOf({ plan: planOf(areas), coverage: told(areas.slice(1)), mode: "past" });
    expect(picture.unknown.map(({ id }) => id)).toEqual(["a"]);
    expect(picture.areas.map(({ id }) => id)).toEqual(["b"]);
  });

  it("ends where the gateway's refusal says that its records begin", () => {
    const at = Date.parse("2026-03-01T00:00:00Z");
    const refusal = JSON.stringify({
      detail:
        "query/at: nothing is known of 2026-03-01T00:00:00Z; this gateway first started at 2026-03-02T08:04:43.299Z.",
    });
    expect(sinceOf(refusal, at)).toBe(Date.parse("2026-03-02T08:04:43.299Z"));
    expect(sinceOf("{}", at)).toBe(null);
  });
});

describe("figures", () => {
  it("count an area under each mark it carries", () => {
    const areas = [
      seen("kept", 1),
      seen("lost", 0.2),
      seen("designed", 0.5, { designRatio: 0.5, nightDesignRatio: 0.5 }),
      seen("designed-and-lost", 0.1, { designRatio: 0.5, nightDesignRatio: 0.5 }),
      seen("dim", 1, { nightDesignRatio: 0.5 }),
    ];
    const picture = pictureOf({ plan: planOf(areas), coverage: told(areas), mode: "now" });
    expect(marksOf(picture)).toEqual({ lost: 2, always: 2, night: 1 });
  });

  it("sum up what one loss would cost in all areas", () => {
    const costs = (...lost: readonly [string, number][]): Partial<AreaCoverage> => ({
      singlePoints: lost.map(([device, lostArea]) => ({ device, lostArea })),
    });
    const areas = [seen("a", 1, costs(["sw", 30], ["C1", 10])), seen("b", 1, costs(["sw", 12])), seen("c", 1)];
    const picture = pictureOf({ plan: planOf(areas), coverage: told(areas), mode: "now" });
    expect(costInAll(picture, "sw")).toEqual({ lostArea: 42, areas: 2 });
    expect(costInAll(picture, "C1")).toEqual({ lostArea: 10, areas: 1 });
  });

  it("never read as if a promise were kept that is not", () => {
    expect(percent(0.94999)).toBe("94.9 %");
    expect(percent(0.95)).toBe("95 %");
    expect(percent(0.29)).toBe("29 %");
    expect(percent(1)).toBe("100 %");
  });

  it("never read as nothing where there is something", () => {
    expect([0, 0.01, 0.44, 9.96, 412.4].map(squareMetres)).toEqual(["0", "0.1", "0.4", "10", "412"]);
  });

  it("make a sentence for who cannot see the drawing", () => {
    const spot = { area: 60, polygon: [], reason: "camera", because: ["C1", "C2"] } as const;
    const areas = [seen("gate", 0.4, { blindSpots: [spot, spot] })];
    const [area] = pictureOf({ plan: planOf(areas), coverage: told(areas), mode: "now" }).areas;
    if (!area) throw new Error("no area");
    expect(areaSentence(area, "en")).toBe(
      "gate: seen 40 %, promised 90 %, less than half of it, 60 m² blind, because of C1, C2",
    );
    expect(areaSentence(area, "zh")).toBe("gate: 已覆盖 40 %，要求 90 %，不足要求一半，盲区 60 m²，原因：C1、C2");
  });
});
