// Whether a weekly silence holds at this moment: its days and hours, in the site's local time.

import type { SilenceJson } from "./silences.ts";

/** ISO weekday (1…7) and minutes after midnight, at the site. */
function localMoment(at: number, timeZone: string): readonly [day: number, minute: number] {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    weekday: "short",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(at);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? "";
  const day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(part("weekday")) + 1;
  return [day, Number(part("hour")) * 60 + Number(part("minute"))];
}

const minutes = (clock: string): number => {
  const [hour = 0, minute = 0] = clock.split(":").map(Number);
  return hour * 60 + minute;
};

/** False only between the windows of a weekly one. A window past midnight belongs to the day it begins on. */
export function isWithinHours({ weekly }: Pick<SilenceJson, "weekly">, at: number, timeZone: string): boolean {
  if (weekly === null) return true;
  const [from = 0, to = 0] = weekly.window.split("-").map(minutes);
  const [day, minute] = localMoment(at, timeZone);
  const yesterday = day === 1 ? 7 : day - 1;
  if (from < to) return weekly.days.includes(day) && minute >= from && minute < to;
  return (weekly.days.includes(day) && minute >= from) || (weekly.days.includes(yesterday) && minute < to);
}

/** ISO weekdays by name: 2026-03-02 was a Monday. */
export const weekDay = (day: number, language: "en" | "zh"): string =>
  new Date(Date.UTC(2026, 2, 1 + day)).toLocaleDateString(language === "zh" ? "zh-CN" : "en-GB", {
    weekday: "short",
    timeZone: "UTC",
  });
