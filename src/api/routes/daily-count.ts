// GET /api/v1/daily-count, GET /api/v1/shift-sheet, and the page GET /daily-count: what is owed now, and what a shift hands over.

import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { Counting } from "../../model/daily-count.ts";
import { dailyCountJson, shiftSheetJson } from "../../model/daily-count-json.ts";
import type { GatewayView } from "../../model/gateway-view.ts";
import type { ApiServer } from "../api-server.ts";
import * as schemas from "../daily-count-schemas.ts";
import { instantInput } from "../inputs.ts";
import { pageLanguage } from "../page-language.ts";
import { dailyCountPage } from "../pages/daily-count.ts";
import { sendPage } from "../pages/html.ts";
import { refused } from "../problem.ts";

const shiftMs = 12 * 3_600_000;

/** @param counting how to count: the desk's own way, handed in because the API knows no stage */
export function addDailyCount(app: ApiServer, view: GatewayView, { dailyCount, shiftSheet }: Counting): void {
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
    "/api/v1/shift-sheet",
    {
      schema: {
        summary: "What happened in a shift, what is open, who is on duty 交接班记录",
        tags: ["tickets"],
        querystring: z.strictObject({
          from: instantInput
            .exactOptional()
            .meta({ description: "Inclusive; 12 h before `to` 含，默认 to 之前 12 小时" }),
          to: instantInput.exactOptional().meta({ description: "Exclusive; now 不含，默认此刻" }),
        }),
        response: { 200: schemas.shiftSheet },
      },
    },
    async ({ query }) => {
      const to = query.to ?? view.now();
      const from = query.from ?? to - shiftMs;
      if (from >= to) throw refused("bad-request", { en: "from: must be before `to`", zh: "from：必须早于 to" });
      return shiftSheetJson(shiftSheet(view.site, view.tickets(), from, to));
    },
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
