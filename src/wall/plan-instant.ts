// The instants the time slider can name: the past 30 days in full ten minutes.

const minute = 60_000;
/** Minutes. */
export const step = 10;
export const longest = 30 * 24 * 60;

/** The instant (epoch ms, as `now`) so many minutes from now, down to the full ten minutes; null is now. */
export const instantOf = (minutes: number, now: number): number | null =>
  minutes >= 0 ? null : Math.floor((now + minutes * minute) / (step * minute)) * step * minute;
