// What the gateway advises about a ticket: first actions, telephone numbers, the site's rows. Asked once per ticket and holder.

import type { Language, Text } from "../model/text.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { element } from "./dom.ts";
import { ask, createMemo } from "./gateway-answer.ts";
import { turnList, turnsOfTicket } from "./plan-turns.ts";
import type { Present } from "./present.ts";
import { say, sayIfKnown } from "./words.ts";

export type Contact = { readonly role: string; readonly name: Text; readonly phone: string };
type Advice = { readonly advice: Text | null; readonly contacts: readonly Contact[]; readonly rows: readonly string[] };

let onAnswer: () => void = () => undefined;
const memo = createMemo<Advice>(
  (key) => ask(`/api/v1/tickets/${key.split(" ")[0]}/advice`),
  () => onAnswer(),
);

/** @param redraw is called when advice has come. */
export function openAdvice(redraw: () => void): void {
  onAnswer = redraw;
}

/** The advice; null or undefined while it is under way or the gateway has none. */
export const adviceOf = ({ id, assignee, fault, zone }: TicketJson): Advice | null | undefined =>
  memo(`${id} ${assignee} ${fault} ${zone}`);

/** A number to press on a phone and to read on a wall. */
export const contactLink = ({ role, name, phone }: Contact, language: Language): HTMLElement =>
  element(
    "a",
    { class: "contact", href: `tel:${phone.replace(/[^\d+*#]/g, "")}`, "data-contact": role },
    element("small", {}, `${name[language]} · ${sayIfKnown(language, `contact.${role}`, role)}`),
    element("b", {}, phone),
  );

/** The advice and numbers of a ticket, or null where there are none. */
export function adviceBox(present: Present, ticket: TicketJson, language: Language): HTMLElement | null {
  const found = adviceOf(ticket);
  if (!found || (found.advice === null && found.contacts.length === 0)) return null;
  const turns = turnList(present, turnsOfTicket(present, ticket), language);
  return element(
    "div",
    { class: "advice" },
    element("h3", {}, say(language, found.advice === null ? "contacts" : "advice")),
    found.advice !== null && element("p", {}, found.advice[language]),
    turns !== null && element("h3", {}, say(language, "turns")),
    turns,
    element("div", { class: "contacts" }, ...found.contacts.map((contact) => contactLink(contact, language))),
  );
}
