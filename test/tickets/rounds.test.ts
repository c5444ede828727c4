// The rounds of a blind area, counted from its ticket's log.

import { expect, it } from "vitest";
import type { Fault } from "../../src/model/fault.ts";
import type { TicketEvent } from "../../src/model/ticket.ts";
import { roundsOf } from "../../src/tickets/rounds.ts";

const second = 1000;
const every = 1_800_000;
const fault = { fault: "blindSpot", openedAt: 0, present: true } as Fault;
const visit = (at: number, by: string, type: TicketEvent["type"] = "checkedIn"): TicketEvent => ({ at, by, type });
const rounds = (events: readonly TicketEvent[]) =>
  roundsOf({ kind: "area", fault, state: "open", events, openedAt: 0, every });

it("two visits of one person within a minute are one round", () => {
  expect(rounds([visit(0, "li"), visit(100, "li")])).toMatchObject({ visits: 1, dueAt: every + 100 });
  expect(rounds([visit(0, "li", "arrived"), visit(60 * second, "li")])?.visits).toBe(1);
  expect(rounds([visit(0, "li"), visit(60 * second + 1, "li")])?.visits).toBe(2);
});
it("of two people they are two", () => {
  expect(rounds([visit(0, "li"), visit(100, "wu"), visit(200, "li")])?.visits).toBe(2);
});
it("whoever keeps pressing has not stayed for one round alone", () => {
  const presses = [0, 50, 100, 150].map((at) => visit(at * second, "li"));
  expect(rounds(presses)?.visits).toBe(2);
});
