// Promises at their very ends: every row a millisecond before and at its deadlines, dates agreed, working time over holidays (CONTRACT 5).

import { describe, expect, it } from "vitest";
import { slaDefaults } from "../../src/config/sla-defaults.ts";
import { clockOf, hour, minute, siteOf, timeline } from "./timeline.ts";

const reported = { zone: "east", text: "x", ref: "r1", by: "resident" };

describe("each promise ends at its instant and not before", () => {
  const at = Date.parse("2026-03-10T15:50:00Z");
  it.each(Object.keys(slaDefaults))("%s", async (sla) => {
    const site = await siteOf([], "calendar: { country: CN }");
    const line = timeline(site, at).report(at, { ...reported, sla });
    for (const { milestone, dueAt } of line.play(at).reported("r1").clocks) {
      const due = Date.parse(dueAt);
      expect(clockOf(line.play(due - 1).reported("r1"), milestone)).toMatchObject({ state: "running" });
      expect(clockOf(line.play(due).reported("r1"), milestone)).toMatchObject({ state: "breached", breached: dueAt });
    }
  });
});

describe("planned works", () => {
  const at = Date.parse("2026-09-29T02:00:00Z");
  const agreed = (date: string) => Date.parse(date);
  it("are due on the date agreed, and each change keeps the old one in the log", async () => {
    const line = timeline(await siteOf([]), at).report(at, { ...reported, sla: "planned" });
    const turn = (when: number, date: string) =>
      line.act(when, { ref: "r1", do: "reclassify", by: "chen", now: { agreedAt: agreed(date) } });
    expect(clockOf(line.play(at).reported("r1"), "restore")).toBe(undefined);
    turn(at + minute, "2026-10-08T01:00:00Z");
    expect(clockOf(line.play(at + minute).reported("r1"), "restore")).toMatchObject({ due: "2026-10-08T01:00:00Z" });
    turn(at + hour, "2026-10-20T01:00:00Z");
    const ticket = line.play(at + hour).reported("r1");
    expect(clockOf(ticket, "restore")).toMatchObject({ due: "2026-10-20T01:00:00Z", state: "running" });
    expect(ticket.events.filter(({ type }) => type === "reclassified")).toHaveLength(2);
  });
});

describe("a row that counts working time", () => {
  const sla = "sla: { garden: { restore: PT16H, calendar: working } }";
  // Hours of a working day: 09:00–18:00.
  it.each([
    ["over the holidays: 2 h on 09-30, 9 h on 10-08, 5 h on 10-09", "2026-09-30T08:00Z", "2026-10-09T06:00Z"],
    ["from a holiday: 9 h on 10-08, 7 h on 10-09", "2026-10-03T02:00Z", "2026-10-09T08:00Z"],
    ["over a worked Saturday: 1 h on 10-09, 9 h on 10-10, 6 h on 10-12", "2026-10-09T09:00Z", "2026-10-12T07:00Z"],
    ["over the year's end: 3 h on 12-31, 9 h on Sunday 01-04, 4 h on 01-05", "2025-12-31T07:00Z", "2026-01-05T05:00Z"],
  ])("%s", async (_, openedAt, due) => {
    const at = Date.parse(openedAt);
    const site = await siteOf([], `calendar: { country: CN }\n${sla}`);
    const ticket = timeline(site, at)
      .report(at, { ...reported, sla: "garden" })
      .play(at)
      .reported("r1");
    expect(clockOf(ticket, "restore")?.due.replace(/:00Z$/, "Z")).toBe(due);
  });
});
