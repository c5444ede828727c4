// What would be lost: the banner over the floor plan that says it is not real, with a way out, and the areas it would cost.

import type { Language } from "../model/text.ts";
import { element } from "./dom.ts";
import type { Picture } from "./plan-picture.ts";
import { percent, squareMetres } from "./plan-sentences.ts";
import type { Present } from "./present.ts";
import { assetName } from "./present.ts";
import { say } from "./words.ts";

type Doors = {
  readonly tried: readonly string[];
  readonly tryWithout: (id: string) => void;
  readonly leave: () => void;
};

/** So many have their names on the one line there is; more only their ids. */
const fewest = 2;

/** Each lost device can be taken back by pressing it. */
export function whatIfBanner(present: Present, { tried, tryWithout, leave }: Doors, language: Language): HTMLElement {
  const chips = tried.map((id) => {
    const name = assetName(present, id, language);
    const words = name === id ? id : `${id} ${name}`;
    const label = say(language, "remove", { what: words });
    const chip = element(
      "button",
      { type: "button", class: "plan-chip", "aria-label": label, title: label },
      tried.length > fewest ? id : words,
      element("small", {}, "✕"),
    );
    chip.addEventListener("click", () => tryWithout(id));
    return chip;
  });
  const out = element("button", { type: "button", id: "plan-leave" }, say(language, "whatIf.leave"));
  out.addEventListener("click", leave);
  return element(
    "div",
    { class: "plan-banner", "data-mode": "whatIf", role: "status" },
    element("b", {}, say(language, "whatIf.title")),
    element("span", { class: "plan-chips" }, ...chips),
    out,
  );
}

/** @param onPick is told an area's id */
export function whatIfLosses(
  { areas }: Picture,
  hasFailed: boolean,
  onPick: (id: string) => void,
  language: Language,
): HTMLElement {
  const losing = areas
    .flatMap((area) => (area.loses ? [{ ...area, loses: area.loses }] : []))
    .sort((a, b) => b.loses.area - a.loses.area);
  const sum = losing.reduce((all, { loses }) => all + loses.area, 0);
  const nothing = say(language, hasFailed ? "whatIf.failed" : "whatIf.nothing");
  return element(
    "section",
    { class: "plan-losses", id: "plan-losses" },
    element(
      "h3",
      {},
      `${say(language, "whatIf.loses")} ${losing.length}`,
      sum > 0 && element("small", {}, ` ${say(language, "whatIf.sum", { n: squareMetres(sum) })}`),
    ),
    losing.length === 0
      ? element("p", { class: "note" }, nothing)
      : element(
          "ul",
          {},
          ...losing.map((area) => {
            const row = element(
              "button",
              { type: "button", "data-loses": area.id },
              element("b", {}, area.name[language]),
              element("span", {}, `${percent(area.loses.from)} → `, element("b", {}, percent(area.ratio))),
              element(
                "small",
                {},
                area.loses.area > 0
                  ? say(language, "plan.wouldLose", { n: squareMetres(area.loses.area) })
                  : say(language, "plan.wouldLoseAll"),
              ),
            );
            row.addEventListener("click", () => onPick(area.id));
            return element("li", {}, row);
          }),
        ),
  );
}
