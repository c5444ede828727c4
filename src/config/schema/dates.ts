// Days of the site's own calendar in the site file: one date, or a range with both ends in it.

import { z } from "zod";
import { isDate, say } from "./words.ts";

const longest = 366;

function isDates(value: string): boolean {
  const [first = "", last = first, ...more] = value.split("/");
  if (more.length > 0 || !isDate(first) || !isDate(last)) return false;
  const { days } = Temporal.PlainDate.from(first).until(Temporal.PlainDate.from(last));
  return days >= 0 && days < longest;
}

export const dates = z
  .string()
  .refine(
    isDates,
    say(
      "must be a date that the calendar has, written 2027-02-05, or a range of at most a year, first day first: 2027-02-05/2027-02-11",
      "必须是有效日期，写作 2027-02-05；或不超过一年的日期范围，先写首日：2027-02-05/2027-02-11",
    ),
  )
  .meta({ pattern: "^\\d{4}-\\d{2}-\\d{2}(/\\d{4}-\\d{2}-\\d{2})?$" });
