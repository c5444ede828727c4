// The fields of the wall's forms: a label around an input, a choice, a sheet's worth of options.

import type { Language } from "../model/text.ts";
import { element } from "./dom.ts";
import type { Present } from "./present.ts";
import { say, sayIfKnown } from "./words.ts";

export type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
export type Choice = readonly [value: string, words: string];

const whoKey = "anju.by";

export const labelled = (words: string, field: Field, hint?: HTMLElement): HTMLElement =>
  element("label", { class: field.localName === "textarea" && "wide" }, element("span", {}, words), field, hint);

export const ticked = (words: string, box: HTMLInputElement): HTMLElement =>
  element("label", { class: "check" }, box, element("span", {}, words));

/** A list to choose from, with an empty first line; `chosen` where it is in the list. */
export function choice(
  language: Language,
  name: string,
  choices: readonly Choice[],
  chosen = "",
  empty = say(language, "choose"),
): HTMLSelectElement {
  const made = element(
    "select",
    { name },
    element("option", { value: "" }, empty),
    ...choices.map(([value, words]) => element("option", { value }, words)),
  );
  made.value = choices.some(([value]) => value === chosen) ? chosen : "";
  return made;
}

/** Codes with their words: `codes(language, "cause", ["power"])` → [["power", "power supply"]]. */
export const codes = (language: Language, family: string, all: readonly string[]): readonly Choice[] =>
  all.map((code) => [code, sayIfKnown(language, `${family}.${code}`, code)]);

export const staffChoices = (present: Present, language: Language): readonly Choice[] =>
  (present.site?.staff ?? []).map(({ id, name, role }) => [id, `${name[language]} · ${say(language, `role.${role}`)}`]);

export const zoneChoices = (present: Present, language: Language): readonly Choice[] =>
  (present.site?.zones ?? []).map(({ id, name }) => [id, name[language]]);

/**
 * Who acts: chosen once, remembered by this browser, and the same in every form on the page. Nobody is guessed: an act in
 * the name of somebody else is worse than one question.
 */
export function whoField(present: Present, language: Language): HTMLSelectElement {
  const made = choice(language, "by", staffChoices(present, language), localStorage.getItem(whoKey) ?? "");
  made.addEventListener("change", () => {
    localStorage.setItem(whoKey, made.value);
    for (const other of document.querySelectorAll<HTMLSelectElement>("select[name=by]")) {
      other.value = made.value;
      other.dispatchEvent(new Event("actor"));
    }
  });
  return made;
}

/** Calls `tell` now and whenever somebody else is chosen in any form, with the staff id or "". */
export function followWho(by: HTMLSelectElement, tell: (person: string) => void): void {
  by.addEventListener("actor", () => tell(by.value));
  tell(by.value);
}

/** A free text with suggestions, found by typing any part of them. */
export function searchable(name: string, options: readonly Choice[]): readonly [HTMLInputElement, HTMLDataListElement] {
  const list = element(
    "datalist",
    { id: `choices-${name}` },
    ...options.map(([value, words]) => element("option", { value }, words)),
  );
  return [element("input", { name, list: list.id, autocomplete: "off", maxlength: 200 }), list];
}

export const written = (field: Field): string | undefined => field.value.trim() || undefined;
