// Silences and what they withheld as the API sends them, and a daily window as people write it.

import type { Silence, Withheld } from "../model/silence.ts";
import type { DailyWindow } from "../model/site.ts";
import { isoInstant } from "../model/ticket-json.ts";

const orNull = (at: number | null): string | null => (at === null ? null : isoInstant(at));

/** "22:00-06:00" → minutes after midnight; undefined when it is none, or nothing lies between its ends. */
export function parseWindow(written: string): DailyWindow | undefined {
  const found = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))$/.exec(written);
  if (!found) return undefined;
  const from = Number(found[1]) * 60 + Number(found[2]);
  const to = Number(found[3] ?? found[5]) * 60 + Number(found[4] ?? found[6]);
  return from === to ? undefined : { from, to };
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

export const formatWindow = ({ from, to }: DailyWindow): string => `${clock(from)}-${clock(to)}`;

export function silenceJson(silence: Silence, now: number) {
  const { id, kind, scope, from, until, untilRepaired, weekly, reason, by, ticket, endedAt } = silence;
  const state: "ended" | "planned" | "running" =
    endedAt !== null || until <= now ? "ended" : from > now ? "planned" : "running";
  return {
    id,
    kind,
    state,
    scope,
    from: isoInstant(from),
    until: isoInstant(until),
    untilRepaired,
    weekly: weekly && { days: [...weekly.days], window: formatWindow(weekly.window) },
    reason,
    by,
    ticket,
    endedAt: orNull(endedAt),
  };
}

export const withheldJson = (withheld: Withheld) => ({
  ...withheld,
  since: isoInstant(withheld.since),
  withheldAt: isoInstant(withheld.withheldAt),
  clearedAt: orNull(withheld.clearedAt),
});
