// The keys `calendar`, `desk` and `retention` of site.yaml: what is taken, what is refused with its cure, and what the site gets when they are absent.

import { expect, it } from "vitest";
import { least, lines, load, valid } from "./site-folder.ts";

const rest = "devices: []\nnotify: { channels: [{ id: m, type: mqtt }] }\n";
const noon = (date: string) =>
  Temporal.PlainDateTime.from(`${date}T12:00`).toZonedDateTime("Asia/Shanghai").epochMilliseconds;

it("follows the Chinese calendar from nine to six, and lets people claim, where the file says nothing", async () => {
  const { calendar, desk } = valid(await load(least + rest));
  expect(calendar.isWorkingDay(noon("2026-10-10"))).toBe(true);
  expect(calendar.isWorkingDay(noon("2026-10-01"))).toBe(false);
  expect(calendar.workingTime(noon("2026-11-19"), noon("2026-11-20"))).toBe(9 * 3_600_000);
  expect(desk).toEqual({ dispatch: "claim" });
});

it("takes the site's days, ranges, hours and way of dispatch", async () => {
  const own = `calendar: { country: none, holidays: [2027-02-05/2027-02-11, "2026-11-20"], workdays: [2027-02-07], hours: ["09:00-12:00", "14:00-18:00"] }
desk: { dispatch: round-robin }
`;
  const loaded = await load(least + rest + own);
  const { calendar, desk } = valid(loaded);
  expect(lines(loaded.problems, "warning")).toEqual([]);
  expect(
    ["2027-02-05", "2027-02-07", "2027-02-11", "2027-02-12", "2026-11-20"].map((date) =>
      calendar.isWorkingDay(noon(date)),
    ),
  ).toEqual([false, true, false, true, false]);
  expect(calendar.workingTime(noon("2026-11-18"), noon("2026-11-19"))).toBe(7 * 3_600_000);
  expect(calendar.unknownFrom).toBe(Number.POSITIVE_INFINITY);
  expect(desk).toEqual({ dispatch: "round-robin" });
});

it("keeps attachments for two years where the file says nothing, else for as long as it says", async () => {
  expect(valid(await load(least + rest)).retention).toEqual({ attachments: "P2Y" });
  const own = valid(await load(`${least}${rest}retention: { attachments: P6M }\n`));
  expect(own.retention).toEqual({ attachments: "P6M" });
  const { problems } = await load(`${least}${rest}retention: { attachments: for ever }\n`);
  expect(lines(problems, "error").join()).toContain("retention.attachments must be a span such as P90D, P6M or P2Y");
});

const notDates =
  "must be a date that the calendar has, written 2027-02-05, or a range of at most a year, first day first: 2027-02-05/2027-02-11";
it.each([
  ["an impossible date", "calendar: { holidays: [2027-02-29] }", `9:24 calendar.holidays[0] ${notDates}`],
  [
    "an impossible end",
    "calendar: { workdays: [2027-02-05, 2027-02-28/2027-02-30] }",
    `9:36 calendar.workdays[1] ${notDates}`,
  ],
  ["a range backwards", "calendar: { holidays: [2027-02-11/2027-02-05] }", `9:24 calendar.holidays[0] ${notDates}`],
  ["a range without end", "calendar: { holidays: [2027-02-11/] }", `9:24 calendar.holidays[0] ${notDates}`],
  ["a range of years", "calendar: { holidays: [2027-01-01/2028-01-02] }", `9:24 calendar.holidays[0] ${notDates}`],
  [
    "no working hours",
    "calendar: { hours: [] }",
    '9:20 calendar.hours needs at least one time span, such as "09:00-18:00"',
  ],
  [
    "hours that are none",
    'calendar: { hours: ["9-18"] }',
    '9:21 calendar.hours[0] must be a daily time span in quotes: "07:00-09:00"',
  ],
  [
    "a country by name",
    "calendar: { country: China }",
    "9:22 calendar.country must be a country code of two letters such as CN, or `none` for weekends alone",
  ],
  [
    "an unknown way of dispatch",
    "desk: { dispatch: skills }",
    "9:19 desk.dispatch unknown dispatch `skills` (known: claim, skill, round-robin); did you mean `skill`?",
  ],
  ["an unknown key", "calendar: { hour: [] }", "9:13 calendar.hour unknown key `hour`; did you mean `hours`?"],
])("refuses %s", async (_, written, expected) => {
  const { site, problems } = await load(`${least + rest + written}\n`);
  expect(site).toBe(null);
  expect(lines(problems)).toEqual([`site.yaml:${expected}`]);
  expect(
    problems.filter(({ severity, message }) => severity === "error" && !/[\u4e00-\u9fff]/.test(message.zh)),
  ).toEqual([]);
});

it("warns of a country whose calendar is not built in", async () => {
  const loaded = await load(`${least + rest}calendar: { country: DE }\n`);
  expect(valid(loaded).calendar.isWorkingDay(noon("2026-10-01"))).toBe(true);
  expect(lines(loaded.problems, "warning")).toEqual([
    "site.yaml:9:22 calendar.country no public calendar is built in for `DE`: Saturdays and Sundays are free, other days off must stand in `holidays` (write `none` if that is meant)",
  ]);
});
