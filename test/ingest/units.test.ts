// The parts of ingest by themselves: times, guards and repeats.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definitions } from "../../devices/index.ts";
import { checkEvent, compileGuard } from "../../src/ingest/compile-guard.ts";
import { readTime } from "../../src/ingest/read-time.ts";
import {
  forgetOldest,
  hashText,
  hashValue,
  isRepeat,
  nothingSeen,
  recallSeen,
  storeSeen,
} from "../../src/ingest/repeats.ts";
import type { DeviceDefinition } from "../../src/model/device-definition.ts";
import { now } from "./messages.ts";

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
      for (const [name, point] of guard) {
        expect(point.take({})).toBeUndefined();
        expect(point.problem({})).toMatch(new RegExp(`^${name}: `));
      }
    }
  });

  it("takes a value or refuses it, and never changes one", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(definitions)),
        fc.anything(),
        (definition: DeviceDefinition, value) => {
          for (const [name, { take }] of compileGuard(definition, "UTC")) {
            const taken = take(value);
            if (taken !== undefined && definition.points[name]?.type !== "instant") expect(taken).toBe(value);
          }
        },
      ),
    );
  });

  it("is exact at the ends of a range", () => {
    const lux = compileGuard(definitions.streetlight as DeviceDefinition, "UTC").get("lux");
    expect([200_000, 0, 200_000.1, Number.NaN].map((value) => lux?.take(value))).toEqual([
      200_000,
      0,
      undefined,
      undefined,
    ]);
    expect(lux?.problem(200_000.1)).toBe("lux: 200000.1 is outside 0..200000 lx");
    expect(lux?.problem(Number.NaN)).toBe("lux: NaN is not finite");
  });

  it("keeps what it says short", () => {
    const lock = compileGuard(definitions.gate as DeviceDefinition, "UTC").get("lock");
    const problem = lock?.problem("x".repeat(10_000)) ?? "";
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
  const hashOf = (values: Readonly<Record<string, number | boolean | string>>): number =>
    Object.entries(values).reduce((sum, [name, value]) => (sum + hashValue(hashText(name), value)) | 0, 0);

  it("tells 1 from 10 and joins no neighbours", () => {
    const seen = nothingSeen();
    const news = (values: Record<string, number | boolean | string>) =>
      !isRepeat(seen, { ts: 1, seq: Number.NaN, hash: hashOf(values), at: 0 });
    expect(news({ a: 1, b: 10 })).toBe(true);
    expect(news({ a: 10, b: 1 })).toBe(true);
    expect(news({ a: 11, b: 0 })).toBe(true);
    expect(news({ ab: 1 })).toBe(true);
    expect(news({ b: 10, a: 1 })).toBe(false);
    expect(news({ a: 0 })).toBe(true);
    expect(news({ a: -0 })).toBe(false);
    expect(news({ a: false })).toBe(true);
  });

  const gap = fc.integer({ min: -3, max: 3 });
  const sent = fc.record({
    ts: fc.oneof(gap, fc.constant(Number.NaN)),
    seq: fc.oneof(gap, fc.constant(Number.NaN)),
    hash: fc.integer({ min: 1, max: 4 }),
    wait: fc.constantFrom(0, 1, 60_000, 400_000),
    elements: fc.constantFrom(1, 1, 1, 1, 5, 40),
  });

  /** The rule as it reads, on a list of all that is remembered. */
  function createPlain() {
    let seen: { ts: number; seq: number; hash: number; at: number }[] = [];
    return (one: (typeof seen)[number], elements: number): boolean => {
      const timed = !Number.isNaN(one.ts);
      if (!timed && Number.isNaN(one.seq)) return false;
      const repeat = seen.some((old) =>
        timed
          ? old.ts === one.ts && (old.hash === one.hash || old.seq === one.seq)
          : Number.isNaN(old.ts) && old.seq === one.seq && old.hash === one.hash && one.at - old.at <= 600_000,
      );
      if (!repeat) seen.push(one);
      const excess = seen.length - Math.max(32, elements);
      if (excess > 0) seen = seen.slice(Math.min(excess, repeat ? 1 : 2));
      return repeat;
    };
  }

  it("follows the rule whatever comes, before and after it was stored", () => {
    fc.assert(
      fc.property(fc.array(sent, { maxLength: 300 }), fc.nat(300), fc.nat(20), (messages, cut, spread) => {
        const plain = createPlain();
        let seen = nothingSeen();
        let at = now;
        let number = 0;
        for (const [index, { ts, seq, hash, wait, elements }] of messages.entries()) {
          at += wait;
          number += 1;
          const one = { ts: now + index * spread + ts, seq: Math.floor(number / 2) + seq, hash, at };
          const expected = plain(one, elements);
          expect(isRepeat(seen, one)).toBe(expected);
          if (!Number.isNaN(one.ts) || !Number.isNaN(one.seq)) forgetOldest(seen, elements, expected ? 0 : 1);
          if (index === cut) seen = recallSeen(JSON.parse(JSON.stringify(storeSeen(seen))));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("knows what an earlier version stored by its times and numbers", () => {
    const seen = recallSeen([
      [now, 7, 123, now],
      [null, 8, 456, now],
    ]);
    expect(isRepeat(seen, { ts: now, seq: 7, hash: 1, at: now })).toBe(true);
    expect(isRepeat(seen, { ts: now, seq: 9, hash: 123, at: now })).toBe(false);
  });
});

describe("the usual way to write a time", () => {
  const two = (most: number) => fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, "0"));
  const written = fc
    .tuple(
      fc.integer({ min: 0, max: 3000 }).map((year) => String(year).padStart(4, "0")),
      two(13),
      two(32),
      two(25),
      two(61),
      two(61),
      fc.constantFrom("", ".000", ".5", ".123", ".12a", ".999999"),
      fc.oneof(
        fc.constantFrom("Z", "z", "", "+08:00", "-00:00", "+0800", "+08", "+24:00"),
        two(25).map((hour) => `-${hour}:59`),
      ),
    )
    .map(
      ([year, month, day, hour, minute, second, fraction, zone]) =>
        `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`,
    );
  it("is read as the calendar reads it", () => {
    const read = (text: string): number | undefined => {
      try {
        return /[T ][^[]*[Z+-]/i.test(text)
          ? Temporal.Instant.from(text).epochMilliseconds
          : Temporal.PlainDateTime.from(text).toZonedDateTime("Asia/Shanghai").epochMilliseconds;
      } catch {
        return undefined;
      }
    };
    fc.assert(
      fc.property(written, (text) => {
        expect([text, readTime(text, "Asia/Shanghai")]).toEqual([text, read(text)]);
      }),
      { numRuns: 5000 },
    );
    for (const text of [
      "2026-02-29T00:00:00Z",
      "2024-02-29T23:59:59.999Z",
      "2100-02-29T00:00:00Z",
      "2000-02-29T00:00:00+14:00",
    ])
      expect(readTime(text, "UTC")).toBe(read(text));
  });
});
