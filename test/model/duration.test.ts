// ISO 8601 durations of fixed length, there and back.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration, milliseconds, parseDuration } from "../../src/model/duration.ts";

describe("parseDuration", () => {
  it.each([
    ["PT0S", 0],
    ["PT30S", 30_000],
    ["PT90S", 90_000],
    ["PT0.5S", 500],
    ["PT1.001S", 1001],
    ["PT30M", 1_800_000],
    ["PT1H30M", 5_400_000],
    ["PT24H", 86_400_000],
    ["P1D", 86_400_000],
    ["P30D", 2_592_000_000],
    ["P2W", 1_209_600_000],
    ["P1DT2H3M4.5S", 93_784_500],
  ])("%s is %i ms", (iso, expected) => {
    expect(parseDuration(iso)).toBe(expected);
    expect(milliseconds(iso)).toBe(expected);
  });

  it.each([
    "",
    "P",
    "PT",
    "30S",
    "PT30",
    "30",
    "P1M",
    "P1Y",
    "P2Y",
    "-PT5M",
    "PT-5M",
    "pt5m",
    "PT5M ",
    "P1DT",
    "PT1.5H",
    "PT1.0001S",
    "P1WD",
  ])("%s is none", (text) => {
    expect(parseDuration(text)).toBeUndefined();
    expect(() => milliseconds(text)).toThrow(RangeError);
  });

  it("names what is wrong", () => {
    expect(() => milliseconds("5 minutes")).toThrow("5 minutes");
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "PT0S"],
    [500, "PT0.5S"],
    [90_000, "PT1M30S"],
    [28_800_000, "PT8H"],
    [-28_800_000, "-PT8H"],
    [86_400_000, "P1D"],
    [93_784_500, "P1DT2H3M4.5S"],
  ])("%i ms is %s", (value, expected) => {
    expect(formatDuration(value)).toBe(expected);
  });

  it("writes what parseDuration reads", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 * 86_400_000 }), (value) => {
        expect(parseDuration(formatDuration(value))).toBe(value);
      }),
    );
  });
});
