// What a request may ask: reusable zod pieces for instants, durations, paging and comma-separated lists.

import { z } from "zod";
import { parseDuration } from "../model/duration.ts";

/** Epoch ms of an ISO 8601 instant with offset or Z. A "+" that a URL turned into a space is put back. */
export const instantInput = z.string().transform((written, context): number => {
  try {
    return Temporal.Instant.from(written.replace(/ (?=\d\d:?\d\d$)/, "+")).epochMilliseconds;
  } catch {
    context.addIssue({
      code: "custom",
      message:
        "an ISO 8601 instant with offset or Z is expected, such as 2026-03-01T00:00:00Z / 应为带时区的 ISO 8601 时刻，例如 2026-03-01T00:00:00Z",
    });
    return z.NEVER;
  }
});

/** "8h", "30 min", "2天": as ISO 8601 writes it; undefined where it means nothing, or no time. */
function durationMeant(written: string): string | undefined {
  const [, count = "", unit = ""] = /^(\d{1,6})\s*(\p{L}+)$/u.exec(written.trim()) ?? [];
  const letter =
    /^(s|m|h|d)/i.exec(unit)?.[1]?.toUpperCase() ??
    { 秒: "S", 分: "M", 小: "H", 时: "H", 天: "D", 日: "D" }[unit[0] ?? ""];
  if (letter === undefined || /^mo|^ms/i.test(unit) || Number(count) === 0) return undefined;
  return letter === "D" ? `P${Number(count)}D` : `PT${Number(count)}${letter}`;
}

/** Milliseconds of an ISO 8601 duration of at least one second. */
export const durationInput = z.string().transform((written, context): number => {
  const value = parseDuration(written);
  if (value !== undefined && value >= 1000) return value;
  const meant = durationMeant(written);
  context.addIssue({
    code: "custom",
    message:
      meant === undefined
        ? "an ISO 8601 duration of PT1S or more is expected, such as PT1M / 应为不短于 PT1S 的 ISO 8601 时长，例如 PT1M"
        : `write ${meant} (an ISO 8601 duration) / 请写作 ${meant}（ISO 8601 时长）`,
  });
  return z.NEVER;
});

/** "a,b" → ["a", "b"], each one of the choices. */
export const choicesInput = <const C extends readonly string[]>(choices: C) =>
  z
    .string()
    .transform((written) => written.split(",").map((part) => part.trim()))
    .pipe(z.array(z.enum(choices)).min(1));

/** "a,b" → ["a", "b"]. */
export const namesInput = z.string().transform((written) =>
  written
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);

export const flagInput = z.enum(["true", "false"]).transform((written) => written === "true");

export const pagingInput = {
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
  cursor: z.string().max(200).exactOptional(),
};
