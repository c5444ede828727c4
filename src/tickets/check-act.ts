// Whether a person may do this to this ticket now; if not, why. Nothing is changed here.

import { type Fault, outcomes } from "../model/fault.ts";
import { type Refusal, refuse } from "../model/result.ts";
import type { Site, Staff } from "../model/site.ts";
import type { Action, Ticket } from "../model/ticket.ts";
import { forbids, mayOverride } from "./act-rules.ts";

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
};

const over: readonly Ticket["state"][] = ["closed", "archived", "cancelled"];

/** The sensor lies: the rule is taken out of service, whatever it says. */
export const blamesSensor = (action: Action, ticket: Ticket): boolean =>
  action.do === "restore" && action.cause === "sensor" && ticket.fault !== null && !ticket.latched;

/** @returns what forbids the act, or null. */
export function checkAct(action: Action, ticket: Ticket, about: Circumstances): Refusal | null {
  const person = action.admin ? administrator : about.staff.get(action.by);
  if (!person) return refuse("unknown-staff", action.by);
  if (action.override && !mayOverride(person)) return refuse("forbidden", "override");
  const forbidden = forbids(action.do, person, ticket.state);
  if (forbidden === "forbidden") return refuse(forbidden, action.do);
  if (action.version !== undefined && action.version !== ticket.version)
    return refuse("stale", `version ${ticket.version}, last changed by ${ticket.events.at(-1)?.by}`);
  if (forbidden)
    return refuse(forbidden, `${action.do} while ${ticket.state}, last changed by ${ticket.events.at(-1)?.by}`);
  switch (action.do) {
    case "dispatch":
      return action.to !== undefined && !about.staff.has(action.to) ? refuse("unknown-staff", action.to) : null;
    case "restore":
      return checkRestore(action, ticket, about);
    case "pause":
      if (!(about.site.sla[ticket.sla]?.pausable ?? true)) return refuse("not-pausable", ticket.sla);
      return ticket.paused ? refuse("wrong-state", "pause while paused") : null;
    case "resume":
      return ticket.paused ? null : refuse("wrong-state", "resume while not paused");
    case "reclassify":
      return checkReclassify(action, about.site);
    case "merge":
      return checkMerge(action, ticket, about.target);
    case "call-back":
      return ticket.reporter ? null : refuse("wrong-state", "call-back: nobody reported it");
    case "attach":
      return action.attachment ? null : refuse("bad-request", "attach: POST the file to .../attachments");
    default:
      return null;
  }
}

function checkRestore(action: Action, ticket: Ticket, { fault, frozen }: Circumstances): Refusal | null {
  if (!fault || blamesSensor(action, ticket)) return null;
  if ((ticket.present || frozen) && !action.override) return refuse("still-faulty", fault.fault);
  if (action.override && !action.note) return refuse("note-required", "override");
  const known = (outcomes as readonly (string | undefined)[]).includes(action.outcome);
  return ticket.latched && !action.override && !known ? refuse("bad-outcome", action.outcome ?? "") : null;
}

function checkReclassify({ now = {} }: Action, site: Site): Refusal | null {
  if (Object.values(now).every((value) => value === undefined))
    return refuse("bad-request", "reclassify: now: { sla, severity, zone, asset, fault, agreedAt }");
  if (now.sla !== undefined && !Object.hasOwn(site.sla, now.sla)) return refuse("unknown-sla", now.sla);
  if (now.zone !== undefined && !site.zones.some(({ id }) => id === now.zone)) return refuse("unknown-zone", now.zone);
  if (now.asset !== undefined && !site.devices.some(({ id }) => id === now.asset))
    return refuse("unknown-device", now.asset);
  return now.agreedAt === undefined || Number.isSafeInteger(now.agreedAt) ? null : refuse("bad-request", "agreedAt");
}

function checkMerge({ to }: Action, ticket: Ticket, target: Ticket | undefined): Refusal | null {
  if (!target) return refuse("unknown-ticket", to ?? "merge: to");
  if (target.id === ticket.id) return refuse("bad-request", `${ticket.id} into itself`);
  return over.includes(target.state)
    ? refuse("wrong-state", `merge into ${target.id}, which is ${target.state}`)
    : null;
}
