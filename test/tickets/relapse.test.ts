// The verify hold (CONTRACT 5, Restoration): what a relapse inside it means, and for a breach that would fall into it.

import { describe, expect, it } from "vitest";
import {
  clockOf,
  day,
  eventsOf,
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
const opened = T + 30 * second;
/** First good reading of the simple cases. */
const good = T + 10 * minute;
const hold = 2 * minute;
const videoLoss = { asset: "C1", fault: "videoLoss" } as const;
const blackout = async (more = ""): Promise<Timeline> => timeline(await siteOf(["C1"], more)).says("C1", T, { fps: 0 });
const ofC1 = (line: Timeline, until: number) => line.play(until).ticket("C1", "videoLoss");
const accepted = (line: Timeline, at = T + minute): Timeline =>
  line.act(at, { ...videoLoss, do: "accept", by: "qian" });

describe("a relapse inside the hold", () => {
  it.each([
    ["before the fault has cleared", 20 * second],
    ["after it has cleared", 60 * second],
    ["at the last moment, though it proves itself only later", 110 * second],
  ])("continues the same fault: %s", async (_, after) => {
    const relapse = good + after;
    const line = accepted(await blackout())
      .heals("C1", good)
      .says("C1", relapse, { fps: 0 });
    const result = line.play(relapse + 10 * minute);
    expect(result.faults).toMatchObject([{ ...videoLoss, since: iso(T), openedAt: iso(opened), clearedAt: null }]);
    const ticket = result.ticket("C1", "videoLoss");
    expect(ticket).toMatchObject({ state: "accepted", repeats: 0, verified: false, present: true, restoredAt: null });
    expect(eventsOf(ticket, "verified")).toEqual([]);
    expect(eventsOf(ticket, "reopened")).toEqual([]);
    expect(clockOf(ticket, "restore")).toEqual({
      start: iso(opened),
      due: iso(opened + day),
      done: null,
      breached: null,
      state: "running",
    });
    const mended = relapse + 20 * minute;
    expect(ofC1(line.heals("C1", mended), mended + hold)).toMatchObject({
      state: "restored",
      restoredAt: iso(mended),
      repeats: 0,
    });
  });

  it("starts the hold anew", async () => {
    const line = accepted(await blackout())
      .heals("C1", good)
      .says("C1", good + minute, { fps: 0 })
      .heals("C1", good + 3 * minute);
    expect(ofC1(line, good + 3 * minute + hold - 1).state).toBe("accepted");
    expect(ofC1(line, good + 3 * minute + hold)).toMatchObject({
      state: "restored",
      restoredAt: iso(good + 3 * minute),
    });
  });
});

describe("a breach that would fall inside the hold", () => {
  // restore is due at opened + 20 min; the first good reading comes a minute earlier.
  const due = opened + 20 * minute;
  const first = due - minute;
  const short = "sla: { camera: { restore: PT20M } }";

  it("does not happen when the hold is passed", async () => {
    const line = accepted(await blackout(short)).heals("C1", first);
    expect(clockOf(ofC1(line, first + hold - 1), "restore")).toMatchObject({ state: "running", breached: null });
    const ticket = ofC1(line, first + hold);
    expect(clockOf(ticket, "restore")).toEqual({
      start: iso(opened),
      due: iso(due),
      done: iso(first),
      breached: null,
      state: "met",
    });
    expect(eventsOf(ticket, "breached")).toEqual([]);
  });

  it("happens, dated at dueAt, when the fault relapses", async () => {
    const relapse = due + 30 * second;
    const line = accepted(await blackout(short))
      .heals("C1", first)
      .says("C1", relapse, { fps: 0 });
    expect(eventsOf(ofC1(line, relapse - 1), "breached")).toEqual([]);
    const ticket = ofC1(line, relapse + 5 * minute);
    expect(clockOf(ticket, "restore")).toEqual({
      start: iso(opened),
      due: iso(due),
      done: null,
      breached: iso(due),
      state: "breached",
    });
    expect(eventsOf(ticket, "breached")).toHaveLength(1);
  });

  it("happens at its time when the first good reading comes after it", async () => {
    const late = due + 30 * second;
    const ticket = ofC1(accepted(await blackout(short)).heals("C1", late), late + 5 * minute);
    expect(clockOf(ticket, "restore")).toEqual({
      start: iso(opened),
      due: iso(due),
      done: iso(late),
      breached: iso(due),
      state: "late",
    });
    expect(eventsOf(ticket, "breached")).toMatchObject([{ at: iso(due), milestone: "restore" }]);
  });

  it("happens at dueAt when the first good reading carries that instant: restored in time", async () => {
    const ticket = ofC1(accepted(await blackout(short)).heals("C1", due), due + 5 * minute);
    expect(clockOf(ticket, "restore")).toMatchObject({ done: iso(due), state: "met", breached: null });
  });

  it("of respond waits too, and becomes void when nobody had accepted", async () => {
    const respondDue = opened + 15 * minute;
    const line = (await blackout()).heals("C1", respondDue - minute);
    const ticket = ofC1(line, respondDue + 10 * minute);
    expect(stateOf(ticket, "respond")).toBe("void");
    expect(eventsOf(ticket, "breached")).toEqual([]);
  });
});
