// GET /api/v1/reports/coverage and the page GET /coverage-report: for each area and month, how long it was watched.

import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { GatewayView } from "../../model/gateway-view.ts";
import type { ApiServer } from "../api-server.ts";
import { coverageOf } from "../coverage-of.ts";
import { coverageReportCsv } from "../coverage-report-csv.ts";
import { coverageReportJson } from "../coverage-report-json.ts";
import { report } from "../coverage-schemas.ts";
import { orRefused } from "../or-refused.ts";
import { pageLanguage } from "../page-language.ts";
import { coverageReportPage } from "../pages/coverage-report.ts";
import { sendPage } from "../pages/html.ts";

const month = z
  .string()
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, "a month such as 2026-11 is expected / 应为月份，例如 2026-11")
  .exactOptional()
  .meta({ description: "Of the site's time; default: the present one 按小区时间，默认本月", example: "2026-11" });
const lang = z.string().exactOptional();

export function addCoverageReport(app: ApiServer, view: GatewayView): void {
  const reportOf = (asked: string | undefined) => orRefused(coverageOf(view).report(asked));
  const page = (
    reply: FastifyReply,
    asked: { readonly month?: string; readonly lang?: string },
    accepted: string | undefined,
  ) => {
    const language = pageLanguage(asked.lang, accepted, view.site.language);
    return sendPage(reply, 200, coverageReportPage(view.site, reportOf(asked.month), language));
  };
  app.get(
    "/api/v1/reports/coverage",
    {
      schema: {
        summary: "The monthly proof of coverage 监控覆盖月报",
        tags: ["coverage"],
        querystring: z.strictObject({ month, format: z.enum(["json", "csv", "html"]).default("json"), lang }),
        response: { 200: report },
      },
    },
    async ({ query, headers }, reply) => {
      if (query.format === "json") return coverageReportJson(reportOf(query.month));
      if (query.format === "html") return page(reply as FastifyReply, query, headers["accept-language"]);
      const value = reportOf(query.month);
      return (reply as FastifyReply)
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="coverage-${value.month}.csv"`)
        .serializer(String)
        .send(coverageReportCsv(view.site, value));
    },
  );
  app.get(
    "/coverage-report",
    { config: { entry: "page" }, schema: { hide: true, querystring: z.object({ month, lang }) } },
    async ({ query, headers }, reply) => page(reply as FastifyReply, query, headers["accept-language"]),
  );
}
