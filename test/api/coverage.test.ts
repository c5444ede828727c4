// Coverage over HTTP: who asks what is written down, what is refused, and the month's proof as JSON, table and page.

import { afterAll, beforeAll, expect, it } from "vitest";
import type { z } from "zod";
import * as schemas from "../../src/api/coverage-schemas.ts";
import { csv } from "../../src/api/csv.ts";
import { withAreas } from "../../src/config/area-devices.ts";
import { nothingRemembered } from "../../src/ends.ts";
import { createGateway } from "../../src/gateway.ts";
import { createCoverageView } from "../../src/live/coverage-view.ts";
import { createFaultList } from "../../src/live/create-fault-list.ts";
import { createPastFaults } from "../../src/live/past-faults.ts";
import type { Fault } from "../../src/model/fault.ts";
import { smallPlan, square } from "../coverage/small-plan.ts";
import { planInMemory } from "../live/plan-in-memory.ts";
import { type OpenGateway, openGateway, smallGateway, start } from "./open-gateway.ts";
import { faultOf } from "./samples.ts";

const minute = 60_000;
const ignore = (): void => {};
const ends = { reading: ignore, event: ignore, status: ignore, repeated: ignore, refused: ignore };
const wall = "=<wall> & co";
let open: OpenGateway;
beforeAll(async () => {
  const plan = smallPlan({ cameras: { C1: { infraredRange: 100 } }, polygon: square(-2, 5, 4) });
  const site = withAreas({
    ...plan,
    coverage: {
      ...plan.coverage,
      areas: plan.coverage.areas.map((area) => ({ ...area, name: { en: wall, zh: wall } })),
    },
  });
  const list = createFaultList([]);
  const lost = (asset: string, kind: string, fault: string, minutes: number, more: Partial<Fault> = {}): void =>
    list.put({
      ...faultOf(asset, kind, fault, start - minutes * minute),
      clearedAt: start - (minutes - 10) * minute,
      ...more,
    });
  lost("C1", "camera", "videoLoss", 40);
  lost("area", "area", "blindSpot", 40, { detail: { because: "C1" } });
  lost("C1", "camera", "blurred", 20);
  const gateway = createGateway(site, start, nothingRemembered, {
    ...ends,
    fault: ignore,
    ticket: ignore,
    notice: ignore,
  });
  const plans = planInMemory(start - 60 * minute);
  // Fifteen minutes long C1 hung where it sees nothing of the area, and another one beside it.
  const away = withAreas(
    smallPlan({ cameras: { C1: { heading: 180 }, C0: { heading: 180 } }, polygon: square(-2, 5, 4) }),
  );
  plans.start(away, start - 60 * minute);
  const past = {
    faults: createPastFaults({ between: () => [] }, list),
    runs: () => ({ firstAt: start - 60 * minute, runs: [{ since: start - 60 * minute, until: start }] }),
    now: () => start,
    plan: plans.start(site, start - 45 * minute),
  };
  const memory = smallGateway();
  const view = { ...memory.view, site, coverage: createCoverageView(site, gateway, past) };
  open = await openGateway({ ...memory, view });
});
afterAll(() => open[Symbol.asyncDispose]());

const fits = (schema: z.ZodObject, value: unknown): void => {
  expect(schema.strict().safeParse(value).error?.issues ?? []).toEqual([]);
};
const ago = (minutes: number): string => new Date(start - minutes * minute).toISOString().replace(".000", "");

it("answers as its document says", async () => {
  fits(schemas.coverage, (await open.get("/api/v1/coverage")).json);
  fits(schemas.coverage, (await open.get(`/api/v1/coverage?at=${ago(35)}`)).json);
  fits(schemas.plan, (await open.get("/api/v1/coverage/plan")).json);
  fits(schemas.plan, (await open.get(`/api/v1/coverage/plan?at=${ago(35)}`)).json);
  fits(schemas.witnesses, (await open.get("/api/v1/coverage/witnesses?level=ground&x=0&y=6")).json);
  fits(schemas.report, (await open.get("/api/v1/reports/coverage")).json);
});

it("draws the plan as it was", async () => {
  const cameras = async (path: string) => (await open.get(`/api/v1/coverage/plan${path}`)).json.cameras;
  expect(await cameras(`?at=${ago(15)}`)).toMatchObject([{ id: "C1", faults: ["blurred"], sector: expect.any(Array) }]);
  expect(await cameras(`?at=${ago(35)}`)).toMatchObject([{ id: "C1", faults: ["videoLoss"], sector: null }]);
  expect(await cameras(`?at=${ago(43)}`)).toMatchObject([{ id: "C1", faults: [], sector: expect.any(Array) }]);
  expect((await open.get("/api/v1/coverage/plan?at=2099-01-01T00:00:00Z")).json).toMatchObject({ code: "bad-request" });
});

it("says which cameras a person could turn", async () => {
  expect((await open.get("/api/v1/coverage/turns?area=area")).json).toEqual({ area: "area", turns: [] });
  expect((await open.get("/api/v1/coverage/turns?area=none")).json).toMatchObject({ code: "unknown-area" });
});

it("writes down who asks where nobody would be seen", async () => {
  open.logged.length = 0;
  await open.get(`/api/v1/coverage/witnesses?at=${ago(35)}&level=ground&x=0&y=6`);
  await open.get("/api/v1/coverage/what-if?without=C1");
  await open.get("/api/v1/coverage/suggest?area=area");
  await open.get("/api/v1/coverage");
  expect(open.logged.map((line) => JSON.parse(line.slice(line.indexOf("{"))))).toEqual([
    { audit: true, what: "witnesses", at: ago(35), level: "ground", x: 0, y: 6 },
    { audit: true, what: "what-if", without: ["C1"] },
    { audit: true, what: "suggest", area: "area", count: 1 },
  ]);
});

it("counts a blurred picture a class lower", async () => {
  const ask = async (minutes: number) =>
    (await open.get(`/api/v1/coverage/witnesses?at=${ago(minutes)}&level=ground&x=0&y=6`)).json.witnesses;
  // 1920 / (2 · 6 · tan 45°) = 160 px/m: perceive asks for 125, discern for 80.
  expect(await ask(5)).toMatchObject([{ camera: "C1", class: "perceive" }]);
  expect(await ask(15)).toMatchObject([{ camera: "C1", class: "discern" }]);
});

it("has a page without script, in both languages, that escapes what it is given and links only to months there are", async () => {
  const en = await open.get("/coverage-report?lang=en");
  expect(en.headers.get("content-type")).toContain("text/html");
  expect(en.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(en.text).toContain("=&lt;wall&gt; &amp; co");
  expect(en.text).toContain("Blind periods (1)");
  expect(en.text).not.toContain("Month after");
  expect(en.text).not.toContain("Month before");
  expect((await open.get("/coverage-report?lang=zh")).text).toContain("盲区时段 (1)");
  expect((await open.get("/coverage-report", {})).status).toBe(303);
});

it("names what changed of the plan, and says which light there was not yet", async () => {
  const { planChanges, areas } = (await open.get("/api/v1/reports/coverage")).json;
  expect(planChanges).toEqual([{ at: ago(45), areas: ["area"], cameras: ["C0", "C1"] }]);
  expect(areas[0]).toMatchObject({ finding: ["day", "night"], plans: [{ designRatio: 0 }, { designRatio: 1 }] });
  const lit = areas[0].day.share === null ? "day" : "night";
  expect(areas[0][lit]).toEqual({ minutes: 0, blindMinutes: 0, share: null });
  const en = (await open.get("/coverage-report?lang=en")).text;
  expect(en).toContain("Plan changes (1)");
  expect(en).toContain("C0");
  expect(en).toContain(`no ${lit} yet`);
  expect(en).not.toContain("unknown");
  const zh = (await open.get("/coverage-report?lang=zh")).text;
  expect(zh).toContain("平面图变更 (1)");
  expect(zh).toContain(lit === "day" ? "尚无白天" : "尚无夜间");
  expect(zh).toContain("要求");
  expect(zh).not.toContain("承诺");
  const { text } = await open.get("/api/v1/reports/coverage?format=csv");
  const rows = text.split("\r\n").map((row: string) => row.split(",").slice(0, 2).join(" "));
  expect(rows).toEqual(expect.arrayContaining(["planChange area", "planChange C0", "planChange C1"]));
  expect(rows.filter((row: string) => row === "plan area")).toHaveLength(2);
});

it("has a table that no spreadsheet takes for formulas", async () => {
  const { headers, text } = await open.get("/api/v1/reports/coverage?format=csv");
  expect(headers.get("content-disposition")).toBe('attachment; filename="coverage-2026-03.csv"');
  expect(text).toContain(`'${wall}`);
  expect(csv([["a,b", 'say "x"', -1, "-1", null, "two\nlines"]])).toBe(
    '\uFEFF"a,b","say ""x""",-1,\'-1,,"two\nlines"\r\n',
  );
});

it("is not there for a site that names nothing to be watched", async () => {
  await using none = await openGateway();
  for (const path of ["coverage", "coverage/witnesses?level=a&x=1&y=1", "reports/coverage", "coverage.geojson"])
    expect((await none.get(`/api/v1/${path}`)).json).toMatchObject({ status: 501, code: "not-available" });
});
