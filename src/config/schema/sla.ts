// The part of the site file about promises: what a row of the SLA table may say.

import { z } from "zod";
import { parseDuration } from "../../model/duration.ts";
import { id, say } from "./words.ts";

const limit = z
  .string()
  .refine(
    (value) =>
      ["same-day", "agreed", "none"].includes(value) ||
      /^P[1-9]\d{0,2}WD$/.test(value) ||
      (parseDuration(value) ?? 0) > 0,
    say(
      "must be a duration such as PT30M, working days such as P1WD, `same-day`, `agreed` or `none`",
      "必须是时长（PT30M）、工作日（P1WD）、`same-day`、`agreed` 或 `none`",
    ),
  )
  .meta({ pattern: "^(P.+|same-day|agreed|none)$" })
  .optional();

export const slaRow = z.strictObject({
  respond: limit,
  arrive: limit,
  restore: limit,
  close: limit,
  callBack: limit,
  calendar: z.enum(["24x7", "working"]).optional(),
  dispatch: id.optional(),
  also: z.array(id).optional(),
});

export type RawSlaRow = z.infer<typeof slaRow>;
export const sla = z.record(id, slaRow);
