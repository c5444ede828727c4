// Which days a deadline passed over, and why: the part of its explanation that the working calendar gives.

import type { Site } from "../model/site.ts";
import type { WhyStep } from "../model/why.ts";
import { daySentences, fill } from "./explain-sentences.ts";
import { instantWords, weekdayWords } from "./explain-words.ts";

const MOST_DAYS = 14;

type Days = {
  readonly from: number;
  readonly to: number;
  /** The day of `from` was told or does not count. */
  readonly afterFirst: boolean;
};

/**
 * One step for each local day in [from, to] that is not counted, and for each weekend day that is; after 14 of them one that says how
 * many more there are.
 */
export function daySteps(site: Pick<Site, "calendar" | "timezone">, { from, to, afterFirst }: Days): WhyStep[] {
  const steps: WhyStep[] = [];
  let more = 0;
  const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(from)).toZonedDateTimeISO(site.timezone);
  for (let date = local.toPlainDate().add({ days: afterFirst ? 1 : 0 }); ; date = date.add({ days: 1 })) {
    const at = date.toZonedDateTime({ timeZone: site.timezone }).epochMilliseconds;
    if (at > to) break;
    const isWeekend = date.dayOfWeek > 5;
    const isWorking = site.calendar.isWorkingDay(at);
    if (isWorking && !isWeekend) continue;
    const sentence = isWorking ? daySentences.shifted : isWeekend ? daySentences.weekend : daySentences.holiday;
    if (steps.length < MOST_DAYS) {
      const text = fill(sentence, { date: String(date), weekday: weekdayWords(date.dayOfWeek) });
      steps.push({ type: "day", at, text });
    } else more += 1;
  }
  return more === 0
    ? steps
    : [...steps, { type: "day", at: null, text: fill(daySentences.more, { count: String(more) }) }];
}

/** Says so where the deadline was counted over days that the public calendar does not know. */
export function unknownSteps({ calendar, timezone }: Pick<Site, "calendar" | "timezone">, dueAt: number): WhyStep[] {
  const { unknownFrom } = calendar;
  if (unknownFrom > dueAt) return [];
  if (unknownFrom <= 0) return [{ type: "calendar", at: null, text: daySentences.notBuiltIn }];
  const text = fill(daySentences.unknown, { at: instantWords(unknownFrom, timezone) });
  return [{ type: "calendar", at: unknownFrom, text }];
}
