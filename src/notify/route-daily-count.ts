// The daily count → the notices it calls for: by the routes that name it, else to every channel. Pure; the outbox stores what it returns.

import type { CountedTicket, DailyCount } from "../model/daily-count.ts";
import { areaKind } from "../model/installed.ts";
import type { CountNotice } from "../model/notice.ts";
import type { Site } from "../model/site.ts";
import { channelsOf, defaultChannels } from "./channels-of.ts";
import { recipients } from "./recipients.ts";
import { areaName } from "./wording.ts";

/** Most overdue tickets that a notice carries of each list; its numbers are whole. */
const listed = 200;

const chiefs = ["operator", "supervisor", "manager"];

/**
 * At most one notice per channel, with the id `count:{local date}:{channel}`, so that a day's count is told once. Routes
 * whose `on` names `dailyCount` say where and to whom, the first alone unless it goes on; without one it goes to every
 * channel, to the operators on duty, the supervisors and the managers. A day on which nothing is owed is not told.
 */
export function routeDailyCount(site: Site, count: DailyCount): readonly CountNotice[] {
  if (count.open + count.restored + count.toCallBack === 0) return [];
  const known = new Set(channelsOf(site).map(({ id }) => id));
  const named = site.notify.routes.filter(({ on }) => on.includes("dailyCount"));
  const last = named.findIndex((route) => !route.continue);
  const routes =
    named.length > 0 ? named.slice(0, last === -1 ? named.length : last + 1) : [{ channels: [], to: chiefs }];
  const told = new Map<string, readonly string[]>();
  for (const route of routes) {
    const to = recipients(site, null, route.to, count.at);
    for (const channel of route.channels.length > 0 ? route.channels : defaultChannels(site))
      if (known.has(channel)) told.set(channel, [...new Set([...(told.get(channel) ?? []), ...to])]);
  }
  const day = Temporal.Instant.fromEpochMilliseconds(Math.floor(count.at)).toZonedDateTimeISO(site.timezone);
  const short = shorten(site, count);
  return [...told].map(([channel, to]) => ({
    id: `count:${day.toPlainDate()}:${channel}`,
    at: count.at,
    ticket: null,
    reason: "dailyCount",
    channel,
    to,
    count: short,
  }));
}

function shorten(site: Site, count: DailyCount): DailyCount {
  /** The title of a blind area's ticket names what is to blame. */
  const discreet = (ticket: CountedTicket): CountedTicket =>
    ticket.kind === areaKind ? { ...ticket, title: areaName(site, ticket) } : ticket;
  const told = (tickets: readonly CountedTicket[]): readonly CountedTicket[] => mostOverdue(tickets).map(discreet);
  return {
    ...count,
    tickets: told(count.tickets),
    restoredTickets: told(count.restoredTickets),
    callBacks: told(count.callBacks),
  };
}

const mostOverdue = (tickets: readonly CountedTicket[]): readonly CountedTicket[] =>
  tickets
    .filter(({ overdue, parent, severity }) => overdue.length > 0 && (parent === null || severity === "critical"))
    .slice(0, listed);
