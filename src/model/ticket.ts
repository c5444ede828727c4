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
  | "merged"
  /** Handed back: nobody has it any more. */
  | "returned"
  /** Somebody stood where no camera sees. */
  | "checkedIn"
  /** Nobody did, by the time it was due. */
  | "roundMissed";

/** Why the clocks of a ticket stand still: waiting for parts, no access, weather, the resident's wish. */
export const pauseReasons = ["parts", "access", "weather", "resident"] as const;
export type PauseReason = (typeof pauseReasons)[number];

/** What a ticket can be turned into; `agreedAt` (epoch ms) is the date agreed for a row that says `agreed`. */
export type Reclassified = {
  readonly sla?: string;
  readonly severity?: Severity;
  readonly zone?: string;
  readonly asset?: string;
  readonly fault?: string;
  readonly agreedAt?: number;
  /** Set by the desk from the asset and the fault. */
  readonly kind?: string;
  readonly title?: Text;
  readonly latched?: boolean;
};

export type Part = { readonly name: string; readonly count: number };

/** A file in the data folder's `attachments/`; `size` in bytes. */
export type Attachment = { readonly id: string; readonly name: string; readonly type: string; readonly size: number };

/** How long one person held the ticket; `to` null: holds it still. Epoch ms. */
export type Holder = { readonly staff: string; readonly from: number; readonly to: number | null };

/** The standing patrol of a blind area: `dueAt` (epoch ms) null once it is seen again. */
export type Rounds = {
  /** ms */
  readonly every: number;
  readonly dueAt: number | null;
  readonly visits: number;
  readonly missed: number;
};

/** One line of a ticket's log. The log is the truth; state, clocks and owner are derived from it. */
export type TicketEvent = {
  readonly at: number;
  readonly type: TicketEventType;
  /** "system" or a staff id. */
  readonly by: string;
  readonly note?: string;
  /** dispatched: to whom. merged: the ticket that goes on. */
  readonly to?: string;
  /** breached: which promise, and the instant (epoch ms) at which it was due when it was told; roundMissed: that of the round. */
  readonly milestone?: Milestone;
  readonly dueAt?: number;
  /** reclassified: what the ticket is from now on, as if it had always been so. */
  readonly now?: Reclassified;
  /** paused: why. */
  readonly reason?: PauseReason;
  /** closed: what was done, with which parts, for how much (the site's currency). */
  readonly remedy?: string;
  readonly parts?: readonly Part[];
  readonly cost?: number;
  /** arrived, checkedIn: shown by the code on the asset's label. */
  readonly byLabel?: true;
  /** calledBack: 1…5. */
  readonly rating?: number;
  /** commented: a file that came with it. */
  readonly attachment?: Attachment;
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
  /** Up to four that saw the asset when it opened, best first. */
  readonly cameras?: readonly string[];
  /** An archived ticket of the same fault before it. */
  readonly former?: string;
  /** The ticket it came from: the sensor that lied there, or the fault that cleared itself three times. */
  readonly origin?: string;
  readonly reporter?: { readonly resident: boolean; readonly name?: string; readonly phone?: string };
};

/** A ticket as derived from its header, its log and its fault; instants are epoch ms. */
export type Ticket = Omit<TicketHeader, "latched" | "former"> & {
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
  /** Whom it lay with, in order: a clock for each holder beside the promise. */
  readonly holders: readonly Holder[];
  /** A blind area is looked after in person; null for any other ticket. */
  readonly rounds: Rounds | null;
  /** An archived ticket of the same fault before it. */
  readonly former: string | null;
  readonly events: readonly TicketEvent[];
};

export const acts = [
  "dispatch",
  "accept",
  "arrive",
  "restore",
  "close",
  "call-back",
  "return",
  "check-in",
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
  readonly remedy?: string;
  readonly parts?: readonly Part[];
  readonly cost?: number;
  readonly rating?: number;
  /** reclassify. */
  readonly now?: Reclassified;
  /** Set by the API alone: the code of the asset's label was right; the file is in the data folder. */
  readonly byLabel?: true;
  readonly attachment?: Attachment;
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

/**
 * A change of a ticket, for the store, the wall, history and notices. `again`: an event of its log that nobody was told of when it
 * happened, or as a test, and that is told at `at` (epoch ms). `test`: somebody tests the asset.
 */
export type TicketChange = {
  readonly ticket: Ticket;
  readonly event: TicketEvent | null;
  readonly again?: { readonly event: TicketEvent; readonly at: number };
  readonly test?: true;
};
