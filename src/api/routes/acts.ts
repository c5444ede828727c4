// POST /api/v1/tickets (a report from a person) and POST /api/v1/tickets/{id}/{act} (what a person does about one).

import { z } from "zod";
import type { GatewayView } from "../../model/gateway-view.ts";
import { severities } from "../../model/severity.ts";
import { text } from "../../model/text.ts";
import type { Act } from "../../model/ticket.ts";
import { acts } from "../../model/ticket.ts";
import { ticketJson } from "../../model/ticket-json.ts";
import type { ApiServer } from "../api-server.ts";
import { instantInput } from "../inputs.ts";
import { findLabelled } from "../labelled.ts";
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
  now: z
    .strictObject({
      sla: short.exactOptional(),
      severity: z.enum(severities).exactOptional(),
      zone: short.exactOptional(),
      asset: short.exactOptional(),
      fault: short.exactOptional(),
      agreedAt: instantInput.exactOptional(),
    })
    .exactOptional()
    .meta({ description: "reclassify: what it is from now on 改判为" }),
  remedy: long.exactOptional().meta({ description: "close: what was done 处理措施" }),
  parts: z
    .array(z.strictObject({ name: short, count: z.number().int().min(1).max(100_000) }))
    .max(50)
    .exactOptional()
    .meta({ description: "close: parts used 更换配件" }),
  cost: z.number().min(0).max(1e9).exactOptional().meta({ description: "close: in the site's currency 费用" }),
  rating: z.number().int().min(1).max(5).exactOptional().meta({ description: "call-back 满意度" }),
  code: short.exactOptional().meta({
    description: "arrive, check-in: the code on the asset's label, or the link it carries 设备标签码（到场、巡查签到）",
  }),
});

const isAct = (name: string): name is Act => acts.some((act) => act === name);

/** What to do where there is no code to show. */
const withoutCode = {
  arrive: text("arrive without a code, with a note", "不填代码，以 note 说明后办理到场（arrive）"),
  "check-in": text("check in without a code, with a note", "不填代码，以 note 说明后办理签到（check-in）"),
};

/**
 * Whether the code is that of the label on the ticket's asset; where it has none, on its zone.
 * @throws a bad-request refusal where it is not.
 */
function proveArrival(view: GatewayView, key: Uint8Array | undefined, id: string, act: Act, code: string): true {
  if (act !== "arrive" && act !== "check-in")
    throw refused("bad-request", {
      en: `body/code belongs to arrive and check-in, not to ${act}; leave it out.`,
      zh: `body/code：标签码只用于 arrive（到场）和 check-in（巡查签到），不用于 ${act}，请去掉。`,
    });
  const cure = withoutCode[act];
  if (!key)
    throw refused("not-available", {
      en: `body/code: this gateway has no labels; ${cure.en}.`,
      zh: `body/code：本网关未启用标签，${cure.zh}。`,
    });
  const ticket = view.ticket(id);
  const wanted = ticket?.asset ?? ticket?.zone;
  const shown = findLabelled(view, key, code);
  const right = shown?.id === wanted && (shown?.type === "device") === (ticket?.asset !== null);
  if (right) return true;
  throw refused("bad-request", {
    en: `body/code: this is not the code on the label of ${wanted}. Scan that label, or ${cure.en}.`,
    zh: `body/code：这不是 ${wanted} 标签上的代码。请扫描该标签，或${cure.zh}。`,
  });
}

/** @param labelKey the server key, which seals the codes on labels. */
export function addActs(app: ApiServer, view: GatewayView, labelKey?: Uint8Array): void {
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
        description:
          "`check-in`: a round of the blind area that the ticket is about, while one is asked for (`rounds.dueAt`); by " +
          "all of the staff, with `by`, and `code` or `note` where there is one. It accepts nothing: `respond` runs on. " +
          "`check-in`：对工单所指盲区巡查签到（`rounds.dueAt` 有值时），全体员工均可；填写 `by`，可填 `code` 或 `note`。签到不等于接单，`respond` 继续计时。",
        tags: ["tickets"],
        params: z.object({ id: z.string(), act: z.string().meta({ enum: [...acts] }) }),
        body: action,
        response: { 200: schemas.ticket },
      },
    },
    async ({ params, body }) => {
      const { id, act } = params;
      if (!isAct(act)) throw refused("unknown-act", act);
      if (!view.ticket(id)) throw refused("unknown-ticket", id);
      if (act === "attach")
        throw refused("bad-request", {
          en: `Send the file itself: POST /api/v1/tickets/${id}/attachments.`,
          zh: `请直接上传文件：POST /api/v1/tickets/${id}/attachments。`,
        });
      const { by, code, ...rest } = body;
      const shown = code === undefined ? {} : { byLabel: proveArrival(view, labelKey, id, act, code) };
      // The token is the administrator's: it may say for whom of the staff it acts, else it acts for itself.
      const actor = by === undefined ? ({ by: "admin", admin: true } as const) : { by };
      const answer = await view.act({ ...rest, ...shown, ...actor, do: act, ticket: id });
      if (!answer.ok) throw refused(answer.code, answer.detail);
      return ticketJson(answer.value);
    },
  );
}
