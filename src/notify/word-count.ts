// The daily count → what people read, in both languages: a headline, the sums, then what is overdue, the longest first. Pure.

import type { CountedTicket, DailyCount, Overdue } from "../model/daily-count.ts";
import { areaKind } from "../model/installed.ts";
import type { Site } from "../model/site.ts";
import type { Text } from "../model/text.ts";
import * as say from "./count-sentences.ts";
import { localTime, span } from "./local-time.ts";
import { fill, heldBy, heldByNobody } from "./sentences.ts";
import { utf8Bytes } from "./truncate.ts";
import { areaName, lines, subject, ticketUrl, type Wording } from "./wording.ts";

/**
 * Title, body and link (to the wall) of the daily count. As many overdue tickets as fit, one line each; the last line says
 * how many more there are. What hangs below a failed parent has no line of its own, unless it is critical.
 * @param limit UTF-8 bytes of title, body and link together
 */
export function wordCount(count: DailyCount, site: Site, limit = Number.POSITIVE_INFINITY): Wording {
  const numbers = (values: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
  const title = fill(say.countTitle, numbers({ open: count.open + count.restored, overdue: count.overdue }));
  const head = [
    fill(say.countSums, {
      at: localTime(count.at, site.timezone),
      ...numbers({ repair: count.open, close: count.restored, callBack: count.toCallBack }),
    }),
    fill(say.countTroubles, numbers({ unassigned: count.unassigned, paused: count.paused, repeats: count.repeats })),
    ...(count.overdue === 0 ? [say.nothingOverdue] : []),
  ];
  const more = (told: number) => fill(say.countMore, numbers({ count: count.overdue - told }));
  const link = ticketUrl(site);
  let room = limit - utf8Bytes(link.url ?? "") - [title, ...head, more(0)].reduce((sum, one) => sum + size(one), 1);
  const told: Text[] = [];
  for (const { ticket, promise } of overdueOf(count)) {
    const line = overdueLine(ticket, promise, site);
    room -= size(line);
    if (room < 0) break;
    told.push(line);
  }
  const rest = told.length < count.overdue ? [more(told.length)] : [];
  return { title, body: lines([...head, ...told, ...rest]), ...link };
}

/** With the line's end. */
const size = ({ en, zh }: Text): number => Math.max(utf8Bytes(en), utf8Bytes(zh)) + 1;

/** Each overdue ticket of any list once, with its longest broken promise; the longest overdue first. */
function overdueOf({ tickets, restoredTickets, callBacks }: DailyCount) {
  const all = new Map([...tickets, ...restoredTickets, ...callBacks].map((ticket) => [ticket.id, ticket]));
  return [...all.values()]
    .filter(({ parent, severity }) => parent === null || severity === "critical")
    .flatMap((ticket) => (ticket.overdue[0] ? [{ ticket, promise: ticket.overdue[0] }] : []))
    .sort((a, b) => a.promise.since - b.promise.since);
}

/** Of an area no more than its name: which promise is broken would tell that nobody is there. */
const overdueLine = (ticket: CountedTicket, { milestone, dueAt, late }: Overdue, site: Site): Text =>
  ticket.kind === areaKind
    ? fill(say.countedArea, { what: areaName(site, ticket), id: ticket.id })
    : fill(say.countLines[milestone], {
        what: subject(site, ticket),
        id: ticket.id,
        due: localTime(dueAt, site.timezone),
        span: span(late),
        whose: whose(ticket, site),
      });

function whose({ assignee, owner }: CountedTicket, site: Site): Text {
  const name = (id: string) => [...site.staff, ...site.companies].find((one) => one.id === id)?.name ?? id;
  if (assignee !== null) return fill(heldBy, { name: name(assignee) });
  return owner === null ? heldByNobody : fill(say.ownedBy, { name: name(owner) });
}
