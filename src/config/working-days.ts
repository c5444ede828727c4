// Which local days are working days: the public calendar with its shifted workdays, then the site's own days, which win.

import publicDays from "chinese-days/dist/chinese-days.json" with { type: "json" };

/** A local day as the number of days since 1970-01-01. */
export type EpochDay = number;

export const dayLength = 86_400_000;

/** "2026-10-01" → its number. */
export const epochDayOf = (date: string): EpochDay => Date.parse(`${date}T00:00:00Z`) / dayLength;

export type WorkingDaysOptions = {
  /** "CN", another country (no public calendar is built in: weekends alone), or "none". */
  readonly country: string;
  /** Dates, or ranges "2027-02-05/2027-02-11" with both ends in them. */
  readonly holidays: readonly string[];
  /** Win over holidays. */
  readonly workdays: readonly string[];
};

export type WorkingDays = {
  readonly isWorking: (day: EpochDay) => boolean;
  /** First day that the public calendar does not know; Infinity for "none", 0 where a country's calendar is not built in. */
  readonly unknownFrom: EpochDay;
};

/** Whether the country's public calendar is built in, or it was said that there is none to follow. */
export const isKnownCountry = (country: string): boolean => ["CN", "NONE"].includes(country.toUpperCase());

/** Monday to Friday are working days, but for the public calendar's and the site's days. */
export function createWorkingDays({ country, holidays, workdays }: WorkingDaysOptions): WorkingDays {
  const known = country.toUpperCase() === "CN";
  const working = new Map<EpochDay, boolean>([
    ...(known ? Object.keys(publicDays.holidays).map((date) => [epochDayOf(date), false] as const) : []),
    ...(known ? Object.keys(publicDays.workdays).map((date) => [epochDayOf(date), true] as const) : []),
    ...holidays.flatMap(daysOf).map((day) => [day, false] as const),
    ...workdays.flatMap(daysOf).map((day) => [day, true] as const),
  ]);
  return {
    isWorking: (day) => working.get(day) ?? isWeekday(day),
    unknownFrom: known ? endOfPublicDays() : isKnownCountry(country) ? Number.POSITIVE_INFINITY : 0,
  };
}

/** 1970-01-01 was a Thursday. */
function isWeekday(day: EpochDay): boolean {
  const weekday = (((day + 3) % 7) + 7) % 7;
  return weekday < 5;
}

function daysOf(written: string): readonly EpochDay[] {
  const [first = "", last = first] = written.split("/");
  const from = epochDayOf(first);
  return Array.from({ length: epochDayOf(last) - from + 1 }, (_, index) => from + index);
}

/** A year is known when its National Day is: a list may name a few days of the years beside its own. */
function endOfPublicDays(): EpochDay {
  const dates = Object.keys(publicDays.holidays);
  const years = dates.filter((date) => date.endsWith("-10-01")).map((date) => Number(date.slice(0, 4)));
  return epochDayOf(`${Math.max(...years) + 1}-01-01`);
}
