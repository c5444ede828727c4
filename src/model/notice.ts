// A notice: one thing that some people must hear through one channel: a ticket change, or the daily count. Kept in the outbox until delivered.

import type { DailyCount } from "./daily-count.ts";
import type { TicketReason } from "./site.ts";
import type { Ticket } from "./ticket.ts";

type Told = {
  /** Stable: the same change gives the same id, so that nothing is told twice. */
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly channel: string;
  /** Staff ids; empty where a channel is its own audience (a robot's group, a webhook). */
  readonly to: readonly string[];
};

export type TicketNotice = Told & {
  readonly ticket: string;
  readonly reason: TicketReason;
  /** The ticket as it stood, for wording. */
  readonly snapshot: Ticket;
  /** Somebody tests the asset: not the real thing. */
  readonly test?: true;
};

export type CountNotice = Told & {
  readonly ticket: null;
  readonly reason: "dailyCount";
  /** Its lists shortened to what a message can hold, its numbers whole. */
  readonly count: DailyCount;
};

/** `reason` says which of the two. */
export type Notice = TicketNotice | CountNotice;

/** What the outbox must be able to do; the store keeps it on disk. */
export type Outbox = {
  /** Adds inside the current transaction; a known id is ignored. */
  readonly add: (notice: Notice) => void;
  /** Due notices of one channel, oldest first. */
  readonly due: (channel: string, now: number, limit: number) => readonly OutboxEntry[];
  readonly delivered: (id: string, at: number) => void;
  readonly retryAt: (id: string, at: number, error: string) => void;
  readonly gaveUp: (id: string, at: number, error: string) => void;
  /** How many wait, per channel. */
  readonly waiting: () => Readonly<Record<string, number>>;
};
export type OutboxEntry = { readonly notice: Notice; readonly attempts: number };
