// Who may do what to a ticket, and when: one row per act (CONTRACT 5, "Acts").

import type { ErrorCode } from "../model/error-code.ts";
import type { Role, Staff } from "../model/site.ts";
import type { Act, Milestone, TicketState } from "../model/ticket.ts";

export type ActRule = { readonly from: readonly TicketState[]; readonly roles: readonly Role[] };

const open = ["open", "dispatched", "accepted", "onSite"] as const satisfies readonly TicketState[];
const beforeClosed = [...open, "restored"] as const satisfies readonly TicketState[];
/** Who runs the desk. */
export const deskRoles: readonly Role[] = ["operator", "supervisor", "manager"];
const desk = ["operator", "supervisor", "manager"] as const satisfies readonly Role[];
const withSteward = [...desk, "steward"] as const satisfies readonly Role[];
const everyone = [...withSteward, "technician", "guard"] as const satisfies readonly Role[];

const rules: Readonly<Record<Act, ActRule>> = {
  dispatch: { from: ["open", "dispatched", "accepted"], roles: desk },
  accept: { from: ["open", "dispatched"], roles: everyone },
  arrive: { from: ["open", "dispatched", "accepted"], roles: everyone },
  return: { from: ["dispatched", "accepted", "onSite"], roles: everyone },
  "check-in": { from: open, roles: everyone },
  restore: { from: open, roles: everyone },
  close: { from: ["restored"], roles: withSteward },
  "call-back": { from: ["restored", "closed"], roles: withSteward },
  pause: { from: beforeClosed, roles: everyone },
  resume: { from: beforeClosed, roles: everyone },
  reclassify: { from: beforeClosed, roles: desk },
  merge: { from: beforeClosed, roles: desk },
  attach: { from: beforeClosed, roles: everyone },
  comment: { from: beforeClosed, roles: everyone },
  acknowledge: { from: beforeClosed, roles: everyone },
  cancel: { from: open, roles: desk },
  reopen: { from: ["restored", "closed"], roles: desk },
};

export const overriders: readonly Role[] = ["supervisor", "manager"];

/** Whether the role may set a fault aside that is still present. */
export const mayOverride = (person: Staff): boolean => overriders.includes(person.role);

/** Who may do it and in which states, for telling people. */
export const rulesOf = (act: Act): ActRule => rules[act];

/** What forbids the act, or null. */
export function forbids(act: Act, person: Staff, state: TicketState): ErrorCode | null {
  const rule = rules[act];
  if (!rule.roles.includes(person.role)) return "forbidden";
  return rule.from.includes(state) ? null : "wrong-state";
}

/** The promises that an act keeps. */
export const keeps: Readonly<Partial<Record<Act, readonly Milestone[]>>> = {
  accept: ["respond"],
  arrive: ["respond", "arrive"],
  restore: ["respond", "arrive", "restore"],
};
