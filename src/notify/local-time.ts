// Instants and spans as people read them: the site's local time, and "12 min". Pure; used by the wording.

import type { Text } from "../model/text.ts";

/** "2026-03-01 10:05" in the time zone; `at` in epoch ms. */
export function localTime(at: number, timezone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(timezone);
  return `${local.toPlainDate()} ${local.toPlainTime().toString({ smallestUnit: "minute" })}`;
}

/** A span of at least a minute, in whole minutes, the two largest units: 90 min → "1 h 30 min". */
export function span(ms: number): Text {
  const total = Math.max(1, Math.round(ms / 60_000));
  const days = Math.floor(total / 1440);
  const hours = Math.floor(total / 60) % 24;
  const minutes = total % 60;
  if (days > 0) return { en: `${days} d ${hours} h`, zh: `${days} 天 ${hours} 小时` };
  if (hours > 0) return { en: `${hours} h ${minutes} min`, zh: `${hours} 小时 ${minutes} 分钟` };
  return { en: `${minutes} min`, zh: `${minutes} 分钟` };
}
