// Opening hours: daily windows of wall time, through midnight and through a change of the offset.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createOpenHours, parseDailyWindow } from "../../../src/config/schedules/open-hours.ts";
import type { DailyWindow } from "../../../src/model/site.ts";
import { expectConstantUntilNextChange, flips, instant } from "./agreement.ts";

const windows = (...written: string[]): DailyWindow[] =>
  written.map((each) => {
    const window = parseDailyWindow(each);
    if (!window) throw new Error(`not a window: ${each}`);
    return window;
  });

describe("parseDailyWindow", () => {
  it.each([
    ["07:00-09:00", { from: 420, to: 540 }],
    ["22:00-06:30", { from: 1320, to: 390 }],
    ["00:00-24:00", { from: 0, to: 1440 }],
    ["7:00-9:00", undefined],
    ["07:60-09:00", undefined],
    ["24:00-06:00", undefined],
    ["07:00-24:01", undefined],
    ["07:00 - 09:00", undefined],
    ["", undefined],
  ])("%s", (written, expected) => {
    expect(parseDailyWindow(written)).toEqual(expected);
  });
});

describe("open hours", () => {
  it("holds from the start, included, to the end, excluded", () => {
    const open = createOpenHours(windows("07:00-09:00"), "Asia/Shanghai");
    expect(open.holds(instant("2026-03-10T06:59:59.999+08:00"))).toBe(false);
    expect(open.holds(instant("2026-03-10T07:00+08:00"))).toBe(true);
    expect(open.holds(instant("2026-03-10T08:59:59.999+08:00"))).toBe(true);
    expect(open.holds(instant("2026-03-10T09:00+08:00"))).toBe(false);
  });

  it("passes midnight", () => {
    const open = createOpenHours(windows("22:00-06:00"), "Asia/Shanghai");
    expect(open.holds(instant("2026-03-10T23:59+08:00"))).toBe(true);
    expect(open.holds(instant("2026-03-11T05:59+08:00"))).toBe(true);
    expect(open.nextChange(instant("2026-03-10T22:00+08:00"))).toBe(instant("2026-03-11T06:00+08:00"));
  });

  it("makes one of windows that overlap or touch", () => {
    const open = createOpenHours(windows("07:00-08:00", "08:00-09:00", "08:30-09:30"), "Asia/Shanghai");
    expect(open.nextChange(instant("2026-03-10T07:00+08:00"))).toBe(instant("2026-03-10T09:30+08:00"));
  });

  it("keeps wall time when Berlin's clocks change", () => {
    const open = createOpenHours(windows("07:00-09:00"), "Europe/Berlin");
    expect(flips(open, instant("2026-03-28T12:00Z"), 4, "Europe/Berlin")).toEqual([
      "2026-03-29 07:00",
      "2026-03-29 09:00",
      "2026-03-30 07:00",
      "2026-03-30 09:00",
    ]);
    const night = createOpenHours(windows("22:00-06:00"), "Europe/Berlin");
    const spring = instant("2026-03-28T22:00+01:00");
    const autumn = instant("2026-10-24T22:00+02:00");
    expect(night.nextChange(spring) - spring).toBe(7 * 3_600_000);
    expect(night.nextChange(autumn) - autumn).toBe(9 * 3_600_000);
  });

  it("starts after the hour that the clock skips", () => {
    const open = createOpenHours(windows("02:30-05:00"), "Europe/Berlin");
    expect(open.nextChange(instant("2026-03-29T00:00+01:00"))).toBe(instant("2026-03-29T03:30+02:00"));
  });

  it("never holds without windows, always holds with the whole day", () => {
    const never = createOpenHours([], "Asia/Shanghai");
    expect(never.holds(0)).toBe(false);
    expect(never.nextChange(0)).toBe(Number.POSITIVE_INFINITY);
    const always = createOpenHours(windows("00:00-24:00"), "Asia/Shanghai");
    expectConstantUntilNextChange(always, instant("2026-03-10T00:00Z"));
    expect(always.holds(instant("2026-03-10T16:00Z"))).toBe(true);
  });

  it("agrees with the wall clock at any instant", () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ from: minute, to: minute }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: instant("2026-03-20T00:00Z"), max: instant("2026-04-05T00:00Z") }),
        (daily, at) => {
          const open = createOpenHours(daily, "Asia/Shanghai");
          expectConstantUntilNextChange(open, at);
          const clock = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO("Asia/Shanghai");
          const now = clock.hour * 60 + clock.minute;
          const expected = daily.some(({ from, to }) =>
            to <= from ? now >= from || now < to : now >= from && now < to,
          );
          expect(open.holds(at)).toBe(expected);
        },
      ),
    );
  });
});
