// A text with a comma in YAML's short form: cut by YAML, put together again, with a word about quotes.

import { expect, it } from "vitest";
import { readYaml } from "../../src/config/read-yaml.ts";
import { siteFrom, smallSite } from "../support/test-site.ts";

it("is read as the text it was meant to be, and warned of", async () => {
  const site = await siteFrom(smallSite.replace('en: "Elevator, building 1"', "en: Elevator, building 1, west"));
  expect(site.devices[0]?.name).toEqual({ zh: "1号楼电梯", en: "Elevator, building 1, west" });
  const { problems } = readYaml("site.yaml", "name: { zh: 一, en: One, two }\n");
  expect(
    problems.map(({ severity, line, column, path, message }) => [severity, line, column, path, message.en]),
  ).toEqual([["warning", 1, 20, "name.en", 'a text with a comma stands in quotes; read as "One, two"']]);
});
