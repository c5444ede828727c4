// GET /api/v1/daily-count and the page GET /daily-count: what is owed now.

import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { Counting } from "../../model/daily-count.ts";
import { dailyCountJson } from "../../model/daily-count-json.ts";
import type { GatewayView } from "../../model/gateway-view.ts";
import type { ApiServer } from "../api-server.ts";
import * as schemas from "../daily-count-schemas.ts";
import { pageLanguage } from "../page-language.ts";
import { dailyCountPage } from "../pages/daily-count.ts";
import { sendPage } from "../pages/html.ts";

/** @param counting how to count: the desk's own way, handed in because the API knows no stage */
export function addDailyCount(app: ApiServer, view: GatewayView, { dailyCount }: Counting): void {
  const count = () => dailyCount(view.site, view.tickets(), view.now());
  app.get(
    "/api/v1/daily-count",
    {
      schema: {
        summary: "Every open ticket, what is overdue, since when, whose 每日盘点",
        tags: ["tickets"],
        response: { 200: schemas.dailyCount },
      },
    },
    async () => dailyCountJson(count()),
  );
  app.get(
    "/daily-count",
    { config: { entry: "page" }, schema: { hide: true, querystring: z.object({ lang: z.string().exactOptional() }) } },
    async ({ query, headers }, reply) => {
      const language = pageLanguage(query.lang, headers["accept-language"], view.site.language);
      return sendPage(reply as FastifyReply, 200, dailyCountPage(view.site, count(), language));
    },
  );
}
