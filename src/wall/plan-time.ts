// The time slider under the floor plan: the past 30 days in steps of ten minutes, and the way back to now.

import type { Language } from "../model/text.ts";
import { element, write } from "./dom.ts";
import { instantOf, longest, step } from "./plan-instant.ts";
import { namesOf } from "./plan-sentences.ts";
import type { CoverageJson } from "./plan-wire.ts";
import type { Present } from "./present.ts";
import { serverNow } from "./present.ts";
import { whenShort } from "./site-time.ts";
import { say } from "./words.ts";

/** While the slider is still moving nothing is asked, ms. */
const rest = 150;

const slider = element("input", { type: "range", min: -longest, max: 0, step, value: 0, id: "plan-slider" });
const label = element("label", { for: "plan-slider" });
const told = element("output", { for: "plan-slider" });
const back = element("button", { type: "button", class: "plan-now" });
export const timeLine = element("div", { class: "plan-time", hidden: true }, label, slider, told, back);

let present: Present | undefined;
let language: Language = "zh";
let timer: ReturnType<typeof setTimeout> | undefined;
let isSliding = false;

function tell(at: number | null): void {
  const words =
    at === null || !present ? say(language, "past.live") : whenShort(present, new Date(at).toISOString(), language);
  write(told, words);
  slider.setAttribute("aria-valuetext", words);
  back.hidden = at === null;
}

/** @param go is told an instant, or null for the present, once the slider rests */
export function openTimeLine(go: (at: number | null) => void): void {
  slider.addEventListener("input", () => {
    if (!present) return;
    const at = instantOf(Number(slider.value), serverNow(present, performance.now()));
    tell(at);
    isSliding = true;
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        isSliding = false;
        go(at);
      },
      at === null ? 0 : rest,
    );
  });
  back.addEventListener("click", () => {
    clearTimeout(timer);
    isSliding = false;
    go(null);
    slider.focus();
  });
}

/** @param at what is shown; null: now. Where the gateway does not remember the past there is no slider. */
export function showTimeLine(known: Present, at: number | null, isOffered: boolean, words: Language): void {
  [present, language] = [known, words];
  timeLine.hidden = !isOffered;
  write(label, say(language, "past.label"));
  write(back, say(language, "past.now"));
  if (isSliding) return;
  if (at === null) slider.value = "0";
  tell(at);
}

/** Over the drawing: that this is the past, and what is not known of it. @param answer undefined: nothing is */
export function pastBanner(
  known: Present,
  at: number,
  answer: CoverageJson | null | undefined,
  words: Language,
): HTMLElement {
  const uncertain = answer?.uncertain ?? [];
  const notes = [
    answer === undefined && say(words, "past.none"),
    answer?.listening === false && say(words, "past.deaf"),
    uncertain.length > 0 && say(words, "past.uncertain", { who: namesOf(uncertain, words) }),
  ].filter((note) => note !== false);
  const time = whenShort(known, new Date(at).toISOString(), words);
  return element(
    "div",
    { class: "plan-banner", "data-mode": "past", role: "status" },
    element("b", {}, say(words, "past.title", { at: time })),
    ...notes.map((note) => element("span", {}, note)),
  );
}
