// The daily count (每日盘点): every open ticket, what is overdue, since when, whose; and when the next one is due. Pure.

import type { CountedTicket, DailyCount, Tally } from "../model/daily-count.ts";
import { type Severity, severities } from "../model/severity.ts";
import type { Site } from "../model/site.ts";
import type { Ticket, TicketState } from "../model/ticket.ts";
import { byUrgency, countTicket } from "./count-ticket.ts";

const countAt = Temporal.PlainTime.from("08:00");

/** States in which nothing is owed any more but a call-back. */
const ended: readonly TicketState[] = ["closed", "archived", "cancelled"];

const waitsForCallBack = ({ state, clocks }: Ticket, at: number): boolean =>
  (state === "restored" || state === "closed") &&
  clocks.some(
    (clock) =>
      clock.milestone === "callBack" && clock.state !== "void" && clock.doneAt === null && clock.startedAt <= at,
  );

/** Of all that is owed to the resident, the call. */
function callBackOf({ clocks }: Ticket): CountedTicket["next"] {
  const clock = clocks.find(({ milestone }) => milestone === "callBack");
  return clock ? { milestone: "callBack", dueAt: clock.dueAt } : null;
}

const tally = (tickets: readonly CountedTicket[]): Tally => ({
  open: tickets.length,
  overdue: tickets.filter(({ overdue }) => overdue.length > 0).length,
});

/**
 * Counts what is owed, tickets below a failed parent with it (`parent` says so).
 * @param tickets all of them, or at least those that are not archived or cancelled, as they stand at `at`
 * @param at epoch ms
 */
export function dailyCount(site: Pick<Site, "id">, tickets: readonly Ticket[], at: number): DailyCount {
  const open: CountedTicket[] = [];
  const restored: CountedTicket[] = [];
  const callBacks: CountedTicket[] = [];
  const late = new Set<string>();
  for (const ticket of tickets) {
    const waits = waitsForCallBack(ticket, at);
    if (ended.includes(ticket.state) && !waits) continue;
    const counted = countTicket(ticket, at);
    if (counted.overdue.length > 0) late.add(counted.id);
    if (waits) callBacks.push({ ...counted, next: callBackOf(ticket) });
    if (ticket.state === "restored") restored.push(counted);
    else if (!ended.includes(ticket.state)) open.push(counted);
  }
  const zones = Map.groupBy(open, ({ zone }) => zone);
  const bySeverity = Map.groupBy(open, ({ severity }) => severity);
  return {
    site: site.id,
    at,
    open: open.length,
    restored: restored.length,
    overdue: late.size,
    unassigned: open.filter(({ assignee }) => assignee === null).length,
    paused: open.filter(({ paused }) => paused !== null).length,
    repeats: open.filter(({ repeats }) => repeats > 0).length,
    toCallBack: callBacks.length,
    zones: Object.fromEntries([...zones].map(([zone, some]) => [zone, tally(some)])),
    severities: Object.fromEntries(
      severities.map((severity) => [severity, tally(bySeverity.get(severity) ?? [])]),
    ) as Record<Severity, Tally>,
    tickets: open.sort(byUrgency),
    restoredTickets: restored.sort(byUrgency),
    callBacks: callBacks.sort(byUrgency),
  };
}

/**
 * The next 08:00 of the site's local time strictly after `after`; both epoch ms. Where clocks skip that time, it moves
 * forward with them; where it comes twice, the first counts.
 */
export function nextDailyCount(timezone: string, after: number): number {
  let day = Temporal.Instant.fromEpochMilliseconds(Math.floor(after)).toZonedDateTimeISO(timezone).toPlainDate();
  for (;;) {
    const at = day.toZonedDateTime({ timeZone: timezone, plainTime: countAt }).epochMilliseconds;
    if (at > after) return at;
    day = day.add({ days: 1 });
  }
}
