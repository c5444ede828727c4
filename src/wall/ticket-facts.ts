// What is known about a ticket beside its clocks: its facts, who held it for how long, and the tickets it belongs with.

import type { Language } from "../model/text.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { countdown, elapsed } from "./countdown.ts";
import { pressingClock, span } from "./deadline.ts";
import { element } from "./dom.ts";
import { childrenOf } from "./family.ts";
import type { Present } from "./present.ts";
import { assetName, personName, zoneName } from "./present.ts";
import { when } from "./site-time.ts";
import { ticketWords } from "./ticket-words.ts";
import { say, sayIfKnown } from "./words.ts";

const most = 200;

export const ticketLink = (id: string): HTMLElement => element("a", { href: `#/tickets/${id}`, class: "link" }, id);

export function facts(present: Present, ticket: TicketJson, language: Language): HTMLElement {
  const merged = ticket.events.findLast(({ type }) => type === "merged")?.to;
  const rows: (readonly [string, string | Node])[] = [
    [say(language, "zone"), zoneName(present, ticket.zone, language)],
    [
      say(language, "asset"),
      ticket.asset === null ? "–" : `${assetName(present, ticket.asset, language)} (${ticket.asset})`,
    ],
    [say(language, "row"), sayIfKnown(language, `sla.${ticket.sla}`, ticket.sla)],
    [
      say(language, "assignee"),
      ticket.assignee === null ? say(language, "nobodyHolds") : personName(present, ticket.assignee, language),
    ],
    [say(language, "owner"), personName(present, ticket.owner, language)],
    [say(language, "since"), when(present, ticket.since, language)],
    [say(language, "opened"), when(present, ticket.openedAt, language)],
  ];
  if (ticket.repeats > 0) rows.push([say(language, "repeats"), String(ticket.repeats)]);
  if (ticket.parent !== null && ticket.parent !== merged) rows.push([say(language, "root"), ticketLink(ticket.parent)]);
  if (merged !== undefined) rows.push([say(language, "mergedInto"), ticketLink(merged)]);
  if (ticket.former !== null) rows.push([say(language, "former"), ticketLink(ticket.former)]);
  if (ticket.rounds) {
    const { dueAt, visits, missed } = ticket.rounds;
    const next = dueAt === null ? "–" : when(present, dueAt, language);
    rows.push([say(language, "nextRound"), next], [say(language, "roundsMade"), `${visits} / ${missed}`]);
  }
  if (ticket.cameras.length > 0)
    rows.push([say(language, "cameras"), ticket.cameras.map((id) => assetName(present, id, language)).join(", ")]);
  return element("dl", {}, ...rows.flatMap(([word, value]) => [element("dt", {}, word), element("dd", {}, value)]));
}

/** Who held it, how long; null before anybody did. */
export function holderList(present: Present, { holders }: TicketJson, language: Language): HTMLElement | null {
  if (holders.length === 0) return null;
  const rows = holders.map(({ staff, from, to }) => {
    const held = to === null ? elapsed(from) : span(Date.parse(to) - Date.parse(from), language);
    return element(
      "li",
      { "data-holder": staff },
      element("span", {}, personName(present, staff, language)),
      element("b", {}, held),
      element("small", {}, to === null ? say(language, "heldStill") : when(present, from, language)),
    );
  });
  return element("div", {}, element("h3", {}, say(language, "holders")), element("ul", { class: "holders" }, ...rows));
}

function childRow(present: Present, child: TicketJson, language: Language): HTMLElement {
  const clock = pressingClock(child);
  const [asset, what] = ticketWords(present, child, language);
  return element(
    "li",
    { "data-child": child.id },
    element(
      "a",
      { href: `#/tickets/${child.id}` },
      element("span", {}, element("b", {}, asset), ` ${what}`),
      element("small", {}, `${child.id} · ${say(language, `state.${child.state}`)}`),
      clock && countdown(clock.startedAt, clock.dueAt),
    ),
  );
}

/** The tickets that hang on this one; null where there are none. */
export function childList(present: Present, { id }: TicketJson, language: Language): HTMLElement | null {
  const children = childrenOf(present.tickets.values(), id);
  if (children.length === 0) return null;
  return element(
    "div",
    {},
    element("h3", {}, `${say(language, "children")} ${children.length}`),
    element("ul", { class: "children" }, ...children.slice(0, most).map((child) => childRow(present, child, language))),
  );
}
