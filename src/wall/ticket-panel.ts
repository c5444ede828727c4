// One ticket in full, at #/tickets/T-000123: its deadlines, the form to act on it, its facts and its log.

import type { Language } from "../model/text.ts";
import type { ClockJson, TicketEventJson, TicketJson } from "../model/ticket-json.ts";
import { actForm } from "./act-form.ts";
import { allowedActs } from "./allowed-acts.ts";
import { countdown } from "./countdown.ts";
import { element, follow, place } from "./dom.ts";
import { icon } from "./icons.ts";
import type { Present } from "./present.ts";
import { assetName, staffName, zoneName } from "./present.ts";
import { ticketWords } from "./ticket-list.ts";
import { say } from "./words.ts";

/** The ticket's id in the address, or null. */
export const asked = (hash: string): string | null => /^#\/tickets\/([A-Za-z0-9-]+)$/.exec(hash)?.[1] ?? null;

const when = (present: Present, at: string, language: Language): string =>
  new Date(at).toLocaleString(language === "zh" ? "zh-CN" : "en-GB", {
    ...(present.site && { timeZone: present.site.timezone }),
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
  });

const person = (present: Present, id: string | null, language: Language): string =>
  id === null ? say(language, "nobody") : id === "system" ? say(language, "system") : staffName(present, id, language);

function facts(present: Present, ticket: TicketJson, language: Language): HTMLElement {
  const rows: (readonly [string, string])[] = [
    [say(language, "zone"), zoneName(present, ticket.zone, language)],
    [
      say(language, "asset"),
      ticket.asset === null ? "–" : `${assetName(present, ticket.asset, language)} (${ticket.asset})`,
    ],
    [say(language, "assignee"), person(present, ticket.assignee, language)],
    [say(language, "owner"), person(present, ticket.owner, language)],
    [say(language, "since"), when(present, ticket.since, language)],
    [say(language, "opened"), when(present, ticket.openedAt, language)],
  ];
  if (ticket.repeats > 0) rows.push([say(language, "repeats"), String(ticket.repeats)]);
  if (ticket.cameras.length > 0)
    rows.push([say(language, "cameras"), ticket.cameras.map((id) => assetName(present, id, language)).join(", ")]);
  return element("dl", {}, ...rows.flatMap(([word, value]) => [element("dt", {}, word), element("dd", {}, value)]));
}

const clockRow = (present: Present, clock: ClockJson, language: Language): HTMLElement =>
  element(
    "li",
    { "data-clock": clock.state },
    element("span", {}, say(language, `milestone.${clock.milestone}`)),
    clock.state === "running" || clock.state === "breached"
      ? countdown(clock.startedAt, clock.dueAt)
      : element("b", {}, say(language, `clock.${clock.state}`)),
    element("small", {}, `${say(language, "due")} ${when(present, clock.dueAt, language)}`),
  );

const eventRow = (present: Present, event: TicketEventJson, language: Language): HTMLElement =>
  element(
    "li",
    {},
    element("time", { datetime: event.at }, when(present, event.at, language)),
    element("b", {}, say(language, `event.${event.type}`)),
    event.milestone !== undefined && element("span", {}, say(language, `milestone.${event.milestone}`)),
    element("span", {}, person(present, event.by, language)),
    event.to !== undefined && element("span", {}, `→ ${person(present, event.to, language)}`),
    event.note !== null && element("p", {}, event.note),
  );

function details(present: Present, ticket: TicketJson, language: Language): HTMLElement {
  const [asset, what] = ticketWords(present, ticket, language);
  return element(
    "div",
    { class: "details" },
    element(
      "h2",
      { "data-severity": ticket.severity },
      icon(ticket.severity),
      element("span", {}, what, element("small", {}, asset)),
    ),
    element(
      "p",
      { class: "tags" },
      element("span", {}, ticket.id),
      element("span", {}, say(language, `severity.${ticket.severity}`)),
      element("span", { class: "state" }, say(language, `state.${ticket.state}`)),
      ticket.fault !== null && element("span", {}, say(language, ticket.present ? "stillPresent" : "gone")),
      ticket.paused && element("span", {}, say(language, "paused")),
    ),
    element("h3", {}, say(language, "clocks")),
    element("ul", { class: "clocks" }, ...ticket.clocks.map((clock) => clockRow(present, clock, language))),
  );
}

const background = (present: Present, ticket: TicketJson, language: Language): HTMLElement =>
  element(
    "div",
    {},
    facts(present, ticket, language),
    element("h3", {}, say(language, "log")),
    element("ol", { class: "log" }, ...ticket.events.toReversed().map((event) => eventRow(present, event, language))),
  );

/** The ticket shown, as it last stood: the form sends its version, not the one it was drawn with. */
let latest: TicketJson | null | undefined;

type Part = { readonly key: string; readonly signature: string; readonly draw: () => HTMLElement };

/**
 * Shows the ticket, or hides the panel for null, or says that there is no such ticket for undefined.
 * The form is drawn anew only when the state changes: nobody loses a half-written note to a tick.
 */
export function showTicketPanel(present: Present, ticket: TicketJson | null | undefined, language: Language): void {
  const panel = place("ticket");
  latest = ticket;
  panel.hidden = ticket === null;
  document.body.dataset.panel = ticket === null ? "no" : "yes";
  const parts: Part[] = [
    {
      key: "back",
      signature: language,
      draw: () => element("a", { href: "#/", class: "back" }, `← ${say(language, "back")}`),
    },
  ];
  if (ticket === undefined)
    parts.push({
      key: "none",
      signature: language,
      draw: () => element("p", { class: "note" }, say(language, "noSuchTicket")),
    });
  if (ticket) {
    const signed = `${language} ${ticket.id} ${ticket.version} ${JSON.stringify(ticket.clocks)} ${ticket.present}`;
    parts.push({ key: "details", signature: signed, draw: () => details(present, ticket, language) });
    if (allowedActs(ticket.state).length > 0)
      parts.push({
        key: "acts",
        signature: `${language} ${ticket.id} ${ticket.state} ${ticket.present}`,
        draw: () =>
          element(
            "div",
            {},
            element("h3", {}, say(language, "acts")),
            actForm(present, ticket, () => latest, language),
          ),
      });
    parts.push({ key: "background", signature: signed, draw: () => background(present, ticket, language) });
  }
  follow(
    panel,
    parts,
    ({ key }) => key,
    ({ signature }) => signature,
    ({ draw }) => draw(),
  );
}
