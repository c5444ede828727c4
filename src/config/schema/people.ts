// The part of the site file about people and places: zones, staff, companies, links, the public calendar.

import { z } from "zod";
import { dispatchModes, roles } from "../../model/site.ts";
import { dates } from "./dates.ts";
import { dailyWindow, id, line, say, textSchema } from "./words.ts";

export const zone = z.strictObject({
  id,
  name: textSchema.optional(),
  steward: id.optional(),
  guard: id.optional(),
  technicians: z.array(id).optional(),
});

export const company = z.strictObject({
  id,
  name: textSchema.optional(),
  dutyPhone: line.optional(),
  skills: z.array(line).optional(),
});

export const staffMember = z.strictObject({
  id,
  name: textSchema.optional(),
  role: z.enum(roles),
  phone: line.optional(),
  email: line.optional(),
  skills: z.array(line).optional(),
  company: id.optional(),
});

export const link = z.strictObject({
  id,
  name: textSchema.optional(),
  type: line.optional(),
  zone: id.optional(),
  upstream: z.array(id).optional(),
});

const notCountry = say(
  "must be a country code of two letters such as CN, or `none` for weekends alone",
  "必须是两个字母的国家代码，如 CN；只按周末休息时写 `none`",
);
export const calendar = z.strictObject({
  country: z
    .string()
    .regex(/^([A-Za-z]{2}|none)$/, notCountry)
    .optional(),
  holidays: z.array(dates).optional(),
  workdays: z.array(dates).optional(),
  /** Working hours of a working day. */
  hours: z
    .array(dailyWindow)
    .min(1, say('needs at least one time span, such as "09:00-18:00"', '至少需要一个时段，如 "09:00-18:00"'))
    .optional(),
});

/** How tickets find their hands. */
export const desk = z.strictObject({ dispatch: z.enum(dispatchModes).optional() });
