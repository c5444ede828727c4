// Times of day in a story that begins at midnight: day 3 at 09:30 as the duration since its start.

/** @param day 1 is the first. @param clock "HH:MM" or "HH:MM:SS". */
export function on(day: number, clock: string): string {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(":").map(Number);
  return `P${day - 1}DT${hours}H${minutes}M${seconds}S`;
}
