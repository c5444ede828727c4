// The committed boards: made by the present code, whole, the same in both languages, and asking only what is provisioned.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { describe, expect, it } from "vitest";
import { definitions } from "../../devices/index.ts";
import { dashboards } from "../../grafana/dashboards.ts";
import { loadSite } from "../../src/config/load-site.ts";
import { planToGeoJson } from "../../src/config/plan-geojson.ts";
import type { Site } from "../../src/model/site.ts";

const root = fileURLToPath(new URL("../../grafana/", import.meta.url));
const committed = (path: string): string => readFileSync(`${root}${path}`, "utf8");
const all = [...dashboards()].map(([path, json]) => ({ path, board: JSON.parse(json) as Dashboard }));
const sources = (folder: string): string =>
  readdirSync(`${root}../${folder}`, { encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(`${root}../${folder}/${name}`, "utf8"))
    .join("\n");
/** Addresses of our own wall, as long as its sources name them. */
const ourPages = [
  ...["#/wall", "#/plan"].filter((hash) => sources("src/wall").includes(`"${hash}"`)).map((hash) => `/${hash}`),
  ...["/coverage-report", "/daily-count", "/shift-sheet"].filter((page) =>
    sources("src/api/routes").includes(`"${page}",\n`),
  ),
];
const chinese = /\p{Script=Han}/u;

type Leaf = readonly [path: string, value: unknown];
const leaves = (value: unknown, path = ""): Leaf[] =>
  value !== null && typeof value === "object"
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}/${key}`))
    : [[path, value]];
const valuesAt = (board: Dashboard, key: string): unknown[] =>
  leaves(board).flatMap(([path, value]) => (path.endsWith(`/${key}`) ? [value] : []));

describe("the committed files", () => {
  it("are what `npm run grafana` writes", () => {
    const files = ["zh", "en"].flatMap((language) =>
      readdirSync(`${root}dashboards/${language}`).map((name) => `${language}/${name}`),
    );
    expect(files.sort()).toEqual(all.map(({ path }) => path).sort());
    for (const { path, board } of all) expect(JSON.parse(committed(`dashboards/${path}`)), path).toEqual(board);
  });

  it("are ten boards in each language, one for each kind among them", () => {
    const expected = ["wall", "tickets", "coverage", "energy", "health", ...Object.keys(definitions)];
    for (const language of ["zh", "en"])
      expect(
        all
          .filter(({ path }) => path.startsWith(language))
          .map(({ board }) => board.uid)
          .sort(),
      ).toEqual(expected.map((name) => `anju-${language}-${name}`).sort());
  });

  it("the demo's map is that of its plan", async () => {
    const folder = fileURLToPath(new URL("../../sites/demo", import.meta.url));
    const { site } = await loadSite(folder, { definitions, env: {} });
    const { coverage, devices } = site as Site;
    expect(JSON.parse(committed("maps/anju.geojson"))).toEqual(
      JSON.parse(JSON.stringify(planToGeoJson(coverage, devices))),
    );
  });
});

describe.each(all)("$path", ({ path, board }) => {
  const panels = board.panels ?? [];

  it("has panels with ids of their own that do not overlap and stay within 24 columns", () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = new Set<string>();
    for (const { id, gridPos } of panels) {
      const { x, y, w, h } = gridPos as { x: number; y: number; w: number; h: number };
      expect(x + w, `panel ${id}`).toBeLessThanOrEqual(24);
      for (let column = x; column < x + w; column++)
        for (let row = y; row < y + h; row++) {
          expect(cells.has(`${column} ${row}`), `panel ${id} at ${column}, ${row}`).toBe(false);
          cells.add(`${column} ${row}`);
        }
    }
  });

  it("asks the one data source, in raw InfluxQL, without a policy in FROM", () => {
    const sources = leaves(board).filter(([at]) => at.endsWith("/datasource/uid"));
    expect(sources.length).toBeGreaterThan(panels.length / 2);
    expect([...new Set(sources.map(([, uid]) => uid))]).toEqual(["anju-influx"]);
    for (const panel of panels) {
      if (panel.type === "row" || !("targets" in panel)) continue;
      const refIds = (panel.targets ?? []).map((target) => (target as unknown as { refId: string }).refId);
      expect(new Set(refIds).size, panel.title).toBe(refIds.length);
      for (const target of panel.targets ?? []) {
        expect(target, panel.title).toMatchObject({ rawQuery: true, query: expect.stringMatching(/^SELECT /) });
        expect((target as unknown as { query: string }).query).not.toMatch(/FROM "\w+"\."/);
      }
    }
  });

  it("every panel has a title, and leads to a page that our own wall has", () => {
    for (const panel of panels) {
      expect(panel.title?.length ?? 0, JSON.stringify(panel.gridPos)).toBeGreaterThan(0);
      if (!("targets" in panel)) continue;
      const pages = (panel.links ?? []).map(({ url }) => /^\$\{anju:raw\}(\/#?[a-z/-]*)/.exec(url ?? "")?.[1] ?? url);
      expect(pages.length, panel.title).toBeGreaterThan(0);
      expect(
        pages.filter((page) => !ourPages.includes(page ?? "")),
        panel.title,
      ).toEqual([]);
    }
    // In tables the thing itself leads on.
    const cells = leaves(board).filter(([at]) => /\/properties\/\d+\/value\/\d+\/url$/.test(at));
    for (const [, url] of cells)
      expect(url).toMatch(/^(?:\$\{anju:raw\}\/#\/tickets\/|\/d\/anju-)\S*\$\{__value\.raw\}/);
  });

  it("is made of panels and turns that Grafana 10 has", () => {
    const kinds = panels.map(({ type }) => type);
    const known = ["row", "stat", "timeseries", "bargauge", "table", "state-timeline", "geomap"];
    expect(kinds.filter((type) => !known.includes(type ?? ""))).toEqual([]);
    const turns = panels.flatMap((panel) => ("transformations" in panel ? (panel.transformations ?? []) : []));
    const ids = ["organize", "sortBy", "limit", "merge", "groupBy", "convertFieldType"];
    expect(turns.map(({ id }) => id).filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("has nothing that a person must set: what it must know of the site it asks", () => {
    const hidden = (board.templating.list ?? []).filter(({ hide }) => hide === 2);
    expect(hidden.map(({ name, type }) => [name, type])).toEqual([
      ["anju", "query"],
      ["tz", "query"],
    ]);
    expect((board.templating.list ?? []).filter(({ type }) => type !== "query")).toEqual([]);
  });

  it("uses only variables that it has", () => {
    const known = (board.templating.list ?? []).map(({ name }) => name);
    const builtIn = ["__from", "__to", "__value", "__data", "__url_time_range"];
    const used = [...JSON.stringify(board).matchAll(/\$\{(\w+)/g)].map(([, name]) => name as string);
    expect([...new Set(used)].filter((name) => !known.includes(name) && !builtIn.includes(name))).toEqual([]);
  });

  it("links only to boards there are", () => {
    const language = path.slice(0, 2);
    const urls = valuesAt(board, "url").filter(
      (url): url is string => typeof url === "string" && url.startsWith("/d/"),
    );
    const uids = all.map((one) => one.board.uid);
    for (const url of urls) {
      const uid = /^\/d\/([^?]+)/.exec(url)?.[1] as string;
      if (uid !== `anju-${language}-$\{__data.fields.board}`) expect(uids).toContain(uid);
    }
  });
});

it("uids are unique over all boards", () => {
  expect(new Set(all.map(({ board }) => board.uid)).size).toBe(all.length);
});

// Grafana keeps a row for variables and menu (64 pixels) above and a margin of 16 below the panels, in kiosk mode too.
it("the wall fits a screen of 1080 pixels", () => {
  for (const { path, board } of all)
    if (path.endsWith("/wall.json"))
      expect(
        Math.max(...(board.panels ?? []).map(({ gridPos: p }) => (p?.y ?? 0) + (p?.h ?? 0))) * 38,
      ).toBeLessThanOrEqual(1080 - 64 - 16);
});

describe("both languages", () => {
  /** Where people read. */
  const readHere = /\/(title|description|label|text|noValue|name|value)$|\/current\/text\/\d$/;
  /** What has to be one language's: where it leads, what it is called by, and the column of titles. */
  const byLanguage = (value: unknown): boolean => /anju-zh|lang=zh|"(?:title|name|fault)Zh" AS /.test(String(value));
  const pairs = all
    .filter(({ path }) => path.startsWith("zh/"))
    .map(({ path, board }) => ({
      path: path.slice(3),
      zh: leaves(board),
      en: leaves(all.find((one) => one.path === `en/${path.slice(3)}`)?.board),
    }));

  it.each(pairs)("$path: the same board, with nothing but its words different", ({ zh, en }) => {
    expect(en.map(([at]) => at)).toEqual(zh.map(([at]) => at));
    const different = zh.filter(([, value], index) => value !== en[index]?.[1]);
    const odd = different.filter(([at, value]) => !readHere.test(at) && !byLanguage(value));
    expect(odd).toEqual([]);
  });

  it.each(pairs)("$path: Chinese in one, none of it in the other", ({ zh, en }) => {
    expect(en.filter(([, value]) => typeof value === "string" && chinese.test(value))).toEqual([]);
    const untold = zh.filter(
      ([at, value]) =>
        /\/panels\/\d+\/(title|description)$|^\/(title|description)$|\/list\/\d+\/(label|name)$/.test(at) &&
        !/templating.*name$/.test(at) &&
        typeof value === "string" &&
        !chinese.test(value),
    );
    expect(untold).toEqual([]);
  });
});
