// The daily count (每日盘点) and the shift hand-over sheet, as every room sees them: what is owed, since when, and whose it is. Instants are epoch ms.

import type { Severity } from "./severity.ts";
import type { Role, Site } from "./site.ts";
import type { Milestone, PauseReason, Ticket, TicketEventType } from "./ticket.ts";

/** A promise that was not kept in time; `since` is when it was first broken, `late` how long ago that is, ms. */
export type Overdue = {
  readonly milestone: Milestone;
  readonly dueAt: number;
  readonly since: number;
  readonly late: number;
};

/** One ticket in a count: whose it is and what is owed. Ids as they are; whoever words it looks up the names. */
export type CountedTicket = Pick<
  Ticket,
  | "id"
  | "title"
  | "zone"
  | "asset"
  | "kind"
  | "severity"
  | "sla"
  | "state"
  | "owner"
  | "assignee"
  | "parent"
  | "repeats"
  | "since"
  | "openedAt"
> & {
  /** The longest first; empty where nothing is overdue. */
  readonly overdue: readonly Overdue[];
  /** The promise due next that is still to be kept in time; null where none runs. */
  readonly next: { readonly milestone: Milestone; readonly dueAt: number } | null;
  /** `since` and what was said, where its clocks stand still. */
  readonly paused: { readonly reason: PauseReason | null; readonly since: number; readonly note: string } | null;
};

export type Tally = { readonly open: number; readonly overdue: number };

/** What is owed at `at`. Numbers are those of the whole site, even where a list was shortened. */
export type DailyCount = {
  readonly site: string;
  readonly at: number;
  /** Neither restored nor ended. */
  readonly open: number;
  /** Restored, still to be closed. */
  readonly restored: number;
  /** Tickets with a broken promise still owed, in any of the lists. */
  readonly overdue: number;
  /** Of the open ones: nobody holds it; its clocks stand still; it came back after it was repaired. */
  readonly unassigned: number;
  readonly paused: number;
  readonly repeats: number;
  /** Restored or closed, and the resident still waits to be called back. */
  readonly toCallBack: number;
  /** Of the open ones. */
  readonly zones: Readonly<Record<string, Tally>>;
  readonly severities: Readonly<Record<Severity, Tally>>;
  /** The open ones: longest overdue first, then the nearest deadline. */
  readonly tickets: readonly CountedTicket[];
  /** The restored ones, in the same order. */
  readonly restoredTickets: readonly CountedTicket[];
  /** Those that wait for a call-back, in the same order; a restored one stands in both lists. */
  readonly callBacks: readonly CountedTicket[];
};

/** One thing that happened to a ticket during a shift. */
export type ShiftEvent = Pick<Ticket, "id" | "title" | "zone" | "asset" | "kind" | "severity" | "source"> & {
  readonly at: number;
  readonly type: TicketEventType;
  /** "system" opens what a person reported, too: `source` and `resident` say whose words they were. */
  readonly by: string;
  readonly resident: boolean;
  /** breached: which promise. */
  readonly milestone: Milestone | null;
};

/** A promise that the next shift has to keep. */
export type ShiftDeadline = Pick<
  Ticket,
  "id" | "title" | "zone" | "asset" | "kind" | "severity" | "owner" | "assignee"
> & { readonly milestone: Milestone; readonly dueAt: number };

/** Staff ids by role; roles that nobody has are left out. */
export type Duty = Readonly<Partial<Record<Role, readonly string[]>>>;

/** What the shift from `from` (inclusive) to `to` (exclusive) hands over to the next. */
export type ShiftSheet = {
  readonly site: string;
  readonly from: number;
  readonly to: number;
  /** Opened and reopened. */
  readonly opened: readonly ShiftEvent[];
  readonly restored: readonly ShiftEvent[];
  /** Closed, cancelled and merged. */
  readonly closed: readonly ShiftEvent[];
  readonly breached: readonly ShiftEvent[];
  /** What is not ended at `to`, restored ones with it: longest overdue first, then the nearest deadline. */
  readonly open: readonly CountedTicket[];
  /** Every promise due within the 12 hours from `to` on, call-backs of closed tickets with them; the nearest first. */
  readonly deadlines: readonly ShiftDeadline[];
  readonly onDuty: {
    readonly now: Duty;
    /** Null where nobody's shift begins or ends within eight days. */
    readonly next: { readonly at: number; readonly who: Duty } | null;
  };
};

/** How to count, for whoever may not know the stage that counts: see src/tickets/daily-count.ts and shift-sheet.ts. */
export type Counting = {
  readonly dailyCount: (site: Site, tickets: readonly Ticket[], at: number) => DailyCount;
  readonly shiftSheet: (site: Site, tickets: readonly Ticket[], from: number, to: number) => ShiftSheet;
};
