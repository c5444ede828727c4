// The silences in force and planned, each with what it covers and a button that ends it; and the ledger of what was withheld.

import type { Language } from "../model/text.ts";
import { element, write } from "./dom.ts";
import { remove } from "./gateway-answer.ts";
import { icon } from "./icons.ts";
import type { Present } from "./present.ts";
import { assetName, faultName, personName, zoneName } from "./present.ts";
import { isWithinHours, weekDay } from "./silence-hours.ts";
import type { Ledger, SilenceJson, WithheldJson } from "./silences.ts";
import { refreshSilences } from "./silences.ts";
import { whenShort } from "./site-time.ts";
import { say, sayIfKnown } from "./words.ts";

const sureFor = 6000;

/** "East, elevators · Elevator 1 · motor too hot": what a silence withholds. */
export function scopeWords(present: Present, { scope }: Pick<SilenceJson, "scope">, language: Language): string {
  const { zones = [], kinds = [], assets = [], faults = [], severities = [] } = scope;
  const kind = kinds[0] ?? present.devices.get(assets[0] ?? "")?.kind ?? null;
  const words = [
    zones.map((id) => zoneName(present, id, language)),
    kinds.map((each) => present.site?.kinds[each]?.label[language] ?? each),
    assets.map((id) => assetName(present, id, language)),
    faults.map((fault) => faultName(present, { kind, fault }, language)),
    severities.map((severity) => sayIfKnown(language, `severity.${severity}`, severity)),
  ].filter((list) => list.length > 0);
  if (words.length === 0) return say(language, "everything");
  return words.map((list) => list.join(language === "zh" ? "、" : ", ")).join(" · ");
}

/** Ends it at the second press: the first asks whether it is meant. */
function endButton(
  { id }: SilenceJson,
  by: () => string,
  tell: (words: string) => void,
  language: Language,
): HTMLElement {
  const button = element("button", { type: "button", "data-end": id }, say(language, "silenceEnd"));
  let isSure = false;
  const calm = (): void => {
    isSure = false;
    button.classList.remove("sure");
    write(button, say(language, "silenceEnd"));
    button.title = say(language, "silenceEndHint");
  };
  const end = async (): Promise<void> => {
    if (by() === "") return tell(say(language, "chooseWho"));
    if (!isSure) {
      isSure = true;
      button.classList.add("sure");
      write(button, say(language, "silenceEndSure"));
      tell(say(language, "silenceEndHint"));
      setTimeout(calm, sureFor);
      return;
    }
    button.disabled = true;
    const answer = await remove(`/api/v1/silences/${id}?by=${encodeURIComponent(by())}`, language);
    button.disabled = false;
    calm();
    tell(answer.ok ? "" : answer.words);
    await refreshSilences();
  };
  calm();
  button.addEventListener("click", () => void end());
  return button;
}

/** @param now the gateway's clock, epoch ms @param by who acts, "" while nobody is chosen */
export function silenceRow(
  present: Present,
  silence: SilenceJson,
  now: number,
  by: () => string,
  language: Language,
): HTMLElement {
  const { id, kind, state, reason, from, until, untilRepaired, ticket, weekly } = silence;
  const [begins, ends] = [whenShort(present, from, language), whenShort(present, until, language)];
  const isQuiet = state === "running" && !isWithinHours(silence, now, present.site?.timezone ?? "UTC");
  const answer = element("p", { class: "answer", role: "status" });
  const times = [
    state === "planned" && say(language, "from", { at: begins }),
    say(language, "until", { at: ends }),
    untilRepaired && say(language, "untilRepaired"),
    weekly && `${weekly.days.map((day) => weekDay(day, language)).join(" ")} ${weekly.window}`,
  ].filter((part) => typeof part === "string");
  return element(
    "li",
    { "data-silence": kind, "data-id": id },
    element(
      "div",
      {},
      element("b", {}, scopeWords(present, silence, language)),
      element(
        "p",
        {},
        element("i", { class: "mark" }, sayIfKnown(language, `silence.${kind}`, kind)),
        ` ${times.join(" · ")}`,
        isQuiet && element("small", {}, say(language, "betweenWindows")),
      ),
      element("small", {}, `${id} · ${personName(present, silence.by, language)}: ${reason}`),
      ticket !== null && element("a", { href: `#/tickets/${ticket}`, class: "link" }, ticket),
    ),
    endButton(silence, by, (words) => write(answer, words), language),
    answer,
  );
}

function whatBecame(present: Present, { clearedAt, ticket }: WithheldJson, language: Language): HTMLElement {
  if (ticket !== null)
    return element("a", { href: `#/tickets/${ticket}`, class: "link" }, `${say(language, "ticketAfter")} ${ticket}`);
  if (clearedAt !== null)
    return element("span", {}, say(language, "wentAway", { at: whenShort(present, clearedAt, language) }));
  return element("b", {}, say(language, "standsStill"));
}

const ledgerRow = (present: Present, withheld: WithheldJson, language: Language): HTMLElement =>
  element(
    "li",
    { "data-withheld": `${withheld.asset}|${withheld.fault}`, "data-severity": withheld.severity },
    icon(withheld.severity),
    element(
      "div",
      {},
      element("b", {}, faultName(present, withheld, language)),
      ` ${assetName(present, withheld.asset, language)} · ${zoneName(present, withheld.zone, language)}`,
      element(
        "small",
        {},
        `${withheld.silence} · ${say(language, "withheldAt", { at: whenShort(present, withheld.withheldAt, language) })}`,
      ),
    ),
    whatBecame(present, withheld, language),
  );

export const ledgerList = (present: Present, { items, hasMore }: Ledger, language: Language): HTMLElement =>
  element(
    "div",
    {},
    element("h3", {}, say(language, "ledger")),
    items.length === 0
      ? element("p", { class: "note" }, say(language, "ledgerEmpty"))
      : element("ul", { class: "ledger" }, ...items.map((item) => ledgerRow(present, item, language))),
    hasMore && element("p", { class: "note" }, say(language, "ledgerMore", { n: items.length })),
  );
