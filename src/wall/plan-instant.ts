// The instants the time line can name: the past 30 days, by the slider in full ten minutes, by field and buttons to the minute.

const minute = 60_000;
/** Minutes. */
export const step = 10;
export const longest = 30 * 24 * 60;
/** What the buttons go back and forth, minutes. */
export const strides = [-60, -10, -1, 1, 10, 60] as const;

/** The instant (epoch ms, as `now`) so many minutes from now, down to the full ten minutes; null is now. */
export const instantOf = (minutes: number, now: number): number | null =>
  minutes >= 0 ? null : Math.floor((now + minutes * minute) / (step * minute)) * step * minute;

/** So many minutes on from what is shown (null: now), on a full minute, no further back than the slider; null is now. */
export function strideFrom(at: number | null, minutes: number, now: number): number | null {
  // From now, the first step back names a minute that is over.
  const from = Math.floor((at ?? now) / minute) * minute;
  const next = Math.max(from + minutes * minute, Math.ceil(now / minute - longest) * minute);
  return next >= now ? null : next;
}

/** An instant for a date-and-time field, to the minute in the site's local time: "2026-03-01T09:30". */
export const fieldTime = (at: number, timeZone: string): string =>
  new Date(at)
    .toLocaleString("sv-SE", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    })
    .replace(" ", "T");
