// A press on an entrapment card: what is asked, what the gateway said, which card is unfolded. The cards are drawn from it.

import type { Language } from "../model/text.ts";
import type { Act } from "../model/ticket.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { element } from "./dom.ts";
import type { Present } from "./present.ts";
import { openPressGuard, quieten } from "./press-guard.ts";
import { sendAct } from "./send-act.ts";
import { say } from "./words.ts";

/** A question stands so long, and an answer of the gateway, ms. */
const sureFor = 8000;
const answerFor = 20_000;
/** No press is taken for so long after a press, ms. */
const afterPress = 700;

/** What the gateway said to the last press on a card. */
const answers = new Map<string, string>();
/** The ending asked about, by ticket: the second press does it. */
const asked = new Map<string, string>();
/** Of several cards, the one shown whole. */
let whole: string | undefined;
let redraw: () => void = () => undefined;

export function openEntrapmentCards(onChange: () => void): void {
  redraw = onChange;
  openPressGuard();
}

export const answerTo = (id: string): string | undefined => answers.get(id);
export const askedOf = (id: string): string | undefined => asked.get(id);
export const isUnfolded = (id: string): boolean => whole === id;

export function unfold(id: string): void {
  whole = whole === id ? undefined : id;
  quieten(afterPress);
  redraw();
}

/** Redraws once more when it is over. */
const keepFor = (kept: Map<string, string>, id: string, words: string, length: number): void => {
  kept.set(id, words);
  setTimeout(() => {
    if (kept.get(id) === words && kept.delete(id)) redraw();
  }, length);
};

/** Sends the act; a refusal stays on the card for a while, whatever becomes of the ticket meanwhile. */
export async function act(
  present: Present,
  ticket: TicketJson,
  name: Act,
  body: object,
  by: string,
  language: Language,
) {
  quieten(afterPress);
  const { ok, words } =
    by === ""
      ? { ok: false, words: say(language, "chooseWho") }
      : await sendAct(present, ticket.id, name, { ...body, by }, language);
  if (ok) answers.delete(ticket.id);
  else keepFor(answers, ticket.id, words, answerFor);
  redraw();
}

/** The first press asks, for a while; the second, not before the hand has paused, answers true. */
export function isSure(id: string, name: string): boolean {
  if (asked.get(id) === name) return asked.delete(id);
  quieten(afterPress);
  keepFor(asked, id, name, sureFor);
  redraw();
  return false;
}

export type Press = (act: Act, body: object) => void;

/** @param needs the act it does: shut for whom the role forbids it. */
export const pressing = (name: string, needs: Act, words: string, press: () => void, how = ""): HTMLElement => {
  const made = element("button", { type: "button", "data-card-act": name, "data-needs": needs, class: how }, words);
  made.addEventListener("click", press);
  return made;
};
