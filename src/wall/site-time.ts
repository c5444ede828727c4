// Local time at the site, whatever zone the browser is in.

import type { Language } from "../model/text.ts";
import type { Present } from "./present.ts";

const yearOf = (at: number, timeZone: string): string =>
  new Date(at).toLocaleDateString("en-GB", { timeZone, year: "numeric" });

/** An instant in the site's time, to the second: "11/22, 02:15:38"; with its year where that is not the gateway's. */
export const when = (present: Present, at: string, language: Language): string => {
  const timeZone = present.site?.timezone;
  const isOther =
    timeZone !== undefined &&
    present.serverAt > 0 &&
    yearOf(Date.parse(at), timeZone) !== yearOf(present.serverAt, timeZone);
  return new Date(at).toLocaleString(language === "zh" ? "zh-CN" : "en-GB", {
    ...(timeZone !== undefined && { timeZone }),
    ...(isOther && { year: "numeric" }),
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
  });
};

/** As `when`, to the minute: "11/22, 02:15". */
export const whenShort = (present: Present, at: string, language: Language): string =>
  when(present, at, language).replace(/:\d\d$/, "");

/** How far the zone's wall clock is ahead of UTC at an instant, ms. */
function offset(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value);
  return (
    Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")) -
    Math.floor(at / 1000) * 1000
  );
}

/** What a date-and-time field says ("2026-03-01T09:30"), read as the site's local time; ISO in UTC. */
export function fromSiteTime(local: string, timeZone: string): string {
  const plain = Date.parse(`${local}Z`);
  const first = plain - offset(plain, timeZone);
  return new Date(plain - offset(first, timeZone)).toISOString();
}
