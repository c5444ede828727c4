// A deadline that lies beyond the public calendar's last known day says so in the ticket's log: weekdays count as working days there, holidays may come.

import type { Site } from "../model/site.ts";
import type { Ticket, TicketEvent } from "../model/ticket.ts";

/** What the log should say and does not yet; null where every deadline is known. @param at epoch ms. */
export function calendarNote(
  { sla, calendar, timezone }: Site,
  { sla: id, clocks, events }: Ticket,
  at: number,
): TicketEvent | null {
  const row = sla[id];
  const { unknownFrom } = calendar;
  // 0: a country without a calendar of ours, which `check` warns of.
  if (!row || unknownFrom <= 0) return null;
  const beyond = clocks.some(
    ({ milestone, dueAt, doneAt }) =>
      doneAt === null &&
      dueAt >= unknownFrom &&
      (row.milestones[milestone]?.type === "workingDays" ||
        (row.calendar === "working" && row.milestones[milestone]?.type === "duration")),
  );
  if (!beyond) return null;
  const last = Temporal.Instant.fromEpochMilliseconds(unknownFrom - 1)
    .toZonedDateTimeISO(timezone)
    .toPlainDate();
  const note = `The public calendar is known until ${last}: the deadline counts weekdays as working days beyond it. 公共日历仅到 ${last}，此后的时限按周一至周五计为工作日。`;
  if (events.some((event) => event.by === "system" && event.note === note)) return null;
  return { at, type: "commented", by: "system", note };
}
