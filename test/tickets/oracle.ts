// A second opinion on the clocks, slow and plain, written from CONTRACT 5 alone: it walks a ticket's log and shares no code with src/tickets.

import type { SlaLimit, SlaRow } from "../../src/model/site.ts";
import { type Clock, type Milestone, milestones, type TicketEvent } from "../../src/model/ticket.ts";
import { dueAt, type OracleSite, stillAt, type Watch } from "./oracle-dues.ts";

export type { OracleSite } from "./oracle-dues.ts";

const FIVE_MINUTES = 300_000;

export type Opening = {
  readonly openedAt: number;
  readonly row: string;
  /** A gate's or an elevator's ticket, opened in the peak hours. */
  readonly isPeak: boolean;
  readonly resident: boolean;
};
/** `kept`: a broken promise that the row of today does not make. */
export type Judged = Clock & { readonly kept?: true };

/** All that a log says about the clocks under one row. */
function watchesOf(site: OracleSite, opening: Opening, row: SlaRow, events: readonly TicketEvent[], agreedAt?: number) {
  const watches = new Map<Milestone, Watch>();
  const pauses: { from: number; to: number | null }[] = [];
  let isAccepted = false;
  let restoredAt: number | null = null;

  const limitOf = (milestone: Milestone): SlaLimit | undefined => {
    const limit = row.milestones[milestone];
    if (milestone === "respond" && limit && opening.isPeak) return { type: "duration", after: FIVE_MINUTES };
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

/**
 * Every clock as it must be at `now`, when all that was due before has happened: an act at `now` itself is in time.
 * @param heldSince a good run that is under way, from its first good reading: breaches from then on wait.
 */
export function judge(
  site: OracleSite,
  opening: Opening,
  events: readonly TicketEvent[],
  now: number,
  heldSince: number | null = null,
): ReadonlyMap<Milestone, Judged> {
  const turns = events.flatMap((event, index) => (event.type === "reclassified" ? [{ ...event, index }] : []));
  const row = turns.findLast((turn) => turn.now?.sla !== undefined)?.now?.sla ?? opening.row;
  const agreedAt = turns.findLast((turn) => turn.now?.agreedAt !== undefined)?.now?.agreedAt;
  const terms = site.rows[row];
  if (!terms) throw new Error(`no row ${row}`);
  /** What had been told when it was turned into something else. A promise that starts anew is a new one, if the row of today makes it. */
  const told = new Map<Milestone, Judged>();
  for (const [index, { type, at, relapse }] of events.entries()) {
    const isReturn = type === "reopened" && !relapse;
    if (turns.length === 0 || (type !== "reclassified" && !isReturn)) continue;
    const isOver = isReturn || events.slice(index).some((later) => later.type === "reopened" && !later.relapse);
    for (const [name, clock] of judge(site, opening, events.slice(0, index), at)) {
      const isMade = terms.milestones[name] !== undefined;
      if (clock.breachedAt === null || clock.state === "void" || (isMade && isReturn)) continue;
      if (isMade && isOver && ["respond", "arrive", "callBack"].includes(name)) continue;
      if (!isMade || !told.has(name)) told.set(name, clock);
    }
  }
  const { watches, pauses, dueOf } = watchesOf(site, opening, terms, events, agreedAt);
  const clocks = new Map<Milestone, Judged>();
  for (const [milestone, watch] of watches) {
    const due = dueOf(watch);
    const { startedAt, doneAt, voidAt } = watch;
    const isStill = doneAt === null && stillAt(watch, pauses, due);
    const isHeld = heldSince !== null && due >= heldSince;
    const isOver = !isStill && !isHeld && due < now;
    const isBroken = doneAt === null ? isOver : doneAt > due;
    const breachedAt = told.get(milestone)?.breachedAt ?? (isBroken ? due : null);
    const open = breachedAt !== null ? "breached" : isStill ? "paused" : "running";
    const isVoid = voidAt !== null && !told.has(milestone);
    const ended = isVoid ? null : (doneAt ?? voidAt);
    const over = breachedAt === null ? "met" : "late";
    const state = isVoid ? "void" : ended === null ? open : over;
    clocks.set(milestone, { milestone, startedAt, dueAt: due, doneAt: ended, breachedAt, state });
  }
  for (const [milestone, clock] of told) if (!clocks.has(milestone)) clocks.set(milestone, { ...clock, kept: true });
  return clocks;
}
