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
  const usual = readUsual(value);
  if (!Number.isNaN(usual)) return usual;
  try {
    const iso = value.trim();
    if (zoned.test(iso)) return Temporal.Instant.from(iso).epochMilliseconds;
    return Temporal.PlainDateTime.from(iso).toZonedDateTime(timezone).epochMilliseconds;
  } catch {
    return undefined;
  }
}

const DASH = 45;
const COLON = 58;
const POINT = 46;
const PLUS = 43;
const T = 84;
const Z = 90;

/** The number that `length` digits at `from` write; NaN when one of them is none. */
function digits(text: string, from: number, length: number): number {
  let number = 0;
  for (let i = from; i < from + length; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

function daysOf(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** How nearly every device writes it: `YYYY-MM-DDTHH:MM:SS`, perhaps `.sss`, then `Z` or `±HH:MM`. NaN: whoever reads more decides. */
function readUsual(text: string): number {
  const { length } = text;
  const zone = text.charCodeAt(length - 1) === Z ? 1 : 6;
  const end = length - zone;
  const withFraction = end === 23 && text.charCodeAt(19) === POINT;
  if (end !== 19 && !withFraction) return Number.NaN;
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH || text.charCodeAt(10) !== T) return Number.NaN;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return Number.NaN;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  const fraction = withFraction ? digits(text, 20, 3) : 0;
  const possible =
    year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month) && hour <= 23 && minute <= 59;
  // Leap seconds, and what cannot be, are left to the calendar.
  if (!possible || !(second <= 59) || Number.isNaN(fraction)) return Number.NaN;
  const local = Date.UTC(year, month - 1, day, hour, minute, second, fraction);
  if (zone === 1) return local;
  const sign = text.charCodeAt(end);
  const hours = digits(text, end + 1, 2);
  const minutes = digits(text, end + 4, 2);
  if ((sign !== PLUS && sign !== DASH) || text.charCodeAt(end + 3) !== COLON || !(hours <= 23 && minutes <= 59))
    return Number.NaN;
  const offset = (hours * 60 + minutes) * 60_000;
  return sign === PLUS ? local - offset : local + offset;
}
