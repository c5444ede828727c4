// The site's own calendar days and clock as instants, safe where the offset changes during the year.

/** The local dates from `reach` days before the instant (epoch ms) to `reach` + 1 days after it. */
export function localDaysAround(at: number, timezone: string, reach: number): readonly Temporal.PlainDate[] {
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toPlainDate();
  return Array.from({ length: 2 * reach + 2 }, (_, index) => today.add({ days: index - reach }));
}

/**
 * Epoch ms of a wall time (minutes after midnight, 1440 = the next midnight) on a local date. A time that the clock
 * skips is the same distance past the skip; one that comes twice is the first.
 */
export function clockInstant(date: Temporal.PlainDate, minutes: number, timezone: string): number {
  const day = minutes >= 1440 ? date.add({ days: 1 }) : date;
  const plainTime = Temporal.PlainTime.from({ hour: Math.floor(minutes / 60) % 24, minute: minutes % 60 });
  return day.toZonedDateTime({ timeZone: timezone, plainTime }).epochMilliseconds;
}
