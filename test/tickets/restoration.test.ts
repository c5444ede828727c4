// When a ticket may call a fault mended (CONTRACT 5, Restoration): after a proven good run, never by silence.

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
const opened = T + 30 * second;
/** First good reading of the simple cases. */
const good = T + 10 * minute;
const hold = 2 * minute;
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
