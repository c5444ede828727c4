// Whether a person may do this to this ticket now; if not, why. Nothing is changed here.

import { type Fault, outcomes } from "../model/fault.ts";
import { type Refusal, refuse } from "../model/result.ts";
import type { Site, Staff } from "../model/site.ts";
import type { Action, Ticket } from "../model/ticket.ts";
import { deskRoles, forbids, mayOverride, overriders, rulesOf } from "./act-rules.ts";
import * as say from "./refusal-words.ts";

/** Whoever holds the administrator's token and names no one of the staff: acts with a manager's rights, under its own name. */
const administrator: Staff = { id: "admin", name: { en: "Administrator", zh: "管理员" }, role: "manager", skills: [] };

export type Circumstances = {
  readonly site: Site;
  readonly staff: ReadonlyMap<string, Staff>;
  readonly fault: Fault | null;
  /** The fault's asset is silent: the fault is frozen and cannot be believed gone. */
  readonly frozen: boolean;
  /** For merge: the ticket that is to go on. */
  readonly target: Ticket | undefined;
  /** Epoch ms. */
  readonly now: number;
};

/** A date agreed lies ahead, and not in another decade, ms. */
const LONGEST = 5 * 366 * 24 * 3_600_000;

const over: readonly Ticket["state"][] = ["closed", "archived", "cancelled"];

/** The sensor lies: the rule is taken out of service, whatever it says. */
export const blamesSensor = (action: Action, ticket: Ticket): boolean =>
  action.do === "restore" && action.cause === "sensor" && ticket.fault !== null && !ticket.latched;

/** A reopened ticket is still its holder's, who owes a new answer: `accept` gives it. */
const acceptsAnew = ({ do: act }: Action, { state, clocks }: Ticket): boolean =>
  act === "accept" &&
  state === "accepted" &&
  clocks.some(({ milestone, doneAt, state: clock }) => milestone === "respond" && doneAt === null && clock !== "void");

/** @returns what forbids the act, or null. */
export function checkAct(action: Action, ticket: Ticket, about: Circumstances): Refusal | null {
  const { site } = about;
  const person = action.admin ? administrator : about.staff.get(action.by);
  if (!person) return refuse("unknown-staff", action.by);
  if (action.override && !mayOverride(person)) return refuse("forbidden", say.overrideRefused(person, overriders));
  const forbidden = acceptsAnew(action, ticket)
    ? forbids("accept", person, "open")
    : forbids(action.do, person, ticket.state);
  const rule = rulesOf(action.do);
  if (forbidden === "forbidden") return refuse(forbidden, say.actRefused(person, action.do, rule.roles));
  if (action.version !== undefined && action.version !== ticket.version)
    return refuse("stale", say.staleVersion(site, ticket, action.version));
  if (forbidden) return refuse(forbidden, say.stateRefused(site, ticket, action.do, rule.from));
  switch (action.do) {
    case "dispatch":
      return action.to !== undefined && !about.staff.has(action.to) ? refuse("unknown-staff", action.to) : null;
    case "check-in":
      return ticket.rounds?.dueAt === undefined || ticket.rounds.dueAt === null
        ? refuse("wrong-state", say.noRounds(ticket))
        : null;
    case "return":
      return checkReturn(action, ticket, person, site);
    case "restore":
      return checkRestore(action, ticket, about);
    case "pause":
      return checkPause(ticket, about);
    case "resume":
      return ticket.paused ? null : refuse("wrong-state", say.notPaused(ticket));
    case "reclassify":
      return checkReclassify(action, ticket, about);
    case "merge":
      return checkMerge(action, ticket, about);
    case "call-back":
      return ticket.reporter ? null : refuse("wrong-state", say.nobodyToCall(ticket));
    case "attach":
      return action.attachment ? null : refuse("bad-request", say.fileMissing(ticket));
    default:
      return null;
  }
}

/** Turning the ticket into another row does not make an entrapment wait. */
function checkPause(ticket: Ticket, { site, fault }: Circumstances): Refusal | null {
  const rows = fault?.clearedAt === null ? [ticket.sla, fault.sla] : [ticket.sla];
  const urgent = rows.find((row) => site.sla[row]?.pausable === false);
  if (urgent !== undefined) return refuse("not-pausable", say.notPausable(ticket, urgent));
  return ticket.paused ? refuse("wrong-state", say.pausedAlready(site, ticket)) : null;
}

/** A job is handed back by whoever has it, or by the desk. */
function checkReturn({ note }: Action, ticket: Ticket, person: Staff, site: Site): Refusal | null {
  const isHolder = ticket.assignee === null || ticket.assignee === person.id;
  if (!isHolder && !deskRoles.includes(person.role)) return refuse("forbidden", say.notTheHolder(site, ticket, person));
  return note ? null : refuse("note-required", say.returnNeedsNote(ticket));
}

function checkRestore(action: Action, ticket: Ticket, { fault, frozen }: Circumstances): Refusal | null {
  if (!fault || blamesSensor(action, ticket)) return null;
  if ((ticket.present || frozen) && !action.override) return refuse("still-faulty", say.stillFaulty(ticket, frozen));
  if (action.override && !action.note) return refuse("note-required", say.overrideNeedsNote(ticket));
  const known = (outcomes as readonly (string | undefined)[]).includes(action.outcome);
  return ticket.latched && !action.override && !known
    ? refuse("bad-outcome", say.outcomeRefused(ticket, action.outcome))
    : null;
}

function checkReclassify({ now = {} }: Action, ticket: Ticket, { site, now: instant }: Circumstances): Refusal | null {
  if (Object.values(now).every((value) => value === undefined))
    return refuse("bad-request", say.nothingToReclassify(ticket));
  if (now.sla !== undefined && !Object.hasOwn(site.sla, now.sla)) return refuse("unknown-sla", now.sla);
  if (now.zone !== undefined && !site.zones.some(({ id }) => id === now.zone)) return refuse("unknown-zone", now.zone);
  if (now.asset !== undefined && !site.devices.some(({ id }) => id === now.asset))
    return refuse("unknown-device", now.asset);
  if (now.agreedAt === undefined) return null;
  const isSound = Number.isSafeInteger(now.agreedAt) && now.agreedAt > instant && now.agreedAt < instant + LONGEST;
  return isSound ? null : refuse("bad-request", say.badAgreedAt);
}

function checkMerge({ to }: Action, ticket: Ticket, { site, target }: Circumstances): Refusal | null {
  if (!target) return refuse("unknown-ticket", to ?? say.mergeTargetMissing(ticket));
  if (target.id === ticket.id) return refuse("bad-request", say.mergeIntoItself(ticket));
  const isSafety = ({ sla }: Ticket): boolean => site.sla[sla]?.lifeSafety === true;
  if (isSafety(ticket) && !isSafety(target)) return refuse("bad-request", say.mergeHidesSafety(ticket, target));
  return over.includes(target.state) ? refuse("wrong-state", say.mergeTargetOver(ticket, target)) : null;
}
