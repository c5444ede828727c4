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

/** Life safety: what is counted by these rows comes before all else, whatever its severity. */
const lifeSafety: readonly string[] = ["elevator-entrapment", "pipe-burst", "security"];

/** Stands on its own at the head of the list. */
export const isFirst = ({ severity, sla }: Pick<TicketJson, "severity" | "sla">): boolean =>
  severity === "critical" || lifeSafety.includes(sla);

/** Life safety and critical first, then the nearest deadline; tickets without one last, by id. */
export const inOrder = (tickets: readonly TicketJson[]): TicketJson[] => {
  const rank = (ticket: TicketJson): number => (isFirst(ticket) ? 0 : 1);
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

/**
 * A length in ms as its two largest parts, each a number and its unit: 15 s, 6 min 37 s, 23 h 57 min, 2 d 5 h; from 30 d
 * days alone. Below 48 h hours are counted through: 26 h 3 min.
 */
export function spanParts(length: number, language: Language): readonly (readonly [number, string])[] {
  const seconds = Math.floor(Math.abs(length) / 1000);
  const [minutes, hours, days] = [Math.floor(seconds / 60), Math.floor(seconds / 3600), Math.floor(seconds / 86_400)];
  const [s, min, h, d] = (["unitSeconds", "unitMinutes", "unitHours", "unitDays"] as const).map((word) =>
    say(language, word),
  ) as [string, string, string, string];
  if (days >= 30) return [[days, d]];
  if (hours >= 48)
    return [
      [days, d],
      [hours % 24, h],
    ];
  if (hours >= 1)
    return [
      [hours, h],
      [minutes % 60, min],
    ];
  return minutes >= 1
    ? [
        [minutes, min],
        [seconds % 60, s],
      ]
    : [[seconds, s]];
}

/** As `spanParts`, in one line: "6 min 37 s", "6 分 37 秒". */
export const span = (length: number, language: Language): string =>
  spanParts(length, language)
    .map((part) => part.join(" "))
    .join(" ");
