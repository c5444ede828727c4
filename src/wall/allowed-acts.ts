// Which buttons a ticket gets: the acts its state allows (CONTRACT section 5). The gateway has the last word.

import type { Act, TicketState } from "../model/ticket.ts";
import type { TicketJson } from "../model/ticket-json.ts";

type Asked = Pick<TicketJson, "state" | "paused" | "sla" | "resident"> & Partial<Pick<TicketJson, "rounds" | "clocks">>;

/** Life safety, water, security and what is urgent never wait. */
const neverPaused: readonly string[] = ["elevator-entrapment", "pipe-burst", "security", "urgent"];

const atAnyTime = ["reclassify", "merge"] as const satisfies readonly Act[];

/** The next step first: it gets the loud button. */
const byState: Readonly<Record<TicketState, readonly Act[]>> = {
  open: [
    "accept",
    "dispatch",
    "arrive",
    "restore",
    "acknowledge",
    "comment",
    "attach",
    "pause",
    ...atAnyTime,
    "cancel",
  ],
  dispatched: [
    "accept",
    "arrive",
    "restore",
    "dispatch",
    "return",
    "acknowledge",
    "comment",
    "attach",
    "pause",
    ...atAnyTime,
    "cancel",
  ],
  accepted: [
    "arrive",
    "restore",
    "dispatch",
    "return",
    "acknowledge",
    "comment",
    "attach",
    "pause",
    ...atAnyTime,
    "cancel",
  ],
  onSite: ["restore", "return", "acknowledge", "comment", "attach", "pause", ...atAnyTime, "cancel"],
  restored: ["close", "call-back", "acknowledge", "comment", "attach", "pause", ...atAnyTime, "reopen"],
  closed: ["call-back", "reopen"],
  archived: [],
  cancelled: [],
};

/** A reopened ticket is still its holder's, who owes a new answer: the clock for it runs again. */
const owesAnswer = ({ state, clocks }: Asked): boolean =>
  state === "accepted" &&
  clocks?.some(
    ({ milestone, doneAt, state: clock }) => milestone === "respond" && doneAt === null && clock !== "void",
  ) === true;

/** The acts in the order of their buttons. `resume` comes first while paused; only a resident is called back. */
export function allowedActs(ticket: Asked): readonly Act[] {
  const { state, paused, sla, resident, rounds } = ticket;
  const acts = byState[state].filter(
    (act) => (act !== "pause" || !(paused || neverPaused.includes(sla))) && (act !== "call-back" || resident),
  );
  if (owesAnswer(ticket)) acts.unshift("accept");
  if (rounds?.dueAt) acts.splice(1, 0, "check-in");
  return paused && byState[state].includes("pause") ? ["resume", ...acts] : acts;
}
