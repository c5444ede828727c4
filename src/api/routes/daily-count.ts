// GET /api/v1/daily-count and the page GET /daily-count: what is owed now.

import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { Counting } from "../../model/daily-count.ts";
import { dailyCountJson } from "../../model/daily-count-json.ts";
import type { GatewayView } from "../../model/gateway-view.ts";
import type { Zone } from "../../model/site.ts";
import type { ApiServer } from "../api-server.ts";
import * as schemas from "../daily-count-schemas.ts";
import { pageLanguage } from "../page-language.ts";
import { dailyCountPage } from "../pages/daily-count.ts";
import { sendPage } from "../pages/html.ts";
import { refused } from "../problem.ts";

const pageAsked = z.object({ zone: z.string().exactOptional(), lang: z.string().exactOptional() });

/** @param counting how to count: the desk's own way, handed in because the API knows no stage */
export function addDailyCount(app: ApiServer, view: GatewayView, { dailyCount }: Counting): void {
  const count = (zone?: Zone) => {
    const tickets = view.tickets();
    const some = zone ? tickets.filter((ticket) => ticket.zone === zone.id) : tickets;
    return dailyCount(view.site, some, view.now());
  };
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
    { config: { entry: "page" }, schema: { hide: true, querystring: pageAsked } },
    async ({ query, headers }, reply) => {
      const language = pageLanguage(query.lang, headers["accept-language"], view.site.language);
      const zone = view.site.zones.find(({ id }) => id === query.zone);
      if (query.zone !== undefined && !zone) throw refused("unknown-zone", query.zone);
      return sendPage(reply as FastifyReply, 200, dailyCountPage(view.site, count(zone), language, zone));
    },
  );
}
