// The parts of ingest by themselves: times, guards and repeats.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definitions } from "../../devices/index.ts";
import { checkEvent, compileGuard } from "../../src/ingest/compile-guard.ts";
import { readTime } from "../../src/ingest/read-time.ts";
import { isRepeat, type Seen } from "../../src/ingest/repeats.ts";
import type { DeviceDefinition } from "../../src/model/device-definition.ts";

describe("readTime", () => {
  const shanghai = (value: unknown) => readTime(value, "Asia/Shanghai");
  it.each([
    ["2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z"],
    ["2026-03-01T10:00:00.123456z", "2026-03-01T10:00:00.123Z"],
    ["2026-03-01T18:00:00+08:00", "2026-03-01T10:00:00Z"],
    ["2026-03-01T18:00:00+0800", "2026-03-01T10:00:00Z"],
    ["2026-03-01T18:00+08", "2026-03-01T10:00:00Z"],
    ["20260301T190000+0900", "2026-03-01T10:00:00Z"],
    ["2026-03-01T05:00:00-05:00", "2026-03-01T10:00:00Z"],
    ["2026-03-01T19:00:00+09:00[Asia/Tokyo]", "2026-03-01T10:00:00Z"],
    ["2026-03-01T18:00:00", "2026-03-01T10:00:00Z"],
    ["2026-03-01 18:00", "2026-03-01T10:00:00Z"],
    ["20260301T180000", "2026-03-01T10:00:00Z"],
    ["2026-03-01", "2026-02-28T16:00:00Z"],
    [" 2026-03-01T10:00:00Z ", "2026-03-01T10:00:00Z"],
  ])("%j is %s", (given, instant) => {
    expect(shanghai(given)).toBe(Date.parse(instant));
  });

  it("takes numbers below 1e11 as seconds, others as ms", () => {
    expect(shanghai(99_999_999_999)).toBe(99_999_999_999_000);
    expect(shanghai(100_000_000_000)).toBe(100_000_000_000);
    expect(shanghai(1_772_359_200)).toBe(shanghai(1_772_359_200_000));
    expect(shanghai(1_772_359_200.5)).toBe(1_772_359_200_500);
  });

  it.each([
    Number.NaN,
    Infinity,
    -Infinity,
    1e308,
    null,
    undefined,
    true,
    {},
    [],
    10n,
    "x".repeat(65),
    "24:00",
    "2026-13-01T00:00:00Z",
    "+",
  ])("%s is no time", (given) => {
    expect(shanghai(given)).toBe(undefined);
  });

  it("reads a local hour that happens twice or never without fail", () => {
    expect(readTime("2026-10-25T02:30:00", "Europe/Berlin")).toBe(Date.parse("2026-10-25T00:30:00Z"));
    expect(readTime("2026-03-29T02:30:00", "Europe/Berlin")).toBe(Date.parse("2026-03-29T01:30:00Z"));
  });

  it("never throws, and gives whole, possible instants", () => {
    fc.assert(
      fc.property(fc.anything(), (given) => {
        const read = shanghai(given);
        if (read !== undefined) expect(Number.isNaN(new Date(read).getTime()) || !Number.isInteger(read)).toBe(false);
      }),
    );
  });

  it("reads back what Temporal writes, in any zone", () => {
    const instants = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2060, 0) });
    const zones = fc.constantFrom("UTC", "Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Pacific/Apia");
    fc.assert(
      fc.property(instants, zones, zones, (at, zone, site) => {
        const written = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
        expect(readTime(written.toString(), site)).toBe(at);
        expect(readTime(written.toString({ timeZoneName: "never" }), site)).toBe(at);
      }),
    );
  });
});

describe("compileGuard", () => {
  it("has one guard per point, and each names its point when it refuses", () => {
    for (const definition of Object.values(definitions)) {
      const guard = compileGuard(definition, "Asia/Shanghai");
      expect([...guard.keys()]).toEqual(Object.keys(definition.points));
      for (const [name, check] of guard) expect(check({})).toEqual({ problem: expect.stringMatching(`^${name}: `) });
    }
  });

  it("takes a value or refuses it, and never changes one", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(definitions)),
        fc.anything(),
        (definition: DeviceDefinition, value) => {
          for (const [name, check] of compileGuard(definition, "UTC")) {
            const checked = check(value);
            if ("value" in checked && definition.points[name]?.type !== "instant") expect(checked.value).toBe(value);
          }
        },
      ),
    );
  });

  it("is exact at the ends of a range", () => {
    const lux = compileGuard(definitions.streetlight as DeviceDefinition, "UTC").get("lux");
    expect(lux?.(200_000)).toEqual({ value: 200_000 });
    expect(lux?.(0)).toEqual({ value: 0 });
    expect(lux?.(200_000.1)).toEqual({ problem: "lux: 200000.1 is outside 0..200000 lx" });
    expect(lux?.(Number.NaN)).toEqual({ problem: "lux: NaN is not finite" });
  });

  it("keeps what it says short", () => {
    const door = compileGuard(definitions.gate as DeviceDefinition, "UTC").get("lock");
    const { problem } = (door ?? (() => ({ problem: "" })))("x".repeat(10_000)) as { problem: string };
    expect(problem).toMatch(/^lock: "xxx.*\.\.\. is not one of locked, unlocked, jammed$/);
    expect(problem.length).toBeLessThan(200);
  });
});

describe("checkEvent", () => {
  const passage = definitions.gate?.events.passage;
  it("ignores what an object inherits", () => {
    const fields = Object.create({ result: "denied" }) as Record<string, unknown>;
    expect(checkEvent(passage as NonNullable<typeof passage>, { ...fields })).toEqual({
      problem: "result: is required",
    });
  });
});

describe("isRepeat", () => {
  it("tells 1 from 10 and joins no neighbours", () => {
    const seen: Seen[] = [];
    const news = (values: Record<string, number | boolean | string>) =>
      !isRepeat(seen, { ts: 1, seq: null, values, at: 0 });
    expect(news({ a: 1, b: 10 })).toBe(true);
    expect(news({ a: 10, b: 1 })).toBe(true);
    expect(news({ a: 11, b: 0 })).toBe(true);
    expect(news({ ab: 1 })).toBe(true);
    expect(news({ b: 10, a: 1 })).toBe(false);
  });
});
