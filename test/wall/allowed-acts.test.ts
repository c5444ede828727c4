// The buttons a ticket gets: CONTRACT section 5's states, and what never waits.

import { expect, it } from "vitest";
import type { TicketState } from "../../src/model/ticket.ts";
import { ticketStates } from "../../src/model/ticket.ts";
import { allowedActs } from "../../src/wall/allowed-acts.ts";

const ticket = { state: "open", paused: false, sla: "camera", resident: true } as const;
const statesOf = (act: string): TicketState[] =>
  ticketStates.filter((state) => allowedActs({ ...ticket, state }).some((each) => each === act));

it.each([
  ["dispatch", ["open", "dispatched", "accepted"]],
  ["accept", ["open", "dispatched"]],
  ["arrive", ["open", "dispatched", "accepted"]],
  ["restore", ["open", "dispatched", "accepted", "onSite"]],
  ["close", ["restored"]],
  ["call-back", ["restored", "closed"]],
  ["pause", ["open", "dispatched", "accepted", "onSite", "restored"]],
  ["comment", ["open", "dispatched", "accepted", "onSite", "restored"]],
  ["acknowledge", ["open", "dispatched", "accepted", "onSite", "restored"]],
  ["reclassify", ["open", "dispatched", "accepted", "onSite", "restored"]],
  ["attach", ["open", "dispatched", "accepted", "onSite", "restored"]],
  ["cancel", ["open", "dispatched", "accepted", "onSite"]],
  ["reopen", ["restored", "closed"]],
])("offers %s in %j", (act, states) => {
  expect(statesOf(act)).toEqual(states);
});

it("offers resume instead of pause while the clocks stand still", () => {
  const acts = allowedActs({ ...ticket, state: "onSite", paused: true });
  expect(acts[0]).toBe("resume");
  expect(acts).not.toContain("pause");
});

it.each(["elevator-entrapment", "pipe-burst", "security", "urgent"])("never offers a pause on %s", (sla) => {
  expect(allowedActs({ ...ticket, sla })).not.toContain("pause");
});

it("asks for a new answer where a reopened ticket runs its clock for it again", () => {
  const clock = {
    milestone: "respond",
    startedAt: "",
    dueAt: "",
    doneAt: null,
    breachedAt: null,
    state: "running",
  } as const;
  const asked = (doneAt: string | null) =>
    allowedActs({ ...ticket, state: "accepted", clocks: [{ ...clock, doneAt }] });
  expect(asked(null)[0]).toBe("accept");
  expect(asked("2026-03-01T00:00:00Z")).not.toContain("accept");
  expect(allowedActs({ ...ticket, state: "onSite", clocks: [clock] })).not.toContain("accept");
});

it("offers a call back only where a resident reported", () => {
  expect(allowedActs({ ...ticket, state: "closed", resident: false })).toEqual(["reopen"]);
});
