// Weekly silences by the site's clock: inside and outside their hours, past midnight and over the end of the week.

import { expect, it } from "vitest";
import { isWithinHours, weekDay } from "../../src/wall/silence-hours.ts";

// 2026-03-02 is a Monday; Shanghai is 8 hours ahead of UTC.
it.each([
  [[1], "09:00-12:00", "2026-03-02T01:00:00Z", true],
  [[1], "09:00-12:00", "2026-03-02T04:00:00Z", false],
  [[1], "09:00-12:00", "2026-03-03T01:30:00Z", false],
  [[1], "22:00-06:00", "2026-03-02T14:00:00Z", true],
  [[1], "22:00-06:00", "2026-03-02T21:59:00Z", true],
  [[1], "22:00-06:00", "2026-03-02T22:00:00Z", false],
  [[1], "22:00-06:00", "2026-03-01T20:00:00Z", false],
  [[7], "22:00-06:00", "2026-03-01T20:00:00Z", true],
  [[2], "18:00-24:00", "2026-03-03T15:59:00Z", true],
  [[2], "18:00-24:00", "2026-03-03T16:00:00Z", false],
] as const)("on %j at %s: %s is %s", (days, window, at, expected) => {
  expect(isWithinHours({ weekly: { days, window } }, Date.parse(at), "Asia/Shanghai")).toBe(expected);
});

it("always holds without a week, and names days", () => {
  expect(isWithinHours({ weekly: null }, 0, "Asia/Shanghai")).toBe(true);
  expect([weekDay(1, "en"), weekDay(7, "zh")]).toEqual(["Mon", "周日"]);
});
