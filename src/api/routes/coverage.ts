// /api/v1/coverage: what cameras see of each area, what a loss would cost, where a camera would help, and the plan to draw it on.

import { z } from "zod";
import type { AreaCoverage } from "../../model/coverage.ts";
import type { GatewayView } from "../../model/gateway-view.ts";
import { isoInstant } from "../../model/ticket-json.ts";
import type { ApiServer } from "../api-server.ts";
import { coverageOf } from "../coverage-of.ts";
import { coverage, mount, plan } from "../coverage-schemas.ts";
import { instantInput, namesInput } from "../inputs.ts";
import type { Log } from "../log.ts";
import { orRefused } from "../or-refused.ts";

const LAMP_OUT = "lampOut";
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
      return { standard: site.coverage.standard, ...then, at: isoInstant(then.at) };
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
      return { area: query.area, mounts: orRefused(known().suggest(query.area, query.count)) };
    },
  );
  app.get(
    "/api/v1/coverage/plan",
    { schema: { summary: "Levels, areas, cameras' views and lamps to draw 平面图", tags, response: { 200: plan } } },
    async () => {
      const { sector, dark } = known();
      const mounted = (kind: string) =>
        view.devices().flatMap(({ device, faults, points }) => {
          const { mount } = device;
          return device.kind === kind && mount ? [{ device, mount, faults, points }] : [];
        });
      return {
        standard: site.coverage.standard,
        at: isoInstant(view.now()),
        dark: dark(),
        levels: site.coverage.levels.map(({ indoor, ...level }) => ({ ...level, indoor: String(indoor) })),
        areas: site.coverage.areas.map(({ id, zone, name, drawn, atLeast, cameras, priority }) => ({
          id,
          zone,
          name,
          level: drawn?.level ?? null,
          polygon: drawn?.polygon ?? [],
          need: drawn?.need ?? null,
          atLeast,
          cameras,
          priority,
        })),
        cameras: mounted("camera").map(
          ({ device: { id, name }, mount: { level, x, y, heading = 0 }, faults, points }) => ({
            id,
            name,
            level,
            x,
            y,
            heading:
              faults.includes("moved") && typeof points.heading?.value === "number" ? points.heading.value : heading,
            faults,
            sector: sector(id),
          }),
        ),
        lamps: mounted("streetlight").map(
          ({ device: { id, name }, mount: { level, x, y, lightRadius = 0 }, faults }) => ({
            id,
            name,
            level,
            x,
            y,
            radius: lightRadius,
            works: !faults.includes(LAMP_OUT),
          }),
        ),
      };
    },
  );
}
