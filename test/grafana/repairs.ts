// The people of the played day: they accept, come, mend and close, some in time and some too late, the same at every play.

import type { Action, Ticket, TicketEvent } from "../../src/model/ticket.ts";

const minute = 60_000;
/** Minutes after the ticket opened; of three tickets one waits for an hour. */
const paces = [
  { accept: 2, arrive: 9, restore: 25, close: 40 },
  { accept: 6, arrive: 14, restore: 70, close: 130 },
  { accept: 45, arrive: 80, restore: 200, close: 260 },
] as const;

/** Whose turn it is. */
const hands = ["qian", "zhao"];

const outcomeOf = ({ fault }: Ticket): string => {
  if (fault === "entrapment") return "released";
  if (fault === "pipeBurst" || fault === "roomFlooded" || fault === "tankHigh") return "leak-stopped";
  return "secured";
};

export type Repairs = {
  readonly heard: (ticket: Ticket, event: TicketEvent | null) => void;
  /** What somebody does up to `before`, in order; told once. */
  readonly due: (before: number) => readonly { readonly at: number; readonly action: Action }[];
};

/** Acts that the desk refuses are simply not done. */
export function createRepairs(): Repairs {
  let opened = 0;
  let planned: { at: number; action: Action }[] = [];
  return {
    heard(ticket, event) {
      // One is forgotten: it stays open, past every deadline.
      if (event?.type !== "opened" || ticket.fault === "tamper") return;
      const by = hands[opened % hands.length] as string;
      const pace = paces[opened++ % paces.length] as (typeof paces)[number];
      const plan = (after: number, action: Omit<Action, "ticket">): void => {
        planned.push({ at: event.at + after * minute, action: { ...action, ticket: ticket.id } });
      };
      plan(pace.accept, { do: "accept", by });
      plan(pace.accept + 1, { do: "comment", by, note: "on my way" });
      plan(pace.arrive, { do: "arrive", by });
      plan(pace.restore, { do: "restore", by, ...(ticket.latched && { outcome: outcomeOf(ticket) }) });
      plan(pace.close, { do: "close", by: "wang" });
      planned.sort((a, b) => a.at - b.at);
    },
    due(before) {
      const now = planned.filter(({ at }) => at < before);
      planned = planned.filter(({ at }) => at >= before);
      return now;
    },
  };
}
