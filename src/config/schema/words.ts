// The small words of the site file: ids, texts, durations, dates and times of day, each with its complaint in both languages.

import { z } from "zod";
import { parseDuration } from "../../model/duration.ts";
import { parseLightingTime } from "../schedules/lighting-time.ts";

/** A complaint in both languages, as the text an issue carries; issue-problems.ts unpacks it. */
export const say = (en: string, zh: string): string => JSON.stringify({ en, zh });

/** A text with one complaint for every way of being wrong but absence. */
const written = (complaint: string) =>
  z.string({ error: (issue) => (issue.input === undefined ? undefined : complaint) });

const idPattern = "^[A-Za-z0-9][A-Za-z0-9-]{0,62}$";
export const id = z
  .string()
  .regex(
    new RegExp(idPattern),
    say(
      "an id consists of letters, digits and `-`, starts with a letter or digit and has at most 63 characters",
      "编号只能由字母、数字和 `-` 组成，以字母或数字开头，最多 63 个字符",
    ),
  );

const words = z.string().min(1, say("must not be empty", "不能为空"));
/** A plain string stands for both languages. */
export const textSchema = z.union([words, z.strictObject({ en: words, zh: words })]);
export const line = words;

const century = 36_525 * 86_400_000;
const durationPattern = "^P(?!$)(\\d+W)?(\\d+D)?(T(?!$)(\\d+H)?(\\d+M)?(\\d+(\\.\\d{1,3})?S)?)?$";
const isDuration = (value: string) => (parseDuration(value) ?? Number.POSITIVE_INFINITY) <= century;
const notDuration = say(
  "must be an ISO 8601 duration such as PT30S, PT10M, PT2H or P7D (no months or years)",
  "必须是 ISO 8601 时长，如 PT30S、PT10M、PT2H、P7D（不可用月、年）",
);
export const duration = written(notDuration).refine(isDuration, notDuration).meta({ pattern: durationPattern });
/** A duration longer than nothing. */
export const interval = written(notDuration)
  .refine((value) => isDuration(value) && parseDuration(value) !== 0, notDuration)
  .meta({ pattern: durationPattern });
/** A duration with a sign: a clock's constant error. */
export const signedDuration = written(notDuration)
  .refine((value) => isDuration(value.replace(/^-/, "")), notDuration)
  .meta({ pattern: durationPattern.replace("^P", "^-?P") });
/** A span of the calendar, for keeping things: months and years are allowed. */
export const calendarSpan = z
  .string()
  .regex(
    /^P(?!$)(\d{1,3}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,5}D)?$/,
    say("must be a span such as P90D, P6M or P2Y", "必须是期限，如 P90D、P6M、P2Y"),
  );

export const isDate = (value: string) => {
  try {
    return /^\d{4}-\d\d-\d\d$/.test(value) && Temporal.PlainDate.from(value).toString() === value;
  } catch {
    return false;
  }
};
export const date = z
  .string()
  .refine(isDate, say("must be a date of the calendar, written 2026-03-01", "必须是有效日期，写作 2026-03-01"))
  .meta({ format: "date" });

const notTime = say('must be a time of day in quotes: "08:00"', '必须是带引号的时刻，如 "08:00"');
export const timeOfDay = written(notTime).regex(/^([01]\d|2[0-3]):[0-5]\d$/, notTime);
/** A time of day, or midnight at the day's end. */
export const endOfDay = written(notTime).regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, notTime);
export const dailyWindow = z
  .string()
  .regex(
    /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/,
    say('must be a daily time span in quotes: "07:00-09:00"', '必须是带引号的时段，如 "07:00-09:00"'),
  );
export const lightingTime = z
  .string()
  .refine(
    (value) => parseLightingTime(value) !== undefined,
    say(
      'must be a time of day or of the sun: "00:00", "sunset", "sunset+PT15M", "sunrise-PT15M"',
      '必须是时刻或日出日落时间，如 "00:00"、"sunset"、"sunset+PT15M"、"sunrise-PT15M"',
    ),
  );

export const httpUrl = z
  .string()
  .regex(
    /^https?:\/\/[^\s/]+/,
    say("must be a URL that starts with http:// or https://", "必须是 http:// 或 https:// 开头的网址"),
  );

export const positive = z.number().positive();
export const notNegative = z.number().nonnegative();
export const point2 = z.tuple([z.number(), z.number()]);
