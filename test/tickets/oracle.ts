// A second opinion on the clocks, slow and plain, written from CONTRACT 5 alone: it walks a ticket's log and shares no code with src/tickets.

import type { DailyWindow, SlaLimit, SlaRow } from "../../src/model/site.ts";
import { type Clock, type Milestone, milestones, type TicketEvent } from "../../src/model/ticket.ts";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

export type OracleSite = {
  readonly timezone: string;
  readonly rows: Readonly<Record<string, SlaRow>>;
  readonly isWorkingDay: (at: number) => boolean;
  /** Site hours: working time is what of a working day lies inside. */
  readonly hours: readonly DailyWindow[];
};
export type Opening = {
  readonly openedAt: number;
  readonly row: string;
  /** A gate's or an elevator's ticket, opened in the peak hours. */
  readonly isPeak: boolean;
  readonly resident: boolean;
};
/** `kept`: a broken promise that the row of today does not make. */
export type Judged = Clock & { readonly kept?: true };

/** From `from` until `to`; null: stands still to this day. */
type Stop = { readonly from: number; readonly to: number | null };
type Watch = {
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

/** All that a log says about the clocks under one row. */
function watchesOf(site: OracleSite, opening: Opening, row: SlaRow, events: readonly TicketEvent[], agreedAt?: number) {
  const watches = new Map<Milestone, Watch>();
  const pauses: { from: number; to: number | null }[] = [];
  let isAccepted = false;
  let restoredAt: number | null = null;

  const limitOf = (milestone: Milestone): SlaLimit | undefined => {
    const limit = row.milestones[milestone];
    if (milestone === "respond" && limit && opening.isPeak) return { type: "duration", after: 5 * MINUTE };
    return limit?.type === "agreed" && agreedAt === undefined ? undefined : limit;
  };
  const start = (milestone: Milestone, startedAt: number): void => {
    const limit = limitOf(milestone);
    if (limit) watches.set(milestone, { startedAt, limit, doneAt: null, voidAt: null, gaps: [] });
  };
  const done = (at: number, ...names: Milestone[]): void => {
    for (const name of names) {
      const watch = watches.get(name);
      if (watch && watch.voidAt === null) watch.doneAt ??= at;
    }
  };
  const dueOf = (watch: Watch): number => dueAt(site, row, watch, pauses, agreedAt);
  /** Given up: what is broken by then is late, the rest is void. */
  const abandon = (at: number, ...names: readonly Milestone[]): void => {
    for (const name of names) {
      const watch = watches.get(name);
      if (!watch || watch.doneAt !== null || watch.voidAt !== null) continue;
      if (dueOf(watch) < at && !stillAt(watch, pauses, dueOf(watch))) watch.doneAt = at;
      else watch.voidAt = at;
    }
  };
  const unpause = (at: number): void => {
    const last = pauses.at(-1);
    if (last?.to === null) last.to = at;
  };
  const takeUp = (name: Milestone, at: number): void => {
    const watch = watches.get(name);
    const from = watch?.doneAt ?? watch?.voidAt;
    if (!watch || from === null || from === undefined) return;
    watch.gaps.push({ from, to: at });
    watch.doneAt = null;
    watch.voidAt = null;
  };

  for (const name of ["respond", "arrive", "restore", "close"] as const) start(name, opening.openedAt);
  for (const event of events) {
    const { at, type } = event;
    if (type === "paused" && row.pausable) pauses.push({ from: at, to: null });
    if (["resumed", "arrived", "restored", "verified", "closed", "cancelled", "merged", "reopened"].includes(type))
      unpause(at);
    if (type === "accepted" || type === "arrived" || type === "restored") isAccepted = true;
    if (type === "accepted") done(at, "respond");
    if (type === "arrived") done(at, "respond", "arrive");
    if (type === "restored" || (type === "verified" && restoredAt === null)) {
      const mended = type === "verified" ? (event.goodSince ?? at) : at;
      restoredAt = mended;
      done(mended, "restore");
      if (isAccepted) done(mended, "respond", "arrive");
      else abandon(mended, "respond", "arrive", "close");
      if (opening.resident) start("callBack", mended);
    }
    if (type === "closed") done(at, "close");
    if (type === "calledBack") done(at, "callBack");
    if (type === "cancelled" || type === "merged") abandon(at, ...milestones);
    if (type === "reopened") {
      restoredAt = null;
      const callBack = watches.get("callBack");
      if (callBack) callBack.voidAt = at;
      if (event.relapse) {
        const restore = watches.get("restore");
        if (restore) restore.doneAt = null;
        continue;
      }
      start("respond", at);
      start("arrive", at);
      takeUp("restore", at);
      takeUp("close", at);
    }
  }
  return { watches, pauses, dueOf };
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
const stillAt = (watch: Watch, pauses: readonly Stop[], due: number): boolean =>
  stopsOf(watch, pauses).some(({ from, to }) => to === null && from <= due);

function dueAt(
  site: OracleSite,
  row: SlaRow,
  watch: Watch,
  pauses: readonly Stop[],
  agreedAt: number | undefined,
): number {
  const { limit, startedAt } = watch;
  const stops = stopsOf(watch, pauses);
  if (limit.type === "duration" && row.calendar === "working") return afterWork(site, startedAt, limit.after, stops);
  let due =
    limit.type === "duration"
      ? startedAt + limit.after
      : limit.type === "sameDay"
        ? sameDay(startedAt, site.timezone)
        : limit.type === "workingDays"
          ? workingDays(startedAt, limit.days, site)
          : (agreedAt as number);
  let until = startedAt;
  for (const { from, to } of stops) {
    if (from > due || to === null) break;
    due += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return due;
}

/**
 * Every clock as it must be at `now`. @param isPast whether what is due at `now` itself has happened.
 * @param heldSince a good run that is under way, from its first good reading: breaches from then on wait.
 */
export function judge(
  site: OracleSite,
  opening: Opening,
  events: readonly TicketEvent[],
  now: number,
  heldSince: number | null = null,
  isPast = true,
): ReadonlyMap<Milestone, Judged> {
  let row = opening.row;
  let agreedAt: number | undefined;
  const told = new Map<Milestone, Judged>();
  for (const [index, { type, at, now: turned, relapse }] of events.entries()) {
    if (type === "reopened" && !relapse) for (const name of ["respond", "arrive", "callBack"] as const) told.delete(name);
    if (type !== "reclassified") continue;
    for (const [name, clock] of judge(site, opening, events.slice(0, index), at, null, false))
      if (clock.breachedAt !== null && clock.state !== "void") told.set(name, clock);
    row = turned?.sla ?? row;
    agreedAt = turned?.agreedAt ?? agreedAt;
  }
  const terms = site.rows[row];
  if (!terms) throw new Error(`no row ${row}`);
  const { watches, pauses, dueOf } = watchesOf(site, opening, terms, events, agreedAt);
  const clocks = new Map<Milestone, Judged>();
  for (const [milestone, watch] of watches) {
    const due = dueOf(watch);
    const { startedAt, doneAt, voidAt } = watch;
    const isStill = doneAt === null && stillAt(watch, pauses, due);
    const isHeld = heldSince !== null && due >= heldSince;
    const isOver = !isStill && !isHeld && (isPast ? due <= now : due < now);
    const isBroken = doneAt === null ? isOver : doneAt > due;
    const breachedAt = told.get(milestone)?.breachedAt ?? (isBroken ? due : null);
    const open = breachedAt !== null ? "breached" : isStill ? "paused" : "running";
    const state = voidAt !== null ? "void" : doneAt === null ? open : breachedAt !== null ? "late" : "met";
    clocks.set(milestone, { milestone, startedAt, dueAt: due, doneAt, breachedAt, state });
  }
  for (const [milestone, clock] of told)
    if (!clocks.has(milestone)) clocks.set(milestone, { ...clock, kept: true });
  return clocks;
}
