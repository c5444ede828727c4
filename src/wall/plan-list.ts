// The watched areas beside the floor plan, worst first: share seen, promise, what is blind and why; those without a drawing, too.

import type { Language } from "../model/text.ts";
import { element } from "./dom.ts";
import { verdictSign } from "./plan-legend.ts";
import type { AreaPicture, Picture } from "./plan-picture.ts";
import { marksOf } from "./plan-picture.ts";
import { becauseOf, namesOf, percent, squareMetres } from "./plan-sentences.ts";
import type { Present } from "./present.ts";
import { zoneName } from "./present.ts";
import { say } from "./words.ts";

/** In one line: what is wrong on the whole plan. */
export function summary({ areas, mode }: Picture, language: Language): HTMLElement | null {
  if (areas.length === 0) return null;
  const { lost, always, night } = marksOf({ areas });
  const calm = say(language, areas.some(({ verdict }) => verdict === "design") ? "plan.asPlanned" : "plan.allKept");
  const words = [
    lost > 0 ? say(language, "plan.someLost", { n: lost }) : calm,
    ...(always > 0 ? [say(language, "plan.someDesign", { n: always })] : []),
    ...(night > 0 ? [say(language, "plan.someDesignNight", { n: night })] : []),
  ];
  return element(
    "p",
    { class: "plan-summary", "data-how": lost > 0 ? "bad" : "good", role: mode === "now" && "status" },
    words.join(language === "zh" ? "，" : "; "),
  );
}

export const designMark = ({ designGap }: AreaPicture, language: Language): HTMLElement | null =>
  designGap === null
    ? null
    : element(
        "i",
        { class: "plan-mark" },
        say(language, designGap === "always" ? "plan.noDesign" : "plan.noDesignNight"),
      );

/** "Ground", or that it is on no drawing. */
export const levelWords = (area: AreaPicture, { levels }: Picture, language: Language): string =>
  levels.find(({ id }) => id === area.level)?.name[language] ?? area.level ?? say(language, "plan.undrawn");

/** @param onPick is told the area's id */
export function areaRow(
  present: Present,
  area: AreaPicture,
  picture: Picture,
  isSelected: boolean,
  onPick: (id: string) => void,
  language: Language,
): HTMLElement {
  const because = becauseOf(area);
  const isShort = area.verdict !== "kept";
  const button = element(
    "button",
    { type: "button", "aria-pressed": String(isSelected), "data-area": area.id, "data-verdict": area.verdict },
    verdictSign(area.verdict, language),
    element(
      "span",
      { class: "plan-name" },
      element("b", {}, area.name[language]),
      designMark(area, language),
      element(
        "small",
        {},
        [zoneName(present, area.zone, language), levelWords(area, picture, language)].join(" · "),
        isShort && because.length > 0 && ` · ${say(language, "plan.because", { who: namesOf(because, language) })}`,
      ),
    ),
    element(
      "span",
      { class: "plan-ratio" },
      element("b", {}, percent(area.ratio)),
      element("small", {}, say(language, "plan.promise", { n: percent(area.atLeast) })),
      isShort &&
        area.blindArea > 0 &&
        element("small", { class: "plan-blind" }, say(language, "plan.blindArea", { n: squareMetres(area.blindArea) })),
    ),
  );
  button.addEventListener("click", () => onPick(area.id));
  return element("li", {}, button);
}
