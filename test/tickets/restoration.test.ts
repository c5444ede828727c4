// When a ticket may call a fault mended (CONTRACT 5, Restoration): after a proven good run, or by a person, never by silence.

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
const opened = T + 30 * second;
/** First good reading of the simple cases. */
const good = T + 10 * minute;
const hold = 2 * minute;
const note = "Seen with my own eyes";

const videoLoss = { asset: "C1", fault: "videoLoss" } as const;
const blackout = async (more = ""): Promise<Timeline> => timeline(await siteOf(["C1"], more)).says("C1", T, { fps: 0 });
const ofC1 = (line: Timeline, until: number) => line.play(until).ticket("C1", "videoLoss");
const accepted = (line: Timeline, at = T + minute): Timeline =>
  line.act(at, { ...videoLoss, do: "accept", by: "qian" });

describe("restored by itself", () => {
  it("PT2M after the first good reading, dated from that reading", async () => {
    const line = accepted(await blackout()).heals("C1", good);
    expect(ofC1(line, good + hold - 1)).toMatchObject({ state: "accepted", verified: false, restoredAt: null });
    const ticket = ofC1(line, good + hold);
    expect(ticket).toMatchObject({ state: "restored", verified: true, present: false, restoredAt: iso(good) });
    expect(eventsOf(ticket, "verified")).toMatchObject([{ at: iso(good + hold), by: "system" }]);
    expect(clockOf(ticket, "restore")).toEqual({
      start: iso(opened),
      due: iso(opened + day),
      done: iso(good),
      breached: null,
      state: "met",
    });
    expect(clockOf(ticket, "respond")).toMatchObject({ state: "met", done: iso(T + minute) });
  });

  it("from any state before restoration", async () => {
    for (const acts of [[], ["dispatch"], ["accept"], ["arrive"]] as const) {
      const line = await blackout();
      for (const act of acts) line.act(T + minute, { ...videoLoss, do: act, by: "zhou", to: "qian" });
      expect(ofC1(line.heals("C1", good), good + hold)).toMatchObject({ state: "restored", verified: true });
    }
  });

  it("contains the clear delay: the fault itself clears at PT30S", async () => {
    const result = accepted(await blackout())
      .heals("C1", good)
      .play(good + minute);
    expect(result.faults).toMatchObject([{ fault: "videoLoss", clearedAt: iso(good + 30 * second) }]);
    expect(result.ticket("C1", "videoLoss")).toMatchObject({ state: "accepted" });
  });

  it("takes the site's own verifyFor", async () => {
    const line = accepted(await blackout("defaults: [{ kind: camera, delays: { verifyFor: PT10M } }]")).heals(
      "C1",
      good,
    );
    expect(ofC1(line, good + 10 * minute - 1).state).toBe("accepted");
    expect(ofC1(line, good + 10 * minute)).toMatchObject({ state: "restored", restoredAt: iso(good) });
  });

  it("not in silence, and again once the device has spoken long enough", async () => {
    const back = good + 30 * minute;
    const line = accepted(await blackout())
      .says("C1", good, { fps: 25 })
      .silent("C1", good + second, back);
    expect(ofC1(line, back - 1)).toMatchObject({ state: "accepted", verified: false, restoredAt: null });
    expect(ofC1(line, back + 5 * minute)).toMatchObject({ state: "restored", verified: true });
  });

  it("never while the fault is only no longer reported", async () => {
    const line = accepted(await blackout()).silent("C1", good);
    const result = line.play(good + 2 * day);
    expect(result.faults.find(({ fault }) => fault === "videoLoss")).toMatchObject({ clearedAt: null });
    expect(result.ticket("C1", "videoLoss")).toMatchObject({ state: "accepted", present: true, verified: false });
  });
});

describe("a critical fault", () => {
  const leak = { asset: "L1", fault: "leakage" } as const;
  const leaking = async () =>
    timeline(await siteOf(["L1"]))
      .says("L1", T, { leakage: 40 })
      .heals("L1", good);
  const accept = (line: Timeline, at: number) => line.act(at, { ...leak, do: "accept", by: "qian" });

  it("is not restored while nobody has accepted it", async () => {
    const result = (await leaking()).play(good + 3 * day);
    expect(result.faults).toMatchObject([{ ...leak, clearedAt: iso(good + 30 * second) }]);
    const ticket = result.ticket("L1", "leakage");
    expect(ticket).toMatchObject({ state: "open", verified: false, present: false, restoredAt: null, closedAt: null });
    expect(stateOf(ticket, "respond")).toBe("breached");
  });

  it("is restored at the acceptance when the hold has passed by then", async () => {
    const at = good + 3 * hour;
    const ticket = accept(await leaking(), at)
      .play(at)
      .ticket("L1", "leakage");
    expect(ticket).toMatchObject({ state: "restored", verified: true, restoredAt: iso(good), assignee: "qian" });
    expect(eventsOf(ticket, "verified")).toMatchObject([{ at: iso(at) }]);
    expect(clockOf(ticket, "respond")).toMatchObject({ state: "late", done: iso(at) });
  });

  it("is restored at the end of the hold when accepted before", async () => {
    for (const at of [T + minute, good + minute]) {
      const line = accept(await leaking(), at);
      expect(line.play(good + hold - 1).ticket("L1", "leakage").state).toBe("accepted");
      expect(line.play(good + hold).ticket("L1", "leakage")).toMatchObject({
        state: "restored",
        restoredAt: iso(good),
      });
    }
  });

  it("neither seeing nor sending is accepting; arriving is", async () => {
    const line = (await leaking())
      .act(T + minute, { ...leak, do: "acknowledge", by: "chen" })
      .act(T + 2 * minute, { ...leak, do: "dispatch", by: "chen", to: "qian" });
    expect(line.play(good + hour).ticket("L1", "leakage").state).toBe("dispatched");
    line.act(good + hour, { ...leak, do: "arrive", by: "qian" });
    expect(line.play(good + hour).ticket("L1", "leakage")).toMatchObject({ state: "restored", verified: true });
  });

  it("that has come again is not restored by accepting it", async () => {
    const again = good + hour;
    const mended = again + hour;
    const line = accept((await leaking()).says("L1", again, { leakage: 40 }), again + 5 * minute);
    const ticket = line.play(again + 10 * minute).ticket("L1", "leakage");
    expect(ticket).toMatchObject({ state: "accepted", verified: false, present: true, repeats: 0 });
    line.heals("L1", mended);
    expect(line.play(mended + hold).ticket("L1", "leakage")).toMatchObject({
      state: "restored",
      restoredAt: iso(mended),
    });
  });

  it("that fell silent inside the hold is not restored by accepting it", async () => {
    const back = good + 2 * hour;
    const line = timeline(await siteOf(["G1"]))
      .says("G1", T, { mode: "fireRelease" })
      .heals("G1", good)
      .silent("G1", good + second, back)
      .act(good + hour, { asset: "G1", fault: "fireReleased", do: "accept", by: "li" });
    expect(line.play(back - 1).ticket("G1", "fireReleased")).toMatchObject({ state: "accepted", verified: false });
    expect(line.play(back + 5 * minute).ticket("G1", "fireReleased")).toMatchObject({
      state: "restored",
      verified: true,
    });
  });

  it("is restored by itself after it came back, too: it stands accepted", async () => {
    const again = good + hour;
    const mended = again + hour;
    const line = accept(await leaking(), T + minute)
      .says("L1", again, { leakage: 40 })
      .heals("L1", mended);
    expect(line.play(mended - 1).ticket("L1", "leakage")).toMatchObject({ state: "accepted", repeats: 1 });
    expect(line.play(mended + hold).ticket("L1", "leakage")).toMatchObject({
      state: "restored",
      restoredAt: iso(mended),
    });
  });

  it("is closed by a person, not by itself", async () => {
    const line = accept(await leaking(), T + minute);
    expect(line.play(good + 5 * day).ticket("L1", "leakage")).toMatchObject({ state: "restored", closedAt: null });
  });
});

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

describe("restored before anybody had accepted", () => {
  it("milestones still running become void, restore is met", async () => {
    const site = await siteOf(["C1"], "sla: { camera: { arrive: PT1H } }");
    const ticket = ofC1(timeline(site).says("C1", T, { fps: 0 }).heals("C1", good), good + hold);
    expect(ticket.state).toBe("restored");
    expect(Object.fromEntries(ticket.clocks.map(({ milestone, state }) => [milestone, state]))).toMatchObject({
      respond: "void",
      arrive: "void",
      restore: "met",
    });
    for (const clock of ticket.clocks) expect(clock.breachedAt).toBeNull();
  });

  it("a dispatched ticket is not an accepted one", async () => {
    const line = (await blackout())
      .act(T + minute, { ...videoLoss, do: "dispatch", by: "chen", to: "qian" })
      .heals("C1", good);
    expect(stateOf(ofC1(line, good + hold), "respond")).toBe("void");
  });

  it("those breached by then become late", async () => {
    const site = await siteOf(["C1"], "sla: { camera: { restore: PT30M, arrive: PT5H } }");
    const mended = opened + hour;
    const ticket = ofC1(timeline(site).says("C1", T, { fps: 0 }).heals("C1", mended), mended + hold);
    expect(clockOf(ticket, "respond")).toMatchObject({
      state: "late",
      breached: iso(opened + 15 * minute),
      due: iso(opened + 15 * minute),
    });
    expect(clockOf(ticket, "restore")).toMatchObject({
      state: "late",
      breached: iso(opened + 30 * minute),
      done: iso(mended),
    });
    expect(stateOf(ticket, "arrive")).toBe("void");
  });

  it("a void milestone never breaches later", async () => {
    const ticket = ofC1((await blackout()).heals("C1", good), good + 3 * day);
    expect(eventsOf(ticket, "breached")).toEqual([]);
  });
});

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
