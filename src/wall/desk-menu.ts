// The desk menu in the header: the floor plan, the report form and the silences on the wall, and the pages to read or print beside it.

import type { Language } from "../model/text.ts";
import { element, write } from "./dom.ts";
import type { Word } from "./words.ts";
import { say } from "./words.ts";

/** Pages of the gateway open beside the wall: the wall stays where it is. */
const pages = [
  ["desk.count", "/daily-count"],
  ["desk.shift", "/shift-sheet"],
  ["desk.labels", "/labels"],
] as const satisfies readonly (readonly [Word, string])[];
const sheets = [
  ["plan", "#/plan"],
  ["desk.report", "#/report"],
  ["desk.silences", "#/silences"],
] as const satisfies readonly (readonly [Word, string])[];

const title = element("summary", { class: "button" });
const list = element("ul", { class: "menu" });

/** The menu, shut; it shuts again when something is chosen, somebody presses elsewhere, or Escape. */
export function deskMenu(): HTMLElement {
  const menu = element("details", { id: "desk" }, title, list);
  const shut = ({ target }: Event): void => {
    const isInside = target instanceof Node && menu.contains(target);
    const isLink = target instanceof Element && target.closest("#desk a") !== null;
    if (!isInside || isLink) menu.open = false;
  };
  document.addEventListener("click", shut);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    title.focus();
  });
  return menu;
}

export function showDeskMenu(language: Language): void {
  if (list.dataset.language === language) return;
  list.dataset.language = language;
  write(title, `${say(language, "desk")} ▾`);
  list.replaceChildren(
    ...sheets.map(([word, href]) => element("li", {}, element("a", { href }, say(language, word)))),
    ...pages.map(([word, path]) =>
      element(
        "li",
        {},
        element(
          "a",
          { href: `${path}?lang=${language}`, target: "_blank", rel: "noopener" },
          say(language, word),
          element("small", { title: say(language, "newTab") }, "↗"),
        ),
      ),
    ),
  );
}
