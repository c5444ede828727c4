// A latched fault ends by a person and an outcome only (CONTRACT 3 and 5).

import { describe, expect, it } from "vitest";
import type { Action } from "../../src/model/ticket.ts";
import { day, eventsOf, hour, iso, minute, noon, second, siteOf, timeline } from "./timeline.ts";

const T = noon + 2 * minute;
/** First good reading of the simple cases. */
const good = T + 10 * minute;
const hold = 2 * minute;

describe("a latched fault", () => {
  const trapped = { asset: "E1", fault: "entrapment" } as const;
  const stuck = async () =>
    timeline(await siteOf(["E1"]))
      .says("E1", T, { alarmButton: true })
      .act(T + minute, { ...trapped, do: "accept", by: "zhao" });
  const restore = (more: Partial<Action> = {}): Action => ({
    ...trapped,
    do: "restore",
    by: "zhao",
    outcome: "released",
    ...more,
  });

  it("is never restored by itself", async () => {
    const result = (await stuck()).heals("E1", good).play(good + 2 * day);
    expect(result.faults).toMatchObject([{ ...trapped, absentSince: expect.any(String), clearedAt: null }]);
    expect(result.ticket("E1", "entrapment")).toMatchObject({ state: "accepted", present: false, verified: false });
  });

  it("needs an outcome", async () => {
    const { outcome: _, ...bare } = restore();
    const line = (await stuck()).heals("E1", good).act(good + 5 * minute, bare);
    line.act(good + 6 * minute, restore({ outcome: "fixed" }));
    const refused = line.play(good + 7 * minute);
    expect(refused.refused.map(({ code }) => code)).toEqual(["bad-outcome", "bad-outcome"]);
    expect(refused.ticket("E1", "entrapment").state).toBe("accepted");
    const at = good + 8 * minute;
    const result = line.act(at, restore()).play(at + 5 * minute);
    expect(result.refused).toHaveLength(2);
    const ticket = result.ticket("E1", "entrapment");
    expect(ticket).toMatchObject({ state: "restored", verified: true, restoredAt: iso(at) });
    expect(eventsOf(ticket, "restored")).toMatchObject([{ at: iso(at), by: "zhao", outcome: "released" }]);
    expect(result.faults[0]?.clearedAt).not.toBeNull();
  });

  it.each(["released", "nobody-inside", "secured", "false-alarm", "leak-stopped", "test"])(
    "ends with %s",
    async (outcome) => {
      const result = (await stuck())
        .heals("E1", good)
        .act(good + 5 * minute, restore({ outcome }))
        .play(good + 6 * minute);
      expect(result.refused).toEqual([]);
      expect(result.ticket("E1", "entrapment").state).toBe("restored");
    },
  );

  it("is still faulty while the condition holds", async () => {
    const action = restore();
    const result = (await stuck()).act(T + 5 * minute, action).play(T + 6 * minute);
    expect(result.refused).toEqual([{ at: iso(T + 5 * minute), action, code: "still-faulty" }]);
    expect(result.faults).toMatchObject([{ clearedAt: null, absentSince: null }]);
  });

  it("ended inside the hold is verified when the hold has passed", async () => {
    const at = good + minute;
    const line = (await stuck()).heals("E1", good).act(at, restore());
    expect(line.play(good + hold - 1).ticket("E1", "entrapment")).toMatchObject({ state: "restored", verified: false });
    const ticket = line.play(good + hold).ticket("E1", "entrapment");
    expect(ticket).toMatchObject({ state: "restored", verified: true, restoredAt: iso(at) });
  });

  it("ended inside the hold and back inside it is the same one, and no repeat", async () => {
    const line = (await stuck()).heals("E1", good).act(good + minute, restore());
    const result = line.says("E1", good + 90 * second, { alarmButton: true }).play(good + hour);
    expect(result.faults).toMatchObject([{ ...trapped, since: iso(T), clearedAt: null }]);
    const ticket = result.ticket("E1", "entrapment");
    expect(ticket).toMatchObject({ state: "accepted", repeats: 0, verified: false, present: true, restoredAt: null });
  });

  it("opens anew after it was ended", async () => {
    const again = good + hour;
    const line = (await stuck())
      .heals("E1", good)
      .act(good + 5 * minute, restore())
      .says("E1", again, { alarmButton: true });
    const result = line.play(again + minute);
    expect(result.faults.map(({ since, clearedAt }) => [since, clearedAt === null])).toEqual([
      [iso(T), false],
      [iso(again), true],
    ]);
    expect(result.ticket("E1", "entrapment")).toMatchObject({ repeats: 1, state: "accepted", present: true });
  });
});
