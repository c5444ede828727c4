// The SLA table: the contract's defaults, what a row inherits, drops and changes, and which rows are never paused.

import { describe, expect, it } from "vitest";
import { slaRows } from "../../src/config/sla-rows.ts";

const minutes = (count: number) => ({ type: "duration", after: count * 60_000 });
const nextDay = { type: "workingDays", days: 1 };

describe("slaRows", () => {
  it.each([
    ["default", { respond: minutes(15), close: minutes(1440), callBack: nextDay }],
    ["elevator", { respond: minutes(15), arrive: minutes(30), close: minutes(1440), callBack: nextDay }],
    ["elevator-entrapment", { respond: minutes(5), arrive: minutes(30), close: minutes(1440), callBack: nextDay }],
    ["pipe-burst", { respond: minutes(15), restore: minutes(60), close: minutes(1440), callBack: nextDay }],
    ["streetlight", { respond: minutes(15), restore: minutes(1440), close: minutes(1440), callBack: nextDay }],
    ["camera", { respond: minutes(15), restore: minutes(1440), close: minutes(1440), callBack: nextDay }],
    ["urgent", { respond: minutes(15), arrive: minutes(15), close: minutes(1440), callBack: nextDay }],
    ["security", { respond: minutes(5), arrive: minutes(15), close: minutes(1440), callBack: nextDay }],
    ["ordinary", { respond: minutes(30), close: minutes(1440), callBack: nextDay }],
    ["data-loss", { respond: minutes(30), restore: minutes(1440), close: minutes(1440), callBack: nextDay }],
    ["small", { respond: minutes(15), restore: { type: "sameDay" }, close: minutes(1440), callBack: nextDay }],
    ["complaint", { respond: minutes(2880), callBack: nextDay }],
    ["planned", { respond: minutes(15), restore: { type: "agreed" }, close: minutes(1440), callBack: nextDay }],
  ])("%s", (row, expected) => {
    expect(slaRows()[row]?.milestones).toEqual(expected);
  });

  it("merges the site's differences before inheriting", () => {
    const rows = slaRows({
      default: { respond: "PT10M" },
      security: { arrive: "none", also: ["wang"] },
      pool: { restore: "P2WD", calendar: "working", close: "none" },
    });
    expect(rows.elevator?.milestones.respond).toEqual(minutes(10));
    expect(rows.security).toMatchObject({ dispatch: "guard", also: ["wang"], milestones: { respond: minutes(5) } });
    expect(rows.security?.milestones.arrive).toBe(undefined);
    expect(rows.pool).toEqual({
      id: "pool",
      milestones: { respond: minutes(10), restore: { type: "workingDays", days: 2 }, callBack: nextDay },
      calendar: "working",
      pausable: true,
      lifeSafety: false,
      also: [],
    });
  });

  it("never pauses life safety and security", () => {
    const fixed = Object.values(slaRows()).flatMap(({ id, pausable }) => (pausable ? [] : [id]));
    expect(fixed).toEqual(["elevator-entrapment", "pipe-burst", "urgent", "security"]);
  });

  it("knows life safety and security, whatever the site changes in them", () => {
    const rows = Object.values(slaRows({ security: { respond: "PT1M" }, own: {} }));
    expect(rows.flatMap(({ id, lifeSafety }) => (lifeSafety ? [id] : []))).toEqual([
      "elevator-entrapment",
      "pipe-burst",
      "security",
    ]);
  });
});
