// Late data (CONTRACT 5, Opening): what came and went inside it makes a ticket only if it is critical.

import { describe, expect, it } from "vitest";
import { clockOf, eventsOf, iso, message, minute, noon, type Points, second, siteOf, timeline } from "./timeline.ts";

describe("late data", () => {
  // A device that was cut off for a minute sends its backlog: bad from a to b, good again since.
  const arrival = noon + 10 * minute;
  const backlog = async (asset: "C1" | "L1", bad: Points, good: Points, goodFrom: number) => {
    const site = await siteOf([asset]);
    const start = arrival - 80 * second;
    const entries = Array.from({ length: 16 }, (_, index) => start + (index + 1) * 5 * second).map((ts) => ({
      ts: iso(ts),
      ...(ts >= goodFrom ? good : bad),
    }));
    return timeline(site)
      .silent(asset, start + second, arrival)
      .silent(asset, arrival, arrival + second)
      .line(message(asset, arrival, entries));
  };

  it("lists a fault that came and went inside it, without a ticket", async () => {
    const line = await backlog("C1", { fps: 0 }, { fps: 25 }, arrival - 40 * second);
    const result = line.play(arrival + 10 * minute);
    expect(result.rejected).toEqual({});
    expect(result.faults).toMatchObject([
      { asset: "C1", fault: "videoLoss", since: iso(arrival - 75 * second), openedAt: iso(arrival) },
    ]);
    expect(result.faults[0]?.clearedAt).not.toBeNull();
    expect(result.tickets).toEqual([]);
  });

  it("makes a ticket of a critical one", async () => {
    const line = await backlog("L1", { leakage: 40 }, { leakage: 1 }, arrival - 40 * second);
    const result = line.play(arrival + 10 * minute);
    expect(result.faults).toMatchObject([
      { asset: "L1", fault: "leakage", since: iso(arrival - 75 * second), openedAt: iso(arrival) },
    ]);
    const ticket = result.ticket("L1", "leakage");
    expect(ticket).toMatchObject({
      state: "open",
      severity: "critical",
      present: false,
      since: iso(arrival - 75 * second),
      openedAt: iso(arrival),
    });
    expect(clockOf(ticket, "respond")?.start).toBe(iso(arrival));
  });

  it("makes a ticket of what it shows to be wrong still, with clocks from arrival", async () => {
    const line = await backlog("C1", { fps: 0 }, {}, Number.POSITIVE_INFINITY);
    const result = line.says("C1", arrival + second, { fps: 0 }).play(arrival + 10 * minute);
    const ticket = result.ticket("C1", "videoLoss");
    expect(ticket).toMatchObject({ state: "open", since: iso(arrival - 75 * second), openedAt: iso(arrival) });
    expect(eventsOf(ticket, "opened")).toMatchObject([{ at: iso(arrival) }]);
    expect(clockOf(ticket, "restore")?.due).toBe(iso(arrival + 24 * 60 * minute));
  });
});
