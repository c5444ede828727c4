// When a promise is due: an SLA limit and a start → an instant (CONTRACT 5).

import type { SlaLimit } from "../model/site.ts";

/** Reported at or after this local hour, a same-day repair is due before noon of the next day. */
const EVENING = 18;

/**
 * @param startedAt epoch ms.
 * @returns epoch ms, or null where the limit names no instant of its own: a date yet to be agreed, or working days,
 * which only `callBack` has and which no clock of this version runs on.
 */
export function dueAt(limit: SlaLimit, startedAt: number, timezone: string): number | null {
  switch (limit.type) {
    case "duration":
      return startedAt + limit.after;
    case "sameDay": {
      const local = Temporal.Instant.fromEpochMilliseconds(startedAt).toZonedDateTimeISO(timezone);
      const tomorrow = local.add({ days: 1 }).toPlainDate();
      const due = tomorrow.toZonedDateTime({
        timeZone: timezone,
        plainTime: local.hour >= EVENING ? "12:00" : "00:00",
      });
      return due.epochMilliseconds;
    }
    case "workingDays":
    case "agreed":
      return null;
  }
}
