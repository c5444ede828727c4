// When a promise is due: an SLA limit and a start → an instant (CONTRACT 5), and how that moves when the clock stood still.

import type { SlaLimit, SlaRow } from "../model/site.ts";
import type { WorkCalendar } from "../model/work-calendar.ts";

/** Reported at or after this local hour, a same-day repair is due before noon of the next day. */
const EVENING = 18;

export type Calendars = {
  readonly row: Pick<SlaRow, "calendar">;
  readonly timezone: string;
  readonly calendar: WorkCalendar;
  /** Epoch ms. */
  readonly agreedAt?: number;
};

/**
 * @param startedAt epoch ms.
 * @returns epoch ms, or null where a date is yet to be agreed.
 */
export function dueAt(limit: SlaLimit, startedAt: number, terms: Calendars): number | null {
  const { timezone, calendar } = terms;
  switch (limit.type) {
    case "duration":
      return terms.row.calendar === "working"
        ? calendar.addWorkingTime(startedAt, limit.after)
        : startedAt + limit.after;
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
      return calendar.addWorkingDays(startedAt, limit.days);
    case "agreed":
      return terms.agreedAt ?? null;
  }
}

/** The due instant of a clock that stood still in [from, to): what it had left at `from` counts on from `to`, in its own calendar. */
export function moveDue(limit: SlaLimit | null, due: number, from: number, to: number, terms: Calendars): number {
  // A date agreed stands, however long the work did.
  if (limit?.type === "agreed") return due;
  if (limit?.type !== "duration" || terms.row.calendar !== "working") return due + (to - from);
  return due <= from ? due + (to - from) : terms.calendar.addWorkingTime(to, terms.calendar.workingTime(from, due));
}
