// A ticket's clocks, each derived by replaying the event log: nothing about a deadline is ever stored and patched.

import type { SlaLimit, SlaRow } from "../model/site.ts";
import type { Clock, ClockState, Milestone, TicketEvent } from "../model/ticket.ts";
import { dueAt } from "./due-at.ts";

/** The milestones this version runs a clock for; `callBack` needs the working calendar. */
const running = ["respond", "arrive", "restore", "close"] as const satisfies readonly Milestone[];
type Running = (typeof running)[number];

type Hand = {
  startedAt: number;
  dueAt: number;
  doneAt: number | null;
  breachedAt: number | null;
  void: boolean;
  /** When it stood still last: done, or void. */
  stoppedAt: number | null;
};

export type ClockTerms = {
  readonly openedAt: number;
  readonly row: SlaRow;
  readonly timezone: string;
  /** Peak hours: respond within this, where the row allows longer, ms. */
  readonly respondWithin?: number;
};

const limitOf = (terms: ClockTerms, milestone: Running): SlaLimit | undefined => {
  const limit = terms.row.milestones[milestone];
  if (milestone !== "respond" || terms.respondWithin === undefined || limit?.type !== "duration") return limit;
  return { type: "duration", after: Math.min(limit.after, terms.respondWithin) };
};

function stateOf(hand: Hand): ClockState {
  if (hand.void) return "void";
  if (hand.doneAt !== null) return hand.breachedAt !== null || hand.doneAt > hand.dueAt ? "late" : "met";
  return hand.breachedAt !== null ? "breached" : "running";
}

/** One clock per milestone of the row, in the order respond, arrive, restore, close. */
export function deriveClocks(terms: ClockTerms, events: readonly TicketEvent[]): readonly Clock[] {
  const hands = new Map<Running, Hand>();
  const start = (milestone: Running, at: number): void => {
    const limit = limitOf(terms, milestone);
    const due = limit && dueAt(limit, at, terms.timezone);
    if (due !== undefined && due !== null)
      hands.set(milestone, {
        startedAt: at,
        dueAt: due,
        doneAt: null,
        breachedAt: null,
        void: false,
        stoppedAt: null,
      });
  };
  const finish = (at: number, ...which: readonly Running[]): void => {
    for (const milestone of which) {
      const hand = hands.get(milestone);
      if (!hand || hand.doneAt !== null || hand.void) continue;
      hand.doneAt = at;
      hand.stoppedAt = at;
    }
  };
  /** What was still running is void; what was already breached is late. */
  const abandon = (at: number, ...which: readonly Running[]): void => {
    for (const milestone of which) {
      const hand = hands.get(milestone);
      if (!hand || hand.doneAt !== null || hand.void) continue;
      if (hand.breachedAt !== null) hand.doneAt = at;
      else hand.void = true;
      hand.stoppedAt = at;
    }
  };
  /** Goes on with the time it had left; a clock that had run out stays breached. */
  const goOn = (milestone: Running, at: number): void => {
    const hand = hands.get(milestone);
    if (!hand || hand.stoppedAt === null) return;
    if (hand.breachedAt === null) hand.dueAt = Math.max(hand.dueAt, at + hand.dueAt - hand.stoppedAt);
    hand.doneAt = null;
    hand.void = false;
    hand.stoppedAt = null;
  };

  for (const milestone of running) start(milestone, terms.openedAt);
  let accepted = false;
  let restored = false;
  for (const event of events) {
    switch (event.type) {
      case "accepted":
        accepted = true;
        finish(event.at, "respond");
        break;
      case "arrived":
        accepted = true;
        finish(event.at, "respond", "arrive");
        break;
      case "restored":
        accepted = true;
        restored = true;
        finish(event.at, "respond", "arrive", "restore");
        break;
      case "verified": {
        if (restored) break;
        restored = true;
        const good = event.goodSince ?? event.at;
        finish(good, "restore");
        if (accepted) finish(good, "respond", "arrive");
        else abandon(good, "respond", "arrive", "close");
        break;
      }
      case "closed":
        finish(event.at, "close");
        break;
      case "cancelled":
        abandon(event.at, ...running);
        break;
      case "breached": {
        const hand = hands.get(event.milestone as Running);
        if (hand) hand.breachedAt ??= hand.dueAt;
        break;
      }
      case "reopened":
        restored = false;
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
  return running.flatMap((milestone) => {
    const hand = hands.get(milestone);
    if (!hand) return [];
    const { startedAt, dueAt: due, doneAt, breachedAt } = hand;
    return [{ milestone, startedAt, dueAt: due, doneAt, breachedAt, state: stateOf(hand) }];
  });
}
