// The time line under the floor plan: a slider over the past 30 days, a field and buttons to the minute, and the way back to now.

import type { Language } from "../model/text.ts";
import { element, write } from "./dom.ts";
import { fieldTime, instantOf, longest, step, strideFrom, strides } from "./plan-instant.ts";
import type { PastAnswer } from "./plan-past.ts";
import { namesOf } from "./plan-sentences.ts";
import type { Present } from "./present.ts";
import { serverNow } from "./present.ts";
import { fromSiteTime, whenShort } from "./site-time.ts";
import { say } from "./words.ts";

/** While the slider still moves, or a time is still typed, nothing is asked, ms. */
const rest = 150;
const typing = 600;
const minute = 60_000;

const slider = element("input", { type: "range", min: -longest, max: 0, step, value: 0, id: "plan-slider" });
const label = element("label", { for: "plan-slider" });
const field = element("input", { type: "datetime-local", step: 60, id: "plan-at" });
const buttons = strides.map((minutes) => {
  const size = Math.abs(minutes) === 60 ? "1 h" : Math.abs(minutes);
  const sign = minutes < 0 ? "−" : "+";
  return { minutes, button: element("button", { type: "button", "data-stride": minutes }, `${sign}${size}`) };
});
const strip = element("div", { class: "plan-strides", role: "group" }, ...buttons.map(({ button }) => button));
const back = element("button", { type: "button", class: "plan-now" });
export const timeLine = element(
  "div",
  { class: "plan-time", hidden: true },
  label,
  slider,
  element("div", { class: "plan-at" }, field, strip, back),
);

let present: Present | undefined;
let language: Language = "zh";
let shownAt: number | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
/** Something is chosen that is not asked for yet. */
let isChoosing = false;

const gatewayNow = (known: Present): number => serverNow(known, performance.now());

function tell(at: number | null): void {
  if (!present) return;
  const [now, timeZone] = [gatewayNow(present), present.site?.timezone];
  const words = at === null ? say(language, "past.live") : whenShort(present, new Date(at).toISOString(), language);
  slider.setAttribute("aria-valuetext", words);
  back.disabled = at === null;
  field.hidden = timeZone === undefined;
  // What is being typed stays.
  if (timeZone === undefined || document.activeElement === field) return;
  field.min = fieldTime(now - longest * minute, timeZone);
  field.max = fieldTime(now, timeZone);
  field.value = fieldTime(at ?? now, timeZone);
}

const slideTo = (at: number | null, now: number): void => {
  slider.value = at === null ? "0" : String(Math.min(-step, Math.round((at - now) / minute)));
};

/** @param go is told an instant, or null for the present, once nothing moves any more */
export function openTimeLine(go: (at: number | null) => void): void {
  const choose = (at: number | null, wait: number): void => {
    shownAt = at;
    tell(at);
    isChoosing = true;
    clearTimeout(timer);
    timer = setTimeout(() => {
      isChoosing = false;
      go(at);
    }, wait);
  };
  slider.addEventListener("input", () => {
    if (!present) return;
    const at = instantOf(Number(slider.value), gatewayNow(present));
    choose(at, at === null ? 0 : rest);
  });
  field.addEventListener("input", () => {
    const timeZone = present?.site?.timezone;
    if (!present || timeZone === undefined || field.value === "") return;
    const now = gatewayNow(present);
    const at = Date.parse(fromSiteTime(field.value, timeZone));
    slideTo(at >= now ? null : at, now);
    choose(at >= now ? null : at, typing);
  });
  for (const { minutes, button } of buttons)
    button.addEventListener("click", () => {
      if (!present) return;
      const now = gatewayNow(present);
      const at = strideFrom(shownAt, minutes, now);
      slideTo(at, now);
      choose(at, rest);
    });
  back.addEventListener("click", () => {
    clearTimeout(timer);
    isChoosing = false;
    go(null);
    slider.focus();
  });
}

/** @param at what is shown; null: now. Where the gateway does not remember the past there is no time line. */
export function showTimeLine(known: Present, at: number | null, isOffered: boolean, words: Language): void {
  [present, language] = [known, words];
  timeLine.hidden = !isOffered;
  write(label, say(language, "past.label"));
  write(back, say(language, at === null && !isChoosing ? "past.live" : "past.now"));
  field.setAttribute("aria-label", say(language, "past.field"));
  strip.setAttribute("aria-label", say(language, "past.strides"));
  for (const { minutes, button } of buttons) {
    const n = Math.abs(minutes);
    button.title = say(language, minutes < 0 ? "past.earlier" : "past.later", { n });
    button.setAttribute("aria-label", button.title);
  }
  if (isChoosing) return;
  shownAt = at;
  slideTo(at, gatewayNow(known));
  tell(at);
}

/** Over the drawing: that this is the past, and what is not known of it. @param answer null: it is under way */
export function pastBanner(known: Present, at: number, answer: PastAnswer | null, words: Language): HTMLElement {
  const uncertain = answer?.coverage?.uncertain ?? [];
  const notes = [
    answer !== null && answer.coverage === undefined && say(words, "past.none"),
    answer?.coverage?.listening === false && say(words, "past.deaf"),
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

/** Instead of areas: that nothing is recorded, and from when on there is something. @param go is told that instant, on a full minute */
export function nothingRecorded(
  known: Present,
  { since }: Pick<PastAnswer, "since">,
  go: (at: number) => void,
  words: Language,
): HTMLElement {
  const from = since === null ? null : Math.ceil(since / minute) * minute;
  const button =
    from !== null &&
    from <= gatewayNow(known) &&
    element("button", { type: "button", id: "plan-first" }, say(words, "past.first"));
  if (button && from !== null) button.addEventListener("click", () => go(from));
  return element(
    "section",
    { class: "plan-nothing" },
    element("p", { class: "plan-summary" }, say(words, "past.none")),
    element("p", {}, say(words, "past.noVerdict")),
    since !== null &&
      element("p", {}, say(words, "past.since", { at: whenShort(known, new Date(since).toISOString(), words) })),
    button,
  );
}
