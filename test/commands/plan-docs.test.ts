// docs/plan.md and docs/plan.zh.md: the same document twice, and an example that is seen as it promises.

import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { definitions } from "../../devices/index.ts";
import { designWarnings } from "../../src/commands/design-warnings.ts";
import { createCoverage } from "../../src/coverage/create-coverage.ts";
import { least, lines, load, valid } from "../config/site-folder.ts";

const docs = resolve(import.meta.dirname, "../../docs");
const [english, chinese] = (await Promise.all(
  ["plan.md", "plan.zh.md"].map((name) => readFile(join(docs, name), "utf8")),
)) as [string, string];

type Block = { readonly language: string; readonly content: string };
/** Fenced blocks, without the comments in them. */
const blocks = (page: string): readonly Block[] =>
  [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].map(([, language = "", content = ""]) => ({
    language,
    content: content.replaceAll(/ +# .*$/gm, ""),
  }));
const prose = (page: string): string => page.replaceAll(/^```[\s\S]*?^```/gm, "");
const found = (page: string, pattern: RegExp): readonly string[] =>
  [...prose(page).matchAll(pattern)].map(([, what = ""]) => what);

describe("docs/plan in both languages", () => {
  it("names the other", () => {
    expect(english).toContain("[中文](plan.zh.md)");
    expect(chinese).toContain("[English](plan.md)");
  });

  it("is the same: headings, examples, rows of tables, items of lists", () => {
    expect(found(chinese, /^(#+) /gm)).toEqual(found(english, /^(#+) /gm));
    expect(blocks(chinese)).toEqual(blocks(english));
    const keys = (page: string) =>
      found(page, /^\| *(`[^|]*?) *\|/gm).map((cell) => [...cell.matchAll(/`[^`]+`/g)].map(([key]) => key));
    expect(keys(chinese)).toEqual(keys(english));
    expect(found(chinese, /^(- )/gm).length).toBe(found(english, /^(- )/gm).length);
  });

  it("speaks of the same keys and links to the same pages", () => {
    const set = (page: string, pattern: RegExp) => [...new Set(found(page, pattern))].sort();
    const links = (page: string) => set(page, /\]\(([^)]+)\)/g).filter((link) => !link.startsWith("plan."));
    expect(links(chinese)).toEqual(links(english));
    const words = (page: string) => set(page, /(`[\w.]+`)/g);
    expect(words(chinese)).toEqual(words(english));
  });
});

describe.each([
  ["plan.md", english],
  ["plan.zh.md", chinese],
])("the example of %s", (_name, page) => {
  const drawing = blocks(page).find(({ content }) => content.includes("levels:"))?.content ?? "";

  it("is seen as it promises, by day and by night, and `check` has nothing to say of its plan", async () => {
    const robot = "notify: { channels: [{ id: r, type: wecom, key: k }] }\n";
    const whole = drawing.replaceAll("zone: east, mount", "zone: east, rated: { fps: 25, power: 60 }, mount");
    const rated = whole
      .replace("rated: { fps: 25, power: 60 }", "rated: { fps: 25 }")
      .replace("fps: 25, power", "power");
    const loaded = await load(`${least}${robot}${rated}`, {
      definitions,
      publicUrl: "https://anju.example.org",
      further: designWarnings,
    });
    const site = valid(loaded);
    expect(lines(loaded.problems, "warning")).toEqual([]);
    const coverage = createCoverage(site);
    for (const { id, atLeast } of site.coverage.areas) {
      expect(coverage.designRatio(id, false)).toBeGreaterThanOrEqual(Math.max(atLeast, 0.95));
      expect(coverage.designRatio(id, true)).toBeGreaterThanOrEqual(Math.max(atLeast, 0.95));
    }
    expect(site.coverage.areas.map(({ id }) => id)).toEqual(["north-gate"]);
  });
});
