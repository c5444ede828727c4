// The part of the site file about people and places: zones, staff, companies, links, the public calendar.

import { z } from "zod";
import { roles } from "../../model/site.ts";
import { date, id, line, textSchema } from "./words.ts";

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

export const calendar = z.strictObject({
  country: z.string().length(2).optional(),
  holidays: z.array(date).optional(),
  workdays: z.array(date).optional(),
});
