// The entrapment card: people are, or may be, shut in a car. Large, above all else: how long, whom to call, who is coming, what to do.

import type { Language, Text } from "../model/text.ts";
import type { Act } from "../model/ticket.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { adviceOf, contactLink } from "./advice.ts";
import { elapsed } from "./countdown.ts";
import { element, follow, place, write } from "./dom.ts";
import { steps, tickedBy, tickOf } from "./entrapment-steps.ts";
import { followWho, whoField } from "./fields.ts";
import { icon } from "./icons.ts";
import { insideWords, watchInside } from "./inside.ts";
import type { Present } from "./present.ts";
import { assetName, isOpen, personName, staffName, zoneName } from "./present.ts";
import { sendAct } from "./send-act.ts";
import { when } from "./site-time.ts";
import { say } from "./words.ts";

const kinds = ["entrapment", "entrapmentSuspected"] as const;
const outcomes = ["released", "nobody-inside", "false-alarm"] as const;

/** What the gateway said to the last press on a card, while its ticket stands as it stood then. */
const answers = new Map<string, { readonly version: number; readonly words: string }>();
let redraw: () => void = () => undefined;

export function openEntrapmentCards(onChange: () => void): void {
  redraw = onChange;
}

const kindOf = ({ fault }: TicketJson) => kinds.find((kind) => kind === fault);

/** A suspicion is not shown beside the certainty that hides it. */
const needsCard = (present: Present, ticket: TicketJson): boolean => {
  const parent = present.tickets.get(ticket.parent ?? "");
  const isHidden = parent !== undefined && isOpen(parent) && kindOf(parent) !== undefined;
  return kindOf(ticket) !== undefined && isOpen(ticket) && ticket.state !== "restored" && !isHidden;
};

async function act(present: Present, ticket: TicketJson, name: Act, body: object, by: string, language: Language) {
  const { ok, words } =
    by === ""
      ? { ok: false, words: say(language, "chooseWho") }
      : await sendAct(present, ticket.id, name, { ...body, by }, language);
  if (ok) answers.delete(ticket.id);
  else answers.set(ticket.id, { version: ticket.version, words });
  redraw();
}

type Press = (act: Act, body: object) => void;

const pressing = (name: string, words: string, press: () => void, loud = false): HTMLElement => {
  const made = element("button", { type: "button", "data-card-act": name, class: loud && "first" }, words);
  made.addEventListener("click", press);
  return made;
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

function ending(ticket: TicketJson, press: Press, language: Language): HTMLElement {
  if (ticket.fault === "entrapmentSuspected") {
    const now = { fault: "entrapment", sla: "elevator-entrapment", severity: "critical" };
    const { version } = ticket;
    return element(
      "div",
      { class: "ending" },
      element("h3", {}, say(language, "card.sure")),
      pressing("somebody", say(language, "card.somebody"), () => press("reclassify", { now, version }), true),
      pressing("false-alarm", say(language, "card.falseAlarm"), () =>
        press("cancel", { reason: "false-alarm", version }),
      ),
    );
  }
  return element(
    "div",
    { class: "ending" },
    element("h3", {}, say(language, "card.end")),
    ...outcomes.map((outcome) =>
      pressing(outcome, say(language, `outcome.${outcome}`), () =>
        press("restore", { outcome, version: ticket.version }),
      ),
    ),
  );
}

function onTheWay(present: Present, { assignee, state }: TicketJson, language: Language): HTMLElement {
  return element(
    "div",
    { class: "on-the-way", "data-nobody": assignee === null && "yes" },
    element("h3", {}, say(language, "card.onTheWay")),
    element("b", {}, assignee === null ? say(language, "card.nobody") : personName(present, assignee, language)),
    element("span", {}, say(language, `state.${state}`)),
  );
}

/** Who acts and, under it, the button that says in whose name it accepts: nobody takes the ticket as somebody else. */
function acting(
  present: Present,
  ticket: TicketJson,
  by: HTMLSelectElement,
  press: Press,
  language: Language,
): HTMLElement {
  const { id, state, version } = ticket;
  const accept =
    (state === "open" || state === "dispatched") && pressing("accept", "", () => press("accept", { version }), true);
  const answer = element("p", { class: "answer", role: "status" });
  followWho(by, (person) => {
    const words = say(language, "act.accept");
    const who = staffName(present, person, language);
    if (accept) write(accept, person === "" ? words : say(language, "card.as", { act: words, who }));
    const told = answers.get(id);
    write(answer, told?.version === version ? told.words : "");
  });
  return element(
    "div",
    { class: "acting" },
    element("label", {}, element("span", {}, say(language, "by")), by),
    accept,
    answer,
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

function card(present: Present, ticket: TicketJson, language: Language): HTMLElement {
  const asset = ticket.asset ?? "";
  const [people, more] = insideWords(asset, language);
  const by = whoField(present, language);
  const press: Press = (name, body) => void act(present, ticket, name, body, by.value, language);
  const [where, unit] = [zoneName(present, ticket.zone, language), kindOf(ticket) ?? "entrapment"];
  return element(
    "article",
    { class: "entrapment", "data-card": ticket.id, "data-fault": ticket.fault ?? "" },
    element(
      "div",
      { class: "alarm" },
      element("h2", {}, icon("critical"), say(language, `card.${unit}`)),
      element("b", { class: "car" }, assetName(present, asset, language)),
      element("span", {}, `${where} · `, element("a", { href: `#/tickets/${ticket.id}`, class: "link" }, ticket.id)),
      element("p", { class: "since" }, element("small", {}, say(language, "card.elapsed")), elapsed(ticket.since)),
    ),
    element(
      "div",
      { class: "who-and-what" },
      onTheWay(present, ticket, language),
      element(
        "div",
        { class: "inside" },
        element("h3", {}, say(language, "card.inside")),
        element("b", {}, people),
        element("span", {}, more),
      ),
    ),
    element("div", { class: "decide" }, acting(present, ticket, by, press, language), ending(ticket, press, language)),
    phones(ticket, language),
    checklist(present, ticket, press, language),
  );
}

/** How to draw the ticket's card, or null where it needs none. */
export const cardFor = (present: Present, ticket: TicketJson): ((language: Language) => HTMLElement) | null =>
  needsCard(present, ticket) ? (language) => card(present, ticket, language) : null;

export const cardSignature = (present: Present, ticket: TicketJson, language: Language): string =>
  [
    language,
    ticket.version,
    ticket.state,
    ticket.fault,
    insideWords(ticket.asset ?? "", language),
    adviceOf(ticket)?.contacts.length,
    answers.get(ticket.id)?.words,
    present.site?.staff.length,
  ].join(" ");

/** Every car with people in it, longest first, at the top of the wall. */
export function showEntrapmentCards(present: Present, language: Language): void {
  const tickets = [...present.tickets.values()]
    .filter((ticket) => needsCard(present, ticket))
    .sort((a, b) => Date.parse(a.since) - Date.parse(b.since));
  watchInside(new Set(tickets.map(({ asset }) => asset ?? "").filter((asset) => asset !== "")));
  const section = place("entrapment");
  section.hidden = tickets.length === 0;
  follow(
    section,
    tickets,
    ({ id }) => id,
    (ticket) => cardSignature(present, ticket, language),
    (ticket) => card(present, ticket, language),
  );
}
