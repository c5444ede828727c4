// Why a deadline is what it is, in the gateway's words: asked when somebody presses "Why?" at a clock.

import type { Language, Text } from "../model/text.ts";
import type { Milestone } from "../model/ticket.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { element } from "./dom.ts";
import { ask, createMemo } from "./gateway-answer.ts";
import type { Present } from "./present.ts";
import { when } from "./site-time.ts";
import { say } from "./words.ts";

type Step = { readonly at: string | null; readonly text: Text };
type Why = {
  readonly clocks: readonly { readonly milestone: string; readonly text: Text; readonly steps?: readonly Step[] }[];
};

/** "02:15:38" */
const clockLength = 8;

let shown: { readonly ticket: string; readonly milestone: Milestone } | null = null;
let redraw: () => void = () => undefined;
const memo = createMemo<Why>(
  (key) => ask(`/api/v1/tickets/${key.split(" ")[0]}/why`),
  () => redraw(),
);

export function openWhy(onChange: () => void): void {
  redraw = onChange;
}

const isShown = (ticket: string, milestone: Milestone): boolean =>
  shown?.ticket === ticket && shown.milestone === milestone;

/** What of it the panel's picture depends on. */
export const whySignature = (ticket: TicketJson): string =>
  shown?.ticket === ticket.id ? `${shown.milestone} ${memo(keyOf(ticket)) === null}` : "";

/** Pauses, acts and the passing of a deadline are all in the version and the clocks. */
const keyOf = ({ id, version, clocks }: TicketJson): string =>
  `${id} ${version} ${clocks.map(({ state, dueAt }) => `${state}${dueAt}`)}`;

export function whyButton(ticket: TicketJson, milestone: Milestone, language: Language): HTMLElement {
  const open = isShown(ticket.id, milestone);
  const made = element(
    "button",
    { type: "button", class: "why", "data-why": milestone, "aria-expanded": String(open) },
    say(language, open ? "whyHide" : "why"),
  );
  made.addEventListener("click", () => {
    shown = open ? null : { ticket: ticket.id, milestone };
    redraw();
    document.querySelector<HTMLElement>(`[data-why="${milestone}"]`)?.focus();
  });
  return made;
}

/** The explanation under its clock; null while it is not asked for. */
export function whyBox(
  present: Present,
  ticket: TicketJson,
  milestone: Milestone,
  language: Language,
): HTMLElement | null {
  if (!isShown(ticket.id, milestone)) return null;
  const answer = memo(keyOf(ticket));
  if (answer === null) return element("div", { class: "why-box" }, say(language, "loading"));
  const clock = answer?.clocks.find((each) => each.milestone === milestone);
  if (!clock) return element("div", { class: "why-box" }, say(language, "whyMissing"));
  const told = new Set([clock.text[language]]);
  const steps = (clock.steps ?? []).filter(({ text }) => {
    const isNew = !told.has(text[language]);
    told.add(text[language]);
    return isNew;
  });
  return element(
    "div",
    { class: "why-box", "data-why-box": milestone },
    element("p", {}, clock.text[language]),
    element(
      "ol",
      {},
      ...steps.map(({ at, text }) => {
        const time = at === null ? "" : when(present, at, language);
        // A sentence that names its own time needs it no second time before it.
        const isTimed = at !== null && !text[language].includes(time.slice(-clockLength));
        return element(
          "li",
          {},
          isTimed && element("time", { datetime: at }, time),
          element("span", {}, text[language]),
        );
      }),
    ),
  );
}
