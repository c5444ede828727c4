// Tickets of silent devices (CONTRACT 5, Opening): only when the silence lasts, with clocks from then.

import { describe, expect, it } from "vitest";
import { eventsOf, iso, minute, noon, second, siteOf, timeline } from "./timeline.ts";

describe("silence", () => {
  const last = noon + 5 * minute;
  // Readings every 30 s, the last at `last`: offline opens PT90S after it.
  const offlineAt = last + 90 * second;
  const quiet = last + second;

  it.each([
    { asset: "C1", row: "camera", severity: "major", wait: 30 * second, says: {} },
    { asset: "E1", row: "data-loss", severity: "minor", wait: 10 * minute, says: {} },
    { asset: "P1", row: "data-loss", severity: "minor", wait: 10 * minute, says: {} },
    { asset: "G1", row: "data-loss", severity: "minor", wait: 10 * minute, says: {} },
    { asset: "G1", row: "urgent", severity: "major", wait: 30 * second, says: { power: "battery" } },
  ] as const)("opens the ticket of $asset ($row) $wait ms after the fault, with clocks from then", async (row) => {
    const { asset, wait, says, severity } = row;
    const line = timeline(await siteOf([asset]))
      .says(asset, last, says)
      .silent(asset, quiet);
    const before = line.play(offlineAt + wait - 1);
    const fault = before.faults.find((one) => one.fault === "offline");
    expect(fault).toMatchObject({ asset, severity, openedAt: iso(offlineAt), clearedAt: null });
    expect(before.tickets.filter((one) => one.fault === "offline")).toEqual([]);
    const ticket = line.play(offlineAt + wait + minute).ticket(asset, "offline");
    expect(ticket).toMatchObject({ severity, sla: row.row, state: "open", openedAt: iso(offlineAt + wait) });
    expect(ticket.since).toBe(fault?.since);
    for (const clock of ticket.clocks) expect(clock.startedAt).toBe(iso(offlineAt + wait));
  });

  it("opens no ticket for silence that ends first", async () => {
    const back = offlineAt + 30 * second - 1;
    const result = timeline(await siteOf(["C1"]))
      .silent("C1", quiet, back)
      .says("C1", back, {})
      .play(offlineAt + 20 * minute);
    expect(result.faults).toMatchObject([{ fault: "offline", openedAt: iso(offlineAt), clearedAt: iso(back) }]);
    expect(result.tickets).toEqual([]);
  });

  it("opens no ticket when the message carries the very instant at which it would open", async () => {
    const back = offlineAt + 30 * second;
    const result = timeline(await siteOf(["C1"]))
      .silent("C1", quiet, back)
      .says("C1", back, {})
      .play(offlineAt + 20 * minute);
    expect(result.faults).toMatchObject([{ fault: "offline", clearedAt: iso(back) }]);
    expect(result.tickets).toEqual([]);
  });

  it("counts each silence from its own beginning", async () => {
    const line = timeline(await siteOf(["E1"]));
    // Twice about eight minutes offline, with five minutes of talk between: never ten at a stretch.
    line.silent("E1", quiet, offlineAt + 8 * minute);
    line.silent("E1", offlineAt + 13 * minute, offlineAt + 22 * minute);
    const result = line.play(offlineAt + 60 * minute);
    expect(result.faults.map(({ fault }) => fault)).toEqual(["offline", "offline"]);
    expect(result.tickets).toEqual([]);
  });

  it("reopens the ticket of an earlier silence only when the new one has lasted as long", async () => {
    const back = offlineAt + 20 * minute;
    const again = back + 2 * 60 * minute;
    const line = timeline(await siteOf(["E1"]))
      .silent("E1", quiet, back)
      .silent("E1", again + second);
    const reopenedAt = again + 90 * second + 10 * minute;
    expect(line.play(reopenedAt - 1).ticket("E1", "offline")).toMatchObject({ state: "closed", repeats: 0 });
    const ticket = line.play(reopenedAt).ticket("E1", "offline");
    expect(ticket).toMatchObject({ state: "open", repeats: 1, present: true });
    expect(eventsOf(ticket, "reopened")).toMatchObject([{ at: iso(reopenedAt) }]);
  });

  it("cannot be ended by a person while it lasts", async () => {
    const action = { asset: "E1", fault: "offline", do: "restore", by: "zhao" } as const;
    const line = timeline(await siteOf(["E1"]))
      .silent("E1", quiet)
      .act(offlineAt + 15 * minute, action);
    const result = line.play(offlineAt + 16 * minute);
    expect(result.refused).toEqual([{ at: iso(offlineAt + 15 * minute), action, code: "still-faulty" }]);
  });

  it("restores itself when the device has spoken for PT2M, and closes PT30M later", async () => {
    const back = offlineAt + 20 * minute;
    const line = timeline(await siteOf(["E1"]))
      .silent("E1", quiet, back)
      .says("E1", back, {});
    expect(line.play(back + 3 * minute).ticket("E1", "offline")).toMatchObject({
      state: "restored",
      verified: true,
      restoredAt: iso(back),
    });
    expect(line.play(back + 40 * minute).ticket("E1", "offline").state).toBe("closed");
  });
});
