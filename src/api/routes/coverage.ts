// /api/v1/coverage: what cameras see of each area, what a loss would cost, where a camera would help, and the plan to draw it on.

import { z } from "zod";
import type { AreaCoverage } from "../../model/coverage.ts";
import type { CoverageView, GatewayView } from "../../model/gateway-view.ts";
import type { Drawing } from "../../model/past-coverage.ts";
import { isoInstant } from "../../model/ticket-json.ts";
import type { ApiServer } from "../api-server.ts";
import { coverageOf } from "../coverage-of.ts";
import { coverage, mount, plan, turn } from "../coverage-schemas.ts";
import { instantInput, namesInput } from "../inputs.ts";
import type { Log } from "../log.ts";
import { orRefused } from "../or-refused.ts";

const SUGGEST_MOST = 10;

export function addCoverage(app: ApiServer, view: GatewayView, log: Log): void {
  const { site } = view;
  const known = () => coverageOf(view);
  const answer = (areas: readonly AreaCoverage[]) => ({
    standard: site.coverage.standard,
    at: isoInstant(view.now()),
    dark: known().dark(),
    areas,
  });
  /** Where a community is blind is a burglar's map: who asks where it could be made so is written down. */
  const audit = (what: string, asked: object): void => log.info({ audit: true, what, ...asked }, "coverage was asked");
  const tags = ["coverage"];

  app.get(
    "/api/v1/coverage",
    {
      schema: {
        summary: "What cameras see of each area, now or at an instant in the past 各区域覆盖（实时或历史时刻）",
        tags,
        querystring: z.strictObject({
          at: instantInput.exactOptional().meta({ description: "Default: now 默认此刻" }),
        }),
        response: { 200: coverage },
      },
    },
    async ({ query }) => {
      if (query.at === undefined) return answer(known().areas());
      const then = orRefused(known().at(query.at));
      return { ...then, at: isoInstant(then.at) };
    },
  );
  app.get(
    "/api/v1/coverage/what-if",
    {
      schema: {
        summary: "The same if these devices or links failed too 假设失效后的覆盖",
        tags,
        querystring: z.strictObject({
          without: namesInput.meta({ description: "Devices and links, by commas 设备或链路编号，逗号分隔" }),
        }),
        response: { 200: coverage },
      },
    },
    async ({ query: { without } }) => {
      audit("what-if", { without });
      return answer(orRefused(known().without(without)));
    },
  );
  app.get(
    "/api/v1/coverage/suggest",
    {
      schema: {
        summary: "Mounts that would close the most blind area 建议增设机位",
        tags,
        querystring: z.strictObject({
          area: z.string(),
          count: z.coerce.number().int().min(1).max(SUGGEST_MOST).default(1),
        }),
        response: { 200: z.object({ area: z.string(), mounts: z.array(mount).readonly() }) },
      },
    },
    async ({ query }) => {
      audit("suggest", query);
      return { area: query.area, mounts: orRefused(await known().suggest(query.area, query.count)) };
    },
  );
  app.get(
    "/api/v1/coverage/turns",
    {
      schema: {
        summary: "Pan-tilt cameras that a person could turn to see more of an area 可人工转动以补盲的球机",
        tags,
        querystring: z.strictObject({ area: z.string() }),
        response: { 200: z.object({ area: z.string(), turns: z.array(turn).readonly() }) },
      },
    },
    async ({ query: { area } }) => ({ area, turns: orRefused(known().turns(area)) }),
  );
  app.get(
    "/api/v1/coverage/plan",
    {
      schema: {
        summary:
          "Levels, areas, cameras' views and lamps to draw, now or at an instant in the past 平面图（实时或历史时刻）",
        tags,
        querystring: z.strictObject({ at: instantInput.exactOptional() }),
        response: { 200: plan },
      },
    },
    async ({ query: { at } }) => planOf(at === undefined ? presentOf(view, known()) : orRefused(known().drawing(at))),
  );
}

/** How the cameras and lamps do now. */
function presentOf(view: GatewayView, { dark, sector }: CoverageView): Drawing {
  const devices = view.devices();
  const cameras = devices.flatMap(({ device: { id, kind, facts }, faults, points: { heading } }) => {
    if (kind !== "camera") return [];
    const isElsewhere = faults.includes("moved") || facts.ptz === true;
    const told = isElsewhere && typeof heading?.value === "number" ? heading.value : null;
    return [[id, { faults, heading: told, sector: sector(id) }] as const];
  });
  const out = devices.flatMap(({ device: { id }, faults }) => (faults.includes("lampOut") ? [id] : []));
  return { plan: view.site, at: view.now(), dark: dark(), cameras: new Map(cameras), lampsOut: new Set(out) };
}

function planOf({ plan: { coverage, devices }, at, dark, cameras, lampsOut }: Drawing) {
  const { standard, levels, areas } = coverage;
  const mounted = (kind: string) =>
    devices.flatMap(({ id, name, kind: its, mount }) => (its === kind && mount ? [{ id, name, mount }] : []));
  return {
    standard,
    at: isoInstant(at),
    dark,
    levels: levels.map(({ indoor, ...level }) => ({ ...level, indoor: String(indoor) })),
    areas: areas.map(({ drawn, watchedBy: _, ...area }) => ({
      ...area,
      level: drawn?.level ?? null,
      polygon: drawn?.polygon ?? [],
      need: drawn?.need ?? null,
    })),
    cameras: mounted("camera").map(({ id, name, mount: { level, x, y, heading: registered = 0 } }) => {
      const { faults = [], heading = null, sector = null } = cameras.get(id) ?? {};
      return { id, name, level, x, y, heading: heading ?? registered, faults, sector };
    }),
    lamps: mounted("streetlight").map(({ id, name, mount: { level, x, y, lightRadius: radius = 0 } }) => {
      return { id, name, level, x, y, radius, works: !lampsOut.has(id) };
    }),
  };
}
