// Running countdowns: an element that knows its deadline, and one pass a second that brings all of them up to date.

import type { Language } from "../model/text.ts";
import { span, urgency } from "./deadline.ts";
import { element, write } from "./dom.ts";

type Due = { readonly startedAt: number; readonly dueAt: number };
const dues = new WeakMap<Element, Due>();

/** An empty countdown; `runCountdowns` fills it. */
export function countdown(startedAt: string, dueAt: string): HTMLElement {
  const made = element("span", { class: "countdown" }, element("b"), element("small"));
  dues.set(made, { startedAt: Date.parse(startedAt), dueAt: Date.parse(dueAt) });
  return made;
}

/** Brings every countdown on the page to the gateway's `now` (epoch ms): time left, or "+" and the time over. */
export function runCountdowns(now: number, language: Language): void {
  for (const found of document.querySelectorAll(".countdown")) {
    const due = dues.get(found);
    const [digits, unit] = found.children;
    if (!due || !digits || !unit) continue;
    const left = due.dueAt - now;
    const [shown, of] = span(left, language);
    write(digits, left < 0 ? `+${shown}` : shown);
    write(unit, of);
    const how = urgency(due.startedAt, due.dueAt, now);
    if (found.getAttribute("data-urgency") !== how) found.setAttribute("data-urgency", how);
  }
}
