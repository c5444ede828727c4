// The encoder: whatever it is given, one sound line or a refusal; judged by a strict reader and by a real InfluxDB.

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLineEncoder, encodeLine, longestString, storableString } from "../../src/history/encode-line.ts";
import { batchOf } from "../../src/history/line-batch.ts";
import { openInflux1 } from "../../src/history/open-influx1.ts";
import { parseLine, parseSeries } from "../../src/history/parse-line.ts";
import { type Influxd, needsInfluxd, openInfluxd, runInfluxd } from "./influxd.ts";
import { strictLine } from "./strict-line.ts";

const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      "\\",
      ",",
      " ",
      "=",
      '"',
      "\n",
      "\r",
      "\t",
      "\0",
      "#",
      "'",
      "\u007f",
      "\u0085",
      "\u2028",
      "\ud800",
      "a",
    ),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  ),
  maxLength: 8,
});
const value = fc.oneof(fc.double(), fc.boolean(), nasty);
const point = fc.record({
  measurement: nasty,
  tags: fc.dictionary(nasty, fc.option(nasty, { nil: undefined }), { maxKeys: 4 }),
  fields: fc.dictionary(nasty, value, { maxKeys: 4 }),
  time: fc.oneof(fc.integer({ min: -1e12, max: 4e12 }), fc.double()),
});
/** Words without control characters or half surrogates: most of them can be written. */
const word = fc.string({
  unit: fc.oneof(
    fc.constantFrom("\\", ",", " ", "=", '"', "#", "é"),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
  ),
  minLength: 1,
  maxLength: 6,
});
const plausible = fc.record({
  measurement: word,
  tags: fc.dictionary(word, fc.option(fc.oneof(word, fc.constant("")), { nil: undefined }), { maxKeys: 4 }),
  fields: fc.dictionary(word, value, { minKeys: 1, maxKeys: 4 }),
  time: fc.integer({ min: 0, max: 4e12 }),
});

const sorted = <T>(pairs: [string, T][]) => pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
const expected = (input: {
  measurement: string;
  tags: Record<string, string | undefined>;
  fields: Record<string, number | boolean | string>;
  time: number;
}) => ({
  measurement: input.measurement,
  tags: sorted(Object.entries(input.tags).filter((pair): pair is [string, string] => !!pair[1])),
  fields: Object.entries(input.fields).map(([key, of]) => [
    key,
    typeof of === "string" ? storableString(of) : of === 0 ? 0 : of,
  ]),
  time: input.time + 0,
});

describe("encodeLine", () => {
  it("writes a line as the contract has it", () => {
    const line = encodeLine({
      measurement: "streetlight",
      tags: { zone: "east", site: "demo", device: "L1", building: undefined },
      fields: { power: 12, on: true, state: 'say "hi" \\ bye' },
      time: 1_700_000_000_123,
    });
    expect(line).toBe(
      'streetlight,device=L1,site=demo,zone=east power=12,on=true,state="say \\"hi\\" \\\\ bye" 1700000000123',
    );
  });

  it.each([
    ["a number that is not finite", { m: "m", fields: { a: 1, b: Number.NaN } }],
    ["an infinite number", { m: "m", fields: { b: Number.NEGATIVE_INFINITY } }],
    ["no fields", { m: "m", fields: {} }],
    ["an empty measurement", { m: "", fields: { a: 1 } }],
    ["a comment", { m: "#m", fields: { a: 1 } }],
    ["a newline in the measurement", { m: "m\nx v=1", fields: { a: 1 } }],
    ["a newline in a tag", { m: "m", tags: { t: "v a=1\nx" }, fields: { a: 1 } }],
    ["a backslash at a tag's end", { m: "m", tags: { t: "c:\\" }, fields: { a: 1 } }],
    ["a backslash before a comma", { m: "m", tags: { t: "a\\,b" }, fields: { a: 1 } }],
    ["a field called time", { m: "m", fields: { time: 1 } }],
    ["a field that is a tag too", { m: "m", tags: { a: "x" }, fields: { a: 1 } }],
    ["a key too long", { m: "m", tags: { a: "x".repeat(65_000) }, fields: { b: 1 } }],
    ["a fraction of a millisecond", { m: "m", fields: { a: 1 }, time: 1.5 }],
  ] as [string, { m: string; tags?: Record<string, string>; fields: Record<string, number>; time?: number }][])(
    "refuses %s",
    (_, { m, tags = {}, fields, time = 1 }) => {
      const line = encodeLine({ measurement: m, tags, fields, time });
      expect(line).toEqual({ ok: false, reason: expect.any(String) });
    },
  );

  it("cuts a string field to 64 KiB at a whole code point", () => {
    const cut = storableString(`a${"安".repeat(30_000)}`);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(longestString);
    expect(cut).toMatch(/^a安+$/u);
    expect(cut.length).toBe(1 + Math.floor((longestString - 1) / 3));
  });

  it("gives exactly one line that reads back as the same data, or refuses, whatever the strings", () => {
    fc.assert(
      fc.property(fc.oneof(point, plausible), (input) => {
        const line = encodeLine(input);
        if (typeof line !== "string") return;
        expect(line).not.toMatch(/[\n\r]/);
        expect(strictLine(line)).toEqual(expected(input));
        const own = parseLine(line);
        expect({ ...parseSeries(own?.series ?? ""), fields: own?.fields, time: own?.time }).toEqual({
          ...expected(input),
          tags: new Map(expected(input).tags),
        });
      }),
      { numRuns: 3000 },
    );
  });

  it("writes plain words always, and the same through the cached encoder", () => {
    const plain = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ,="'.-]{0,8}$/);
    fc.assert(
      fc.property(
        plain,
        plain,
        plain,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (measurement, tag, key, number) => {
          const encode = createLineEncoder(measurement, { tag });
          const line = encodeLine({ measurement, tags: { tag }, fields: { [`f${key}`]: number }, time: 5 });
          expect(typeof line).toBe("string");
          expect(encode({ [`f${key}`]: number }, 5)).toBe(line);
          expect(encode({ [`f${key}`]: number }, 5)).toBe(line);
        },
      ),
    );
  });
});

describe(`InfluxDB 1.6.7${needsInfluxd}`, () => {
  let influxd: Influxd;
  beforeAll(async () => {
    if (runInfluxd) influxd = await openInfluxd();
  });
  afterAll(async () => influxd?.[Symbol.asyncDispose]());

  it.runIf(runInfluxd)("takes every fuzzed line of a batch and gives it back", async () => {
    await using history = openInflux1({ url: influxd.url, database: "fuzz", file: "" });
    expect(await history.prepare()).toMatchObject({ ok: true });
    const inputs = fc.sample(plausible, 2000);
    const from = Date.now() - 3_600_000;
    const lines: string[] = [];
    const asked = new Map<string, ReturnType<typeof strictLine>>();
    for (const [index, input] of inputs.entries()) {
      // Own measurement and time per point: no type conflicts, no overwriting.
      const time = from + index;
      const line = encodeLine({ ...input, measurement: `${index} ${input.measurement}`, time });
      if (typeof line !== "string") continue;
      lines.push(line);
      asked.set(strictLine(line).measurement, strictLine(line));
    }
    expect(lines.length).toBeGreaterThan(1000);
    for (let at = 0; at < lines.length; at += 500) {
      const part = lines.slice(at, at + 500);
      expect(await history.write(batchOf(part))).toEqual({ ok: true });
    }
    type Series = { name: string; tags?: Record<string, string>; columns: string[]; values: unknown[][] };
    const names = [...asked.keys()];
    let read = 0;
    for (let at = 0; at < names.length; at += 100) {
      const q = names
        .slice(at, at + 100)
        .map((name) => `SELECT * FROM "${name.replace(/["\\]/g, "\\$&")}" GROUP BY *`)
        .join(";");
      const answer = await fetch(`${influxd.url}/query?db=fuzz&epoch=ms`, {
        method: "POST",
        body: new URLSearchParams({ q }),
      });
      const { results } = (await answer.json()) as { results: { series: [Series] }[] };
      for (const { series } of results) {
        expect(series).toHaveLength(1);
        const [{ name, tags = {}, columns, values }] = series;
        const sent = asked.get(name);
        expect(values).toHaveLength(1);
        expect(values[0]?.[0]).toBe(sent?.time);
        expect(tags).toEqual(Object.fromEntries(sent?.tags ?? []));
        const got = Object.fromEntries(columns.slice(1).map((column, index) => [column, values[0]?.[index + 1]]));
        expect(got).toEqual(Object.fromEntries(sent?.fields ?? []));
        read++;
      }
    }
    expect(read).toBe(lines.length);
  });
});
