// GET /api/v1/telemetry/{device}: readings of the past, raw page by page or in buckets.

import { z } from "zod";
import type { GatewayView, TelemetryQuery } from "../../model/gateway-view.ts";
import { isoInstant } from "../../model/ticket-json.ts";
import type { ApiServer } from "../api-server.ts";
import { pointJson } from "../device-json.ts";
import { durationInput, instantInput, namesInput } from "../inputs.ts";
import { refused } from "../problem.ts";
import * as schemas from "../schemas.ts";

const pageSize = 10_000;
const hour = 3_600_000;

const asked = z.strictObject({
  points: namesInput.exactOptional().meta({ description: "Default: every point of the kind 默认全部测点" }),
  from: instantInput.exactOptional().meta({ description: "Inclusive; default: an hour before `to` 含" }),
  to: instantInput.exactOptional().meta({ description: "Exclusive; default: now 不含" }),
  every: durationInput.exactOptional().meta({ description: "Bucket width; without it the raw readings 聚合间隔" }),
  aggregate: z.enum(["mean", "min", "max", "last"]).exactOptional(),
  cursor: instantInput.exactOptional().meta({ description: "`next` of the page before 上一页的 next" }),
});

export function addTelemetry(app: ApiServer, view: GatewayView): void {
  app.get(
    "/api/v1/telemetry/:device",
    {
      schema: {
        summary: "Readings of the past 历史数据",
        tags: ["telemetry"],
        params: z.object({ device: z.string() }),
        querystring: asked,
        response: { 200: schemas.telemetry },
      },
    },
    async ({ params, query }) => {
      const device = view.device(params.device)?.device;
      if (!device) throw refused("unknown-device", params.device);
      const known = Object.keys(view.site.definitions[device.kind]?.points ?? {});
      const points = query.points ?? known;
      const unknown = points.filter((point) => !known.includes(point));
      if (points.length === 0 || unknown.length > 0)
        throw refused("bad-request", {
          en: `query/points: ${unknown.length > 0 ? `${device.id} has no point ${unknown.join(", ")}` : "name at least one"}; a ${device.kind} has ${known.join(", ")}.`,
          zh: `query/points：${unknown.length > 0 ? `设备 ${device.id} 没有测点 ${unknown.join("、")}` : "请至少指定一个测点"}；该类设备（${device.kind}）的测点有 ${known.join("、")}。`,
        });

      const to = query.to ?? view.now() + 1;
      const start = query.from ?? to - hour;
      const from = query.cursor === undefined ? start : Math.max(start, query.cursor + 1);
      if (start >= to)
        throw refused("bad-request", {
          en: "query/from must lie before query/to.",
          zh: "query/from：起始时刻必须早于 query/to。",
        });

      const ask: TelemetryQuery = {
        device: device.id,
        kind: device.kind,
        points,
        from,
        to,
        limit: pageSize + 1,
        ...(query.every !== undefined && { every: query.every, aggregate: query.aggregate ?? "mean" }),
      };
      const answer = from >= to ? { ok: true as const, value: [] } : await view.telemetry(ask);
      if (!answer.ok) throw refused(answer.code, answer.detail);
      const rows = answer.value.slice(0, pageSize);
      const last = rows.at(-1);
      return {
        device: device.id,
        points: [...points],
        rows: rows.map(([at, ...values]) => [
          isoInstant(at),
          ...values.map((value, index) =>
            value === null ? null : pointJson(view.site, device.kind, points[index] ?? "", value),
          ),
        ]),
        next: answer.value.length > pageSize && last ? isoInstant(last[0]) : null,
      };
    },
  );
}
