// GET /api/v1/quarantine: messages that were refused, with the reason, newest first.

import { z } from "zod";
import type { GatewayView } from "../../model/gateway-view.ts";
import { isoInstant } from "../../model/ticket-json.ts";
import type { ApiServer } from "../api-server.ts";
import { pagingInput } from "../inputs.ts";
import * as schemas from "../schemas.ts";

const asked = z.strictObject({ limit: pagingInput.limit, cursor: z.coerce.number().int().positive().exactOptional() });

export function addQuarantine(app: ApiServer, view: GatewayView): void {
  app.get(
    "/api/v1/quarantine",
    {
      schema: {
        summary: "Refused messages, newest first 被拒报文，最新在前",
        tags: ["gateway"],
        querystring: asked,
        response: { 200: schemas.pageOf(schemas.quarantined) },
      },
    },
    async ({ query }) => {
      const found = view.quarantine(query.limit + 1, query.cursor);
      const items = found.slice(0, query.limit).map(({ id, at, topic, device, reason, detail, payload }) => ({
        id,
        at: isoInstant(at),
        topic,
        device,
        reason,
        detail,
        payload,
      }));
      const last = items.at(-1);
      return { items, next: found.length > query.limit && last ? String(last.id) : null };
    },
  );
}
