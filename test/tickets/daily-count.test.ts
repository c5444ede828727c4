// The daily count and the shift sheet: what is open, what is overdue and since when, whose it is, and when the next count is due.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DailyCount } from "../../src/model/daily-count.ts";
import type { Ticket, TicketEvent } from "../../src/model/ticket.ts";
import { dailyCount, nextDailyCount } from "../../src/tickets/daily-count.ts";
import { shiftSheet } from "../../src/tickets/shift-sheet.ts";
import { clock, faultOf, ticketOf } from "../api/samples.ts";
import { day, hour, minute, siteOf } from "./timeline.ts";

/** 08:00 in Shanghai. */
const eight = Date.parse("2026-03-10T00:00:00Z");
const site = { id: "demo" };
const ticket = (number: number, openedAt: number, more: Partial<Ticket> = {}): Ticket =>
  ticketOf(number, faultOf("E1", "elevator", "notLevel", openedAt), { clocks: [], ...more });
const event = (type: TicketEvent["type"], at: number, more: Partial<TicketEvent> = {}): TicketEvent => ({
  at,
  type,
  by: "system",
  ...more,
});
const id = ({ id }: { readonly id: string }): string => id;

describe("the daily count", () => {
  const late = ticket(1, eight - 2 * day, {
    assignee: "zhao",
    clocks: [
      clock("respond", eight - 2 * day, eight - day, { state: "breached", breachedAt: eight - day }),
      clock("arrive", eight - 2 * day, eight - 3 * hour),
      clock("restore", eight - 2 * day, eight + hour),
    ],
  });
  const soon = ticket(2, eight - hour, { severity: "critical", clocks: [clock("respond", eight - hour, eight)] });
  const later = ticket(3, eight - 3 * hour, {
    zone: "west",
    clocks: [clock("restore", eight - 3 * hour, eight + day)],
  });
  const latest = ticket(4, eight - day, {
    repeats: 1,
    clocks: [clock("restore", eight - day, eight - 30 * hour, { state: "breached", breachedAt: eight - 30 * hour })],
  });
  const waiting = ticket(5, eight - day, {
    paused: true,
    clocks: [clock("restore", eight - day, eight - hour, { state: "paused" })],
    events: [
      event("opened", eight - day),
      event("paused", eight - 9 * hour, { by: "zhao", reason: "weather" }),
      event("resumed", eight - 8 * hour, { by: "zhao" }),
      event("paused", eight - 5 * hour, { by: "zhao", reason: "parts", note: "a new lock" }),
    ],
  });
  const restored = ticket(6, eight - day, {
    state: "restored",
    restoredAt: eight - hour,
    clocks: [
      clock("close", eight - day, eight - minute, { state: "breached", breachedAt: eight - minute }),
      clock("callBack", eight - hour, eight + day),
    ],
  });
  const closed = ticket(7, eight - 3 * day, {
    state: "closed",
    clocks: [clock("callBack", eight - 2 * day, eight - 2 * hour)],
  });
  const over = [
    ticket(8, eight - day, {
      state: "closed",
      clocks: [clock("callBack", eight - day, eight, { doneAt: eight - 1, state: "met" })],
    }),
    ticket(9, eight - day, { state: "archived" }),
    ticket(10, eight - day, {
      state: "cancelled",
      clocks: [clock("respond", eight - day, eight - hour, { state: "void" })],
    }),
  ];
  const count = dailyCount(site, [soon, ...over, later, late, waiting, restored, closed, latest], eight);

  it("lists what is open, longest overdue first, then the nearest deadline; restored and call-backs apart", () => {
    expect(count.tickets.map(id)).toEqual(["T-000004", "T-000001", "T-000002", "T-000003", "T-000005"]);
    expect(count.restoredTickets.map(id)).toEqual(["T-000006"]);
    expect(count.callBacks.map(id)).toEqual(["T-000007", "T-000006"]);
  });

  it("says which promise is overdue, due when, since when, for how long, and whose it is", () => {
    expect(count.tickets[1]).toMatchObject({
      id: "T-000001",
      owner: "chen",
      assignee: "zhao",
      overdue: [
        { milestone: "respond", dueAt: eight - day, since: eight - day, late: day },
        { milestone: "arrive", dueAt: eight - 3 * hour, since: eight - 3 * hour, late: 3 * hour },
      ],
      next: { milestone: "restore", dueAt: eight + hour },
    });
  });

  it("adds up, by zone and by severity too", () => {
    const { tickets: _, restoredTickets: __, callBacks: ___, ...sums } = count;
    expect(sums).toEqual({
      site: "demo",
      at: eight,
      open: 5,
      restored: 1,
      overdue: 4,
      unassigned: 4,
      paused: 1,
      repeats: 1,
      toCallBack: 2,
      zones: { east: { open: 4, overdue: 2 }, west: { open: 1, overdue: 0 } },
      severities: {
        critical: { open: 1, overdue: 0 },
        major: { open: 4, overdue: 2 },
        minor: { open: 0, overdue: 0 },
      },
    } satisfies Omit<DailyCount, "tickets" | "restoredTickets" | "callBacks">);
  });

  it("what is due this very instant is in time; a millisecond later it is overdue", () => {
    expect(dailyCount(site, [soon], eight).overdue).toBe(0);
    expect(dailyCount(site, [soon], eight + 1).tickets[0]?.overdue).toEqual([
      { milestone: "respond", dueAt: eight, since: eight, late: 1 },
    ]);
  });

  it("what is paused is not overdue, and says why and since when", () => {
    expect(count.tickets.at(-1)).toMatchObject({
      id: "T-000005",
      overdue: [],
      next: null,
      paused: { reason: "parts", since: eight - 5 * hour, note: "a new lock" },
    });
  });

  it("a breach that was told stays one where the deadline moved", () => {
    const moved = clock("restore", eight - day, eight + day, { state: "breached", breachedAt: eight - hour });
    expect(dailyCount(site, [ticket(1, eight - day, { clocks: [moved] })], eight).tickets[0]?.overdue).toEqual([
      { milestone: "restore", dueAt: eight + day, since: eight - hour, late: hour },
    ]);
  });

  it("nothing is open where there is nothing", () => {
    expect(dailyCount(site, over, eight)).toMatchObject({ open: 0, restored: 0, toCallBack: 0, overdue: 0, zones: {} });
  });
});

describe("the next count is due", () => {
  it.each([
    ["Asia/Shanghai", "2026-03-09T23:59:59.999Z", "2026-03-10T00:00:00Z", "before eight"],
    ["Asia/Shanghai", "2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z", "strictly after"],
    ["Asia/Shanghai", "2026-12-31T00:00:00.5Z", "2027-01-01T00:00:00Z", "over the year"],
    ["Europe/Berlin", "2026-03-28T07:00:00Z", "2026-03-29T06:00:00Z", "23 hours on, where clocks go forward"],
    ["Europe/Berlin", "2026-10-24T06:00:00Z", "2026-10-25T07:00:00Z", "25 hours on, where they go back"],
    ["Pacific/Apia", "2011-12-29T18:00:00Z", "2011-12-30T18:00:00Z", "where a whole day was left out"],
  ])("%s after %s: %s, %s", (timezone, after, next) => {
    expect(nextDailyCount(timezone, Date.parse(after))).toBe(Date.parse(next));
  });

  it("is 08:00 of some day, within 25 hours, and none lies between", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"),
        fc.integer({ min: Date.parse("2026-01-01"), max: Date.parse("2028-01-01") }),
        (timezone, after) => {
          const next = nextDailyCount(timezone, after);
          const local = Temporal.Instant.fromEpochMilliseconds(next).toZonedDateTimeISO(timezone);
          expect(local.toPlainTime().toString()).toBe("08:00:00");
          expect(next).toBeGreaterThan(after);
          expect(next - after).toBeLessThanOrEqual(25 * hour);
          expect(nextDailyCount(timezone, next - 1)).toBe(next);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("the shift sheet", () => {
  const rota = `
notify:
  rota:
    - { from: "08:00", to: "20:00", staff: [chen] }
    - { from: "20:00", to: "08:00", staff: [sun] }
`;
  const from = eight - 12 * hour;
  const done = ticket(1, from - hour, {
    state: "closed",
    events: [
      event("opened", from - hour),
      event("breached", from, { milestone: "respond" }),
      event("accepted", from + minute, { by: "zhao" }),
      event("restored", from + hour, { by: "zhao" }),
      event("verified", from + 2 * hour),
      event("closed", from + 3 * hour, { by: "wang" }),
    ],
  });
  const back = ticket(2, from + hour, {
    clocks: [clock("respond", eight - hour, eight + 5 * minute)],
    events: [
      event("opened", from + hour),
      event("verified", from + 2 * hour),
      event("closed", from + 3 * hour, { by: "wang" }),
      event("reopened", eight - hour),
    ],
  });
  const next = ticket(3, eight, { events: [event("opened", eight)] });
  const wrong = ticket(4, from, {
    state: "cancelled",
    events: [event("opened", from), event("cancelled", eight - 1, { by: "sun" })],
  });
  const told = (events: readonly { readonly id: string; readonly type: string; readonly by: string }[]) =>
    events.map(({ id, type, by }) => `${id} ${type} ${by}`);

  it("tells what happened from the first instant to the last, in order, and a confirmation not twice", async () => {
    const sheet = shiftSheet(await siteOf([], rota), [done, back, next, wrong], from, eight);
    expect(told(sheet.opened)).toEqual([
      "T-000004 opened system",
      "T-000002 opened system",
      "T-000002 reopened system",
    ]);
    expect(told(sheet.restored)).toEqual(["T-000001 restored zhao", "T-000002 verified system"]);
    expect(told(sheet.closed)).toEqual(["T-000001 closed wang", "T-000002 closed wang", "T-000004 cancelled sun"]);
    expect(sheet.breached).toEqual([
      {
        id: "T-000001",
        title: done.title,
        zone: "east",
        asset: "E1",
        kind: "elevator",
        severity: "major",
        source: "telemetry",
        resident: false,
        at: from,
        type: "breached",
        by: "system",
        milestone: "respond",
      },
    ]);
    expect(sheet.open).toMatchObject([
      { id: "T-000002", next: { milestone: "respond", dueAt: eight + 5 * minute }, overdue: [] },
    ]);
    expect(sheet.deadlines[0]).toMatchObject({ id: "T-000002", milestone: "respond", dueAt: eight + 5 * minute });
  });

  it("of an earlier shift shows what was open at its end", async () => {
    const sheet = shiftSheet(await siteOf([], rota), [done, back, next, wrong], from - day, from + 90 * minute);
    expect(sheet.open.map(id).sort()).toEqual(["T-000001", "T-000002", "T-000004"]);
  });

  it("says who is on duty from now, and who comes next", async () => {
    const { onDuty } = shiftSheet(await siteOf([], rota.replace("[sun]", "[chen, zhou]")), [], from, eight);
    expect(onDuty.now).toEqual({
      operator: ["chen"],
      technician: ["zhao", "qian"],
      guard: ["li"],
      steward: ["wang", "feng"],
      supervisor: ["sun"],
      manager: ["zhou"],
    });
    expect(onDuty.next).toBe(null);
  });

  it("hands over to the next shift at its first minute, also where clocks change in the night", async () => {
    const two = await siteOf(
      [],
      `
notify:
  rota:
    - { from: "08:00", to: "20:00", staff: [zhao] }
    - { from: "20:00", to: "08:00", staff: [qian] }
`,
      "Europe/Berlin",
    );
    const evening = Date.parse("2026-03-28T20:00:00+01:00");
    const { onDuty } = shiftSheet(two, [], evening - 12 * hour, evening);
    expect(onDuty.now.technician).toEqual(["qian"]);
    expect(onDuty.next).toMatchObject({ at: Date.parse("2026-03-29T08:00:00+02:00"), who: { technician: ["zhao"] } });
  });

  it("without a rota everybody is on duty, and nobody comes next", async () => {
    const { onDuty } = shiftSheet(await siteOf([]), [], from, eight);
    expect([onDuty.now.technician, onDuty.next]).toEqual([["zhao", "qian"], null]);
  });
});
