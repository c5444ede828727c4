// GET /api/v1/coverage/witnesses: which cameras saw and recorded a point; GET /api/v1/coverage.geojson: the plan with its areas' ratios for maps.

import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { GatewayView } from "../../model/gateway-view.ts";
import { isoInstant } from "../../model/ticket-json.ts";
import type { ApiServer } from "../api-server.ts";
import { coverageOf } from "../coverage-of.ts";
import { witnesses } from "../coverage-schemas.ts";
import { instantInput } from "../inputs.ts";
import type { Log } from "../log.ts";
import { orRefused } from "../or-refused.ts";
import { refused } from "../problem.ts";

const tags = ["coverage"];
const metres = z.string().trim().min(1).transform(Number).pipe(z.number().min(-1e6).max(1e6));

export function addWitnesses(app: ApiServer, view: GatewayView, log: Log): void {
  app.get(
    "/api/v1/coverage/witnesses",
    {
      schema: {
        summary: "Which cameras saw and recorded a point at an instant 某时某点的目击摄像机",
        tags,
        querystring: z.strictObject({
          at: instantInput.exactOptional().meta({ description: "Default: now 默认此刻" }),
          level: z.string(),
          x: metres.meta({ description: "Metres to the east on the level 楼层平面向东米数" }),
          y: metres.meta({ description: "Metres to the north 向北米数" }),
        }),
        response: { 200: witnesses },
      },
    },
    async ({ query: { at = view.now(), ...place } }) => {
      const coverage = coverageOf(view);
      log.info({ audit: true, what: "witnesses", at: isoInstant(at), ...place }, "coverage was asked");
      return { ...orRefused(coverage.witnesses({ at, ...place })), at: isoInstant(at) };
    },
  );
  app.get(
    "/api/v1/coverage.geojson",
    {
      schema: {
        summary: "The plan on WGS 84 with its areas' present ratios (RFC 7946) 平面图 GeoJSON",
        tags,
        response: { 200: z.object({ type: z.literal("FeatureCollection"), features: z.array(z.object({})) }) },
      },
    },
    async (_request, reply) => {
      const plan = coverageOf(view).geoJson();
      if (plan === null)
        throw refused("not-found", {
          en: "The site does not say where its plan lies on earth: add origin: { latitude: …, longitude: …, rotation: 0 } under coverage: in its file.",
          zh: "小区配置没有说明平面图在地图上的位置：请在 coverage 下添加 origin: { latitude: …, longitude: …, rotation: 0 }。",
        });
      return (reply as FastifyReply).type("application/geo+json").send(plan);
    },
  );
}
