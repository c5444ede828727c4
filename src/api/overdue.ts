// Whether a promise of a ticket has run past its deadline without being kept.

import type { Ticket } from "../model/ticket.ts";

/** A clock breached and not yet done, or running past its due instant. An act at exactly dueAt is in time. */
export const isOverdue = (ticket: Ticket, now: number): boolean =>
  ticket.state !== "cancelled" &&
  ticket.clocks.some(({ state, dueAt }) => state === "breached" || (state === "running" && dueAt < now));
