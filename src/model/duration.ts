// ISO 8601 durations of fixed length as milliseconds. Days are 24 h; months and years have no fixed length and are refused.

const shape = /^P(?!$)(?:(\d+)W)?(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration such as "PT90S" or "P30D"; undefined when it is not one. */
export function parseDuration(iso: string): number | undefined {
  const found = shape.exec(iso);
  if (!found) return undefined;
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return Math.round(((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
}

/** As parseDuration, for durations written in code. @throws RangeError when it is not one. */
export function milliseconds(iso: string): number {
  const value = parseDuration(iso);
  if (value === undefined) throw new RangeError(`not an ISO 8601 duration: ${iso}`);
  return value;
}

/** The ISO 8601 duration of a number of milliseconds: 90000 → "PT1M30S". */
export function formatDuration(value: number): string {
  const sign = value < 0 ? "-" : "";
  const total = Math.abs(Math.round(value));
  const days = Math.floor(total / 86_400_000);
  const hours = Math.floor(total / 3_600_000) % 24;
  const minutes = Math.floor(total / 60_000) % 60;
  const seconds = (total % 60_000) / 1000;
  const time = `${hours ? `${hours}H` : ""}${minutes ? `${minutes}M` : ""}${seconds ? `${seconds}S` : ""}`;
  if (!days && !time) return "PT0S";
  return `${sign}P${days ? `${days}D` : ""}${time ? `T${time}` : ""}`;
}
