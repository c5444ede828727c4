// When a new silence holds: from when, for how long or until when, until repaired, or weekly at certain hours.

import type { Language } from "../model/text.ts";
import { element } from "./dom.ts";
import type { Choice } from "./fields.ts";
import { choice, labelled, ticked } from "./fields.ts";
import { weekDay } from "./silence-hours.ts";
import { fromSiteTime } from "./site-time.ts";
import type { Word } from "./words.ts";
import { say } from "./words.ts";

export type TimeFields = {
  readonly node: HTMLElement;
  /** The part of the request that they make, or what is missing. */
  readonly read: () => Readonly<Record<string, unknown>> | Word;
  readonly forTest: (isTest: boolean) => void;
  readonly clear: () => void;
};

const usual = "PT2H";
const usualTest = "PT30M";
const usualWeekly = "P30D";
const days = [1, 2, 3, 4, 5, 6, 7] as const;

/** How long: a test at most 30 minutes, works at most 31 days, weekly ones a year. */
function lengths(isTest: boolean, isWeekly: boolean, language: Language): readonly Choice[] {
  const inMinutes = (n: number): Choice => [`PT${n}M`, say(language, "minutes", { n })];
  const inHours = (n: number): Choice => [`PT${n}H`, say(language, "hours", { n })];
  const inDays = (n: number): Choice => [`P${n}D`, say(language, "days", { n })];
  if (isTest) return [10, 20, 30].map(inMinutes);
  const end: Choice = ["", say(language, "untilAt")];
  if (isWeekly) return [...[7, 30, 90, 180, 365].map(inDays), end];
  return [inMinutes(30), ...[1, 2, 4, 8, 12].map(inHours), ...[1, 3, 7, 30].map(inDays), end];
}

/** @param timezone the site's: what is written is its local time */
export function silenceTimes(timezone: string, language: Language): TimeFields {
  const from = element("input", { name: "silence-from", type: "datetime-local" });
  const until = element("input", { name: "silence-until", type: "datetime-local" });
  const lasts = choice(language, "silence-lasts", []);
  const repaired = element("input", { type: "checkbox", name: "silence-repaired" });
  const weekly = element("input", { type: "checkbox", name: "silence-weekly" });
  const [opens, shuts] = ["silence-opens", "silence-shuts"].map((name) => element("input", { name, type: "time" }));
  const boxes = days.map((day) => element("input", { type: "checkbox", name: "silence-day", value: day }));
  const untilField = labelled(say(language, "silenceUntil"), until);
  const hours = element(
    "fieldset",
    { class: "fields", hidden: true },
    element("legend", {}, say(language, "weekDays")),
    element(
      "div",
      { class: "days wide" },
      ...days.map((day, at) => ticked(weekDay(day, language), boxes[at] as HTMLInputElement)),
    ),
    labelled(say(language, "windowFrom"), opens as HTMLInputElement),
    labelled(say(language, "windowTo"), shuts as HTMLInputElement),
  );
  const [repairedField, weeklyField] = [
    ticked(say(language, "untilRepairedAtMost"), repaired),
    ticked(say(language, "weekly"), weekly),
  ];
  let isTest = false;

  /** What can be chosen hangs on what is chosen: no field is shown that the gateway would refuse. */
  const offer = (chosen?: string): void => {
    const offered = lengths(isTest, weekly.checked, language);
    lasts.replaceChildren(...offered.map(([value, words]) => element("option", { value }, words)));
    const wanted = [chosen, usual, usualTest, usualWeekly].find((value) => offered.some(([each]) => each === value));
    lasts.value = wanted ?? "";
    show();
  };
  const show = (): void => {
    untilField.hidden = lasts.value !== "";
    hours.hidden = isTest || !weekly.checked;
    repairedField.hidden = isTest || weekly.checked;
    weeklyField.hidden = isTest || repaired.checked;
  };
  const reset = (): void => {
    for (const field of [from, until, opens, shuts]) if (field) field.value = "";
    for (const box of [repaired, weekly, ...boxes]) box.checked = false;
    offer();
  };
  lasts.addEventListener("change", show);
  for (const box of [repaired, weekly]) box.addEventListener("change", () => offer(lasts.value));
  reset();

  const instant = (field: HTMLInputElement): string => fromSiteTime(field.value, timezone);
  return {
    node: element(
      "div",
      { class: "pair wide" },
      labelled(say(language, "silenceFrom"), from),
      labelled(say(language, "silenceLasts"), lasts),
      untilField,
      repairedField,
      weeklyField,
      hours,
    ),
    read: () => {
      if (lasts.value === "" && until.value === "") return "untilFirst";
      const chosen = boxes.filter(({ checked }) => checked).map(({ value }) => Number(value));
      const isWeekly = !isTest && weekly.checked;
      if (isWeekly && (chosen.length === 0 || opens?.value === "" || shuts?.value === "")) return "daysFirst";
      return {
        ...(from.value !== "" && { from: instant(from) }),
        ...(lasts.value === "" ? { until: instant(until) } : { for: lasts.value }),
        ...(!isTest && repaired.checked && { untilRepaired: true }),
        ...(isWeekly && { weekly: { days: chosen, window: `${opens?.value}-${shuts?.value}` } }),
      };
    },
    forTest: (wanted) => {
      isTest = wanted;
      if (wanted) for (const box of [repaired, weekly]) box.checked = false;
      offer();
    },
    clear: reset,
  };
}
