// A field for several of a list: what is chosen becomes a chip that a press takes away again.

import type { Language } from "../model/text.ts";
import { element } from "./dom.ts";
import type { Choice } from "./fields.ts";
import { say } from "./words.ts";

export type Several = {
  readonly node: HTMLElement;
  readonly values: () => readonly string[];
  /** Something was typed that is none of the list. */
  readonly isUnknown: () => boolean;
  readonly clear: () => void;
};

type Asked = {
  readonly name: string;
  readonly words: string;
  /** Asked anew whenever the field is entered: what can be chosen may hang on another field. */
  readonly choices: () => readonly Choice[];
  /** For long lists: found by typing a part of the id or the name. */
  readonly isTyped?: boolean;
};

const wordsOf = (choices: readonly Choice[], value: string): string =>
  choices.find(([each]) => each === value)?.[1] ?? value;

export function pickSeveral(language: Language, { name, words, choices, isTyped = false }: Asked): Several {
  const chosen = new Set<string>();
  const chips = element("span", { class: "chips" });
  const options = isTyped ? element("datalist", { id: `several-${name}` }) : null;
  const field = isTyped
    ? element("input", { name, list: `several-${name}`, autocomplete: "off", placeholder: say(language, "all") })
    : element("select", { name });
  const fill = (): void => {
    const left = choices().filter(([value]) => !chosen.has(value));
    const lines = left.map(([value, label]) => element("option", { value }, label));
    if (options) options.replaceChildren(...lines);
    else
      field.replaceChildren(element("option", { value: "" }, say(language, chosen.size ? "choose" : "all")), ...lines);
  };
  const draw = (): void => {
    chips.replaceChildren(
      ...[...chosen].map((value) => {
        const label = wordsOf(choices(), value);
        const off = element("button", { type: "button", class: "chip", "data-chip": value }, `${label} ×`);
        off.setAttribute("aria-label", say(language, "remove", { what: label }));
        off.addEventListener("click", () => {
          chosen.delete(value);
          draw();
        });
        return off;
      }),
    );
    field.value = "";
    fill();
  };
  /** What was typed or chosen, by id or by name. */
  const take = (): void => {
    const typed = field.value.trim();
    const found = choices().find(([value, label]) => value === typed || label === typed);
    if (!found) return;
    chosen.add(found[0]);
    draw();
  };
  field.addEventListener("change", take);
  field.addEventListener("focus", fill);
  fill();
  return {
    node: element("div", { class: "several" }, element("label", {}, element("span", {}, words), field), options, chips),
    values: () => [...chosen],
    isUnknown: () => field.value.trim() !== "",
    clear: () => {
      chosen.clear();
      draw();
    },
  };
}
