// Lines read back: every number to its last bit, every text, and nothing that is not as we write it.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeLine, type FieldValue } from "../../src/history/encode-line.ts";
import { parseLine } from "../../src/history/parse-line.ts";

const read = (value: string): FieldValue | undefined => parseLine(`m,device=P1 a=${value} 1`)?.fields[0]?.[1];

describe("parseLine", () => {
  it("reads every finite number as Number does", () => {
    const decimal = fc
      .tuple(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.integer({ min: 0, max: 9 }))
      .map(([whole, decimals]) => whole / 10 ** decimals);
    const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), decimal, fc.maxSafeInteger());
    fc.assert(
      fc.property(number, (value) => {
        expect(read(String(value))).toBe(Number(String(value)));
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ["0.1", 0.1],
    ["-0.001", -0.001],
    ["1e21", 1e21],
    ["5e-324", 5e-324],
    ["1.7976931348623157e+308", Number.MAX_VALUE],
    ["9007199254740993", 9007199254740992],
    ["0.30000000000000004", 0.30000000000000004],
    ["123456789012345.6", 123456789012345.6],
    ["true", true],
    ["false", false],
    ['"a \\"b\\" \\\\ c, d=e"', 'a "b" \\ c, d=e'],
    ['""', ""],
  ])("reads %s", (text, value) => {
    expect(read(text)).toBe(value);
  });

  it.each([
    "",
    "1i",
    "1.",
    ".5",
    "-",
    "-.5",
    "1e",
    "1e400",
    "NaN",
    "Infinity",
    "0x10",
    "t",
    "TRUE",
    '"open',
    "1 2",
    "--1",
    "1.2.3",
  ])("refuses the value %s", (text) => {
    expect(read(text)).toBeUndefined();
  });

  it.each([
    "",
    "m",
    "m a=1",
    " a=1 1",
    "m a=1 ",
    "m a=1 1x",
    "m a=1 1.5",
    "m a=1 -",
    "m =1 1",
    "m a 1",
    "m a=1, 1",
    "m a=1 99999999999999999",
    "m a=1 1\nm a=1 2",
  ])("refuses the line %j", (line) => {
    expect(parseLine(line)).toBeUndefined();
  });

  it("reads whatever the encoder writes", () => {
    const name = fc.string({ minLength: 1 });
    const value = fc.oneof(fc.double({ noNaN: true }), fc.boolean(), fc.string({ unit: "grapheme" }));
    const time = fc.integer({ min: -9e12, max: 9e12 });
    fc.assert(
      fc.property(name, name, value, time, (tag, field, one, at) => {
        const line = encodeLine({ measurement: "m", tags: { [tag]: "x" }, fields: { [field]: one, b: 1 }, time: at });
        if (typeof line !== "string") return;
        const parsed = parseLine(line);
        expect(parsed?.time).toBe(at);
        expect(parsed?.fields.at(-1)).toEqual(["b", 1]);
        if (field !== "b") expect(parsed?.fields[0]?.[0]).toBe(field);
      }),
    );
  });
});
