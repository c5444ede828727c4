// /api/v1/coverage: what cameras see of each area, what a loss would cost, where a camera would help, and the plan to draw it on.

import { z } from "zod";
import type { AreaCoverage } from "../../model/coverage.ts";
import type { CoverageView, GatewayView } from "../../model/gateway-view.ts";
import { isoInstant } from "../../model/ticket-json.ts";
import type { ApiServer } from "../api-server.ts";
import { namesInput } from "../inputs.ts";
import type { Log } from "../log.ts";
import { refused } from "../problem.ts";
import { instant, words } from "../schemas.ts";

const point = z.array(z.number()).readonly();
const ring = z.array(point).readonly();
const area = z.object({
  id: z.string(),
  zone: z.string(),
  level: z.string().nullable(),
  need: z.string().nullable(),
  atLeast: z.number(),
  area: z.number().meta({ description: "m²" }),
  ratio: z.number(),
  designRatio: z.number(),
  nightDesignRatio: z.number(),
  blindArea: z.number().meta({ description: "m²" }),
  blindSpots: z
    .array(
      z.object({
        area: z.number(),
        polygon: ring,
        reason: z.enum(["design", "camera", "light"]),
        because: z.array(z.string()).readonly(),
      }),
    )
    .readonly(),
  seenBy: z.array(z.string()).readonly(),
  singlePoints: z.array(z.object({ device: z.string(), lostArea: z.number() })).readonly(),
});
const coverage = z.object({ standard: z.string(), at: instant, dark: z.boolean(), areas: z.array(area).readonly() });
const mount = z.object({
  level: z.string(),
  x: z.number(),
  y: z.number(),
  height: z.number(),
  heading: z.number(),
  tilt: z.number(),
  hfov: z.number(),
  vfov: z.number(),
  pixels: z.tuple([z.number(), z.number()]).readonly(),
  closes: z.number().meta({ description: "m² closed after those before it 在前述各处之后再消除的盲区" }),
});
const plan = z.object({
  standard: z.string(),
  at: instant,
  dark: z.boolean(),
  levels: z.array(
    z.object({ id: z.string(), name: words, indoor: z.string(), outline: ring, walls: z.array(ring).readonly() }),
  ),
  areas: z.array(
    z.object({
      id: z.string(),
      zone: z.string(),
      name: words,
      level: z.string().nullable(),
      polygon: ring,
      need: z.string().nullable(),
      atLeast: z.number(),
      cameras: z.number(),
      priority: z.string(),
    }),
  ),
  cameras: z.array(
    z.object({
      id: z.string(),
      name: words,
      level: z.string(),
      x: z.number(),
      y: z.number(),
      heading: z.number(),
      faults: z.array(z.string()).readonly(),
      sector: ring.nullable(),
    }),
  ),
  lamps: z.array(
    z.object({
      id: z.string(),
      name: words,
      level: z.string(),
      x: z.number(),
      y: z.number(),
      radius: z.number(),
      works: z.boolean(),
    }),
  ),
});

const LAMP_OUT = "lampOut";
const SUGGEST_MOST = 10;

export function addCoverage(app: ApiServer, view: GatewayView, log: Log): void {
  const { site } = view;
  function known(): CoverageView {
    if (view.coverage) return view.coverage;
    throw refused("not-available", {
      en: "This site has no watched areas: add `coverage.areas` to its file.",
      zh: "本小区未定义监控区域：请在小区文件中添加 `coverage.areas`。",
    });
  }
  const answer = (areas: readonly AreaCoverage[]) => ({
    standard: site.coverage.standard,
    at: isoInstant(view.now()),
    dark: known().dark(),
    areas,
  });
  /** Where a community is blind is a burglar's map: who asks for more than the present is written down. */
  const audit = (what: string, asked: object): void => log.info({ audit: true, what, ...asked }, "coverage was asked");
  const tags = ["coverage"];

  app.get(
    "/api/v1/coverage",
    { schema: { summary: "What cameras see of each area now 各区域实时覆盖", tags, response: { 200: coverage } } },
    async () => answer(known().areas()),
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
      const result = known().without(without);
      if (!result.ok) throw refused(result.code, result.detail ?? "");
      return answer(result.value);
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
      const result = known().suggest(query.area, query.count);
      if (!result.ok) throw refused(result.code, result.detail ?? "");
      return { area: query.area, mounts: result.value };
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
