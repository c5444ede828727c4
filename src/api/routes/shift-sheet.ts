// GET /api/v1/shift-sheet and the page GET /shift-sheet: what a shift hands over to the next.

import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { Counting } from "../../model/daily-count.ts";
import { shiftSheetJson } from "../../model/daily-count-json.ts";
import type { GatewayView } from "../../model/gateway-view.ts";
import type { ApiServer } from "../api-server.ts";
import * as schemas from "../daily-count-schemas.ts";
import { instantInput } from "../inputs.ts";
import { pageLanguage } from "../page-language.ts";
import { sendPage } from "../pages/html.ts";
import { shiftSheetPage } from "../pages/shift-sheet.ts";
import { refused } from "../problem.ts";
import { shiftSilences } from "../shift-silences.ts";
import { silenceJson } from "../silence-json.ts";
import { unticketedFaults } from "../unticketed.ts";

const hour = 3_600_000;

const ends = {
  from: instantInput.exactOptional().meta({ description: "Inclusive; 12 h before `to` 含，默认 to 之前 12 小时" }),
  to: instantInput.exactOptional().meta({ description: "Exclusive; now 不含，默认此刻" }),
};
const pageAsked = z.object({
  ...ends,
  hours: z.coerce.number().int().min(1).max(168).exactOptional(),
  lang: z.string().exactOptional(),
});

/** @param counting how to count: the desk's own way, handed in because the API knows no stage */
export function addShiftSheet(app: ApiServer, view: GatewayView, { shiftSheet }: Counting): void {
  /** @throws a bad-request refusal where the shift ends before it begins. */
  const sheetOf = (asked: { readonly from?: number; readonly to?: number }, length = 12) => {
    const to = asked.to ?? view.now();
    const from = asked.from ?? to - length * hour;
    if (from < to) return shiftSheet(view.site, view.tickets(), from, to);
    throw refused("bad-request", {
      en: "query/from: the shift must begin before it ends (query/to, or now).",
      zh: "query/from：班次开始时刻必须早于结束时刻（query/to，默认此刻）。",
    });
  };
  app.get(
    "/api/v1/shift-sheet",
    {
      schema: {
        summary: "What happened in a shift, what is open, silenced and due next, who is on duty 交接班记录",
        tags: ["tickets"],
        querystring: z.strictObject(ends),
        response: { 200: schemas.shiftSheet },
      },
    },
    async ({ query }) => {
      const sheet = sheetOf(query);
      const silences = shiftSilences(view, sheet.to).map((silence) => ({
        ...silenceJson(silence, sheet.to),
        withheld: silence.withheld,
      }));
      return { ...shiftSheetJson(sheet), silences };
    },
  );
  app.get(
    "/shift-sheet",
    { config: { entry: "page" }, schema: { hide: true, querystring: pageAsked } },
    async ({ query, headers }, reply) => {
      const language = pageLanguage(query.lang, headers["accept-language"], view.site.language);
      const sheet = sheetOf(query, query.hours);
      const silences = shiftSilences(view, sheet.to);
      const unticketed = unticketedFaults(view);
      return sendPage(
        reply as FastifyReply,
        200,
        shiftSheetPage({ site: view.site, sheet, silences, unticketed, language }),
      );
    },
  );
}
