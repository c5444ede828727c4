// GET /api/v1/tickets/{id}/why: each deadline of a ticket in words, with all that made it what it is.

import { z } from "zod";
import type { GatewayView } from "../../model/gateway-view.ts";
import { milestones } from "../../model/ticket.ts";
import { isoInstant } from "../../model/ticket-json.ts";
import type { ClockWhy } from "../../model/why.ts";
import type { ApiServer } from "../api-server.ts";
import { refused } from "../problem.ts";
import { instant, words } from "../schemas.ts";

const why = z
  .object({
    ticket: z.string(),
    clocks: z.array(
      z.object({
        milestone: z.enum(milestones),
        text: words,
        steps: z.array(z.object({ at: instant.nullable(), text: words })),
      }),
    ),
  })
  .meta({ description: "Why each deadline is what it is. 各项时限的由来。" });

const clockJson = ({ milestone, text, steps }: ClockWhy) => ({
  milestone,
  text,
  steps: steps.map((step) => ({ at: step.at === null ? null : isoInstant(step.at), text: step.text })),
});

export function addWhy(app: ApiServer, view: GatewayView): void {
  app.get(
    "/api/v1/tickets/:id/why",
    {
      schema: {
        summary: "Why each deadline is what it is 时限由来",
        tags: ["tickets"],
        params: z.object({ id: z.string() }),
        response: { 200: why },
      },
    },
    async ({ params: { id } }) => {
      if (!view.why)
        throw refused("not-available", { en: "This gateway cannot explain deadlines.", zh: "本网关不提供时限说明。" });
      const clocks = view.why(id);
      if (!clocks) throw refused("unknown-ticket", id);
      return { ticket: id, clocks: clocks.map(clockJson) };
    },
  );
}
