// A device's own time → epoch ms: ISO with offset, ISO without (site time), or a number of seconds or milliseconds (CONTRACT 2).

const SECONDS_BELOW = 1e11;
/** After the date's T (or blank) comes a Z or a sign: it says its offset, in the extended or the basic form. */
const zoned = /[T ][^[]*[Z+-]/i;

/** Epoch ms, or undefined when it is not a time. */
export function readTime(value: unknown, timezone: string): number | undefined {
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return undefined;
    const instant = Math.round(Math.abs(value) < SECONDS_BELOW ? value * 1000 : value);
    return Math.abs(instant) <= 8.64e15 ? instant : undefined;
  }
  if (typeof value !== "string" || value.length > 64) return undefined;
  try {
    const iso = value.trim();
    if (zoned.test(iso)) return Temporal.Instant.from(iso).epochMilliseconds;
    return Temporal.PlainDateTime.from(iso).toZonedDateTime(timezone).epochMilliseconds;
  } catch {
    return undefined;
  }
}
