// Codes on labels: they come back as what they were made of, and nothing else does.

import fc from "fast-check";
import { expect, it } from "vitest";
import { labelCode, readLabelCode } from "../../src/api/label-code.ts";

const key = Buffer.alloc(32, 7);
const ids = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/);
const types = fc.constantFrom("device" as const, "zone" as const);

it("come back as they were made, also as a link and in small letters", () => {
  fc.assert(
    fc.property(ids, types, (id, type) => {
      const code = labelCode(key, type, id);
      expect(code).toMatch(new RegExp(`^${id}-[A-Z2-7]{10}$`));
      expect(readLabelCode(key, code)).toEqual({ id, type });
      expect(readLabelCode(key, ` https://anju.example/r/${code} `)).toEqual({ id, type });
      expect(readLabelCode(key, `${id}-${code.slice(-10).toLowerCase()}`)).toEqual({ id, type });
    }),
  );
});

it("do not change with the program: printed labels stay good", () => {
  expect(labelCode(key, "device", "E1")).toBe("E1-KNFCPVCOQX");
  expect(labelCode(key, "zone", "E1")).not.toBe(labelCode(key, "device", "E1"));
});

it("with one letter changed, another id or another key are refused", () => {
  fc.assert(
    fc.property(ids, types, fc.integer({ min: 1, max: 10 }), (id, type, place) => {
      const code = labelCode(key, type, id);
      const at = code.length - place;
      const wrong = code[at] === "A" ? "B" : "A";
      expect(readLabelCode(key, `${code.slice(0, at)}${wrong}${code.slice(at + 1)}`)).toBeNull();
      expect(readLabelCode(key, `x${code}`)).toBeNull();
      expect(readLabelCode(Buffer.alloc(32, 8), code)).toBeNull();
    }),
  );
});

it("that are none at all are refused", () => {
  for (const written of ["", "-", "E1", "E1-", "E1-0000000000", "../etc/passwd", "E1-AAAAAAAAAA?x", "é-AAAAAAAAAA"])
    expect(readLabelCode(key, written)).toBeNull();
});
