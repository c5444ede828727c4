// Restored by a person (CONTRACT 5, Restoration): refused while still faulty, verified later, or against the evidence by override.

import { describe, expect, it } from "vitest";
import type { Action } from "../../src/model/ticket.ts";
import {
  clockOf,
  day,
  eventsOf,
  hour,
  iso,
  minute,
  noon,
  second,
  siteOf,
  stateOf,
  type Timeline,
  timeline,
} from "./timeline.ts";

const T = noon + 2 * minute;
/** First good reading of the simple cases. */
const good = T + 10 * minute;
const hold = 2 * minute;
const note = "Seen with my own eyes";
const videoLoss = { asset: "C1", fault: "videoLoss" } as const;
const blackout = async (more = ""): Promise<Timeline> => timeline(await siteOf(["C1"], more)).says("C1", T, { fps: 0 });
const ofC1 = (line: Timeline, until: number) => line.play(until).ticket("C1", "videoLoss");
const accepted = (line: Timeline, at = T + minute): Timeline =>
  line.act(at, { ...videoLoss, do: "accept", by: "qian" });

describe("restored by a person", () => {
  const restore =
    (at: number, more: Partial<Action> = {}) =>
    (line: Timeline) =>
      line.act(at, { ...videoLoss, do: "restore", by: "qian", note, ...more });

  it("is refused while the fault is present, and changes nothing", async () => {
    const line = accepted(await blackout());
    const before = ofC1(line, good);
    const result = restore(good)(line).play(good);
    expect(result.refused).toMatchObject([{ code: "still-faulty" }]);
    expect(result.ticket("C1", "videoLoss")).toEqual(before);
  });

  it("is refused while the fault is frozen by offline", async () => {
    const line = restore(good + hour)(accepted(await blackout()).silent("C1", good));
    const result = line.play(good + hour);
    expect(result.faults.map(({ fault }) => fault)).toContain("offline");
    expect(result.refused).toMatchObject([{ code: "still-faulty" }]);
  });

  it("is refused while its good run is frozen by offline, and counts again when the device speaks", async () => {
    const back = good + 2 * hour;
    const line = accepted(await blackout())
      .heals("C1", good)
      .silent("C1", good + second, back);
    restore(good + hour)(line);
    const result = restore(back + 5 * second)(line).play(back + 10 * second);
    expect(result.refused).toMatchObject([{ at: iso(good + hour), code: "still-faulty" }]);
    expect(result.ticket("C1", "videoLoss")).toMatchObject({ state: "restored", restoredAt: iso(back + 5 * second) });
  });

  it("counts at once on an absent fault and is verified when the hold has passed", async () => {
    const at = good + minute;
    const line = restore(at)(accepted(await blackout()).heals("C1", good));
    expect(ofC1(line, good + hold - 1)).toMatchObject({ state: "restored", verified: false, restoredAt: iso(at) });
    const ticket = ofC1(line, good + hold);
    expect(ticket).toMatchObject({ state: "restored", verified: true });
    expect(eventsOf(ticket, "restored")).toMatchObject([{ at: iso(at), by: "qian", note }]);
    expect(eventsOf(ticket, "verified")).toMatchObject([{ by: "system", at: iso(good + hold) }]);
    expect(stateOf(ticket, "restore")).toBe("met");
  });

  it("a relapse before it is verified brings the ticket back, without a repeat", async () => {
    const at = good + 40 * second;
    const line = restore(at)(accepted(await blackout()).heals("C1", good)).says("C1", good + 80 * second, { fps: 0 });
    const result = line.play(good + 10 * minute);
    expect(result.faults).toMatchObject([{ ...videoLoss, clearedAt: null }]);
    expect(result.ticket("C1", "videoLoss")).toMatchObject({
      state: "accepted",
      present: true,
      verified: false,
      repeats: 0,
      restoredAt: null,
    });
  });
});

describe("override", () => {
  const at = T + 5 * minute;
  const override = (more: Partial<Action> = {}): Action => ({
    ...videoLoss,
    do: "restore",
    by: "sun",
    override: true,
    note,
    ...more,
  });

  it("needs a note", async () => {
    const { note: _, ...bare } = override();
    const result = accepted(await blackout())
      .act(at, bare)
      .play(at);
    expect(result.refused).toEqual([{ at: iso(at), action: bare, code: "note-required" }]);
    expect(result.ticket("C1", "videoLoss").state).toBe("accepted");
  });

  it("restores a present fault, unverified, and makes no new ticket while the fault lasts", async () => {
    const line = accepted(await blackout()).act(at, override());
    const result = line.play(at + 2 * day);
    expect(result.refused).toEqual([]);
    expect(result.tickets).toHaveLength(1);
    const ticket = result.ticket("C1", "videoLoss");
    expect(ticket).toMatchObject({ state: "restored", verified: false, restoredAt: iso(at), repeats: 0 });
    expect(eventsOf(ticket, "restored")).toMatchObject([{ by: "sun", note, override: true }]);
    expect(clockOf(ticket, "restore")).toMatchObject({ state: "met", done: iso(at) });
  });

  it("makes none after the ticket was closed either", async () => {
    const line = accepted(await blackout())
      .act(at, override())
      .act(at + minute, { ...videoLoss, do: "close", by: "chen", cause: "planned-works" });
    const result = line.play(at + 2 * day);
    expect(result.tickets).toHaveLength(1);
    expect(result.ticket("C1", "videoLoss")).toMatchObject({ state: "closed", verified: false, repeats: 0 });
  });

  it("stays unverified when the fault clears afterwards", async () => {
    const line = accepted(await blackout())
      .act(at, override())
      .heals("C1", good);
    const result = line.play(good + hour);
    expect(result.faults).toMatchObject([{ clearedAt: iso(good + 30 * second) }]);
    expect(result.ticket("C1", "videoLoss")).toMatchObject({ state: "restored", verified: false });
  });

  it("ends its effect once the fault has cleared and opens again", async () => {
    const again = good + hour;
    const line = accepted(await blackout())
      .act(at, override())
      .heals("C1", good)
      .says("C1", again, { fps: 0 });
    const result = line.play(again + minute);
    expect(result.tickets).toHaveLength(1);
    expect(result.ticket("C1", "videoLoss")).toMatchObject({ state: "accepted", repeats: 1, present: true });
  });

  it("of a latched fault takes note and outcome", async () => {
    const trapped = { asset: "E1", fault: "entrapment" };
    const line = timeline(await siteOf(["E1"])).says("E1", T, { alarmButton: true });
    line.act(at, override({ ...trapped, outcome: "nobody-inside" }));
    const result = line.play(at + hour);
    expect(result.refused).toEqual([]);
    expect(result.tickets).toHaveLength(1);
    expect(result.ticket("E1", "entrapment")).toMatchObject({ state: "restored", verified: false });
  });
});
