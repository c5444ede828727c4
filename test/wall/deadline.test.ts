// Deadlines: which clock presses, in what order tickets stand, how spans read, when colours change.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ticketJson } from "../../src/model/ticket-json.ts";
import { inOrder, pressingClock, span, urgency } from "../../src/wall/deadline.ts";
import { clock, faultOf, ticketOf } from "../api/samples.ts";

const start = Date.parse("2026-03-01T00:00:00Z");
const ticket = (number: number, dues: readonly number[], severity: "critical" | "minor" = "minor") =>
  ticketJson(
    ticketOf(number, faultOf("E1", "elevator", "doorFault", start, { severity }), {
      clocks: dues.map((due) => clock("respond", start, start + due)),
    }),
  );

it("presses with the earliest deadline that is not done: breached ones too, met and paused ones not", () => {
  const base = faultOf("E1", "elevator", "doorFault", start);
  const clocks = [
    clock("respond", start, start + 1, { state: "met", doneAt: start }),
    clock("close", start, start + 2, { state: "paused" }),
    clock("restore", start, start + 4),
    clock("arrive", start, start + 3, { state: "breached", breachedAt: start + 3 }),
  ];
  expect(pressingClock(ticketJson(ticketOf(1, base, { clocks })))?.milestone).toBe("arrive");
  expect(pressingClock(ticketJson(ticketOf(1, base, { clocks: [] })))).toBe(undefined);
});

it("puts critical tickets first, then the nearest deadline, then those without one", () => {
  const all = [
    ticket(1, []),
    ticket(2, [9000]),
    ticket(3, [5000, 1000]),
    ticket(4, [99_000], "critical"),
    ticket(5, []),
  ];
  expect(inOrder(all).map(({ id }) => Number(id.slice(2)))).toEqual([4, 3, 2, 1, 5]);
});

it("orders the same whatever order they come in", () => {
  const dues = fc.array(fc.tuple(fc.option(fc.integer({ min: 0, max: 5 })), fc.boolean()), { maxLength: 8 });
  fc.assert(
    fc.property(dues, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (made, random) => {
      const all = made.map(([due, critical], at) =>
        ticket(at + 1, due === null ? [] : [due], critical ? "critical" : "minor"),
      );
      const shuffled = all.toSorted(() => (random.next().value ?? 0) - 0.5);
      expect(inOrder(shuffled)).toEqual(inOrder(all));
    }),
  );
});

it.each([
  [0, "00:00", "min"],
  [272_000, "04:32", "min"],
  [3_599_999, "59:59", "min"],
  [3_600_000, "01:00", "h"],
  [86_399_000, "23:59", "h"],
  [-61_000, "01:01", "min"],
  [172_800_000, "2+00", "d"],
])("reads %i ms as %s %s", (length, digits, unit) => {
  expect(span(length, "en")).toEqual([digits, unit]);
});

describe("urgency by the share of time left", () => {
  it.each([
    [0, "calm"],
    [49, "calm"],
    [50, "soon"],
    [79, "soon"],
    [80, "pressing"],
    [100, "pressing"],
    [101, "overdue"],
  ] as const)("after %i %% of the time it is %s", (at, expected) => {
    expect(urgency(0, 100, at)).toBe(expected);
  });
});
