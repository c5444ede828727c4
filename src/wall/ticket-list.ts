// The open tickets, life safety and critical first, then by nearest deadline, each with its running countdown; children under their roots.

import type { Language } from "../model/text.ts";
import { countdown } from "./countdown.ts";
import { pressingClock } from "./deadline.ts";
import { element, follow, place, write } from "./dom.ts";
import type { Line } from "./family.ts";
import { familyLines } from "./family.ts";
import { icon } from "./icons.ts";
import type { Present } from "./present.ts";
import { isOpen, personName, serverNow, zoneName } from "./present.ts";
import { isTest } from "./silences.ts";
import { awaitsPerson, ticketWords } from "./ticket-words.ts";
import { say } from "./words.ts";

/** More rows than any wall shows at once; what is beyond is counted. */
const most = 200;
/** Children shown under their root; the panel lists all. */
const mostChildren = 3;

const heading = element("h2");
const list = element("ol", { class: "rows" });
const note = element("p", { class: "note" });

export function openTicketList(): void {
  place("tickets").append(heading, list, note);
}

function row(present: Present, { ticket, children, isChild }: Line, test: boolean, language: Language): HTMLElement {
  const clock = pressingClock(ticket);
  const [asset, what] = ticketWords(present, ticket, language);
  const severity = say(language, `severity.${ticket.severity}`);
  const clockWords = clock ? (`milestone.${clock.milestone}` as const) : ticket.paused ? "paused" : "noClock";
  return element(
    "li",
    {
      "data-severity": ticket.severity,
      "data-state": ticket.state,
      "data-ticket": ticket.id,
      "data-parent": isChild && (ticket.parent ?? ""),
    },
    element(
      "a",
      { href: `#/tickets/${ticket.id}` },
      element("span", { class: "severity", title: severity }, icon(ticket.severity), element("small", {}, severity)),
      element(
        "span",
        { class: "deadline" },
        clock && countdown(clock.startedAt, clock.dueAt),
        element("small", {}, say(language, clockWords)),
      ),
      element(
        "span",
        { class: "what" },
        element("b", {}, test && element("i", { class: "mark" }, say(language, "test")), what),
        ticket.asset !== null && element("span", {}, asset),
        awaitsPerson(ticket) && element("small", { class: "gone" }, say(language, "goneWaits")),
        children > 0 && element("small", { class: "more" }, say(language, "childCount", { n: children })),
      ),
      element(
        "span",
        { class: "where" },
        element("span", {}, zoneName(present, ticket.zone, language)),
        element("small", {}, ticket.id),
      ),
      element(
        "span",
        { class: "who" },
        element("span", { class: "state" }, say(language, `state.${ticket.state}`)),
        element(
          "small",
          {},
          ticket.assignee === null ? say(language, "nobodyHolds") : personName(present, ticket.assignee, language),
        ),
      ),
    ),
  );
}

/** @param steady our steady clock, ms */
export function showTicketList(present: Present, steady: number, language: Language): void {
  const open = [...present.tickets.values()].filter(isOpen);
  const lines = familyLines(open, mostChildren);
  const hidden = lines.length - most;
  const now = serverNow(present, steady);
  write(heading, `${say(language, "openTickets")} ${open.length}`);
  follow(
    list,
    lines.slice(0, most),
    ({ ticket }) => ticket.id,
    ({ ticket, children, isChild }) =>
      `${language} ${ticket.version} ${JSON.stringify(ticket.clocks)} ${ticket.state} ${ticket.present} ${children} ${isChild} ${isTest(ticket, now)}`,
    (line) => row(present, line, isTest(line.ticket, now), language),
  );
  write(note, hidden > 0 ? say(language, "more", { n: hidden }) : open.length === 0 ? say(language, "noTickets") : "");
}
