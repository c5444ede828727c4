// A second opinion on when a promise is due, slow and plain: day after day, minute after minute; see oracle.ts.

import type { DailyWindow, SlaLimit, SlaRow } from "../../src/model/site.ts";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

export type OracleSite = {
  readonly timezone: string;
  readonly rows: Readonly<Record<string, SlaRow>>;
  readonly isWorkingDay: (at: number) => boolean;
  /** Site hours: working time is what of a working day lies inside. */
  readonly hours: readonly DailyWindow[];
};
/** From `from` until `to`; null: stands still to this day. */
export type Stop = { readonly from: number; readonly to: number | null };
export type Watch = {
  readonly startedAt: number;
  readonly limit: SlaLimit;
  doneAt: number | null;
  /** Given up at this instant. */
  voidAt: number | null;
  /** Done, then taken up again. */
  gaps: Stop[];
};

const localOf = (at: number, timezone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);

/** Midnight at the end of the local day; from 18:00 on noon of the next. */
function sameDay(at: number, timezone: string): number {
  const local = localOf(at, timezone);
  const tomorrow = local.toPlainDate().add({ days: 1 });
  const time = local.hour >= 18 ? "12:00" : "00:00";
  return tomorrow.toZonedDateTime({ timeZone: timezone, plainTime: time }).epochMilliseconds;
}

/** Day after day, counting those that are worked. */
function workingDays(at: number, days: number, { timezone, isWorkingDay }: OracleSite): number {
  const local = localOf(at, timezone);
  let date = local.toPlainDate();
  for (let left = days; left > 0; ) {
    date = date.add({ days: 1 });
    if (isWorkingDay(date.toZonedDateTime({ timeZone: timezone, plainTime: "12:00" }).epochMilliseconds)) left -= 1;
  }
  return date.toZonedDateTime({ timeZone: timezone, plainTime: local.toPlainTime() }).epochMilliseconds;
}

/** Whether a minute is worked, asked once for each minute of each site. */
const worked = new WeakMap<OracleSite, Map<number, boolean>>();
function isWorked(site: OracleSite, minute: number): boolean {
  const known = worked.get(site) ?? new Map<number, boolean>();
  worked.set(site, known);
  const found = known.get(minute);
  if (found !== undefined) return found;
  const at = minute * MINUTE;
  const local = localOf(at, site.timezone);
  const time = local.hour * 60 + local.minute;
  const answer = site.hours.some(({ from, to }) => time >= from && time < to) && site.isWorkingDay(at);
  known.set(minute, answer);
  return answer;
}

/** Minute by minute until the working time is used up, leaving out the stops that have ended. */
function afterWork(site: OracleSite, from: number, time: number, stops: readonly Stop[]): number {
  const ended = stops.flatMap(({ from, to }) => (to === null ? [] : [{ from, to }]));
  let at = from;
  let left = time;
  while (at - from < 400 * DAY) {
    const stop = ended.find((one) => one.from <= at && one.to > at);
    if (stop) {
      at = stop.to;
      continue;
    }
    if (left === 0) return at;
    const minute = Math.floor(at / MINUTE);
    const next = Math.min((minute + 1) * MINUTE, ...ended.map((one) => one.from).filter((start) => start > at));
    const worth = isWorked(site, minute) ? next - at : 0;
    at = worth >= left && worth > 0 ? at + left : next;
    left -= Math.min(worth, left);
  }
  return Infinity;
}

/** Pauses and gaps of one watch, in order, cut to its life. */
function stopsOf({ startedAt, doneAt, gaps }: Watch, pauses: readonly Stop[]): Stop[] {
  const end = doneAt ?? Infinity;
  return [...pauses, ...gaps]
    .filter(({ from, to }) => (to ?? Infinity) > startedAt && from < end)
    .map(({ from, to }) => ({
      from: Math.max(from, startedAt),
      to: to === null ? (doneAt ?? null) : Math.min(to, end),
    }))
    .sort((a, b) => a.from - b.from);
}
export const stillAt = (watch: Watch, pauses: readonly Stop[], due: number): boolean =>
  watch.limit.type !== "agreed" && stopsOf(watch, pauses).some(({ from, to }) => to === null && from <= due);

export function dueAt(
  site: OracleSite,
  row: SlaRow,
  watch: Watch,
  pauses: readonly Stop[],
  agreedAt: number | undefined,
): number {
  const { limit, startedAt } = watch;
  // A date agreed stands, however long the work did.
  if (limit.type === "agreed") return agreedAt as number;
  const stops = stopsOf(watch, pauses);
  if (limit.type === "duration" && row.calendar === "working") return afterWork(site, startedAt, limit.after, stops);
  let due =
    limit.type === "duration"
      ? startedAt + limit.after
      : limit.type === "sameDay"
        ? sameDay(startedAt, site.timezone)
        : workingDays(startedAt, limit.days, site);
  let until = startedAt;
  for (const { from, to } of stops) {
    if (from > due || to === null) break;
    due += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return due;
}
