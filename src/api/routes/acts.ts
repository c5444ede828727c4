// POST /api/v1/tickets (a report from a person) and POST /api/v1/tickets/{id}/{act} (what a person does about one).

import { z } from "zod";
import type { GatewayView } from "../../model/gateway-view.ts";
import type { Act } from "../../model/ticket.ts";
import { acts } from "../../model/ticket.ts";
import { ticketJson } from "../../model/ticket-json.ts";
import type { ApiServer } from "../api-server.ts";
import { refused } from "../problem.ts";
import * as schemas from "../schemas.ts";

const short = z.string().trim().min(1).max(200);
const long = z.string().trim().min(1).max(4000);

const report = z.strictObject({
  zone: short,
  asset: short.exactOptional(),
  sla: short.exactOptional(),
  text: long,
  reporter: z
    .strictObject({ resident: z.boolean().default(false), name: short.exactOptional(), phone: short.exactOptional() })
    .exactOptional(),
  by: short.exactOptional().meta({ description: "Staff id of whoever registers it 登记人" }),
  ref: short.exactOptional(),
});

const action = z.strictObject({
  by: short.exactOptional().meta({ description: "Staff id of the acting person; required 操作人工号，必填" }),
  note: long.exactOptional(),
  to: short.exactOptional(),
  reason: long.exactOptional(),
  outcome: short.exactOptional(),
  cause: short.exactOptional(),
  override: z.boolean().exactOptional(),
  version: z.number().int().min(0).exactOptional(),
});

const isAct = (name: string): name is Act => acts.some((act) => act === name);

export function addActs(app: ApiServer, view: GatewayView): void {
  app.post(
    "/api/v1/tickets",
    {
      schema: {
        summary: "Report something 报事",
        tags: ["tickets"],
        body: report,
        response: { 201: schemas.ticket },
      },
    },
    async ({ body }, reply) => {
      const { reporter, by, ...said } = body;
      const { resident, ...who } = reporter ?? { resident: false };
      const speaker = resident ? "resident" : by;
      const answer = await view.report({ ...said, ...who, ...(speaker !== undefined && { by: speaker }) });
      if (!answer.ok) throw refused(answer.code, answer.detail);
      return reply.code(201).header("location", `/api/v1/tickets/${answer.value.id}`).send(ticketJson(answer.value));
    },
  );
  app.post(
    "/api/v1/tickets/:id/:act",
    {
      schema: {
        summary: "Act on a ticket 处理工单",
        tags: ["tickets"],
        params: z.object({ id: z.string(), act: z.string().meta({ enum: [...acts] }) }),
        body: action,
        response: { 200: schemas.ticket },
      },
    },
    async ({ params, body }) => {
      const { id, act } = params;
      if (!isAct(act)) throw refused("unknown-act", `${act}: ${acts.join(", ")}`);
      if (!view.ticket(id)) throw refused("unknown-ticket", id);
      const { by, ...rest } = body;
      // The token is the administrator's: it may say for whom of the staff it acts, else it acts for itself.
      const actor = by === undefined ? ({ by: "admin", admin: true } as const) : { by };
      const answer = await view.act({ ...rest, ...actor, do: act, ticket: id });
      if (!answer.ok) throw refused(answer.code, answer.detail);
      return ticketJson(answer.value);
    },
  );
}
