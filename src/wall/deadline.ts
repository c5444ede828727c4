// Deadlines as people read them: which clock presses most, how much of it is left, in what order tickets stand.

import type { Language } from "../model/text.ts";
import type { ClockJson, TicketJson } from "../model/ticket-json.ts";
import { say } from "./words.ts";

/** The clock not yet done that is, or was, due first; undefined where none runs. */
export const pressingClock = (ticket: TicketJson): ClockJson | undefined =>
  ticket.clocks
    .filter(({ state }) => state === "running" || state === "breached")
    .sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))[0];

const dueAt = (ticket: TicketJson): number => {
  const clock = pressingClock(ticket);
  return clock ? Date.parse(clock.dueAt) : Number.POSITIVE_INFINITY;
};

/** Critical first, then the nearest deadline; tickets without one last, by id. */
export const inOrder = (tickets: readonly TicketJson[]): TicketJson[] => {
  const rank = ({ severity }: TicketJson): number => (severity === "critical" ? 0 : 1);
  const gap = (a: TicketJson, b: TicketJson): number => {
    const [left, right] = [dueAt(a), dueAt(b)];
    return left === right ? 0 : left - right;
  };
  return tickets.toSorted((a, b) => rank(a) - rank(b) || gap(a, b) || a.id.localeCompare(b.id));
};

export type Urgency = "calm" | "soon" | "pressing" | "overdue";

/** By the share of its time that is left: half, a fifth, none. An act at exactly the due instant is in time. */
export function urgency(startedAt: number, due: number, now: number): Urgency {
  if (now > due) return "overdue";
  const share = (due - now) / Math.max(1, due - startedAt);
  return share > 0.5 ? "calm" : share > 0.2 ? "soon" : "pressing";
}

const two = (value: number): string => String(value).padStart(2, "0");

/** A span in ms as [digits, unit]: 4:32 → ["04:32", "min"], hours and minutes from 1 h, days and hours from 48 h. */
export function span(length: number, language: Language): readonly [string, string] {
  const seconds = Math.floor(Math.abs(length) / 1000);
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600), Math.floor(seconds / 60)];
  if (hours >= 48) return [`${days}+${two(hours % 24)}`, say(language, "unitDays")];
  if (hours >= 1) return [`${two(hours)}:${two(minutes % 60)}`, say(language, "unitHours")];
  return [`${two(minutes)}:${two(seconds % 60)}`, say(language, "unitMinutes")];
}
