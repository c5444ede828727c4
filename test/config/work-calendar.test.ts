// Working days and hours: the public calendar with its shifted workdays, the site's own days, clocks set forward and back, and what must hold of any.

import { getDayDetail } from "chinese-days";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { workCalendar } from "../support/work-calendar.ts";

const hour = 3_600_000;
const zoned = (written: string, timezone = "Asia/Shanghai") =>
  Temporal.PlainDateTime.from(written).toZonedDateTime(timezone).epochMilliseconds;
const shown = (at: number, timezone = "Asia/Shanghai") =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toString({ timeZoneName: "never" });

describe("working days of China", () => {
  const calendar = workCalendar();

  it.each([
    ["a Friday", "2026-11-20", true],
    ["a Saturday", "2026-11-21", false],
    ["a Sunday", "2026-11-22", false],
    ["the Saturday worked for Spring Festival", "2026-02-14", true],
    ["Spring Festival", "2026-02-17", false],
    ["the Monday off after it", "2026-02-23", false],
    ["the Sunday worked for National Day", "2026-09-20", true],
    ["Mid-autumn", "2026-09-25", false],
    ["National Day", "2026-10-01", false],
    ["its last day", "2026-10-07", false],
    ["the day after", "2026-10-08", true],
    ["the Saturday worked for it", "2026-10-10", true],
    ["the Sunday after that", "2026-10-11", false],
    ["New Year", "2026-01-01", false],
    ["the year's last day", "2026-12-31", true],
    ["a Saturday before 1970", "1969-12-27", false],
    ["a Monday before 1970", "1969-12-29", true],
  ])("%s, %s", (_, date, expected) => {
    expect(calendar.isWorkingDay(zoned(`${date}T00:00`))).toBe(expected);
    expect(calendar.isWorkingDay(zoned(`${date}T23:59:59.999`))).toBe(expected);
  });

  it("are those of the published calendar on every day that it knows", () => {
    const first = Temporal.PlainDate.from("2004-01-01");
    const end = Temporal.Instant.fromEpochMilliseconds(calendar.unknownFrom).toZonedDateTimeISO("Asia/Shanghai");
    const dates = Array.from({ length: first.until(end.toPlainDate()).days }, (_, days) => first.add({ days }));
    expect(dates.length).toBeGreaterThan(8000);
    const wrong = dates
      .map(String)
      .filter((date) => calendar.isWorkingDay(zoned(`${date}T12:00`)) !== getDayDetail(date).work);
    expect(wrong).toEqual([]);
  });

  it.each([
    ["Thursday", "2026-11-19T15:04:05.678", 1, "2026-11-20T15:04:05.678+08:00"],
    ["over a weekend", "2026-11-20T15:00", 1, "2026-11-23T15:00:00+08:00"],
    ["from a Saturday", "2026-11-21T15:00", 1, "2026-11-23T15:00:00+08:00"],
    ["from the last working day before National Day", "2026-09-30T10:00", 1, "2026-10-08T10:00:00+08:00"],
    ["from within it, onto a shifted Saturday", "2026-10-04T10:00", 3, "2026-10-10T10:00:00+08:00"],
    ["over the shifted Saturday and its Sunday", "2026-10-09T10:00", 2, "2026-10-12T10:00:00+08:00"],
    ["onto the Saturday before Spring Festival", "2026-02-13T23:59", 1, "2026-02-14T23:59:00+08:00"],
    ["over Spring Festival", "2026-02-14T00:00", 1, "2026-02-24T00:00:00+08:00"],
    ["over the year's end, on weekdays alone", "2026-12-31T09:00", 1, "2027-01-01T09:00:00+08:00"],
    ["none", "2026-11-21T15:00", 0, "2026-11-21T15:00:00+08:00"],
  ])("added %s: %s + %i", (_, from, days, expected) => {
    expect(shown(calendar.addWorkingDays(zoned(from), days))).toBe(expected);
  });
});

describe("what is not known", () => {
  it("begins with the year after the last of the public calendar, at the site's midnight", () => {
    expect(shown(workCalendar().unknownFrom)).toMatch(/^20\d\d-01-01T00:00:00\+08:00$/);
    expect(workCalendar().unknownFrom).toBeGreaterThanOrEqual(zoned("2027-01-01T00:00"));
    const berlin = workCalendar({ timezone: "Europe/Berlin" }).unknownFrom;
    expect(berlin - workCalendar().unknownFrom).toBe(7 * hour);
  });
  it("is nothing without a country, and all of one that is not built in", () => {
    expect(workCalendar({ country: "none" }).unknownFrom).toBe(Number.POSITIVE_INFINITY);
    expect(workCalendar({ country: "DE" }).unknownFrom).toBe(0);
    expect(workCalendar({ country: "cn" }).unknownFrom).toBe(workCalendar().unknownFrom);
  });
  it("is not moved by the site's own days", () => {
    expect(workCalendar({ holidays: ["2027-02-05/2027-02-11"] }).unknownFrom).toBe(workCalendar().unknownFrom);
  });
  it.each(["none", "DE"])("leaves weekdays: %s", (country) => {
    const calendar = workCalendar({ country });
    expect(calendar.isWorkingDay(zoned("2026-10-01T12:00"))).toBe(true);
    expect(calendar.isWorkingDay(zoned("2026-10-10T12:00"))).toBe(false);
  });
});

describe("the site's own days", () => {
  const calendar = workCalendar({
    holidays: ["2026-11-20", "2027-02-05/2027-02-11", "2026-10-10"],
    workdays: ["2027-02-07", "2026-10-01/2026-10-02"],
  });
  it.each([
    ["2026-11-20", false],
    ["2027-02-04", true],
    ["2027-02-05", false],
    ["2027-02-07", true],
    ["2027-02-11", false],
    ["2027-02-12", true],
    ["2026-10-10", false],
    ["2026-10-01", true],
    ["2026-10-02", true],
    ["2026-10-03", false],
  ])("win over the public calendar, workdays over holidays: %s", (date, expected) => {
    expect(calendar.isWorkingDay(zoned(`${date}T12:00`))).toBe(expected);
  });
});

describe("working time", () => {
  const split = ["14:00-18:00", "09:00-12:00", "10:00-12:30"];
  it.each([
    ["within the day", ["09:00-18:00"], "2026-11-19T10:00", 2, "2026-11-19T12:00:00+08:00"],
    ["before it opens", ["09:00-18:00"], "2026-11-19T03:00", 2, "2026-11-19T11:00:00+08:00"],
    ["after it closed, over a weekend", ["09:00-18:00"], "2026-11-20T19:00", 2, "2026-11-23T11:00:00+08:00"],
    ["to the very end", ["09:00-18:00"], "2026-11-19T10:00", 8, "2026-11-19T18:00:00+08:00"],
    ["over National Day", ["09:00-18:00"], "2026-09-30T17:00", 2, "2026-10-08T10:00:00+08:00"],
    ["over lunch, windows that overlap being one", split, "2026-11-19T11:30", 2, "2026-11-19T15:00:00+08:00"],
    ["a night that belongs to Friday", ["22:00-06:00"], "2026-11-20T23:00", 8, "2026-11-23T23:00:00+08:00"],
    ["a night that nobody began", ["22:00-06:00"], "2026-11-23T01:00", 1, "2026-11-23T23:00:00+08:00"],
    [
      "nights that reach into the day",
      ["22:00-06:00", "05:00-07:00"],
      "2026-11-19T04:00",
      3,
      "2026-11-19T07:00:00+08:00",
    ],
    ["round the clock", ["00:00-24:00"], "2026-11-20T23:00", 2, "2026-11-23T01:00:00+08:00"],
    ["none", ["09:00-18:00"], "2026-11-21T10:00", 0, "2026-11-21T10:00:00+08:00"],
  ])("%s: %j %s + %i h", (_, hours, from, passed, expected) => {
    const calendar = workCalendar({ hours });
    const due = calendar.addWorkingTime(zoned(from), passed * hour);
    expect(shown(due)).toBe(expected);
    expect(calendar.workingTime(zoned(from), due)).toBe(passed * hour);
  });

  it("is nothing backwards, and nine hours on each of 248 days in 2026", () => {
    const calendar = workCalendar();
    expect(calendar.workingTime(zoned("2026-11-20T12:00"), zoned("2026-11-20T10:00"))).toBe(0);
    // 2026 as announced by the State Council: 365 days less 33 of holidays, 84 weekend days off.
    const year = calendar.workingTime(zoned("2026-01-01T00:00"), zoned("2027-01-01T00:00"));
    expect(year / (9 * hour)).toBe(248);
  });
  it("without end has no end", () => {
    expect(workCalendar().addWorkingTime(0, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });
  it("needs windows", () => {
    expect(() => workCalendar({ hours: [] })).toThrow("at least one window");
    expect(() => workCalendar({ hours: ["9-18"] })).toThrow("`9-18` is not a daily window");
  });
});

describe("where clocks are set forward and back: Berlin, 2026-03-29 and 2026-10-25", () => {
  const zone = "Europe/Berlin";
  // Both changes are on Sundays, which this site works.
  const workdays = ["2026-03-29", "2026-10-25"];
  const calendar = (hours: readonly string[]) => workCalendar({ country: "none", timezone: zone, workdays, hours });

  it.each([
    ["onto a time that is skipped", "2026-03-28T02:30", "2026-03-29T03:30:00+02:00"],
    ["onto the short day's noon", "2026-03-28T12:00", "2026-03-29T12:00:00+02:00"],
    ["from a short day", "2026-03-29T12:00", "2026-03-30T12:00:00+02:00"],
    ["onto a time that comes twice: the first", "2026-10-24T02:30", "2026-10-25T02:30:00+02:00"],
    ["onto the long day's noon", "2026-10-24T12:00", "2026-10-25T12:00:00+01:00"],
    ["from a long day", "2026-10-25T12:00", "2026-10-26T12:00:00+01:00"],
  ])("a working day %s", (_, from, expected) => {
    expect(shown(calendar(["09:00-18:00"]).addWorkingDays(zoned(from, zone), 1), zone)).toBe(expected);
  });
  it("a working day from the second of two: the same time of the clock", () => {
    const second = zoned("2026-10-25T02:30", zone) + hour;
    expect(shown(second, zone)).toBe("2026-10-25T02:30:00+01:00");
    expect(shown(calendar(["09:00-18:00"]).addWorkingDays(second, 1), zone)).toBe("2026-10-26T02:30:00+01:00");
  });

  it.each([
    ["23 hours", ["00:00-24:00"], "2026-03-29", 23],
    ["25 hours", ["00:00-24:00"], "2026-10-25", 25],
    ["an hour less in the night", ["01:00-05:00"], "2026-03-29", 3],
    ["an hour more in the night", ["01:00-05:00"], "2026-10-25", 5],
    ["the same by day", ["09:00-18:00"], "2026-03-29", 9],
    ["the same by day", ["09:00-18:00"], "2026-10-25", 9],
    ["a window of skipped times, moved and made one with the next", ["02:15-02:45", "03:00-03:30"], "2026-03-29", 0.75],
    ["a window that ends in the first of two hours", ["01:00-02:30"], "2026-10-25", 1.5],
    ["a window that begins in it", ["02:30-04:00"], "2026-10-25", 2.5],
  ])("a day of %s: %j on %s", (_, hours, date, expected) => {
    const day = zoned(`${date}T00:00`, zone);
    const next = Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
    expect(calendar(hours).workingTime(day, next) / hour).toBe(expected);
  });
  it("hours counted across the change", () => {
    const nights = calendar(["22:00-06:00"]);
    const from = zoned("2026-10-23T22:00", zone);
    // Friday's night ends at 06:00; Saturday is free; Sunday's begins at 22:00, after the change.
    expect(shown(nights.addWorkingTime(from, 9 * hour), zone)).toBe("2026-10-25T23:00:00+01:00");
  });
});

describe("where clocks change on another day than in UTC", () => {
  const workdays = ["2026-10-04", "2026-04-05", "2026-03-28", "2026-10-24", "2022-10-29", "2023-03-25"];
  it.each([
    ["Australia/Lord_Howe", "2026-10-03T01:00", "2026-10-04T01:00:00+10:30"],
    ["Australia/Lord_Howe", "2026-10-03T02:15", "2026-10-04T02:45:00+11:00"],
    ["Australia/Lord_Howe", "2026-10-03T03:00", "2026-10-04T03:00:00+11:00"],
    ["Australia/Lord_Howe", "2026-04-04T01:00", "2026-04-05T01:00:00+11:00"],
    // Set forward over midnight, from 23:00 to 24:00.
    ["America/Nuuk", "2026-03-27T22:30", "2026-03-28T22:30:00-02:00"],
    ["America/Nuuk", "2026-03-27T23:30", "2026-03-29T00:30:00-01:00"],
    ["America/Nuuk", "2026-10-23T23:30", "2026-10-24T23:30:00-01:00"],
    ["America/Nuuk", "2022-10-28T22:30", "2022-10-29T22:30:00-02:00"],
    ["America/Nuuk", "2022-10-28T23:30", "2022-10-29T23:30:00-03:00"],
    ["America/Nuuk", "2023-03-24T22:30", "2023-03-25T23:30:00-02:00"],
    ["America/Nuuk", "2023-03-24T23:30", "2023-03-25T23:30:00-02:00"],
  ])("%s, a working day after %s", (timezone, from, expected) => {
    const calendar = workCalendar({ country: "none", timezone, workdays });
    expect(shown(calendar.addWorkingDays(zoned(from, timezone), 1), timezone)).toBe(expected);
  });
});

describe("a day that begins twice: St. John's, where clocks went back from 00:01", () => {
  const zone = "America/St_Johns";
  it("is told apart by the clock on the wall", () => {
    // 2010-11-07 00:01 became 2010-11-06 23:01, a Saturday again; Friday 2010-11-05 is the last working day before.
    const calendar = workCalendar({
      country: "none",
      timezone: zone,
      workdays: ["2010-11-07"],
      hours: ["00:00-24:00"],
    });
    const first = zoned("2010-11-07T00:00", zone);
    expect(calendar.isWorkingDay(first)).toBe(true);
    expect(shown(first + 30 * 60_000, zone)).toMatch(/^2010-11-06T23:30/);
    expect(calendar.isWorkingDay(first + 30 * 60_000)).toBe(false);
  });
});

describe("whatever the site", () => {
  const windows = fc.tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 1440 })).map(([from, to]) => {
    const time = (minutes: number) =>
      `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
    return `${time(from)}-${time(to)}`;
  });
  const date = fc
    .integer({ min: 0, max: 729 })
    .map((days) => Temporal.PlainDate.from("2026-01-01").add({ days }).toString());
  const calendars = fc
    .record({
      country: fc.constantFrom("CN", "none"),
      timezone: fc.constantFrom(
        "Asia/Shanghai",
        "Europe/Berlin",
        "America/Havana",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
      ),
      hours: fc.array(windows, { minLength: 1, maxLength: 3 }),
      holidays: fc.array(date, { maxLength: 5 }),
      workdays: fc.array(date, { maxLength: 5 }),
    })
    .map((options) => ({ options, calendar: workCalendar(options) }));
  const instant = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) });
  const span = fc.integer({ min: 0, max: 200 * hour });

  it("so much working time passes until it has passed, and not a millisecond earlier", () => {
    fc.assert(
      fc.property(calendars, instant, span, ({ calendar }, from, time) => {
        const due = calendar.addWorkingTime(from, time);
        expect(calendar.workingTime(from, due)).toBe(time);
        if (time > 0) expect(calendar.workingTime(from, due - 1)).toBe(time - 1);
      }),
    );
  });
  it("adds up, and later begins or longer times never end earlier", () => {
    fc.assert(
      fc.property(calendars, instant, span, span, ({ calendar }, from, a, b) => {
        const middle = from + a;
        const to = middle + b;
        expect(calendar.workingTime(from, middle) + calendar.workingTime(middle, to)).toBe(
          calendar.workingTime(from, to),
        );
        expect(calendar.addWorkingTime(calendar.addWorkingTime(from, a), b)).toBe(calendar.addWorkingTime(from, a + b));
        expect(calendar.addWorkingTime(middle, b)).toBeGreaterThanOrEqual(calendar.addWorkingTime(from, b));
        expect(calendar.addWorkingDays(middle, 1)).toBeGreaterThanOrEqual(middle);
      }),
    );
  });
  it("the working time of a stretch is that of its minutes, asked one by one of the zone's clock", () => {
    const minuteOf = (at: number, timezone: string) =>
      Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
    fc.assert(
      fc.property(calendars, fc.integer({ min: 0, max: 700 }), ({ options, calendar }, days) => {
        // By minutes after local midnight on a whole UTC day; days of change have tables of their own above.
        const from = Date.UTC(2026, 0, 1) + days * 24 * hour;
        const to = from + 24 * hour;
        const { timezone, hours } = options;
        const changes =
          minuteOf(from - 48 * hour, timezone).getTimeZoneTransition("next")?.epochMilliseconds ?? to + 48 * hour;
        fc.pre(changes > to + 48 * hour);
        let minutes = 0;
        for (let at = from; at < to; at += 60_000) {
          const now = minuteOf(at, timezone);
          const time = now.hour * 60 + now.minute;
          const today = calendar.isWorkingDay(at);
          const yesterday = calendar.isWorkingDay(now.subtract({ days: 1 }).epochMilliseconds);
          const works = hours.some((written) => {
            const [begin = 0, end = 0] = written.split("-").map((part) => {
              const [h = 0, m = 0] = part.split(":").map(Number);
              return h * 60 + m;
            });
            return end > begin
              ? today && time >= begin && time < end
              : (today && time >= begin) || (yesterday && time < end);
          });
          if (works) minutes++;
        }
        expect(calendar.workingTime(from, to)).toBe(minutes * 60_000);
      }),
      { numRuns: 25 },
    );
  });
  it("the n-th next working day is one at a time", () => {
    fc.assert(
      fc.property(calendars, instant, fc.integer({ min: 1, max: 30 }), ({ calendar, options }, from, days) => {
        const due = calendar.addWorkingDays(from, days);
        expect(calendar.isWorkingDay(due)).toBe(true);
        const zone = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(options.timezone);
        let date = zone(from).toPlainDate();
        for (let left = days; left > 0; ) {
          date = date.add({ days: 1 });
          if (
            calendar.isWorkingDay(
              date.toZonedDateTime({ timeZone: options.timezone, plainTime: "12:00" }).epochMilliseconds,
            )
          )
            left--;
        }
        const plainTime = zone(from).toPlainTime();
        expect(due).toBe(date.toZonedDateTime({ timeZone: options.timezone, plainTime }).epochMilliseconds);
      }),
    );
  });
});
