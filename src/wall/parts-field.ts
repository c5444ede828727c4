// The parts used: as many lines of name and number as it took.

import type { Language } from "../model/text.ts";
import type { Part } from "../model/ticket.ts";
import { element } from "./dom.ts";
import { say } from "./words.ts";

const most = 20;

/** A fieldset that grows by a line when asked; lines without a name do not count. */
export function partsField(language: Language): {
  readonly node: HTMLElement;
  readonly read: () => readonly Part[] | undefined;
} {
  const lines = element("div", { class: "part-lines" });
  const add = (): void => {
    if (lines.childElementCount >= most) return;
    const [partName, count] = [say(language, "partName"), say(language, "count")];
    lines.append(
      element(
        "div",
        { class: "part" },
        element("input", { name: "part", maxlength: 200, placeholder: partName, "aria-label": partName }),
        element("input", { name: "count", type: "number", min: 1, max: 9999, value: 1, "aria-label": count }),
      ),
    );
  };
  const more = element("button", { type: "button" }, `+ ${say(language, "part")}`);
  more.addEventListener("click", add);
  add();
  return {
    node: element("fieldset", { class: "parts" }, element("legend", {}, say(language, "parts")), lines, more),
    read: () => {
      const parts = [...lines.children].flatMap((line) => {
        const [name, count] = line.querySelectorAll("input");
        const written = name?.value.trim() ?? "";
        return written === "" ? [] : [{ name: written, count: Math.max(1, Math.floor(count?.valueAsNumber || 1)) }];
      });
      return parts.length === 0 ? undefined : parts;
    },
  };
}
