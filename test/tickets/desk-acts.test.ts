// The acts beside the straight line from opening to closing: pauses, call-back, reclassification, merging, dispatch modes (CONTRACT 5).

import { describe, expect, it } from "vitest";
import { clockOf, day, hour, iso, minute, noon, second, siteOf, timeline } from "./timeline.ts";

const at = noon + 2 * minute;
const opened = at + 30 * second;

describe("a pause", () => {
  it("stands every running clock still, and its time is excluded to the millisecond", async () => {
    const line = timeline(await siteOf(["C1"])).says("C1", at, { fps: 0 });
    line.act(opened + minute, { asset: "C1", fault: "videoLoss", do: "accept", by: "qian" });
    line.act(opened + hour, {
      asset: "C1",
      fault: "videoLoss",
      do: "pause",
      by: "qian",
      reason: "parts",
      note: "lens",
    });
    const paused = line.play(opened + 2 * hour).ticket("C1", "videoLoss");
    expect(paused.paused).toBe(true);
    expect(clockOf(paused, "restore")?.state).toBe("paused");
    expect(clockOf(paused, "respond")?.state).toBe("met");
    line.act(opened + 30 * hour + 1, { asset: "C1", fault: "videoLoss", do: "resume", by: "qian" });
    const resumed = line.play(opened + 31 * hour).ticket("C1", "videoLoss");
    expect(resumed.paused).toBe(false);
    expect(clockOf(resumed, "restore")).toMatchObject({
      state: "running",
      due: iso(opened + 24 * hour + 29 * hour + 1),
    });
    expect(resumed.events.find(({ type }) => type === "paused")).toMatchObject({ reason: "parts", note: "lens" });
  });

  it("is refused for rows of life safety, and twice; nothing changes; any other reason is a note", async () => {
    const line = timeline(await siteOf(["C1", "E1"]))
      .says("E1", at, { alarmButton: true })
      .says("C1", at, { fps: 0 });
    line.act(at + 5 * minute, { asset: "E1", fault: "entrapment", do: "pause", by: "chen", reason: "parts" });
    line.act(at + 5 * minute, { asset: "C1", fault: "videoLoss", do: "resume", by: "chen" });
    line.act(at + 6 * minute, {
      asset: "C1",
      fault: "videoLoss",
      do: "pause",
      by: "chen",
      reason: "storm",
      note: "no ladder",
    });
    line.act(at + 7 * minute, { asset: "C1", fault: "videoLoss", do: "pause", by: "chen", reason: "weather" });
    const played = line.play(at + 8 * minute);
    expect(played.refused.map(({ code }) => code)).toEqual(["not-pausable", "wrong-state", "wrong-state"]);
    expect(played.ticket("C1", "videoLoss").events.find(({ type }) => type === "paused")?.note).toBe(
      "storm: no ladder",
    );
  });
});

describe("a ticket handed back", () => {
  const on = { asset: "C1", fault: "videoLoss" } as const;
  it("lies with nobody, keeps what was promised, and can be taken by another", async () => {
    const line = timeline(await siteOf(["C1"])).says("C1", at, { fps: 0 });
    line.act(opened + minute, { ...on, do: "accept", by: "qian" });
    line.act(opened + 2 * minute, { ...on, do: "return", by: "qian" });
    line.act(opened + 3 * minute, { ...on, do: "return", by: "zhao", note: "not mine" });
    line.act(opened + 4 * minute, { ...on, do: "return", by: "qian", note: "needs a lift" });
    const back = line.play(opened + 5 * minute);
    expect(back.refused.map(({ code }) => code)).toEqual(["note-required", "forbidden"]);
    expect(back.ticket("C1", "videoLoss")).toMatchObject({ state: "open", assignee: null });
    // That somebody takes it is owed anew.
    expect(clockOf(back.ticket("C1", "videoLoss"), "respond")).toMatchObject({
      state: "running",
      due: iso(opened + 19 * minute),
    });
    expect(clockOf(back.ticket("C1", "videoLoss"), "restore")).toMatchObject({
      state: "running",
      due: iso(opened + 24 * hour),
    });
    expect(back.ticket("C1", "videoLoss").holders).toMatchObject([{ staff: "qian", to: iso(opened + 4 * minute) }]);
    expect(back.notices.filter(({ reason }) => reason === "returned")).not.toEqual([]);
    line.act(opened + 6 * minute, { ...on, do: "accept", by: "zhao" });
    expect(line.play(opened + 7 * minute).ticket("C1", "videoLoss")).toMatchObject({
      state: "accepted",
      assignee: "zhao",
    });
  });
  it("goes to the next in turn where the site sends its tickets, not to who gave it back", async () => {
    const site = await siteOf(["C1"]);
    const line = timeline({ ...site, desk: { dispatch: "round-robin" } }).says("C1", at, { fps: 0 });
    const first = line.play(opened + minute).ticket("C1", "videoLoss").assignee as string;
    line.act(opened + 2 * minute, { ...on, do: "return", by: first, note: "off duty" });
    const next = line.play(opened + 3 * minute).ticket("C1", "videoLoss").assignee;
    expect(next).not.toBe(first);
  });
});

describe("what a stranger to the desk does", () => {
  const trapped = { asset: "E1", fault: "entrapment" } as const;
  it("cannot make an elevator deaf: a cancelled alarm ends, and the next one opens a ticket of its own", async () => {
    const line = timeline(await siteOf(["E1"]))
      .says("E1", at, { alarmButton: true })
      .says("E1", at + minute, { alarmButton: false })
      .says("E1", at + 20 * minute, { alarmButton: true });
    line.act(at + 2 * minute, { ...trapped, do: "cancel", by: "chen" });
    const played = line.play(at + 25 * minute);
    const tickets = played.tickets.filter(({ asset }) => asset === "E1");
    expect(tickets.map(({ state }) => state)).toEqual(["cancelled", "open"]);
  });
  it("cannot hide a trapped person in another ticket, nor let one wait", async () => {
    const line = timeline(await siteOf(["E1", "C1"]))
      .says("E1", at, { alarmButton: true })
      .says("C1", at, { fps: 0 });
    line.act(at + 2 * minute, { ...trapped, do: "merge", by: "chen", to: "T-000002" });
    line.act(at + 3 * minute, { ...trapped, do: "reclassify", by: "chen", now: { sla: "ordinary" } });
    line.act(at + 4 * minute, { ...trapped, do: "pause", by: "chen", reason: "parts" });
    expect(line.play(at + 5 * minute).refused.map(({ code }) => code)).toEqual(["bad-request", "not-pausable"]);
  });
  it("takes a reopened ticket anew: its holder owes a new answer, once", async () => {
    const on = { asset: "C1", fault: "videoLoss" } as const;
    const line = timeline(await siteOf(["C1"])).says("C1", at, { fps: 0 });
    line.act(opened + minute, { ...on, do: "accept", by: "qian" });
    line.act(opened + 2 * minute, { ...on, do: "accept", by: "zhao" });
    line.says("C1", opened + 3 * minute, { fps: 25 });
    line.says("C1", opened + 10 * minute, { fps: 0 });
    line.act(opened + 12 * minute, { ...on, do: "accept", by: "zhao" });
    line.act(opened + 13 * minute, { ...on, do: "accept", by: "qian" });
    const played = line.play(opened + 14 * minute);
    expect(played.refused.map(({ code }) => code)).toEqual(["wrong-state", "wrong-state"]);
    expect(played.ticket("C1", "videoLoss")).toMatchObject({ state: "accepted", assignee: "zhao", repeats: 1 });
    expect(clockOf(played.ticket("C1", "videoLoss"), "respond")?.state).toBe("met");
  });
  it("cannot agree on a day that is gone, or on one in another decade", async () => {
    const on = { asset: "C1", fault: "videoLoss" } as const;
    const line = timeline(await siteOf(["C1"])).says("C1", at, { fps: 0 });
    for (const agreedAt of [at, at + 3_000 * day])
      line.act(opened + minute, { ...on, do: "reclassify", by: "chen", now: { sla: "planned", agreedAt } });
    expect(line.play(opened + 2 * minute).refused.map(({ code }) => code)).toEqual(["bad-request", "bad-request"]);
  });
});

describe("a resident's report", () => {
  it("is called back within one working day of restoration, and archived only after that", async () => {
    const line = timeline(await siteOf([]));
    // A Tuesday noon; restored on Friday at 17:00: called back by Monday 17:00.
    const friday = noon + 3 * day + 5 * hour;
    line.report(noon + minute, { zone: "east", text: "The bench is broken", by: "resident", ref: "r1" });
    line.act(noon + 5 * minute, { ref: "r1", do: "accept", by: "zhao" });
    line.act(friday, { ref: "r1", do: "restore", by: "zhao" });
    line.act(friday + hour, { ref: "r1", do: "close", by: "wang", cause: "worn" });
    const waiting = line.play(friday + 2 * day).reported("r1");
    expect(clockOf(waiting, "callBack")).toMatchObject({
      start: iso(friday),
      due: iso(friday + 3 * day),
      state: "running",
    });
    const late = line.play(friday + 20 * day).reported("r1");
    expect([late.state, clockOf(late, "callBack")?.state]).toEqual(["closed", "breached"]);
    line.act(friday + 20 * day, { ref: "r1", do: "call-back", by: "wang", rating: 4, note: "content" });
    const done = line.play(friday + 20 * day + hour).reported("r1");
    expect([done.state, clockOf(done, "callBack")?.state]).toEqual(["archived", "late"]);
    expect(done.events.find(({ type }) => type === "calledBack")).toMatchObject({ rating: 4, note: "content" });
  });
});

describe("reclassification", () => {
  it("recomputes as if it had always been so, and keeps what was told", async () => {
    const line = timeline(await siteOf([]));
    line.report(noon, { zone: "east", text: "Water", ref: "r1" });
    // Row default: respond PT15M is told at 12:15; urgent: arrive PT15M would have been broken at the same instant.
    line.act(noon + 20 * minute, {
      ref: "r1",
      do: "reclassify",
      by: "chen",
      now: { sla: "urgent", severity: "major" },
    });
    const ticket = line.play(noon + 21 * minute).reported("r1");
    expect(ticket).toMatchObject({ sla: "urgent", severity: "major" });
    expect(clockOf(ticket, "arrive")).toMatchObject({
      state: "breached",
      due: iso(noon + 15 * minute),
      breached: iso(noon + 15 * minute),
    });
    line.act(noon + 30 * minute, { ref: "r1", do: "reclassify", by: "chen", now: { sla: "complaint" } });
    const milder = line.play(noon + 31 * minute).reported("r1");
    expect(clockOf(milder, "respond")).toMatchObject({ state: "breached", breached: iso(noon + 15 * minute) });
    expect(clockOf(milder, "arrive")).toMatchObject({ state: "breached", breached: iso(noon + 15 * minute) });
    expect(milder.events.filter(({ type }) => type === "breached")).toHaveLength(2);
  });

  it("makes a suspected entrapment one, in one act, with the rules of an entrapment from then on", async () => {
    const line = timeline(await siteOf(["E1"]));
    line.says("E1", at, { motion: "stopped", landing: true, door: "closed", occupied: true });
    const [suspected] = line.play(at + 20 * minute).tickets;
    expect(suspected?.fault).toBe("entrapmentSuspected");
    const now = { fault: "entrapment", sla: "elevator-entrapment", severity: "critical" } as const;
    line.act(at + 21 * minute, { ticket: "T-000001", do: "reclassify", by: "chen", now });
    line.act(at + 22 * minute, { ticket: "T-000001", do: "restore", by: "zhao" });
    const played = line.play(at + 23 * minute);
    expect(played.tickets[0]).toMatchObject({ ...now, latched: true, kind: "elevator" });
    expect(played.tickets[0]?.title.en).toMatch(/^Elevator, building 1: /);
    expect(played.refused.map(({ code }) => code)).toEqual(["still-faulty"]);
  });

  it("gives a planned repair its deadline once a date is agreed; each change keeps the old one", async () => {
    const line = timeline(await siteOf([]));
    line.report(noon, { zone: "east", text: "Repaint", sla: "planned", ref: "r1" });
    const first = noon + 5 * day;
    line.act(noon + hour, { ref: "r1", do: "reclassify", by: "chen", now: { agreedAt: first } });
    line.act(noon + 2 * hour, { ref: "r1", do: "reclassify", by: "chen", now: { agreedAt: first + day } });
    const ticket = line.play(noon + 3 * hour).reported("r1");
    expect(clockOf(ticket, "restore")?.due).toBe(iso(first + day));
    expect(ticket.events.flatMap(({ now }) => now?.agreedAt ?? [])).toEqual([iso(first), iso(first + day)]);
  });
});

describe("merging", () => {
  it("ends one ticket in favour of another", async () => {
    const line = timeline(await siteOf([]));
    line.report(noon, { zone: "east", text: "Dark stairs", ref: "a" });
    line.report(noon + minute, { zone: "east", text: "Lamp out", ref: "b" });
    line.act(noon + 2 * minute, { ref: "b", do: "merge", by: "chen", to: "T-000002" });
    line.act(noon + 3 * minute, { ref: "b", do: "merge", by: "chen", to: "T-000009" });
    line.act(noon + 4 * minute, { ref: "b", do: "merge", by: "chen", to: "T-000001" });
    line.act(noon + 5 * minute, { ref: "b", do: "merge", by: "chen", to: "T-000001" });
    const played = line.play(noon + hour);
    expect(played.reported("b")).toMatchObject({ state: "cancelled", parent: "T-000001" });
    expect(played.reported("b").clocks.map(({ state }) => state)).toEqual(["void", "void"]);
    expect(played.refused.map(({ code }) => code)).toEqual(["bad-request", "unknown-ticket", "wrong-state"]);
  });
});

describe("dispatch", () => {
  it("goes by itself to the zone's technician with the skill, or to each in turn, where the site says so", async () => {
    const skill = timeline(await siteOf(["C1", "P1"], "desk: { dispatch: skill }"));
    skill.says("C1", at, { fps: 0 }).says("P1", at, { driveFault: true });
    const sent = skill.play(at + 5 * minute);
    expect(sent.ticket("C1", "videoLoss")).toMatchObject({ state: "dispatched", assignee: "qian" });
    expect(sent.ticket("P1", "driveFault")).toMatchObject({ state: "dispatched", assignee: "zhao" });

    const turns = timeline(await siteOf([], "desk: { dispatch: round-robin }"));
    for (let i = 0; i < 4; i += 1) turns.report(noon + i * minute, { zone: "east", text: `Report ${i}` });
    expect(turns.play(noon + hour).tickets.map(({ assignee }) => assignee)).toEqual(["zhao", "qian", "zhao", "qian"]);
  });

  it("counts how long each held it", async () => {
    const line = timeline(await siteOf([]));
    line.report(noon, { zone: "east", text: "Tap", ref: "r1" });
    line.act(noon + minute, { ref: "r1", do: "dispatch", by: "chen", to: "zhao" });
    line.act(noon + 11 * minute, { ref: "r1", do: "dispatch", by: "chen", to: "qian" });
    line.act(noon + 12 * minute, { ref: "r1", do: "accept", by: "qian" });
    line.act(noon + 40 * minute, { ref: "r1", do: "restore", by: "qian" });
    expect(line.play(noon + hour).reported("r1").holders).toEqual([
      { staff: "zhao", from: iso(noon + minute), to: iso(noon + 11 * minute) },
      { staff: "qian", from: iso(noon + 11 * minute), to: iso(noon + 40 * minute) },
    ]);
  });
});
