// Whatever stands in a site folder, loading answers with problems: it never throws, and never lets a broken site through.

import fc from "fast-check";
import { expect, it } from "vitest";
import { stringify } from "yaml";
import { definitions } from "../../devices/index.ts";
import { formatProblems } from "../../src/config/check.ts";
import { readYaml } from "../../src/config/read-yaml.ts";
import { load } from "./site-folder.ts";

const words = [
  "site",
  "timezone",
  "location",
  "zones",
  "devices",
  "id",
  "kind",
  "zone",
  "camera",
  "pump",
  "limits",
  "delays",
  "off",
  "rated",
  "mount",
  "level",
  "coverage",
  "levels",
  "areas",
  "outline",
  "walls",
  "sla",
  "notify",
  "channels",
  "routes",
  "include",
  "defaults",
  "links",
  "upstream",
  "name",
  "en",
  "zh",
  "__proto__",
  "constructor",
  "east",
  "PT5M",
  "$" + "{X}",
  "",
];
const scalar = fc.oneof(
  fc.constantFrom(...words),
  fc.string(),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    scalar,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...words), fc.string()), tie("tree"), { maxKeys: 6 }),
  ),
}));
const shapeOf = (keys: readonly string[]) =>
  fc.record(Object.fromEntries(keys.map((key) => [key, tree])), { requiredKeys: [] });
const site = shapeOf(words.filter((word) => /^[a-z]+$/.test(word)));

async function survives(files: Readonly<Record<string, string>>): Promise<void> {
  const { site, problems } = await load(files);
  const errors = problems.filter(({ severity }) => severity === "error");
  expect(site === null).toBe(errors.length > 0);
  for (const { line, column, message } of problems) {
    expect(line).toBeGreaterThan(0);
    expect(column).toBeGreaterThan(0);
    expect(message.en.length * message.zh.length).toBeGreaterThan(0);
  }
  expect(formatProblems(problems, "zh").exitCode).toBe(errors.length > 0 ? 1 : 0);
}

it("survives any structure", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(tree, site), (value) => survives({ "site.yaml": stringify(value) ?? "" })),
    { numRuns: 300 },
  );
});

it("survives a device or a section of any shape in an otherwise sound site", async () => {
  const sound = { site: "a", timezone: "UTC", location: { latitude: 1, longitude: 2 }, zones: [{ id: "east" }] };
  const device = fc.tuple(
    fc.constantFrom(...Object.keys(definitions)),
    shapeOf(["name", "limits", "delays", "off", "mount", "asset", "upstream", "rated"]),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(device, { maxLength: 3 }), fc.constantFrom(...words), tree, (devices, key, extra) =>
      survives({
        "site.yaml": stringify({
          devices: devices.map(([kind, more], index) => ({ ...more, id: `D${index}`, kind, zone: "east" })),
          [key || "sla"]: extra,
          ...sound,
        }),
      }),
    ),
    { numRuns: 200 },
  );
});

it("survives any text", () => {
  const punctuation = fc.array(
    fc.constantFrom(
      ":",
      "-",
      " ",
      "\n",
      "{",
      "}",
      "[",
      "]",
      "&a",
      "*a",
      "?",
      "|",
      ">",
      '"',
      "'",
      "#",
      "!!x",
      "%",
      "a",
      "1",
      "\t",
      ",",
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        punctuation.map((parts) => parts.join("")),
      ),
      (source) => {
        const { root, problems } = readYaml("x.yaml", source);
        expect(root !== null || problems.length > 0).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});
