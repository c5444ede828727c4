// A notice: one thing that some people must hear through one channel. Made by routing a ticket change, kept in the outbox until delivered.

import type { NoticeReason } from "./site.ts";
import type { Ticket } from "./ticket.ts";

export type Notice = {
  /** Stable: the same change gives the same id, so that nothing is told twice. */
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly ticket: string;
  readonly reason: NoticeReason;
  readonly channel: string;
  /** Staff ids; empty where a channel is its own audience (a robot's group, a webhook). */
  readonly to: readonly string[];
  /** The ticket as it stood, for wording. */
  readonly snapshot: Ticket;
};

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
