// The fault `down` of one link, from its opening to the instant it is proven gone: the same steps as `offline` of a device (follow-fault.ts).

import type { Fault } from "../model/fault.ts";
import { change, type Emit } from "./follow-fault.ts";
import { pauseTimer, resumeTimer, startTimer, type Timer, timerDue } from "./timer.ts";

/** How long a link must have been back before that is believed (*verifyFor*), ms. */
const VERIFY_FOR = 120_000;

export type LinkState = {
  /** The fault while open, or cleared but not yet proven gone. */
  fault: Fault | null;
  /** Runs from its clearing until it is proven gone; stands still while a link above is down. */
  hold: Timer | null;
};

/**
 * What outlives a restart, as plain JSON: by id the links whose fault is under way, or of which the devices' memory does not tell when they
 * were heard last.
 */
export type LinkMemory = Readonly<
  Record<
    string,
    LinkState & {
      /** When it was heard last, epoch ms. */ readonly heardAt?: number;
    }
  >
>;

/** Opens it, or goes on with the one that was not proven gone. @param since when the last device below fell silent, epoch ms. */
export function openDown(state: LinkState, id: string, since: number, at: number, now: number, emit: Emit): void {
  const present = { present: true, absentSince: null, clearedAt: null, goodSince: null, verified: false };
  if (state.fault) {
    state.hold = null;
    change(state, "relapsed", at, now, emit, { goodSince: null });
    change(state, "resumed", at, now, emit, present);
    return;
  }
  const openedAt = Math.max(at, now);
  state.fault = {
    asset: id,
    kind: "link",
    fault: "down",
    severity: "major",
    sla: "urgent",
    latched: false,
    since,
    openedAt,
    ...present,
  };
  emit({ type: "opened", at, knownAt: openedAt, fault: state.fault });
}

/** A device below was heard: it is over at once, and has yet to be proven gone. */
export function clearDown(state: LinkState, now: number, emit: Emit): void {
  state.hold = startTimer(now);
  change(state, "recovering", now, now, emit, { goodSince: now });
  change(state, "cleared", now, now, emit, { present: false, clearedAt: now });
}

export function holdDown(state: LinkState, at: number, standsStill: boolean): void {
  if (!state.hold) return;
  if (standsStill) pauseTimer(state.hold, at);
  else resumeTimer(state.hold, at);
}

/** When it will be proven gone; Infinity while it is open or stands still. */
export const verifyDue = ({ hold }: LinkState): number =>
  hold ? timerDue(hold, VERIFY_FOR) : Number.POSITIVE_INFINITY;

export function verifyDown(state: LinkState, at: number, now: number, emit: Emit): void {
  const due = verifyDue(state);
  if (due > at) return;
  change(state, "verified", due, now, emit, { verified: true });
  state.fault = null;
  state.hold = null;
}
