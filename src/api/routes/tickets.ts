// GET /api/v1/tickets and /api/v1/tickets/{id}: the promises, with their clocks.

import { z } from "zod";
import type { GatewayView } from "../../model/gateway-view.ts";
import { severities } from "../../model/severity.ts";
import { ticketStates } from "../../model/ticket.ts";
import { ticketJson } from "../../model/ticket-json.ts";
import type { ApiServer } from "../api-server.ts";
import { choicesInput, flagInput, instantInput, namesInput, pagingInput } from "../inputs.ts";
import { isOverdue } from "../overdue.ts";
import { pageOf } from "../page.ts";
import { refused } from "../problem.ts";
import * as schemas from "../schemas.ts";

const filters = z.strictObject({
  ...pagingInput,
  state: choicesInput(ticketStates).exactOptional(),
  zone: namesInput.exactOptional(),
  kind: namesInput.exactOptional(),
  asset: namesInput.exactOptional(),
  fault: namesInput.exactOptional(),
  severity: choicesInput(severities).exactOptional(),
  overdue: flagInput.exactOptional(),
  since: instantInput.exactOptional().meta({ description: "Opened at or after 此时刻起开立" }),
  until: instantInput.exactOptional().meta({ description: "Opened before 此时刻前开立" }),
});

/** The reporter's name and phone, which lists and streams leave out. */
const reporter = z.object({
  resident: z.boolean(),
  name: z.string().exactOptional(),
  phone: z.string().exactOptional(),
});

export function addTickets(app: ApiServer, view: GatewayView): void {
  app.get(
    "/api/v1/tickets",
    {
      schema: {
        summary: "Tickets in the order of their ids 工单列表",
        tags: ["tickets"],
        querystring: filters,
        response: { 200: schemas.pageOf(schemas.ticket) },
      },
    },
    async ({ query }) => {
      const now = view.now();
      return pageOf(view.tickets(), query, {
        key: ({ id }) => id,
        keep: (ticket) =>
          (query.state?.includes(ticket.state) ?? true) &&
          (query.zone?.includes(ticket.zone) ?? true) &&
          (query.kind?.includes(ticket.kind ?? "") ?? true) &&
          (query.asset?.includes(ticket.asset ?? "") ?? true) &&
          (query.fault?.includes(ticket.fault ?? "") ?? true) &&
          (query.severity?.includes(ticket.severity) ?? true) &&
          (query.overdue === undefined || isOverdue(ticket, now) === query.overdue) &&
          (query.since === undefined || ticket.openedAt >= query.since) &&
          (query.until === undefined || ticket.openedAt < query.until),
        json: ticketJson,
      });
    },
  );
  app.get(
    "/api/v1/tickets/:id",
    {
      schema: {
        summary: "One ticket with its log 单张工单",
        tags: ["tickets"],
        params: z.object({ id: z.string() }),
        response: { 200: schemas.ticket.extend({ reporter: reporter.exactOptional() }) },
      },
    },
    async ({ params }) => {
      const found = view.ticket(params.id);
      if (!found) throw refused("unknown-ticket", params.id);
      return { ...ticketJson(found), ...(found.reporter && { reporter: found.reporter }) };
    },
  );
}
