// The entrapment card: people are, or may be, shut in a car. Large, above all else: how long, whom to call, who is coming, what to do.

import type { Language, Text } from "../model/text.ts";
import type { Act } from "../model/ticket.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { adviceOf, contactLink } from "./advice.ts";
import { allowedActs } from "./allowed-acts.ts";
import { assetLabel } from "./asset-label.ts";
import { elapsed } from "./countdown.ts";
import { element, follow, place, write } from "./dom.ts";
import { answerPart, isOwed } from "./entrapment-answer.ts";
import { steps, tickedBy, tickOf } from "./entrapment-steps.ts";
import { followWho, whoField } from "./fields.ts";
import { icon } from "./icons.ts";
import { insideWords, watchInside } from "./inside.ts";
import type { Present } from "./present.ts";
import { isOpen, personName, staffName, zoneName } from "./present.ts";
import { openPressGuard, quieten } from "./press-guard.ts";
import { whyNot } from "./role-acts.ts";
import { sendAct } from "./send-act.ts";
import { isTest } from "./silences.ts";
import { when } from "./site-time.ts";
import { say } from "./words.ts";

const kinds = ["entrapment", "entrapmentSuspected"] as const;
const outcomes = ["released", "nobody-inside", "false-alarm", "test"] as const;
const row = "elevator-entrapment";
/** A question stands so long, and an answer of the gateway, ms. */
const sureFor = 8000;
const answerFor = 20_000;
/** No press is taken for so long after cards changed place, and after a press, ms. */
const afterMove = 1000;
const afterPress = 700;

/** What the gateway said to the last press on a card. */
const answers = new Map<string, string>();
/** The ending asked about, by ticket: the second press does it. */
const asked = new Map<string, string>();
/** Of several cards, the one shown whole. */
let whole: string | undefined;
let places = "";
let redraw: () => void = () => undefined;

export function openEntrapmentCards(onChange: () => void): void {
  redraw = onChange;
  openPressGuard();
}

/** The fault, or what a person reported as one. */
const kindOf = ({ fault, sla }: TicketJson) =>
  kinds.find((kind) => kind === fault) ?? (fault === null && sla === row ? "entrapment" : undefined);

/** A suspicion is not shown beside the certainty that hides it. */
const needsCard = (present: Present, ticket: TicketJson): boolean => {
  const parent = present.tickets.get(ticket.parent ?? "");
  const isHidden = parent !== undefined && isOpen(parent) && kindOf(parent) !== undefined;
  return kindOf(ticket) !== undefined && isOpen(ticket) && ticket.state !== "restored" && !isHidden;
};

/** Redraws once more when it is over. */
const keepFor = (kept: Map<string, string>, id: string, words: string, length: number): void => {
  kept.set(id, words);
  setTimeout(() => {
    if (kept.get(id) === words && kept.delete(id)) redraw();
  }, length);
};

async function act(present: Present, ticket: TicketJson, name: Act, body: object, by: string, language: Language) {
  quieten(afterPress);
  const { ok, words } =
    by === ""
      ? { ok: false, words: say(language, "chooseWho") }
      : await sendAct(present, ticket.id, name, { ...body, by }, language);
  if (ok) answers.delete(ticket.id);
  else keepFor(answers, ticket.id, words, answerFor);
  redraw();
}

type Press = (act: Act, body: object) => void;

const pressing = (name: string, act: Act, words: string, press: () => void, how = ""): HTMLElement => {
  const made = element("button", { type: "button", "data-card-act": name, "data-needs": act, class: how }, words);
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

/** An ending names the car and is done by the second press; the first asks. */
function endButton(
  present: Present,
  ticket: TicketJson,
  name: (typeof outcomes)[number],
  act: Act,
  press: () => void,
  language: Language,
) {
  const isAsked = asked.get(ticket.id) === name;
  const outcome = say(language, `outcome.${name}`);
  const words = isAsked
    ? say(language, "card.really", { asset: placeName(present, ticket, language), outcome })
    : outcome;
  const go = (): void => {
    if (isAsked) {
      asked.delete(ticket.id);
      press();
      return;
    }
    quieten(afterPress);
    keepFor(asked, ticket.id, name, sureFor);
    redraw();
  };
  return pressing(name, act, words, go, isAsked ? "sure" : "");
}

function ending(present: Present, ticket: TicketJson, press: Press, test: boolean, language: Language): HTMLElement {
  const { version } = ticket;
  if (ticket.fault === "entrapmentSuspected") {
    const now = { fault: "entrapment", sla: row, severity: "critical" };
    const cancel = () => press("cancel", { reason: "false-alarm", version });
    return element(
      "div",
      { class: "ending" },
      element("h3", {}, say(language, "card.sure")),
      pressing(
        "somebody",
        "reclassify",
        say(language, "card.somebody"),
        () => press("reclassify", { now, version }),
        "first",
      ),
      endButton(present, ticket, "false-alarm", "cancel", cancel, language),
    );
  }
  return element(
    "div",
    { class: "ending" },
    element("h3", {}, say(language, "card.end")),
    ...outcomes
      .filter((outcome) => outcome !== "test" || test)
      .map((outcome) =>
        endButton(present, ticket, outcome, "restore", () => press("restore", { outcome, version }), language),
      ),
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
    element("p", { class: "answer", role: "status" }, answers.get(id) ?? ""),
    accept,
    arrive,
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

/** The car, or where a person reported it without naming one. */
const placeName = (present: Present, { asset, zone }: TicketJson, language: Language): string =>
  asset === null ? zoneName(present, zone, language) : assetLabel(present, asset, language);

/** Whether the alarm stands or has ended, and what the car's sensors say. */
function inside(
  present: Present,
  { asset, fault, present: stands, title }: TicketJson,
  language: Language,
): HTMLElement {
  const [first, more] = insideWords(asset ?? "", language);
  const isSilent = present.devices.get(asset ?? "")?.online === false;
  return element(
    "div",
    { class: "inside" },
    element("h3", {}, say(language, fault === null ? "reporter" : "card.inside")),
    fault === null
      ? element("b", {}, title[language])
      : element(
          "b",
          { class: "stands", "data-stands": String(stands) },
          say(language, stands ? "card.stands" : "card.ended"),
        ),
    isSilent && element("b", {}, say(language, "card.silent")),
    asset !== null && element("span", { class: "sign" }, first),
    asset !== null && more !== "" && element("span", {}, more),
  );
}

/** `of` cards are shown, this is the `n`th; alone it needs no number and shows all. */
type Standing = { readonly n: number; readonly of: number; readonly test: boolean };

function card(present: Present, ticket: TicketJson, { n, of, test }: Standing, language: Language): HTMLElement {
  const by = whoField(present, language);
  const press: Press = (name, body) => void act(present, ticket, name, body, by.value, language);
  const [isCompact, isWhole] = [of > 1, of === 1 || whole === ticket.id];
  const more =
    isCompact &&
    element(
      "button",
      { type: "button", class: "unfold", "aria-expanded": String(isWhole) },
      say(language, isWhole ? "card.less" : "card.more"),
    );
  if (more)
    more.addEventListener("click", () => {
      whole = isWhole ? undefined : ticket.id;
      quieten(afterPress);
      redraw();
    });
  const made = element(
    "article",
    {
      class: isCompact ? "entrapment compact" : "entrapment",
      "data-card": ticket.id,
      "data-fault": ticket.fault ?? "",
      "data-test": test && "yes",
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
      acting(present, ticket, by, press, language),
      more,
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
    answers.get(ticket.id),
    asked.get(ticket.id),
    present.site?.staff.length,
  ].join(" ");

/** Every car with people in it, longest first, at the top of the wall; several are compact, so that all can be seen. */
export function showEntrapmentCards(present: Present, now: number, language: Language): void {
  const tickets = [...present.tickets.values()]
    .filter((ticket) => needsCard(present, ticket))
    .sort((a, b) => Date.parse(a.since) - Date.parse(b.since));
  watchInside(new Set(tickets.map(({ asset }) => asset ?? "").filter((asset) => asset !== "")));
  const section = place("entrapment");
  const ids = tickets.map(({ id }) => id).join();
  if (ids !== places) quieten(afterMove);
  places = ids;
  section.hidden = tickets.length === 0;
  section.dataset.several = tickets.length > 1 ? "yes" : "no";
  const of = tickets.length;
  const lines = tickets.map((ticket, at) => ({ ticket, standing: { n: at + 1, of, test: isTest(ticket, now) } }));
  const cards = lines.map(({ ticket, standing }) => ({
    key: ticket.id,
    signature: `${cardSignature(present, ticket, standing.test, language)} ${standing.n} ${of} ${whole === ticket.id}`,
    draw: () => card(present, ticket, standing, language),
  }));
  const head = {
    key: "several",
    signature: `${language} ${of}`,
    draw: () => element("p", { class: "several" }, say(language, "card.several", { n: of })),
  };
  follow(
    section,
    of > 1 ? [head, ...cards] : cards,
    ({ key }) => key,
    ({ signature }) => signature,
    ({ draw }) => draw(),
  );
}
