// The first actions when people are trapped, each a comment of fixed words in the ticket's log: ticked for everyone once it is there.

import type { Language, Text } from "../model/text.ts";
import type { TicketJson } from "../model/ticket-json.ts";

const called: Text = { en: "Called the car over the intercom, calmed the people", zh: "已通过对讲呼叫轿厢、安抚乘客" };
const company: Text = { en: "Elevator company called", zh: "已通知电梯维保公司" };
const guard: Text = { en: "Guard sent to the landing", zh: "已派安全员到层站" };
const doors: Text = { en: "Told everyone: nobody forces the doors", zh: "已告知现场：切勿扒门" };
const people: Text = { en: "Asked how many, and whether anybody is unwell", zh: "已询问人数及有无不适" };

export const steps: readonly Text[] = [called, people, company, guard, doors];

/** The words in the log: both languages, so that they are found whoever ticked. */
export const tickOf = ({ en, zh }: Text): string => `✓ ${zh} · ${en}`;

/** Such a note in one language; undefined for any other. */
export function tickWords(note: string, language: Language): string | undefined {
  const step = steps.find((each) => tickOf(each) === note);
  return step && `✓ ${step[language]}`;
}

/** Who ticked the step and when, since the ticket was last reopened; undefined while it is open. */
export function tickedBy({ events }: TicketJson, step: Text): { readonly by: string; readonly at: string } | undefined {
  const from = events.findLastIndex(({ type }) => type === "reopened");
  return events.find(({ type, note }, position) => position > from && type === "commented" && note === tickOf(step));
}
