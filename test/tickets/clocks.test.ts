// Which promises a ticket carries and when they are due, kept and broken (CONTRACT 5): rows, peak hours, same-day, breach, met and late.

import { describe, expect, it } from "vitest";
import type { Milestone, Report } from "../../src/model/ticket.ts";
import {
  type AssetId,
  clockOf,
  dueMinutes,
  eventsOf,
  hour,
  iso,
  minute,
  noon,
  second,
  siteOf,
  stateOf,
  timeline,
} from "./timeline.ts";

const T = noon + 2 * minute;
const report = (more: Partial<Report> = {}): Report => ({
  zone: "east",
  text: "Something is broken",
  ref: "r1",
  ...more,
});

/** Minutes from opening to each deadline, of a report under this row. */
const rows: readonly (readonly [row: string, minutes: Record<string, number>])[] = [
  ["default", { respond: 15, close: 1440 }],
  ["elevator", { respond: 15, arrive: 30, close: 1440 }],
  ["elevator-entrapment", { respond: 5, arrive: 30, close: 1440 }],
  ["pipe-burst", { respond: 15, restore: 60, close: 1440 }],
  ["streetlight", { respond: 15, restore: 1440, close: 1440 }],
  ["camera", { respond: 15, restore: 1440, close: 1440 }],
  ["urgent", { respond: 15, arrive: 15, close: 1440 }],
  ["security", { respond: 5, arrive: 15, close: 1440 }],
  ["ordinary", { respond: 30, close: 1440 }],
  ["data-loss", { respond: 30, restore: 1440, close: 1440 }],
  // Opened at 12:02 on site: midnight is 11 h 58 min away.
  ["small", { respond: 15, restore: 718, close: 1440 }],
  ["complaint", { respond: 2880 }],
];

const byFault: readonly (readonly [AssetId, string, Record<string, string | number | boolean>, string])[] = [
  ["E1", "entrapment", { alarmButton: true }, "elevator-entrapment"],
  ["E1", "controllerFault", { mode: "fault" }, "elevator"],
  ["P1", "roomFlooded", { roomLeak: true }, "pipe-burst"],
  ["P1", "driveFault", { driveFault: true }, "urgent"],
  ["C1", "videoLoss", { fps: 0 }, "camera"],
  ["G1", "forcedOpen", { forced: true }, "security"],
  ["G1", "readerFault", { reader: "fault" }, "ordinary"],
  ["L1", "leakage", { leakage: 40 }, "urgent"],
];

describe("every row of the table", () => {
  it.each(rows)("%s", async (sla, minutes) => {
    const ticket = timeline(await siteOf([]))
      .report(T, report({ sla }))
      .play(T + second)
      .reported("r1");
    expect(ticket).toMatchObject({ sla, openedAt: iso(T) });
    expect(dueMinutes(ticket)).toEqual(minutes);
    for (const clock of ticket.clocks) {
      expect(clock).toMatchObject({ startedAt: iso(T), doneAt: null, breachedAt: null, state: "running" });
    }
  });

  it.each(byFault)("%s %s", async (asset, fault, says, sla) => {
    const ticket = timeline(await siteOf([asset]))
      .says(asset, T, says)
      .play(T + 3 * minute)
      .ticket(asset, fault);
    expect(ticket.sla).toBe(sla);
    expect(dueMinutes(ticket)).toEqual(rows.find(([row]) => row === sla)?.[1]);
  });

  it("planned: only what it inherits, until a date is agreed", async () => {
    const ticket = timeline(await siteOf([]))
      .report(T, report({ sla: "planned" }))
      .play(T + second)
      .reported("r1");
    expect(dueMinutes(ticket)).toMatchObject({ respond: 15, close: 1440 });
    expect(clockOf(ticket, "arrive")).toBeUndefined();
  });
});

describe("what a site changes", () => {
  const minutesOf = async (sla: string, row: string) =>
    dueMinutes(
      timeline(await siteOf([], `sla: ${sla}`))
        .report(T, report({ sla: row }))
        .play(T + second)
        .reported("r1"),
    );

  it("changes one milestone of a row and leaves the others", async () => {
    expect(await minutesOf("{ elevator: { arrive: PT20M } }", "elevator")).toEqual({
      respond: 15,
      arrive: 20,
      close: 1440,
    });
  });

  it("adds a milestone to a row", async () => {
    expect(await minutesOf("{ ordinary: { restore: PT8H } }", "ordinary")).toEqual({
      respond: 30,
      restore: 480,
      close: 1440,
    });
  });

  it("drops an inherited milestone by none, and a row's own", async () => {
    expect(await minutesOf("{ camera: { close: none } }", "camera")).toEqual({ respond: 15, restore: 1440 });
    expect(await minutesOf("{ camera: { restore: none } }", "camera")).toEqual({ respond: 15, close: 1440 });
  });

  it("reaches every row through default", async () => {
    const sla = "{ default: { respond: PT10M, close: PT12H } }";
    expect(await minutesOf(sla, "default")).toEqual({ respond: 10, close: 720 });
    expect(await minutesOf(sla, "camera")).toEqual({ respond: 10, restore: 1440, close: 720 });
    expect(await minutesOf(sla, "ordinary")).toEqual({ respond: 30, close: 720 });
    expect(await minutesOf(sla, "complaint")).toEqual({ respond: 2880 });
  });

  it("adds a row of its own, which inherits like any other", async () => {
    expect(await minutesOf("{ garden: { restore: PT48H } }", "garden")).toEqual({
      respond: 15,
      restore: 2880,
      close: 1440,
    });
  });
});

describe("same-day", () => {
  const due = async (timezone: string, at: string) =>
    clockOf(
      timeline(await siteOf([], "", timezone), Date.parse(at))
        .report(Date.parse(at), report({ sla: "small" }))
        .play(Date.parse(at))
        .reported("r1"),
      "restore",
    )?.due;

  it.each([
    ["in the morning: midnight", "Asia/Shanghai", "2026-03-10T00:30:00Z", "2026-03-10T16:00:00Z"],
    ["just after midnight: the next midnight", "Asia/Shanghai", "2026-03-09T16:00:00Z", "2026-03-10T16:00:00Z"],
    ["a millisecond before 18:00: midnight", "Asia/Shanghai", "2026-03-10T09:59:59.999Z", "2026-03-10T16:00:00Z"],
    ["at 18:00: noon next day", "Asia/Shanghai", "2026-03-10T10:00:00Z", "2026-03-11T04:00:00Z"],
    ["a second before midnight: noon next day", "Asia/Shanghai", "2026-03-10T15:59:59Z", "2026-03-11T04:00:00Z"],
    [
      "elsewhere the same instant is another time of day",
      "America/New_York",
      "2026-03-10T15:59:59Z",
      "2026-03-11T04:00:00Z",
    ],
    ["on the short day", "Europe/Berlin", "2026-03-29T00:30:00Z", "2026-03-29T22:00:00Z"],
    ["the evening before the short day", "Europe/Berlin", "2026-03-28T17:00:00Z", "2026-03-29T10:00:00Z"],
    ["on the long day, in its hour that comes twice", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T23:00:00Z"],
    ["the evening before the long day", "Europe/Berlin", "2026-10-24T16:00:00Z", "2026-10-25T11:00:00Z"],
    ["before a day that has no midnight", "Africa/Cairo", "2026-04-23T08:00:00Z", "2026-04-23T22:00:00Z"],
    ["the last day of a year", "Asia/Shanghai", "2026-12-31T12:00:00Z", "2027-01-01T04:00:00Z"],
  ])("%s", async (_, timezone, at, expected) => {
    expect(await due(timezone, at)).toBe(expected);
  });
});

describe("peak hours", () => {
  const peak = 'peak: ["07:00-09:00", "17:00-19:00"]';
  const respond = async (asset: AssetId, local: string, more = peak) => {
    const at = Date.parse(`2026-03-10T${local}+08:00`);
    const says = {
      C1: { fps: 0 },
      C2: {},
      E1: { mode: "fault" },
      G1: { lock: "jammed" },
      L1: { voltage: 260 },
      P1: { driveFault: true },
    };
    const after = { C1: 30, C2: 0, E1: 60, G1: 5, L1: 60, P1: 5 }[asset] * second;
    const result = timeline(await siteOf([asset], more), at - 5 * minute)
      .says(asset, at - after, says[asset])
      .play(at + minute);
    expect(result.tickets).toMatchObject([{ asset, openedAt: iso(at) }]);
    return result.tickets[0] && dueMinutes(result.tickets[0]).respond;
  };

  it.each(["07:00:00", "08:59:59", "17:00:00", "18:30:00"])(
    "a gate's and an elevator's ticket opened at %s: respond PT5M",
    async (local) => {
      expect(await respond("G1", local)).toBe(5);
      expect(await respond("E1", local)).toBe(5);
    },
  );

  it.each(["06:59:59", "09:00:01", "12:00:00", "16:59:59", "19:00:01"])(
    "opened at %s: as the row says",
    async (local) => {
      expect(await respond("G1", local)).toBe(15);
      expect(await respond("E1", local)).toBe(15);
    },
  );

  it.each(["C1", "L1", "P1"] as const)("%s has no peak hours", async (asset) => {
    expect(await respond(asset, "08:00:00")).toBe(asset === "L1" ? 30 : 15);
  });

  it("takes the site's own hours", async () => {
    expect(await respond("G1", "08:00:00", 'peak: ["11:00-13:00"]')).toBe(15);
    expect(await respond("G1", "12:00:00", 'peak: ["11:00-13:00"]')).toBe(5);
  });

  it("changes no other milestone", async () => {
    const at = Date.parse("2026-03-10T08:00:00+08:00");
    const ticket = timeline(await siteOf(["E1"], peak), at)
      .says("E1", at + minute, { mode: "fault" })
      .play(at + 5 * minute)
      .ticket("E1", "controllerFault");
    expect(dueMinutes(ticket)).toEqual({ respond: 5, arrive: 30, close: 1440 });
  });

  it("counts the opening, not what comes later", async () => {
    const at = Date.parse("2026-03-10T06:59:00+08:00");
    const ticket = timeline(await siteOf(["G1"], peak), at - minute)
      .says("G1", at, { lock: "jammed" })
      .play(at + 10 * minute)
      .ticket("G1", "lockJammed");
    expect(dueMinutes(ticket).respond).toBe(15);
  });
});

describe("kept and broken promises", () => {
  // pipe-burst: respond PT15M, restore PT1H, close PT24H.
  const due: Record<string, number> = { respond: 15 * minute, restore: hour, close: 24 * hour };
  const burst = async () => timeline(await siteOf([])).report(T, report({ sla: "pipe-burst" }));
  const by = "zhou";
  const ref = "r1";

  it("runs until the last millisecond before dueAt and breaches at dueAt", async () => {
    const line = await burst();
    expect(clockOf(line.play(T + 15 * minute - 1).reported("r1"), "respond")).toMatchObject({
      state: "running",
      breached: null,
    });
    const ticket = line.play(T + 15 * minute).reported("r1");
    expect(clockOf(ticket, "respond")).toEqual({
      start: iso(T),
      due: iso(T + 15 * minute),
      done: null,
      breached: iso(T + 15 * minute),
      state: "breached",
    });
    expect(eventsOf(ticket, "breached")).toMatchObject([
      { at: iso(T + 15 * minute), by: "system", milestone: "respond" },
    ]);
  });

  it("breaches each promise at its own instant, once", async () => {
    const ticket = (await burst()).play(T + 30 * hour).reported("r1");
    expect(eventsOf(ticket, "breached").map(({ at, milestone }) => [milestone, at])).toEqual([
      ["respond", iso(T + 15 * minute)],
      ["restore", iso(T + hour)],
      ["close", iso(T + 24 * hour)],
    ]);
    expect(ticket.clocks.map(({ state }) => state)).toEqual(["breached", "breached", "breached"]);
    expect(ticket.state).toBe("open");
  });

  it.each(["respond", "restore", "close"] as const)("an act at exactly dueAt is in time: %s", async (milestone) => {
    const at = T + (due[milestone] ?? 0);
    const line = await burst();
    if (milestone !== "respond") line.act(T + minute, { ref, do: "accept", by });
    if (milestone === "close") line.act(T + 2 * minute, { ref, do: "restore", by });
    line.line({ at: iso(at), tick: true });
    line.act(at, { ref, do: milestone === "respond" ? "accept" : milestone, by, cause: "worn" });
    const result = line.play(at + hour);
    expect(result.refused).toEqual([]);
    expect(clockOf(result.reported("r1"), milestone)).toEqual({
      start: iso(T),
      due: iso(at),
      done: iso(at),
      breached: null,
      state: "met",
    });
    expect(eventsOf(result.reported("r1"), "breached").filter((event) => event.milestone === milestone)).toEqual([]);
  });

  it.each(["respond", "restore", "close"] as const)("a millisecond later is late: %s", async (milestone) => {
    const at = T + (due[milestone] ?? 0);
    const line = await burst();
    if (milestone !== "respond") line.act(T + minute, { ref, do: "accept", by });
    if (milestone === "close") line.act(T + 2 * minute, { ref, do: "restore", by });
    line.act(at + 1, { ref, do: milestone === "respond" ? "accept" : milestone, by, cause: "worn" });
    const ticket = line.play(at + hour).reported("r1");
    expect(clockOf(ticket, milestone)).toEqual({
      start: iso(T),
      due: iso(at),
      done: iso(at + 1),
      breached: iso(at),
      state: "late",
    });
    expect(eventsOf(ticket, "breached").filter((event) => event.milestone === milestone)).toMatchObject([
      { at: iso(at) },
    ]);
  });

  it("arriving is a promise of its own", async () => {
    const line = timeline(await siteOf([])).report(T, report({ sla: "urgent" }));
    line.act(T + 5 * minute, { ref, do: "accept", by: "zhao" });
    line.act(T + 20 * minute, { ref, do: "arrive", by: "zhao" });
    const ticket = line.play(T + hour).reported("r1");
    expect(clockOf(ticket, "respond")).toMatchObject({ done: iso(T + 5 * minute), state: "met" });
    expect(clockOf(ticket, "arrive")).toEqual({
      start: iso(T),
      due: iso(T + 15 * minute),
      done: iso(T + 20 * minute),
      breached: iso(T + 15 * minute),
      state: "late",
    });
  });

  it("implied milestones are done at the same instant", async () => {
    const all = ["respond", "arrive", "restore"] as const;
    const site = await siteOf([], "sla: { urgent: { restore: PT2H } }");
    const life = (act: "arrive" | "restore") =>
      timeline(site)
        .report(T, report({ sla: "urgent" }))
        .act(T + 7 * minute, { ref, do: act, by: "zhao" })
        .play(T + 8 * minute)
        .reported("r1");
    const done = (milestone: Milestone, act: "arrive" | "restore") => clockOf(life(act), milestone)?.done;
    expect(all.map((milestone) => done(milestone, "restore"))).toEqual(all.map(() => iso(T + 7 * minute)));
    expect(all.map((milestone) => done(milestone, "arrive"))).toEqual([iso(T + 7 * minute), iso(T + 7 * minute), null]);
    expect(life("arrive")).toMatchObject({ state: "onSite", assignee: "zhao" });
    expect(life("restore")).toMatchObject({ state: "restored" });
  });

  it("acknowledging, dispatching and commenting stop no clock", async () => {
    const line = (await burst())
      .act(T + minute, { ref, do: "acknowledge", by: "chen" })
      .act(T + 2 * minute, { ref, do: "dispatch", by: "chen", to: "zhao" })
      .act(T + 3 * minute, { ref, do: "comment", by: "chen", note: "On the way" });
    const ticket = line.play(T + 20 * minute).reported("r1");
    expect(stateOf(ticket, "respond")).toBe("breached");
    expect(ticket.events.map(({ type }) => type)).toEqual([
      "opened",
      "acknowledged",
      "dispatched",
      "commented",
      "breached",
    ]);
  });

  it("a first acceptance stays the answer when somebody else is sent", async () => {
    const line = (await burst())
      .act(T + 4 * minute, { ref, do: "accept", by: "zhao" })
      .act(T + 10 * minute, { ref, do: "dispatch", by: "chen", to: "qian" })
      .act(T + 20 * minute, { ref, do: "accept", by: "qian" });
    const ticket = line.play(T + 30 * minute).reported("r1");
    expect(ticket).toMatchObject({ state: "accepted", assignee: "qian" });
    expect(clockOf(ticket, "respond")).toMatchObject({ done: iso(T + 4 * minute), state: "met", breached: null });
  });

  it("a cancelled ticket breaches nothing any more", async () => {
    const ticket = (await burst())
      .act(T + minute, { ref, do: "cancel", by: "chen", note: "Reported twice" })
      .play(T + 30 * hour)
      .reported("r1");
    expect(ticket.state).toBe("cancelled");
    expect(eventsOf(ticket, "breached")).toEqual([]);
  });
});
