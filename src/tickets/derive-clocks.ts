// A ticket's clocks, each derived by replaying the event log: nothing about a deadline is ever stored and patched.

import type { SlaLimit, SlaRow } from "../model/site.ts";
import { type Clock, type ClockState, type Milestone, milestones, type TicketEvent } from "../model/ticket.ts";
import type { WorkCalendar } from "../model/work-calendar.ts";
import { dueAt, moveDue } from "./due-at.ts";

type Hand = {
  readonly limit: SlaLimit | null;
  readonly startedAt: number;
  dueAt: number;
  doneAt: number | null;
  breachedAt: number | null;
  void: boolean;
  /** When it stood still last: done, or void. */
  stoppedAt: number | null;
  pausedAt: number | null;
};

export type ClockTerms = {
  readonly openedAt: number;
  /** As the ticket is classified now: a reclassification counts as if it had always been so. */
  readonly row: SlaRow;
  readonly timezone: string;
  readonly calendar: WorkCalendar;
  /** Peak hours: respond within this, where the row allows longer, ms. */
  readonly respondWithin?: number;
  /** A resident reported it: whoever repairs it calls back. */
  readonly resident: boolean;
  /** The date agreed, for a limit that says so. */
  readonly agreedAt?: number;
};

/** What starts when the ticket opens; `callBack` starts at restoration. */
const atOpening = ["respond", "arrive", "restore", "close"] as const satisfies readonly Milestone[];

const limitOf = (terms: ClockTerms, milestone: Milestone): SlaLimit | undefined => {
  const limit = terms.row.milestones[milestone];
  if (milestone !== "respond" || terms.respondWithin === undefined || limit?.type !== "duration") return limit;
  return { type: "duration", after: Math.min(limit.after, terms.respondWithin) };
};

function stateOf(hand: Hand): ClockState {
  if (hand.void) return "void";
  if (hand.doneAt !== null) return hand.breachedAt !== null || hand.doneAt > hand.dueAt ? "late" : "met";
  if (hand.breachedAt !== null) return "breached";
  return hand.pausedAt === null ? "running" : "paused";
}

/** The hands of all clocks and what can happen to them. */
function createHands(terms: ClockTerms) {
  const hands = new Map<Milestone, Hand>();
  const isOver = (hand: Hand): boolean => hand.doneAt !== null || hand.void;
  const standing = (which: readonly Milestone[]): Hand[] =>
    which.flatMap((milestone) => hands.get(milestone) ?? []).filter((hand) => !isOver(hand));
  const goOnFrom = (hand: Hand, at: number): void => {
    if (hand.pausedAt === null) return;
    hand.dueAt = moveDue(hand.limit, hand.dueAt, hand.pausedAt, Math.max(at, hand.pausedAt), terms);
    hand.pausedAt = null;
  };
  const stop = (hand: Hand, at: number): void => {
    goOnFrom(hand, at);
    hand.stoppedAt = at;
  };
  return {
    hands,
    start(milestone: Milestone, at: number): void {
      const limit = limitOf(terms, milestone);
      const due = limit && dueAt(limit, at, terms);
      if (!limit || due === null || due === undefined) return;
      const fresh = { doneAt: null, breachedAt: null, void: false, stoppedAt: null, pausedAt: null };
      hands.set(milestone, { limit, startedAt: at, dueAt: due, ...fresh });
    },
    finish(at: number, ...which: readonly Milestone[]): void {
      for (const hand of standing(which)) {
        stop(hand, at);
        hand.doneAt = at;
      }
    },
    /** What was still running is void; what was already breached is late. */
    abandon(at: number, ...which: readonly Milestone[]): void {
      for (const hand of standing(which)) {
        stop(hand, at);
        if (hand.breachedAt !== null) hand.doneAt = at;
        else hand.void = true;
      }
    },
    /** Goes on with the time it had left; a clock that had run out stays breached. */
    goOn(milestone: Milestone, at: number): void {
      const hand = hands.get(milestone);
      if (!hand || hand.stoppedAt === null) return;
      if (hand.breachedAt === null && hand.stoppedAt <= hand.dueAt)
        hand.dueAt = Math.max(hand.dueAt, moveDue(hand.limit, hand.dueAt, hand.stoppedAt, at, terms));
      hand.doneAt = null;
      hand.void = false;
      hand.stoppedAt = null;
    },
    pause(at: number): void {
      // A date agreed stands, however long the work does not.
      for (const hand of standing(milestones))
        if (hand.limit?.type !== "agreed" && hand.breachedAt === null && hand.dueAt >= at) hand.pausedAt ??= at;
    },
    resume(at: number): void {
      for (const hand of standing(milestones)) goOnFrom(hand, at);
    },
    /** A promise was told to be broken: it stays so, even where the row has no such promise any more; of several, the last. */
    breach(milestone: Milestone, told: number | undefined): void {
      const hand = hands.get(milestone);
      if (hand?.limit) hand.breachedAt ??= told ?? hand.dueAt;
      else if (told !== undefined) {
        const broken = { doneAt: null, breachedAt: told, void: false, stoppedAt: null, pausedAt: null };
        hands.set(milestone, { limit: null, startedAt: terms.openedAt, dueAt: told, ...broken });
      }
    },
  };
}

/** One clock per milestone of the row, in the order respond, arrive, restore, close, callBack. */
export function deriveClocks(terms: ClockTerms, events: readonly TicketEvent[]): readonly Clock[] {
  const { hands, start, finish, abandon, goOn, pause, resume, breach } = createHands(terms);
  for (const milestone of atOpening) start(milestone, terms.openedAt);
  let accepted = false;
  let restored = false;
  const restore = (at: number): void => {
    restored = true;
    if (terms.resident) start("callBack", at);
  };
  for (const event of events) {
    switch (event.type) {
      case "accepted":
        accepted = true;
        finish(event.at, "respond");
        break;
      case "arrived":
        accepted = true;
        finish(event.at, "respond", "arrive");
        resume(event.at);
        break;
      case "returned": {
        // Nobody has it: that somebody takes it is owed anew.
        accepted = false;
        resume(event.at);
        if (hands.get("respond")?.doneAt != null) start("respond", event.at);
        break;
      }
      case "restored":
        accepted = true;
        finish(event.at, "respond", "arrive", "restore");
        resume(event.at);
        restore(event.at);
        break;
      case "verified": {
        if (!restored) {
          const good = event.goodSince ?? event.at;
          finish(good, "restore");
          if (accepted) finish(good, "respond", "arrive");
          else abandon(good, "respond", "arrive", "close");
          restore(good);
        }
        resume(event.at);
        break;
      }
      case "closed":
        finish(event.at, "close");
        resume(event.at);
        break;
      case "calledBack":
        finish(event.at, "callBack");
        break;
      case "cancelled":
      case "merged":
        abandon(event.at, ...milestones);
        break;
      case "paused":
        if (terms.row.pausable) pause(event.at);
        break;
      case "resumed":
        resume(event.at);
        break;
      case "breached":
        if (event.milestone !== undefined) breach(event.milestone, event.dueAt);
        break;
      case "reopened": {
        restored = false;
        resume(event.at);
        const callBack = hands.get("callBack");
        if (callBack) Object.assign(callBack, { void: true, pausedAt: null });
        if (event.relapse) {
          const hand = hands.get("restore");
          if (hand) Object.assign(hand, { doneAt: null, stoppedAt: null });
          break;
        }
        start("respond", event.at);
        start("arrive", event.at);
        goOn("restore", event.at);
        goOn("close", event.at);
        break;
      }
    }
  }
  return milestones.flatMap((milestone) => {
    const hand = hands.get(milestone);
    if (!hand) return [];
    const { startedAt, dueAt: due, doneAt, breachedAt } = hand;
    return [{ milestone, startedAt, dueAt: due, doneAt, breachedAt, state: stateOf(hand) }];
  });
}
