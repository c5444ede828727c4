// The end of a ticket and its return (CONTRACT 5, Restoration): closing itself, the archive, and the same fault within P7D.

import { describe, expect, it } from "vitest";
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
const good = T + 20 * minute;
const verified = good + 2 * minute;
const loss = { asset: "C1", fault: "videoLoss" } as const;
const opened = T + 30 * second;

const major = async (): Promise<Timeline> =>
  timeline(await siteOf(["C1"]), noon, minute)
    .says("C1", T, { fps: 0 })
    .heals("C1", good);
const minor = async (): Promise<Timeline> =>
  timeline(await siteOf(["C1"]), noon, minute)
    .says("C1", T, { luma: 250 })
    .heals("C1", good);
const accept = (line: Timeline, fault = "videoLoss", at = T + 6 * minute) =>
  line.act(at, { asset: "C1", fault, do: "accept", by: "qian" });

describe("a verified ticket closes itself PT30M later", () => {
  const closes = verified + 30 * minute;

  it("when it is minor", async () => {
    const line = accept(await minor(), "overexposed");
    expect(line.play(closes - 1).ticket("C1", "overexposed")).toMatchObject({ state: "restored", closedAt: null });
    const ticket = line.play(closes).ticket("C1", "overexposed");
    expect(ticket).toMatchObject({ state: "closed", closedAt: iso(closes) });
    expect(eventsOf(ticket, "closed")).toMatchObject([{ at: iso(closes), by: "system", cause: "self-cleared" }]);
    expect(clockOf(ticket, "close")).toMatchObject({ state: "met", done: iso(closes) });
  });

  it("when nobody had accepted it", async () => {
    const ticket = (await major()).play(closes).ticket("C1", "videoLoss");
    expect(ticket).toMatchObject({ state: "closed", closedAt: iso(closes) });
    expect(eventsOf(ticket, "closed")).toMatchObject([{ by: "system", cause: "self-cleared" }]);
  });

  it("not when it is major and accepted: a person closes it", async () => {
    const line = accept(await major());
    expect(line.play(good + 5 * day).ticket("C1", "videoLoss")).toMatchObject({ state: "restored", closedAt: null });
    line.act(verified + hour, { ...loss, do: "close", by: "wang", cause: "cable" });
    const ticket = line.play(verified + hour).ticket("C1", "videoLoss");
    expect(ticket).toMatchObject({ state: "closed", closedAt: iso(verified + hour) });
    expect(clockOf(ticket, "close")).toMatchObject({ state: "met", done: iso(verified + hour) });
  });

  it("not when it was restored by override", async () => {
    const line = timeline(await siteOf(["C1"]), noon, minute).says("C1", T, { luma: 250 });
    line.act(T + 10 * minute, {
      asset: "C1",
      fault: "overexposed",
      do: "restore",
      by: "sun",
      override: true,
      note: "Sun",
    });
    expect(line.play(T + 3 * day).ticket("C1", "overexposed")).toMatchObject({ state: "restored", verified: false });
  });

  it("not when it came back first", async () => {
    const line = accept(await minor(), "overexposed").says("C1", verified + 10 * minute, { luma: 250 });
    expect(line.play(closes + minute).ticket("C1", "overexposed")).toMatchObject({
      state: "accepted",
      closedAt: null,
      repeats: 1,
    });
  });
});

describe("the archive", () => {
  it("takes a ticket P7D after it was closed", async () => {
    const closed = good + hour;
    const line = accept(await major()).act(closed, { ...loss, do: "close", by: "wang", cause: "cable" });
    expect(line.play(closed + 7 * day - 1).ticket("C1", "videoLoss").state).toBe("closed");
    const ticket = line.play(closed + 7 * day).ticket("C1", "videoLoss");
    expect(ticket).toMatchObject({ state: "archived", closedAt: iso(closed), restoredAt: iso(good) });
    expect(eventsOf(ticket, "archived")).toMatchObject([{ at: iso(closed + 7 * day), by: "system" }]);
  });

  it("takes one that closed itself likewise", async () => {
    const line = await minor();
    const at = verified + 30 * minute + 7 * day;
    expect(line.play(at - 1).ticket("C1", "overexposed").state).toBe("closed");
    expect(line.play(at).ticket("C1", "overexposed").state).toBe("archived");
  });

  it("takes none that was cancelled or is only restored", async () => {
    const line = accept(await major());
    expect(line.play(good + 20 * day).ticket("C1", "videoLoss").state).toBe("restored");
    const cancelled = timeline(await siteOf([]))
      .report(T, { zone: "east", text: "x", ref: "r1" })
      .act(T + minute, { ref: "r1", do: "cancel", by: "chen", note: "twice" });
    expect(cancelled.play(T + 20 * day).reported("r1").state).toBe("cancelled");
  });
});

describe("the same fault within P7D of restoration", () => {
  const again = good + 2 * day;
  const back = again + 30 * second;

  it("reopens the restored ticket and counts as a repeat", async () => {
    const line = accept(await major()).says("C1", again, { fps: 0 });
    const result = line.play(back + minute);
    expect(result.tickets).toHaveLength(1);
    expect(result.faults).toHaveLength(2);
    const ticket = result.ticket("C1", "videoLoss");
    expect(ticket).toMatchObject({
      state: "accepted",
      assignee: "qian",
      repeats: 1,
      present: true,
      verified: false,
      restoredAt: null,
      closedAt: null,
    });
    expect(eventsOf(ticket, "reopened")).toMatchObject([{ at: iso(back), by: "system" }]);
    expect(ticket.openedAt).toBe(iso(opened));
  });

  it("reopens the closed ticket", async () => {
    const line = accept(await major())
      .act(good + hour, { ...loss, do: "close", by: "wang", cause: "cable" })
      .says("C1", again, { fps: 0 });
    const result = line.play(back + minute);
    expect(result.tickets).toHaveLength(1);
    expect(result.ticket("C1", "videoLoss")).toMatchObject({ state: "accepted", repeats: 1, closedAt: null });
  });

  it("reopens to open where nobody was assigned", async () => {
    const line = (await major()).says("C1", again, { fps: 0 });
    expect(line.play(back).ticket("C1", "videoLoss")).toMatchObject({ state: "open", assignee: null, repeats: 1 });
  });

  it("starts respond and arrive anew; restore and close resume with the time they had left", async () => {
    const site = await siteOf(["C1"], "sla: { camera: { arrive: PT2H } }");
    const closed = good + hour;
    const line = timeline(site).says("C1", T, { fps: 0 }).heals("C1", good);
    line.act(T + 5 * minute, { ...loss, do: "accept", by: "qian" });
    line.act(T + 10 * minute, { ...loss, do: "arrive", by: "qian" });
    line.act(closed, { ...loss, do: "close", by: "wang", cause: "cable" });
    const ticket = line
      .says("C1", again, { fps: 0 })
      .play(back + minute)
      .ticket("C1", "videoLoss");
    expect(clockOf(ticket, "respond")).toMatchObject({
      start: iso(back),
      due: iso(back + 15 * minute),
      done: null,
      state: "running",
    });
    expect(clockOf(ticket, "arrive")).toMatchObject({
      start: iso(back),
      due: iso(back + 2 * hour),
      done: null,
      state: "running",
    });
    // Of 24 h, restore had used what lay between opening and the first good reading, close what lay between opening and closing.
    expect(clockOf(ticket, "restore")).toMatchObject({
      due: iso(back + (day - (good - opened))),
      done: null,
      breached: null,
      state: "running",
    });
    expect(clockOf(ticket, "close")).toMatchObject({
      due: iso(back + (day - (closed - opened))),
      done: null,
      breached: null,
      state: "running",
    });
  });

  it("breaches a resumed promise when its remaining time is over", async () => {
    const line = accept(await major())
      .act(good + hour, { ...loss, do: "close", by: "wang", cause: "cable" })
      .says("C1", again, { fps: 0 });
    const due = back + (day - (good - opened));
    expect(stateOf(line.play(due - 1).ticket("C1", "videoLoss"), "restore")).toBe("running");
    const ticket = line.play(due).ticket("C1", "videoLoss");
    expect(clockOf(ticket, "restore")).toMatchObject({ state: "breached", breached: iso(due) });
    expect(eventsOf(ticket, "breached").filter(({ milestone }) => milestone === "restore")).toMatchObject([
      { at: iso(due) },
    ]);
  });

  it("a promise that was late has nothing left: it is broken, dated at its dueAt", async () => {
    const site = await siteOf(["C1"], "sla: { camera: { restore: PT10M } }");
    const line = accept(timeline(site, noon, minute).says("C1", T, { fps: 0 }).heals("C1", good));
    const ticket = line
      .says("C1", again, { fps: 0 })
      .play(back + minute)
      .ticket("C1", "videoLoss");
    const clock = clockOf(ticket, "restore");
    expect(clock).toMatchObject({ state: "breached", done: null });
    expect(clock?.breached).toBe(clock?.due);
  });

  it("a person who had accepted it before closes it in the end", async () => {
    const line = accept(await major())
      .says("C1", again, { fps: 0 })
      .heals("C1", again + hour);
    expect(line.play(again + 3 * hour).ticket("C1", "videoLoss")).toMatchObject({ state: "restored", verified: true });
  });

  it("keeps former verdicts in the events", async () => {
    const line = accept(await major(), "videoLoss", T + 18 * minute).says("C1", again, { fps: 0 });
    const ticket = line.play(back + minute).ticket("C1", "videoLoss");
    expect(eventsOf(ticket, "breached").slice(0, 1)).toMatchObject([
      { milestone: "respond", at: iso(opened + 15 * minute) },
    ]);
    expect(clockOf(ticket, "respond")).toMatchObject({ state: "running", breached: null });
    expect(ticket.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["opened", "accepted", "verified", "reopened"]),
    );
  });

  it("counts every return", async () => {
    const line = accept(await major());
    for (const days of [1, 2, 3]) line.says("C1", good + days * day, { fps: 0 }).heals("C1", good + days * day + hour);
    const ticket = line.play(good + 4 * day).ticket("C1", "videoLoss");
    expect(ticket).toMatchObject({ repeats: 3, verified: true, restoredAt: iso(good + 3 * day + hour) });
    expect(eventsOf(ticket, "reopened")).toHaveLength(3);
  });

  it("counts P7D from the last restoration", async () => {
    const line = accept(await major())
      .says("C1", good + 6 * day, { fps: 0 })
      .heals("C1", good + 6 * day + hour)
      .says("C1", good + 12 * day, { fps: 0 });
    expect(line.play(good + 12 * day + hour).ticket("C1", "videoLoss").repeats).toBe(2);
  });

  it("is within it shortly before the seventh day is over, and not after", async () => {
    const early = accept(await major())
      .says("C1", good + 7 * day - hour, { fps: 0 })
      .play(good + 7 * day);
    expect(early.tickets).toHaveLength(1);
    const late = accept(await major())
      .says("C1", good + 7 * day + hour, { fps: 0 })
      .play(good + 7 * day + 2 * hour);
    expect(late.tickets.map(({ state, repeats }) => [state, repeats])).toEqual([
      ["restored", 0],
      ["open", 0],
    ]);
  });

  it("does not touch an archived ticket", async () => {
    const line = accept(await major())
      .act(good + hour, { ...loss, do: "close", by: "wang", cause: "cable" })
      .says("C1", good + 9 * day, { fps: 0 });
    const result = line.play(good + 9 * day + hour);
    expect(result.tickets.map(({ state }) => state)).toEqual(["archived", "open"]);
    expect(result.tickets[1]).toMatchObject({ repeats: 0, openedAt: iso(good + 9 * day + 30 * second) });
  });

  it("another fault, or the same of another asset, is no repeat", async () => {
    const site = await siteOf(["C1", "C2"]);
    const line = timeline(site)
      .says("C1", T, { fps: 0 })
      .heals("C1", good)
      .says("C1", again, { recording: false })
      .says("C2", again, { fps: 0 });
    const result = line.play(again + hour);
    expect(result.tickets.map(({ asset, fault, repeats }) => [asset, fault, repeats])).toEqual([
      ["C1", "videoLoss", 0],
      ["C2", "videoLoss", 0],
      ["C1", "notRecording", 0],
    ]);
  });
});
