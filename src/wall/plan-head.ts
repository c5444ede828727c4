// Over the floor plan: the levels with what is wrong on each, and whether it is day or night on the one that is shown.

import type { Language } from "../model/text.ts";
import { element } from "./dom.ts";
import type { Part } from "./plan-parts.ts";
import type { Picture } from "./plan-picture.ts";
import { isDarkOn } from "./plan-scene.ts";
import type { PlanLevel } from "./plan-wire.ts";
import { say } from "./words.ts";

const wrongOn = ({ areas }: Picture, level: string): number =>
  areas.filter((area) => area.level === level && (area.verdict === "short" || area.verdict === "blind")).length;

function light({ indoor }: PlanLevel, isDark: boolean, language: Language): string {
  const words = `${isDark ? "☾" : "☀"} ${say(language, isDark ? "plan.night" : "plan.day")}`;
  if (indoor === "false") return words;
  return `${isDark ? "☾" : "☼"} ${say(language, indoor === "lit" ? "plan.lit" : "plan.unlit")}`;
}

export function planHead(picture: Picture, level: PlanLevel, language: Language): readonly Part[] {
  const counts = picture.levels.map(({ id }) => wrongOn(picture, id));
  const words = light(level, isDarkOn(level, picture.dark), language);
  return [
    {
      key: "levels",
      signature: [level.id, counts, picture.levels.map(({ id }) => id), language],
      draw: () =>
        element(
          "nav",
          { class: "plan-levels", "aria-label": say(language, "plan.levels") },
          ...picture.levels.map(({ id, name }, index) =>
            element(
              "a",
              {
                href: `#/plan/${encodeURIComponent(id)}`,
                class: "button",
                "data-level": id,
                "aria-current": id === level.id && "page",
              },
              name[language],
              (counts[index] ?? 0) > 0 &&
                element(
                  "small",
                  { "aria-label": say(language, "plan.someLost", { n: counts[index] ?? 0 }) },
                  String(counts[index]),
                ),
            ),
          ),
        ),
    },
    // Of a time of which nothing is known the light is not known either.
    ...(picture.areas.length > 0
      ? [{ key: "light", signature: words, draw: () => element("span", { class: "plan-light" }, words) }]
      : []),
  ];
}
