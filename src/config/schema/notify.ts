// The part of the site file about who hears of what: channels, routes, escalation, the rota.

import { z } from "zod";
import { severities } from "../../model/severity.ts";
import { noticeReasons, roles } from "../../model/site.ts";
import { duration, endOfDay, httpUrl, id, line, timeOfDay } from "./words.ts";

const channel = z.discriminatedUnion("type", [
  z.strictObject({ id, type: z.literal("mqtt") }),
  z.strictObject({ id, type: z.literal("webhook"), url: httpUrl, secret: line }),
  z.strictObject({ id, type: z.literal("wecom"), key: line, baseUrl: httpUrl.optional() }),
  z.strictObject({
    id,
    type: z.literal("dingtalk"),
    token: line,
    secret: line.optional(),
    baseUrl: httpUrl.optional(),
  }),
  z.strictObject({ id, type: z.literal("feishu"), hook: line, secret: line.optional(), baseUrl: httpUrl.optional() }),
  z.strictObject({
    id,
    type: z.literal("email"),
    host: line,
    port: z.int().min(1).max(65_535).optional(),
    secure: z.boolean().optional(),
    user: line.optional(),
    password: line.optional(),
    from: line,
    to: z.array(line).min(1),
  }),
]);

const route = z.strictObject({
  severity: z.array(z.enum(severities)).optional(),
  kinds: z.array(id).optional(),
  zones: z.array(id).optional(),
  faults: z.array(id).optional(),
  on: z.array(z.enum(noticeReasons)).optional(),
  channels: z.array(id).optional(),
  to: z.array(id).optional(),
  continue: z.boolean().optional(),
});

const escalationStep = z.strictObject({
  severity: z.array(z.enum(severities)).optional(),
  after: duration,
  to: z.array(id),
  channels: z.array(id).optional(),
});

const shift = z.strictObject({
  days: z.array(z.int().min(1).max(7)).min(1).optional(),
  from: timeOfDay,
  to: endOfDay,
  staff: z.array(id).min(1),
});

const head = z.int().nonnegative().optional();

export const notify = z.strictObject({
  channels: z.array(channel).optional(),
  routes: z.array(route).optional(),
  escalation: z.array(escalationStep).optional(),
  rota: z.array(shift).optional(),
  minOnDuty: z.strictObject(Object.fromEntries(roles.map((role) => [role, head]))).optional(),
});

export type RawNotify = z.infer<typeof notify>;
