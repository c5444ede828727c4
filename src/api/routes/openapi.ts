// GET /api/v1/openapi.json: the interface described by the same schemas that check it.

import type { SwaggerOptions } from "@fastify/swagger";
import type { ApiServer } from "../api-server.ts";
import * as schemas from "../schemas.ts";

export const document = {
  openapi: "3.1.0",
  info: {
    title: "Anju 安居",
    version: "1",
    description:
      "Devices, faults and tickets of one residential community. 小区设备、故障与工单接口。 Errors are problem documents (RFC 9457) with a stable `code`; the live stream is the WebSocket /api/v1/stream.",
  },
  components: {
    securitySchemes: {
      bearer: { type: "http", scheme: "bearer" },
      session: { type: "apiKey", in: "cookie", name: "anju_session" },
    },
  },
  security: [{ bearer: [] }, { session: [] }],
} as const satisfies NonNullable<(SwaggerOptions & { openapi?: object })["openapi"]>;

/** Every described route may answer a problem document: said once, for all. Comes before the routes. */
export function describeProblems(app: ApiServer): void {
  app.addHook("onRoute", ({ schema }) => {
    if (schema && !("hide" in schema && schema.hide))
      schema.response = { ...(schema.response as object), "4xx": schemas.problem };
  });
}

export function addOpenApi(app: ApiServer): void {
  app.get("/api/v1/openapi.json", { config: { entry: "open" }, schema: { hide: true } }, async (_request, reply) =>
    reply.send(app.swagger()),
  );
}
