// A ticket: the promise made about one fault or report, as everyone outside sees it, and its event log, from which all of it is derived.

import type { Outcome } from "./fault.ts";
import type { Severity } from "./severity.ts";
import type { Text } from "./text.ts";

export const ticketStates = [
  "open",
  "dispatched",
  "accepted",
  "onSite",
  "restored",
  "closed",
  "archived",
  "cancelled",
] as const;
export type TicketState = (typeof ticketStates)[number];

export const milestones = ["respond", "arrive", "restore", "close", "callBack"] as const;
export type Milestone = (typeof milestones)[number];

export type ClockState = "running" | "met" | "late" | "breached" | "paused" | "void";

/** One milestone's clock; instants are epoch ms. */
export type Clock = {
  readonly milestone: Milestone;
  readonly startedAt: number;
  readonly dueAt: number;
  readonly doneAt: number | null;
  readonly breachedAt: number | null;
  readonly state: ClockState;
};

export type TicketEventType =
  | "opened"
  | "acknowledged"
  | "dispatched"
  | "accepted"
  | "arrived"
  | "restored"
  | "verified"
  | "closed"
  | "calledBack"
  | "archived"
  | "paused"
  | "resumed"
  | "reopened"
  | "cancelled"
  | "reclassified"
  | "escalated"
  | "breached"
  | "commented"
  | "merged";

/** One line of a ticket's log. The log is the truth; state, clocks and owner are derived from it. */
export type TicketEvent = {
  readonly at: number;
  readonly type: TicketEventType;
  /** "system" or a staff id. */
  readonly by: string;
  readonly note?: string;
  /** dispatched: to whom. */
  readonly to?: string;
  /** breached: which promise. */
  readonly milestone?: Milestone;
  readonly outcome?: Outcome;
  readonly cause?: string;
  readonly override?: boolean;
  /** verified: the first good reading, epoch ms. */
  readonly goodSince?: number;
  /** reopened: the same fault came back before it was proven gone; no repeat. */
  readonly relapse?: boolean;
};

/** What never changes about a ticket: written once, when it opens. */
export type TicketHeader = {
  readonly id: string;
  readonly site: string;
  readonly zone: string;
  readonly asset: string | null;
  readonly kind: string | null;
  readonly fault: string | null;
  readonly ref: string | null;
  readonly severity: Severity;
  readonly sla: string;
  readonly source: "telemetry" | "report" | "coverage" | "upkeep" | "gateway";
  readonly owner: string | null;
  /** First bad reading, epoch ms. */
  readonly since: number;
  readonly openedAt: number;
  readonly title: Text;
  readonly latched: boolean;
  readonly reporter?: { readonly resident: boolean; readonly name?: string; readonly phone?: string };
};

/** A ticket as derived from its header, its log and its fault; instants are epoch ms. */
export type Ticket = Omit<TicketHeader, "latched"> & {
  readonly latched: boolean;
  readonly state: TicketState;
  readonly paused: boolean;
  readonly present: boolean;
  readonly verified: boolean;
  readonly repeats: number;
  readonly parent: string | null;
  readonly assignee: string | null;
  readonly version: number;
  readonly restoredAt: number | null;
  readonly closedAt: number | null;
  readonly cameras: readonly string[];
  readonly clocks: readonly Clock[];
  readonly events: readonly TicketEvent[];
};

export const acts = [
  "dispatch",
  "accept",
  "arrive",
  "restore",
  "close",
  "call-back",
  "pause",
  "resume",
  "comment",
  "acknowledge",
  "reclassify",
  "merge",
  "attach",
  "cancel",
  "reopen",
] as const;
export type Act = (typeof acts)[number];

/** What a person asks of the desk. One of `ticket`, `ref`, or `asset` + `fault` says which ticket. */
export type Action = {
  readonly do: Act;
  readonly by: string;
  /** The administrator acts in person: set by the API alone, never taken from outside. */
  readonly admin?: true;
  readonly ticket?: string;
  readonly ref?: string;
  readonly asset?: string;
  readonly fault?: string;
  readonly note?: string;
  readonly to?: string;
  readonly reason?: string;
  readonly outcome?: string;
  readonly cause?: string;
  readonly override?: boolean;
  readonly version?: number;
};

/** A report from a person. */
export type Report = {
  readonly zone: string;
  readonly asset?: string;
  readonly sla?: string;
  readonly text: string;
  readonly by?: string;
  readonly name?: string;
  readonly phone?: string;
  readonly ref?: string;
};

/** A change of a ticket, for the store, the wall, history and notices. */
export type TicketChange = { readonly ticket: Ticket; readonly event: TicketEvent | null };
