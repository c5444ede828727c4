// Running times: an element that knows its deadline or its start, and one pass a second that brings all of them up to date.

import type { Language } from "../model/text.ts";
import { spanParts, urgency } from "./deadline.ts";
import { element } from "./dom.ts";

type Due = { readonly startedAt: number; readonly dueAt: number };
const dues = new WeakMap<Element, Due>();
const starts = new WeakMap<Element, number>();

/** An empty countdown; `runCountdowns` fills it. */
export function countdown(startedAt: string, dueAt: string): HTMLElement {
  const made = element("span", { class: "countdown" }, element("b"));
  dues.set(made, { startedAt: Date.parse(startedAt), dueAt: Date.parse(dueAt) });
  return made;
}

/** An empty time since `from`; `runCountdowns` fills it. */
export function elapsed(from: string): HTMLElement {
  const made = element("span", { class: "elapsed" }, element("b"));
  starts.set(made, Date.parse(from));
  return made;
}

/** Numbers large, their units small: "6 min 37 s". Redrawn only where it differs. */
function fill(found: Element, length: number, sign: string, language: Language): void {
  const parts = spanParts(length, language);
  const words = `${sign}${parts.map((part) => part.join(" ")).join(" ")}`;
  const shown = found.firstElementChild;
  if (!shown || shown.textContent === words) return;
  const numbers = parts.flatMap(([n, unit], at) => [
    at === 0 ? `${sign}${n}` : ` ${n}`,
    element("small", {}, ` ${unit}`),
  ]);
  shown.replaceChildren(...numbers);
}

/** Brings every running time on the page to the gateway's `now` (epoch ms): time left, "+" and the time over, or time gone. */
export function runCountdowns(now: number, language: Language): void {
  for (const found of document.querySelectorAll(".countdown")) {
    const due = dues.get(found);
    if (!due) continue;
    const left = due.dueAt - now;
    fill(found, left, left < 0 ? "+" : "", language);
    const how = urgency(due.startedAt, due.dueAt, now);
    if (found.getAttribute("data-urgency") !== how) found.setAttribute("data-urgency", how);
  }
  for (const found of document.querySelectorAll(".elapsed")) {
    const start = starts.get(found);
    if (start !== undefined) fill(found, Math.max(0, now - start), "", language);
  }
}
