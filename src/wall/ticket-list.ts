// The open tickets, critical first, then by nearest deadline, each with its running countdown.

import type { Language } from "../model/text.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { countdown } from "./countdown.ts";
import { inOrder, pressingClock } from "./deadline.ts";
import { element, follow, place, write } from "./dom.ts";
import { icon } from "./icons.ts";
import type { Present } from "./present.ts";
import { assetName, faultName, isOpen, staffName, zoneName } from "./present.ts";
import { say } from "./words.ts";

/** More rows than any wall shows at once; what is beyond is counted. */
const most = 200;

const heading = element("h2");
const list = element("ol", { class: "rows" });
const note = element("p", { class: "note" });

export function openTicketList(): void {
  place("tickets").append(heading, list, note);
}

const assetWords = (present: Present, { asset, zone }: TicketJson, language: Language): string =>
  asset === null ? zoneName(present, zone, language) : assetName(present, asset, language);

/** What is wrong, in a few words: "Elevator, building 1 · passenger trapped". */
export function ticketWords(present: Present, ticket: TicketJson, language: Language): readonly [string, string] {
  const { kind, fault, title } = ticket;
  const what = fault === null ? title[language] : faultName(present, { kind, fault }, language, title);
  return [assetWords(present, ticket, language), what];
}

function row(present: Present, ticket: TicketJson, language: Language): HTMLElement {
  const clock = pressingClock(ticket);
  const [asset, what] = ticketWords(present, ticket, language);
  const severity = say(language, `severity.${ticket.severity}`);
  const clockWords = clock ? `milestone.${clock.milestone}` : ticket.paused ? "paused" : "noClock";
  return element(
    "li",
    { "data-severity": ticket.severity, "data-state": ticket.state, "data-ticket": ticket.id },
    element(
      "a",
      { href: `#/tickets/${ticket.id}` },
      element("span", { class: "severity", title: severity }, icon(ticket.severity), element("small", {}, severity)),
      element(
        "span",
        { class: "deadline" },
        clock && countdown(clock.startedAt, clock.dueAt),
        element("small", {}, say(language, clockWords as "noClock")),
      ),
      element("span", { class: "what" }, element("b", {}, what), element("span", {}, asset)),
      element("span", { class: "where" }, zoneName(present, ticket.zone, language), element("small", {}, ticket.id)),
      element(
        "span",
        { class: "who" },
        element("span", { class: "state" }, say(language, `state.${ticket.state}`)),
        element(
          "small",
          {},
          ticket.assignee === null ? say(language, "nobody") : staffName(present, ticket.assignee, language),
        ),
      ),
    ),
  );
}

export function showTicketList(present: Present, language: Language): void {
  const open = inOrder([...present.tickets.values()].filter(isOpen));
  const hidden = open.length - most;
  write(heading, `${say(language, "openTickets")} ${open.length}`);
  follow(
    list,
    open.slice(0, most),
    ({ id }) => id,
    (ticket) => `${language} ${ticket.version} ${JSON.stringify(ticket.clocks)} ${ticket.state} ${ticket.present}`,
    (ticket) => row(present, ticket, language),
  );
  write(note, hidden > 0 ? say(language, "more", { n: hidden }) : open.length === 0 ? say(language, "noTickets") : "");
}
