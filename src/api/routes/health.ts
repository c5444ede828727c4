// GET /healthz for supervisors and GET /metrics for Prometheus.

import type { GatewayView } from "../../model/gateway-view.ts";
import type { ApiServer } from "../api-server.ts";
import type { Metrics } from "../metrics.ts";
import * as schemas from "../schemas.ts";

/** 200 for ok and degraded, 503 for down: a degraded gateway still does its work and must not be restarted. */
export function addHealth(app: ApiServer, view: GatewayView, metrics: Metrics): void {
  app.get(
    "/healthz",
    {
      config: { entry: "open" },
      schema: {
        summary: "Health 健康状态",
        tags: ["gateway"],
        security: [],
        response: { 200: schemas.health, 503: schemas.health },
      },
    },
    async (_request, reply) => {
      const { status, checks } = view.health();
      return reply.code(status === "down" ? 503 : 200).send({ status, checks: { ...checks } });
    },
  );
  app.get("/metrics", { config: { entry: "loopback" }, schema: { hide: true } }, async (_request, reply) =>
    reply
      .type(metrics.contentType)
      .serializer((body: unknown) => String(body))
      .send(await metrics.text()),
  );
}
