// /api/v1/silences: planned silence (maintenance, tests, lying sensors) and the ledger of what it withheld.

import { z } from "zod";
import type { GatewayView } from "../../model/gateway-view.ts";
import { severities } from "../../model/severity.ts";
import type { SilenceRequest } from "../../model/silence.ts";
import type { ApiServer } from "../api-server.ts";
import { durationInput, flagInput, instantInput, namesInput, pagingInput } from "../inputs.ts";
import { pageOf } from "../page.ts";
import { refused } from "../problem.ts";
import * as schemas from "../schemas.ts";
import { parseWindow, silenceJson, withheldJson } from "../silence-json.ts";

const path = "/api/v1/silences";
const name = z.string().trim().min(1).max(200);
const names = z.array(name).max(1000);

const windowInput = z.string().transform((written, context) => {
  const window = parseWindow(written);
  if (window) return window;
  context.addIssue({
    code: "custom",
    message:
      "local times such as 22:00-06:00 are expected, with different ends / 应为本地时间段，例如 22:00-06:00，起止不能相同",
  });
  return z.NEVER;
});

const wanted = z.strictObject({
  kind: z.enum(["maintenance", "sensor", "test"]).default("maintenance"),
  scope: z.strictObject({
    zones: names.exactOptional(),
    kinds: names.exactOptional(),
    assets: names.exactOptional(),
    faults: names.exactOptional(),
    severities: z.array(z.enum(severities)).exactOptional(),
  }),
  from: instantInput.exactOptional().meta({ description: "Default: now 默认即刻" }),
  until: instantInput.exactOptional().meta({ description: "Either this or `for` 与 for 二选一" }),
  for: durationInput.exactOptional().meta({ description: "From `from` on, such as PT2H 时长" }),
  untilRepaired: z.boolean().exactOptional().meta({ description: "Ends before, once all is repaired 修复即止" }),
  weekly: z
    .strictObject({
      days: z
        .array(z.number().int().min(1).max(7))
        .min(1)
        .max(7)
        .meta({ description: "ISO weekdays, 1 = Monday 星期（1 为周一）" }),
      window: windowInput,
    })
    .exactOptional(),
  reason: z.string().trim().min(1).max(4000),
  by: name.exactOptional().meta({ description: "Staff id; without it the administrator 操作人工号" }),
});

const listed = z.strictObject({
  ...pagingInput,
  running: flagInput.exactOptional().meta({ description: "true: in force now 只看生效中" }),
});
const ledgerAsked = z.strictObject({
  ...pagingInput,
  silence: namesInput.exactOptional(),
  asset: namesInput.exactOptional(),
});

/** @throws the refusal `not-available` where this gateway has no silences. */
function offered<K extends "silences" | "withheld" | "silence" | "endSilence">(
  view: GatewayView,
  key: K,
): NonNullable<GatewayView[K]> {
  const found = view[key];
  if (!found)
    throw refused("not-available", {
      en: "This gateway runs without silences.",
      zh: "本网关未启用静默功能。",
    });
  return found;
}

/** The token is the administrator's: it may say for whom of the staff it speaks, else it speaks for itself. */
const speaker = (by: string | undefined) => (by === undefined ? ({ by: "admin", admin: true } as const) : { by });

/** The request as the desk takes it. @throws a bad-request refusal where its ends make no sense. */
function requestOf(body: z.output<typeof wanted>, now: number): SilenceRequest {
  const { for: lasts, until: end, from, by, weekly, scope, ...rest } = body;
  if ((lasts === undefined) === (end === undefined))
    throw refused("bad-request", {
      en: "body/until: say either until (an instant) or for (a duration such as PT2H), and not both.",
      zh: "body/until：until（结束时刻）与 for（时长，例如 PT2H）须填且只填其一。",
    });
  const until = end ?? (from ?? now) + (lasts ?? 0);
  if (until <= Math.max(now, from ?? now))
    throw refused("bad-request", {
      en: "body/until: the end must lie after body/from and after now.",
      zh: "body/until：结束时刻须晚于 body/from，且晚于当前时间。",
    });
  return {
    ...rest,
    scope,
    until,
    ...speaker(by),
    ...(from !== undefined && { from }),
    ...(weekly && { weekly: { days: [...new Set(weekly.days)].sort(), window: weekly.window } }),
  };
}

export function addSilences(app: ApiServer, view: GatewayView): void {
  const tags = ["silences"];
  const json = (silence: Parameters<typeof silenceJson>[0]) => silenceJson(silence, view.now());
  app.get(
    path,
    {
      schema: {
        summary: "Silences 静默",
        tags,
        querystring: listed,
        response: { 200: schemas.pageOf(schemas.silence) },
      },
    },
    async ({ query }) =>
      pageOf(offered(view, "silences")(), query, {
        key: ({ id }) => id,
        keep: (silence) => query.running === undefined || (json(silence).state === "running") === query.running,
        json,
      }),
  );
  app.get(
    `${path}/ledger`,
    {
      schema: {
        summary: "What was withheld, and what became of it 静默期内未开单的故障台账",
        tags,
        querystring: ledgerAsked,
        response: { 200: schemas.pageOf(schemas.withheld) },
      },
    },
    async ({ query }) =>
      pageOf(offered(view, "withheld")(), query, {
        key: ({ silence, asset, fault, withheldAt }) => `${withheldAt}~${silence}~${asset}~${fault}`,
        keep: ({ silence, asset }) =>
          (query.silence?.includes(silence) ?? true) && (query.asset?.includes(asset) ?? true),
        json: withheldJson,
      }),
  );
  app.post(
    path,
    { schema: { summary: "Begin or plan a silence 设置静默", tags, body: wanted, response: { 201: schemas.silence } } },
    async ({ body }, reply) => {
      const answer = await offered(view, "silence")(requestOf(body, view.now()));
      if (!answer.ok) throw refused(answer.code, answer.detail);
      return reply.code(201).header("location", `${path}/${answer.value.id}`).send(json(answer.value));
    },
  );
  app.delete(
    `${path}/:id`,
    {
      schema: {
        summary: "End a silence 结束静默",
        tags,
        params: z.object({ id: z.string() }),
        querystring: z.strictObject({ by: name.exactOptional() }),
        response: { 200: schemas.silence },
      },
    },
    async ({ params, query }) => {
      const answer = await offered(view, "endSilence")({ id: params.id, ...speaker(query.by) });
      if (!answer.ok) throw refused(answer.code, answer.detail);
      return json(answer.value);
    },
  );
}
