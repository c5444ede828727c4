// GET /api/v1/tickets and /api/v1/tickets/{id}: the promises, with their clocks.

import { z } from "zod";
import type { GatewayView } from "../../model/gateway-view.ts";
import { severities } from "../../model/severity.ts";
import { type Ticket, ticketStates } from "../../model/ticket.ts";
import { ticketJson } from "../../model/ticket-json.ts";
import type { ApiServer } from "../api-server.ts";
import { choicesInput, flagInput, instantInput, namesInput, pagingInput } from "../inputs.ts";
import { isOverdue } from "../overdue.ts";
import { pageOf } from "../page.ts";
import { pageBy } from "../page-by.ts";
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
  sort: z
    .enum(["id", "due"])
    .exactOptional()
    .meta({ description: "By id, or the nearest deadline first; overdue ones before all 排序：编号，或最近时限在前" }),
  until: instantInput.exactOptional().meta({ description: "Opened before 此时刻前开立" }),
});

/** The reporter's name and phone, which lists and streams leave out. */
const reporter = z.object({
  resident: z.boolean(),
  name: z.string().exactOptional(),
  phone: z.string().exactOptional(),
});

/** Of the promises still owed; Infinity where nothing is due. */
function nextDeadline({ clocks }: Ticket): number {
  let first = Number.POSITIVE_INFINITY;
  for (const { state, dueAt } of clocks)
    if ((state === "running" || state === "breached") && dueAt < first) first = dueAt;
  return first;
}

export function addTickets(app: ApiServer, view: GatewayView): void {
  app.get(
    "/api/v1/tickets",
    {
      schema: {
        summary: "Tickets by id, or by deadline 工单列表",
        tags: ["tickets"],
        querystring: filters,
        response: { 200: schemas.pageOf(schemas.ticket) },
      },
    },
    async ({ query }) => {
      const now = view.now();
      const keep = (ticket: Ticket): boolean =>
        (query.state?.includes(ticket.state) ?? true) &&
        (query.zone?.includes(ticket.zone) ?? true) &&
        (query.kind?.includes(ticket.kind ?? "") ?? true) &&
        (query.asset?.includes(ticket.asset ?? "") ?? true) &&
        (query.fault?.includes(ticket.fault ?? "") ?? true) &&
        (query.severity?.includes(ticket.severity) ?? true) &&
        (query.overdue === undefined || isOverdue(ticket, now) === query.overdue) &&
        (query.since === undefined || ticket.openedAt >= query.since) &&
        (query.until === undefined || ticket.openedAt < query.until);
      const id = (ticket: Ticket): string => ticket.id;
      if (query.sort === "due")
        return pageBy(view.tickets(), query, { order: nextDeadline, id, keep, json: ticketJson });
      return pageOf(view.tickets(), query, { key: id, keep, json: ticketJson });
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
