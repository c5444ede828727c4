// Reports from people (CONTRACT 5, Opening): a ticket without a fault, owned by the zone's steward, never merged by itself.

import { describe, expect, it } from "vitest";
import { iso, minute, noon, siteOf, timeline } from "./timeline.ts";

const T = noon + 2 * minute;

describe("a report", () => {
  it("opens a ticket of its own at once", async () => {
    const line = timeline(await siteOf([])).report(T, { zone: "east", text: "The corridor is flooded", ref: "r1" });
    const result = line.play(T);
    expect(result.faults).toEqual([]);
    expect(result.refused).toEqual([]);
    const ticket = result.reported("r1");
    expect(ticket).toMatchObject({
      id: expect.stringMatching(/^T-\d{6}$/),
      zone: "east",
      asset: null,
      kind: null,
      fault: null,
      ref: "r1",
      severity: "minor",
      sla: "default",
      source: "report",
      state: "open",
      verified: false,
      owner: "wang",
      assignee: null,
      since: iso(T),
      openedAt: iso(T),
    });
    expect(ticket.title.en).toMatch(/\S/);
    expect(ticket.title.zh).toMatch(/\S/);
    expect(ticket.events).toMatchObject([{ at: iso(T), type: "opened" }]);
  });

  it("belongs to the steward of its zone", async () => {
    const line = timeline(await siteOf([])).report(T, { zone: "west", text: "x", ref: "r1" });
    expect(line.play(T).reported("r1")).toMatchObject({ zone: "west", owner: "feng" });
  });

  it("is major for urgent and minor for every other row", async () => {
    const rows = ["default", "elevator", "camera", "urgent", "security", "ordinary", "small", "complaint"];
    const line = timeline(await siteOf([]));
    for (const sla of rows) line.report(T, { zone: "east", sla, text: "x", ref: sla });
    const result = line.play(T);
    expect(rows.map((sla) => result.reported(sla).severity)).toEqual(
      rows.map((sla) => (sla === "urgent" ? "major" : "minor")),
    );
    expect(rows.map((sla) => result.reported(sla).sla)).toEqual(rows);
  });

  it("names an asset where the reporter did", async () => {
    const line = timeline(await siteOf(["G1"])).report(T, {
      zone: "east",
      asset: "G1",
      text: "Does not open",
      ref: "r1",
    });
    expect(line.play(T).reported("r1")).toMatchObject({ asset: "G1", kind: "gate", fault: null });
  });

  it("never merges: two of the same words are two tickets, and the asset's own fault is a third", async () => {
    const line = timeline(await siteOf(["G1"]))
      .report(T, { zone: "east", asset: "G1", text: "Does not open", ref: "r1" })
      .report(T, { zone: "east", asset: "G1", text: "Does not open", ref: "r2" })
      .says("G1", T + minute, { lock: "jammed" });
    const result = line.play(T + 5 * minute);
    expect(result.tickets.map(({ ref, fault }) => [ref, fault])).toEqual([
      ["r1", null],
      ["r2", null],
      [null, "lockJammed"],
    ]);
  });

  it("without a ref is a ticket too", async () => {
    const line = timeline(await siteOf([])).report(T, { zone: "east", text: "x" });
    expect(line.play(T).tickets).toMatchObject([{ ref: null, source: "report" }]);
  });

  it("of a zone, row or asset that does not exist makes no ticket and is listed", async () => {
    const wrong = [
      { zone: "north", text: "x", ref: "r1" },
      { zone: "east", sla: "never", text: "x", ref: "r2" },
      { zone: "east", asset: "Z9", text: "x", ref: "r3" },
    ];
    const line = timeline(await siteOf([]));
    for (const report of wrong) line.report(T, report);
    const result = line.play(T);
    expect(result.tickets).toEqual([]);
    expect(result.refused).toEqual(wrong.map((action) => ({ at: iso(T), action, code: expect.any(String) })));
  });

  it("keeps the reporter's phone out of the ticket", async () => {
    const line = timeline(await siteOf([])).report(T, {
      zone: "east",
      text: "x",
      by: "resident",
      phone: "13912345678",
      ref: "r1",
    });
    expect(JSON.stringify(line.play(T).tickets)).not.toContain("13912345678");
  });

  it("of a resident does not close itself", async () => {
    const line = timeline(await siteOf([]))
      .report(T, { zone: "east", text: "x", by: "resident", ref: "r1" })
      .act(T + minute, { ref: "r1", do: "restore", by: "zhao" });
    expect(line.play(T + 24 * 60 * minute).reported("r1")).toMatchObject({ state: "restored", closedAt: null });
  });
});
