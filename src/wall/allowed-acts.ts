// Which buttons a ticket gets: the acts its state allows. The gateway has the last word.

import type { Act, TicketState } from "../model/ticket.ts";

type Offered = Extract<Act, "acknowledge" | "dispatch" | "accept" | "arrive" | "restore" | "close" | "comment">;

const byState: Readonly<Record<TicketState, readonly Offered[]>> = {
  open: ["accept", "arrive", "restore", "dispatch", "acknowledge", "comment"],
  dispatched: ["accept", "arrive", "restore", "dispatch", "acknowledge", "comment"],
  accepted: ["arrive", "restore", "dispatch", "comment"],
  onSite: ["restore", "comment"],
  restored: ["close", "comment"],
  closed: [],
  archived: [],
  cancelled: [],
};

export const allowedActs = (state: TicketState): readonly Offered[] => byState[state];
