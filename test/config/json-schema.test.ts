// The committed JSON Schema is the one the code generates, and says what the loader says.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { siteJsonSchema } from "../../src/config/json-schema.ts";

const committed = join(import.meta.dirname, "../../sites/site.schema.json");

it("is current (else: npm run generate)", () => {
  expect(readFileSync(committed, "utf8") === siteJsonSchema()).toBe(true);
});

it("knows the kinds, their options and parameters", () => {
  const schema = JSON.parse(siteJsonSchema());
  expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(schema.required).toEqual(["site", "timezone", "location", "zones", "devices"]);
  expect(schema.additionalProperties).toBe(false);
  const kinds = schema.properties.devices.items.oneOf;
  const lamp = kinds.find(
    (one: { properties: { kind: { const: string } } }) => one.properties.kind.const === "streetlight",
  );
  expect(lamp.required).toEqual(["id", "zone", "kind"]);
  expect(lamp.properties.fed.enum).toEqual(["always", "switched"]);
  expect(Object.keys(lamp.properties.rated.properties)).toEqual(["power"]);
  expect(lamp.properties.limits.properties.leakage.type).toBe("number");
});
