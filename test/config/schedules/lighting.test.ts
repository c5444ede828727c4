// Lighting programs: nights, half nights, margins, the seasons and the poles.

import fc from "fast-check";
import { getTimes } from "suncalc";
import { describe, expect, it } from "vitest";
import { createLighting, type LightingPrograms } from "../../../src/config/schedules/lighting.ts";
import { parseLightingTime } from "../../../src/config/schedules/lighting-time.ts";
import { expectConstantUntilNextChange, flips, instant } from "./agreement.ts";

const shanghai = { latitude: 31.23, longitude: 121.47 };
const berlin = { latitude: 52.52, longitude: 13.4 };
const minute = 60_000;
const inShanghai = (programs: LightingPrograms = {}) => createLighting(programs, shanghai, "Asia/Shanghai");
const noonOf = (date: string): number => instant(`${date}T12:00+08:00`);

describe("parseLightingTime", () => {
  it.each([
    ["sunset", { type: "sunset", offset: 0 }],
    ["sunset+PT15M", { type: "sunset", offset: 15 * minute }],
    ["sunrise-PT1H30M", { type: "sunrise", offset: -90 * minute }],
    ["00:00", { type: "clock", minutes: 0 }],
    ["05:30", { type: "clock", minutes: 330 }],
    ["24:00", { type: "clock", minutes: 1440 }],
    ["24:01", undefined],
    ["5:00", undefined],
    ["05:60", undefined],
    ["sunset+15M", undefined],
    ["sunset+", undefined],
    ["sunset PT15M", undefined],
    ["dusk", undefined],
    ["", undefined],
  ])("%s", (written, expected) => {
    expect(parseLightingTime(written)).toEqual(expected);
  });
});

describe("the programs every site has", () => {
  it("full burns from 15 min after Shanghai's sunset, 17:58, to 15 min before sunrise", () => {
    const full = inShanghai().inside("full", 0);
    expect(flips(full, noonOf("2026-03-10"), 3, "Asia/Shanghai")).toEqual([
      "2026-03-10 18:13",
      "2026-03-11 05:54",
      "2026-03-11 18:14",
    ]);
  });

  it("half pauses from midnight to 05:00", () => {
    expect(flips(inShanghai().inside("half", 0), noonOf("2026-03-10"), 5, "Asia/Shanghai")).toEqual([
      "2026-03-10 18:13",
      "2026-03-11 00:00",
      "2026-03-11 05:00",
      "2026-03-11 05:54",
      "2026-03-11 18:14",
    ]);
  });

  it("half has no morning in midsummer, when the sun is up before 05:00", () => {
    expect(flips(inShanghai().inside("half", 0), noonOf("2026-06-20"), 3, "Asia/Shanghai")).toEqual([
      "2026-06-20 19:16",
      "2026-06-21 00:00",
      "2026-06-21 19:16",
    ]);
  });
});

describe("margins", () => {
  const evening = (lighting: ReturnType<typeof inShanghai>): [number, number] => {
    const sunset = getTimes(new Date(noonOf("2026-03-10")), shanghai.latitude, shanghai.longitude).sunset;
    expect(lighting.inside("half", 0).nextChange(noonOf("2026-03-10"))).toBe(
      Math.round(Number(sunset?.getTime())) + 15 * minute,
    );
    return [Math.round(Number(sunset?.getTime())) + 15 * minute, instant("2026-03-11T00:00+08:00")];
  };

  it("inside: exactly the margin from either end counts, a millisecond less does not", () => {
    const lighting = inShanghai();
    const [start, end] = evening(lighting);
    const inside = lighting.inside("half", 15 * minute);
    expect(inside.holds(start + 15 * minute - 1)).toBe(false);
    expect(inside.holds(start + 15 * minute)).toBe(true);
    expect(inside.holds(end - 15 * minute)).toBe(true);
    expect(inside.holds(end - 15 * minute + 1)).toBe(false);
    expect(inside.nextChange(start)).toBe(start + 15 * minute);
  });

  it("outside: away from every program of the site, exactly the margin counts", () => {
    const lighting = inShanghai({ gate: [["06:30", "07:00"]] });
    const [start] = evening(lighting);
    const outside = lighting.outside(30 * minute);
    expect(outside.holds(start - 30 * minute)).toBe(true);
    expect(outside.holds(start - 30 * minute + 1)).toBe(false);
    expect(outside.holds(instant("2026-03-11T02:00+08:00"))).toBe(false);
    expect(outside.holds(instant("2026-03-11T07:29:59.999+08:00"))).toBe(false);
    expect(outside.holds(instant("2026-03-11T07:30+08:00"))).toBe(true);
  });

  it("count from the ends of merged windows", () => {
    const joined = inShanghai({
      full: [
        ["20:00", "22:00"],
        ["21:00", "23:00"],
        ["23:00", "01:00"],
      ],
    }).inside("full", 60 * minute);
    expect(flips(joined, noonOf("2026-03-10"), 2, "Asia/Shanghai")).toEqual(["2026-03-10 21:00", "2026-03-11 00:00"]);
  });

  it("leave nothing of a window shorter than both", () => {
    const morning = inShanghai({ morning: [["05:00", "05:20"]] }).inside("morning", 15 * minute);
    const at = noonOf("2026-03-10");
    expect(morning.holds(morning.nextChange(at))).toBe(false);
    expect(morning.holds(instant("2026-03-11T05:10+08:00"))).toBe(false);
  });
});

describe("windows", () => {
  it.each<[string, string, string, string[]]>([
    ["evening clock to sunrise", "20:00", "sunrise", ["2026-03-10 20:00", "2026-03-11 06:09"]],
    ["after midnight to sunrise", "01:00", "sunrise", ["2026-03-11 01:00", "2026-03-11 06:09"]],
    ["sunset to the small hours", "sunset", "02:00", ["2026-03-10 17:58", "2026-03-11 02:00"]],
    ["sunset to an evening clock", "sunset", "23:00", ["2026-03-10 17:58", "2026-03-10 23:00"]],
    ["sunset for two hours", "sunset", "sunset+PT2H", ["2026-03-10 17:58", "2026-03-10 19:58"]],
    ["by day", "sunrise+PT1H", "sunset-PT1H", ["2026-03-10 16:58", "2026-03-11 07:09"]],
    ["clock to clock through midnight", "22:00", "04:00", ["2026-03-10 22:00", "2026-03-11 04:00"]],
    ["clock to midnight", "22:00", "24:00", ["2026-03-10 22:00", "2026-03-11 00:00"]],
  ])("%s", (_name, start, end, expected) => {
    const program = inShanghai({ p: [[start, end]] }).inside("p", 0);
    expect(flips(program, noonOf("2026-03-10"), 2, "Asia/Shanghai")).toEqual(expected);
  });

  it("18:30 to sunset is empty when the sun sets before 18:30", () => {
    const program = inShanghai({ p: [["18:30", "sunset"]] }).inside("p", 0);
    expect(program.holds(instant("2026-06-21T18:45+08:00"))).toBe(true);
    expect(program.holds(instant("2026-12-21T18:45+08:00"))).toBe(false);
    expect(program.holds(instant("2026-12-22T12:00+08:00"))).toBe(false);
  });

  it("keeps wall time when Berlin's clocks change", () => {
    const half = createLighting({}, berlin, "Europe/Berlin").inside("half", 0);
    expect(flips(half, instant("2026-10-24T12:00+02:00"), 7, "Europe/Berlin")).toEqual([
      "2026-10-24 18:07",
      "2026-10-25 00:00",
      "2026-10-25 05:00",
      "2026-10-25 06:34",
      "2026-10-25 17:05",
      "2026-10-26 00:00",
      "2026-10-26 05:00",
    ]);
  });
});

describe("where the sun does not rise or set", () => {
  const svalbard = createLighting({}, { latitude: 78.2, longitude: 15.6 }, "Arctic/Longyearbyen");

  it("burns through the polar night but for the margins about noon", () => {
    const full = svalbard.inside("full", 0);
    for (const hour of ["00", "06", "09", "15", "20"]) {
      expect(full.holds(instant(`2026-12-21T${hour}:00Z`)), hour).toBe(true);
    }
  });

  it("does not burn on a polar day", () => {
    const full = svalbard.inside("full", 0);
    const at = instant("2026-06-20T12:00Z");
    const next = expectConstantUntilNextChange(full, at);
    expect(full.holds(at)).toBe(false);
    expect(full.holds(next)).toBe(false);
    expect(svalbard.outside(30 * minute).holds(instant("2026-06-20T22:30Z"))).toBe(true);
  });
});

describe("lighting", () => {
  it("gives the same schedule for the same question", () => {
    const lighting = inShanghai();
    expect(lighting.inside("full", 0)).toBe(lighting.inside("full", 0));
    expect(lighting.inside("full", 0)).not.toBe(lighting.inside("full", 1));
    expect(lighting.outside(0)).toBe(lighting.outside(0));
  });

  it("names what is wrong", () => {
    expect(() => inShanghai().inside("fuII", 0)).toThrow('no lighting program "fuII": there are full,half');
    expect(() => inShanghai({ p: [["sunset", "dawn"]] })).toThrow('not a lighting time: "dawn"');
  });

  it("stays constant until its next change at any latitude and margin", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: instant("2025-01-01T00:00Z"), max: instant("2030-01-01T00:00Z") }),
        fc.double({ min: -80, max: 80, noNaN: true }),
        fc.constantFrom(0, 15 * minute, 30 * minute),
        fc.constantFrom("full", "half"),
        (at, latitude, margin, program) => {
          const lighting = createLighting({}, { latitude, longitude: 13.4 }, "Europe/Berlin");
          expectConstantUntilNextChange(lighting.inside(program, margin), at);
          expectConstantUntilNextChange(lighting.outside(margin), at);
          if (margin > 0)
            expect(lighting.inside(program, margin).holds(at) && lighting.outside(margin).holds(at)).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
  });
});
