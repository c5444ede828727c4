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

it("counts entrapments, burst pipes and security among the first, whatever their severity", () => {
  const ordinary = ticket(1, [1000]);
  const stuck = { ...ticket(2, [9000]), sla: "elevator-entrapment" };
  const burst = { ...ticket(3, [5000]), sla: "pipe-burst" };
  const critical = ticket(4, [7000], "critical");
  expect(inOrder([ordinary, stuck, burst, critical]).map(({ id }) => Number(id.slice(2)))).toEqual([3, 4, 2, 1]);
});

it.each([
  [0, "0 s", "0 秒"],
  [15_000, "15 s", "15 秒"],
  [397_000, "6 min 37 s", "6 分 37 秒"],
  [3_599_999, "59 min 59 s", "59 分 59 秒"],
  [3_600_000, "1 h 0 min", "1 时 0 分"],
  [86_220_000, "23 h 57 min", "23 时 57 分"],
  [-61_000, "1 min 1 s", "1 分 1 秒"],
  [190_800_000, "2 d 5 h", "2 天 5 时"],
  [-217_479_600_000, "2517 d", "2517 天"],
])("reads %i ms as %s, %s", (length, en, zh) => {
  expect([span(length, "en"), span(length, "zh")]).toEqual([en, zh]);
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
