// A person's act as a line of the ticket's log.

import {
  type Act,
  type Action,
  type PauseReason,
  pauseReasons,
  type Reclassified,
  type TicketEvent,
} from "../model/ticket.ts";

const types = {
  dispatch: "dispatched",
  accept: "accepted",
  arrive: "arrived",
  return: "returned",
  "check-in": "checkedIn",
  restore: "restored",
  close: "closed",
  "call-back": "calledBack",
  pause: "paused",
  resume: "resumed",
  comment: "commented",
  acknowledge: "acknowledged",
  reclassify: "reclassified",
  merge: "merged",
  attach: "commented",
  cancel: "cancelled",
  reopen: "reopened",
} as const satisfies Record<Act, TicketEvent["type"]>;

const isPauseReason = (text: string | undefined): text is PauseReason =>
  (pauseReasons as readonly (string | undefined)[]).includes(text);

/** @param whole what a reclassification means for the rest of the header. */
export function eventOfAct(action: Action, at: number, whole: (now: Reclassified) => Reclassified): TicketEvent {
  const { reason, note, to, outcome, cause, remedy, parts, cost, rating, now, byLabel, attachment } = action;
  const code = action.do === "pause" && isPauseReason(reason) ? undefined : reason;
  const said = [code, note].filter((words) => words !== undefined).join(": ");
  return {
    at,
    type: types[action.do],
    by: action.by,
    ...(said !== "" && { note: said }),
    ...(action.do === "pause" && isPauseReason(reason) && { reason }),
    ...(to !== undefined && (action.do === "dispatch" || action.do === "merge") && { to }),
    ...(outcome !== undefined && { outcome: outcome as NonNullable<TicketEvent["outcome"]> }),
    ...(cause !== undefined && { cause }),
    ...(remedy !== undefined && { remedy }),
    ...(parts !== undefined && { parts }),
    ...(cost !== undefined && { cost }),
    ...(rating !== undefined && { rating }),
    ...(action.do === "reclassify" && now !== undefined && { now: whole(now) }),
    ...(byLabel && { byLabel }),
    ...(attachment && { attachment }),
    ...(action.override && { override: true }),
  };
}
