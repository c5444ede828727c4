// One ticket in full, at #/tickets/T-000123: its deadlines, what to do first, the form to act on it, its facts and its log.

import type { Language } from "../model/text.ts";
import type { ClockJson, TicketJson } from "../model/ticket-json.ts";
import type { ActForm } from "./act-form.ts";
import { actForm } from "./act-form.ts";
import { adviceBox, adviceOf } from "./advice.ts";
import { allowedActs } from "./allowed-acts.ts";
import { countdown } from "./countdown.ts";
import { element, follow, place } from "./dom.ts";
import { cardFor, cardSignature } from "./entrapment-card.ts";
import { icon } from "./icons.ts";
import { turnsOfTicket } from "./plan-turns.ts";
import type { Present } from "./present.ts";
import { nothingYet, serverNow } from "./present.ts";
import { isTest } from "./silences.ts";
import { when } from "./site-time.ts";
import { blindBox, blindSignature } from "./ticket-blind.ts";
import { childList, facts, holderList } from "./ticket-facts.ts";
import { ticketLog } from "./ticket-log.ts";
import { awaitsPerson, ticketWords } from "./ticket-words.ts";
import { whyBox, whyButton, whySignature } from "./why.ts";
import { say, sayIfKnown } from "./words.ts";

/** The ticket's id in the address, or null. */
export const asked = (hash: string): string | null => /^#\/tickets\/([A-Za-z0-9-]+)$/.exec(hash)?.[1] ?? null;

const clockRow = (present: Present, ticket: TicketJson, clock: ClockJson, language: Language): HTMLElement =>
  element(
    "li",
    { "data-clock": clock.state },
    element("span", {}, say(language, `milestone.${clock.milestone}`)),
    clock.state === "running" || clock.state === "breached"
      ? countdown(clock.startedAt, clock.dueAt)
      : element("b", {}, say(language, `clock.${clock.state}`)),
    element("small", {}, `${say(language, "due")} ${when(present, clock.dueAt, language)}`),
    whyButton(ticket, clock.milestone, language),
    whyBox(present, ticket, clock.milestone, language),
  );

/** Why the clocks stand still, in words; undefined while they run. */
function pauseWords({ paused, events }: TicketJson, language: Language): string | undefined {
  if (!paused) return undefined;
  const reason = events.findLast(({ type }) => type === "paused")?.reason;
  const words = say(language, "paused");
  return reason === undefined ? words : `${words}: ${sayIfKnown(language, `pause.${reason}`, reason)}`;
}

function details(present: Present, ticket: TicketJson, test: boolean, language: Language): HTMLElement {
  const [asset, what] = ticketWords(present, ticket, language);
  const paused = pauseWords(ticket, language);
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
      test && element("span", { class: "mark" }, say(language, "test")),
      element("span", {}, ticket.id),
      element("span", {}, say(language, `severity.${ticket.severity}`)),
      element("span", { class: "state" }, say(language, `state.${ticket.state}`)),
      ticket.fault !== null &&
        element(
          "span",
          { class: awaitsPerson(ticket) && "gone" },
          say(language, ticket.present ? "stillPresent" : awaitsPerson(ticket) ? "goneWaits" : "gone"),
        ),
      paused !== undefined && element("span", { class: "paused" }, paused),
    ),
    adviceBox(present, ticket, language),
    blindBox(present, ticket, language),
    element("h3", {}, say(language, "clocks")),
    ticket.clocks.length === 0
      ? element("p", { class: "note" }, say(language, "noClock"))
      : element("ul", { class: "clocks" }, ...ticket.clocks.map((clock) => clockRow(present, ticket, clock, language))),
  );
}

const background = (present: Present, ticket: TicketJson, language: Language): HTMLElement =>
  element(
    "div",
    {},
    childList(present, ticket, language),
    facts(present, ticket, language),
    holderList(present, ticket, language),
    element("h3", {}, say(language, "log")),
    ticketLog(present, ticket, language),
  );

/** The ticket shown, as it last stood: the form sends its version, not the one it was drawn with. */
let latest: TicketJson | null | undefined;
let known: Present = nothingYet;
/** Drawn once per ticket: its buttons follow the ticket, what is half written stays. */
let form: ActForm | undefined;
const rows = (): readonly string[] | undefined => (latest ? adviceOf(latest)?.rows : undefined);

type Part = { readonly key: string; readonly signature: string; readonly draw: () => HTMLElement };

function partsOf(present: Present, ticket: TicketJson, steady: number, language: Language): Part[] {
  const test = isTest(ticket, serverNow(present, steady));
  const signed = `${language} ${ticket.id} ${ticket.version} ${JSON.stringify(ticket.clocks)} ${ticket.present} ${ticket.parent}`;
  const children = [...present.tickets.values()].filter(({ parent }) => parent === ticket.id);
  const parts: Part[] = [];
  const card = cardFor(present, ticket, test);
  if (card)
    parts.push({
      key: "card",
      signature: cardSignature(present, ticket, test, language),
      draw: () => card(language),
    });
  parts.push({
    key: "details",
    signature: `${signed} ${test} ${adviceOf(ticket) == null} ${whySignature(ticket)} ${blindSignature(present, ticket)} ${JSON.stringify(turnsOfTicket(present, ticket))}`,
    draw: () => details(present, ticket, test, language),
  });
  if (allowedActs(ticket).length > 0)
    parts.push({
      key: "acts",
      signature: `${language} ${ticket.id} ${present.site === null}`,
      draw: () => {
        form = actForm(
          () => known,
          ticket,
          () => latest,
          rows,
          language,
        );
        return element("div", {}, element("h3", {}, say(language, "acts")), form.node);
      },
    });
  parts.push({
    key: "background",
    signature: `${signed} ${children.map(({ id, version }) => `${id}${version}`)}`,
    draw: () => background(present, ticket, language),
  });
  return parts;
}

/**
 * Shows the ticket, or hides the panel for null, or says that there is no such ticket for undefined.
 * Nobody loses what is half written, to a tick or to somebody else's act: the form is drawn once per ticket.
 * @param steady our steady clock, ms
 */
export function showTicketPanel(
  present: Present,
  ticket: TicketJson | null | undefined,
  steady: number,
  language: Language,
): void {
  const panel = place("ticket");
  if (ticket?.id !== latest?.id) panel.scrollTop = 0;
  latest = ticket;
  known = present;
  panel.hidden = ticket === null;
  const back: Part = {
    key: "back",
    signature: language,
    draw: () => element("a", { href: "#/", class: "back" }, `← ${say(language, "back")}`),
  };
  const none: Part = {
    key: "none",
    signature: language,
    draw: () => element("p", { class: "note" }, say(language, "noSuchTicket")),
  };
  follow(
    panel,
    ticket === undefined
      ? [back, none]
      : ticket === null
        ? [back]
        : [back, ...partsOf(present, ticket, steady, language)],
    ({ key }) => key,
    ({ signature }) => signature,
    ({ draw }) => draw(),
  );
  if (ticket && form?.id === ticket.id) form.show(ticket);
}
