// How an entrapment ended, on its card: asked twice, with the name of the car; and what the car itself reports.

import type { Language } from "../model/text.ts";
import type { Act } from "../model/ticket.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { assetLabel } from "./asset-label.ts";
import { element } from "./dom.ts";
import type { Press } from "./entrapment-press.ts";
import { askedOf, isSure, pressing } from "./entrapment-press.ts";
import { insideWords } from "./inside.ts";
import type { Present } from "./present.ts";
import { zoneName } from "./present.ts";
import { say } from "./words.ts";

const outcomes = ["released", "nobody-inside", "false-alarm", "test"] as const;
export const row = "elevator-entrapment";

/** The car, or where a person reported it without naming one. */
export const placeName = (present: Present, { asset, zone }: TicketJson, language: Language): string =>
  asset === null ? zoneName(present, zone, language) : assetLabel(present, asset, language);

/** An ending names the car and is done by the second press; the first asks. */
function endButton(
  present: Present,
  ticket: TicketJson,
  name: (typeof outcomes)[number],
  act: Act,
  press: () => void,
  language: Language,
) {
  const isAsked = askedOf(ticket.id) === name;
  const outcome = say(language, `outcome.${name}`);
  const words = isAsked
    ? say(language, "card.really", { asset: placeName(present, ticket, language), outcome })
    : outcome;
  const go = (): void => {
    if (isSure(ticket.id, name)) press();
  };
  return pressing(name, act, words, go, isAsked ? "sure" : "");
}

export function ending(
  present: Present,
  ticket: TicketJson,
  press: Press,
  test: boolean,
  language: Language,
): HTMLElement {
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

/** Whether the alarm stands or has ended, and what the car's sensors say. */
export function inside(
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
