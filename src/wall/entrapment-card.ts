// The entrapment card: people are, or may be, shut in a car. Large, above all else: how long, whom to call, who is coming, what to do.

import type { Language, Text } from "../model/text.ts";
import type { Act } from "../model/ticket.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { adviceOf, contactLink } from "./advice.ts";
import { allowedActs } from "./allowed-acts.ts";
import { elapsed } from "./countdown.ts";
import { element, write } from "./dom.ts";
import { answerPart, isOwed } from "./entrapment-answer.ts";
import { ending, inside, placeName, row } from "./entrapment-ending.ts";
import type { Press } from "./entrapment-press.ts";
import { act, answerTo, askedOf, isUnfolded, pressing, unfold } from "./entrapment-press.ts";
import { steps, tickedBy, tickOf } from "./entrapment-steps.ts";
import { followWho, whoField } from "./fields.ts";
import { icon } from "./icons.ts";
import { insideWords } from "./inside.ts";
import type { Present } from "./present.ts";
import { isOpen, personName, staffName, zoneName } from "./present.ts";
import { whyNot } from "./role-acts.ts";
import { when } from "./site-time.ts";
import { say } from "./words.ts";

const kinds = ["entrapment", "entrapmentSuspected"] as const;

/** The fault, or what a person reported as one. */
const kindOf = ({ fault, sla }: TicketJson) =>
  kinds.find((kind) => kind === fault) ?? (fault === null && sla === row ? "entrapment" : undefined);

/** A suspicion is not shown beside the certainty that hides it. */
export const needsCard = (present: Present, ticket: TicketJson): boolean => {
  const parent = present.tickets.get(ticket.parent ?? "");
  const isHidden = parent !== undefined && isOpen(parent) && kindOf(parent) !== undefined;
  return kindOf(ticket) !== undefined && isOpen(ticket) && ticket.state !== "restored" && !isHidden;
};

function checklist(present: Present, ticket: TicketJson, press: Press, language: Language): HTMLElement {
  const line = (step: Text, number: number): HTMLElement => {
    const done = tickedBy(ticket, step);
    const box = element(
      "button",
      {
        type: "button",
        role: "checkbox",
        "aria-checked": String(done !== undefined),
        "data-step": number,
        disabled: done !== undefined,
      },
      element("i", { class: "box" }, done ? "✓" : ""),
      element(
        "span",
        {},
        step[language],
        done && element("small", {}, `${personName(present, done.by, language)} ${when(present, done.at, language)}`),
      ),
    );
    box.addEventListener("click", () => press("comment", { note: tickOf(step) }));
    return element("li", {}, box);
  };
  return element(
    "div",
    { class: "first-actions" },
    element("h3", {}, say(language, "card.checklist")),
    element("ol", {}, ...steps.map(line)),
  );
}

/** Who acts and, under it, the button that says in whose name it accepts: nobody takes the ticket as somebody else. */
function acting(
  present: Present,
  ticket: TicketJson,
  by: HTMLSelectElement,
  press: Press,
  more: HTMLElement,
  language: Language,
): HTMLElement {
  const { id, version } = ticket;
  const accept = isOwed(ticket) && pressing("accept", "accept", "", () => press("accept", { version }), "first");
  const arrive =
    allowedActs(ticket).includes("arrive") &&
    pressing(
      "arrive",
      "arrive",
      say(language, "act.arrive"),
      () => press("arrive", { version }),
      accept ? "" : "first",
    );
  followWho(by, (person) => {
    const words = say(language, "act.accept");
    const who = staffName(present, person, language);
    if (accept) write(accept, person === "" ? words : say(language, "card.as", { act: words, who }));
  });
  return element(
    "div",
    { class: "acting" },
    element("label", {}, element("span", {}, say(language, "by")), by),
    accept,
    arrive,
    element("p", { class: "answer", role: "status" }, answerTo(id) ?? ""),
    more,
  );
}

function phones(ticket: TicketJson, language: Language): HTMLElement {
  const contacts = adviceOf(ticket)?.contacts ?? [];
  const missing = (role: string, words: string) =>
    contacts.some((contact) => contact.role === role)
      ? null
      : element("span", { class: "contact" }, element("small", {}, words), say(language, "card.noPhone"));
  return element(
    "div",
    { class: "contacts" },
    missing("intercom", say(language, "contact.intercom")),
    ...contacts.map((contact) => contactLink(contact, language)),
  );
}

/** `of` cards are shown, this is the `n`th; alone it needs no number and shows all. */
type Standing = { readonly n: number; readonly of: number; readonly test: boolean };

export function card(present: Present, ticket: TicketJson, { n, of, test }: Standing, language: Language): HTMLElement {
  const by = whoField(present, language);
  const press: Press = (name, body) => void act(present, ticket, name, body, by.value, language);
  const isAsked = isUnfolded(ticket.id);
  const [isCompact, isWhole] = [of > 1, of === 1 || isAsked];
  // Over the floor plan a card alone is folded, too.
  const more = element(
    "button",
    { type: "button", class: "whole", "aria-expanded": String(isAsked) },
    say(language, isAsked ? "card.less" : "card.more"),
  );
  more.addEventListener("click", () => unfold(ticket.id));
  const made = element(
    "article",
    {
      class: isCompact ? "entrapment compact" : "entrapment",
      "data-card": ticket.id,
      "data-fault": ticket.fault ?? "",
      "data-test": test && "yes",
      "data-whole": isAsked && "yes",
    },
    element(
      "div",
      { class: "alarm" },
      element(
        "h2",
        {},
        icon("critical"),
        test && element("i", { class: "mark" }, say(language, "test")),
        say(language, `card.${kindOf(ticket) ?? "entrapment"}`),
        isCompact && element("span", { class: "number" }, `${n} / ${of}`),
      ),
      element("b", { class: "car" }, placeName(present, ticket, language)),
      element(
        "span",
        {},
        ticket.asset !== null && `${zoneName(present, ticket.zone, language)} · `,
        element("a", { href: `#/tickets/${ticket.id}`, class: "link" }, ticket.id),
      ),
      element("p", { class: "since" }, element("small", {}, say(language, "card.elapsed")), elapsed(ticket.since)),
    ),
    element("div", { class: "who-and-what" }, answerPart(present, ticket, language), inside(present, ticket, language)),
    element(
      "div",
      { class: "decide" },
      acting(present, ticket, by, press, more, language),
      isWhole && ending(present, ticket, press, test, language),
    ),
    phones(ticket, language),
    isWhole && checklist(present, ticket, press, language),
  );
  followWho(by, (person) => {
    for (const button of made.querySelectorAll<HTMLButtonElement>("[data-needs]")) {
      const why = whyNot(present, person, button.dataset.needs as Act, language);
      button.disabled = why !== undefined;
      button.title = why ?? "";
    }
  });
  return made;
}

/** How to draw the ticket's card by itself, or null where it needs none. */
export const cardFor = (
  present: Present,
  ticket: TicketJson,
  test: boolean,
): ((language: Language) => HTMLElement) | null =>
  needsCard(present, ticket) ? (language) => card(present, ticket, { n: 1, of: 1, test }, language) : null;

export const cardSignature = (present: Present, ticket: TicketJson, test: boolean, language: Language): string =>
  [
    language,
    ticket.version,
    ticket.state,
    ticket.fault,
    ticket.present,
    test,
    JSON.stringify(ticket.clocks),
    insideWords(ticket.asset ?? "", language),
    present.devices.get(ticket.asset ?? "")?.online,
    adviceOf(ticket)?.contacts.length,
    answerTo(ticket.id),
    askedOf(ticket.id),
    present.site?.staff.length,
  ].join(" ");
