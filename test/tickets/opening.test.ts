// What makes a ticket (CONTRACT 5, Opening): a fault, once, at the instant it opens, and what hides it.

import { describe, expect, it } from "vitest";
import { type AssetId, clockOf, iso, minute, noon, type Points, second, siteOf, timeline } from "./timeline.ts";

const T = noon + 2 * minute;

type Opening = {
  asset: AssetId;
  fault: string;
  says: Points;
  after: number;
  severity: string;
  sla: string;
  kind: string;
};
const openings: readonly Opening[] = [
  {
    asset: "C1",
    fault: "videoLoss",
    says: { fps: 0 },
    after: 30,
    severity: "major",
    sla: "camera",
    kind: "camera",
  },
  {
    asset: "C1",
    fault: "overexposed",
    says: { luma: 250 },
    after: 300,
    severity: "minor",
    sla: "camera",
    kind: "camera",
  },
  {
    asset: "E1",
    fault: "entrapment",
    says: { alarmButton: true },
    after: 3,
    severity: "critical",
    sla: "elevator-entrapment",
    kind: "elevator",
  },
  {
    asset: "E1",
    fault: "controllerFault",
    says: { mode: "fault" },
    after: 60,
    severity: "major",
    sla: "elevator",
    kind: "elevator",
  },
  {
    asset: "E1",
    fault: "emergencyLampFailed",
    says: { emergencyLamp: "failed" },
    after: 60,
    severity: "minor",
    sla: "ordinary",
    kind: "elevator",
  },
  {
    asset: "G1",
    fault: "forcedOpen",
    says: { forced: true },
    after: 0,
    severity: "critical",
    sla: "security",
    kind: "gate",
  },
  {
    asset: "G1",
    fault: "readerFault",
    says: { reader: "fault" },
    after: 30,
    severity: "major",
    sla: "ordinary",
    kind: "gate",
  },
  {
    asset: "L1",
    fault: "leakage",
    says: { leakage: 40 },
    after: 5,
    severity: "critical",
    sla: "urgent",
    kind: "streetlight",
  },
  {
    asset: "P1",
    fault: "roomFlooded",
    says: { roomLeak: true },
    after: 5,
    severity: "critical",
    sla: "pipe-burst",
    kind: "pump",
  },
  {
    asset: "P1",
    fault: "driveFault",
    says: { driveFault: true },
    after: 5,
    severity: "major",
    sla: "urgent",
    kind: "pump",
  },
];

describe("a fault opens a ticket at the instant it opens", () => {
  it.each(openings)("$asset $fault", async ({ asset, fault, says, after, severity, sla, kind }) => {
    const result = timeline(await siteOf([asset]))
      .says(asset, T, says)
      .play(T + 10 * minute);
    const openedAt = iso(T + after * second);
    expect(result.faults).toMatchObject([{ asset, fault, since: iso(T), openedAt, clearedAt: null }]);
    expect(result.tickets).toHaveLength(1);
    const ticket = result.ticket(asset, fault);
    expect(ticket).toMatchObject({
      id: expect.stringMatching(/^T-\d{6}$/),
      site: "demo",
      zone: "east",
      asset,
      kind,
      fault,
      ref: null,
      severity,
      sla,
      source: "telemetry",
      state: "open",
      paused: false,
      present: true,
      verified: false,
      repeats: 0,
      parent: null,
      owner: "chen",
      assignee: null,
      since: iso(T),
      openedAt,
      restoredAt: null,
      closedAt: null,
    });
    expect(ticket.title.en).toMatch(/\S/);
    expect(ticket.title.zh).toMatch(/\p{Script=Han}/u);
    expect(ticket.events[0]).toMatchObject({ at: openedAt, type: "opened", by: "system" });
    for (const clock of ticket.clocks) expect(clock).toMatchObject({ startedAt: openedAt, doneAt: null });
  });
});

describe("opening", () => {
  it("numbers tickets in opening order, across assets", async () => {
    const result = timeline(await siteOf(["C1", "E1", "G1", "P1"]))
      .says("C1", T, { fps: 0 })
      .says("E1", T + 10 * second, { alarmButton: true })
      .says("G1", T + 20 * second, { forced: true })
      .says("P1", T + 40 * second, { driveFault: true })
      .play(T + 5 * minute);
    expect(result.tickets.map(({ asset, fault }) => `${asset} ${fault}`)).toEqual([
      "E1 entrapment",
      "G1 forcedOpen",
      "C1 videoLoss",
      "P1 driveFault",
    ]);
    const ids = result.tickets.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(4);
  });

  it("makes one ticket however long the fault is reported", async () => {
    const result = timeline(await siteOf(["C1"]))
      .says("C1", T, { fps: 0 })
      .says("C1", T + 20 * minute, { fps: 0.5 })
      .play(T + 60 * minute);
    expect(result.tickets).toHaveLength(1);
    expect(result.faults).toHaveLength(1);
  });

  it("makes one ticket each for two faults of an asset, and for the same fault of two assets", async () => {
    const result = timeline(await siteOf(["C1", "C2"]))
      .says("C1", T, { fps: 0, recording: false })
      .says("C2", T, { fps: 0 })
      .play(T + 10 * minute);
    expect(result.tickets.map(({ asset, fault }) => `${asset} ${fault}`).sort()).toEqual([
      "C1 notRecording",
      "C1 videoLoss",
      "C2 videoLoss",
    ]);
    expect(result.ticket("C2", "videoLoss")).toMatchObject({ zone: "west", owner: "chen" });
  });

  it("makes none for what did not last long enough to be a fault", async () => {
    const result = timeline(await siteOf(["C1"]))
      .says("C1", T, { fps: 0 })
      .heals("C1", T + 29 * second)
      .play(T + 5 * minute);
    expect(result.faults).toEqual([]);
    expect(result.tickets).toEqual([]);
  });

  it("makes none after a cancelled one until the fault has cleared and opens again", async () => {
    const again = T + 60 * minute;
    const line = timeline(await siteOf(["C1"]))
      .says("C1", T, { fps: 0 })
      .act(T + minute, { asset: "C1", fault: "videoLoss", do: "cancel", by: "chen", note: "Works" })
      .heals("C1", T + 30 * minute)
      .says("C1", again, { fps: 0 });
    expect(line.play(again).tickets.map(({ state }) => state)).toEqual(["cancelled"]);
    expect(line.play(again + minute).tickets.map(({ state, repeats }) => [state, repeats])).toEqual([
      ["cancelled", 0],
      ["open", 0],
    ]);
  });

  it("takes the site's own allowance", async () => {
    const site = await siteOf(["C1"], "sla: { camera: { restore: PT12H } }");
    const result = timeline(site)
      .says("C1", T, { fps: 0 })
      .play(T + 5 * minute);
    expect(clockOf(result.ticket("C1", "videoLoss"), "restore")?.due).toBe(iso(T + 30 * second + 12 * 60 * minute));
  });
});

describe("a weaker fault under a stronger one", () => {
  it("gets the stronger's ticket as parent when it was open before", async () => {
    const result = timeline(await siteOf(["G1"]))
      .says("G1", T, { power: "battery", battery: 60 })
      .says("G1", T + 5 * minute, { battery: 10 })
      .play(T + 10 * minute);
    const strong = result.ticket("G1", "batteryLow");
    expect(strong.parent).toBeNull();
    expect(result.ticket("G1", "onBattery")).toMatchObject({ parent: strong.id, state: "open" });
  });

  it("has no ticket when the stronger came with it", async () => {
    const result = timeline(await siteOf(["C1"]))
      .says("C1", T, { fps: 0, frozen: true, isBlurred: true })
      .play(T + 20 * minute);
    expect(result.tickets.map(({ fault }) => fault)).toEqual(["videoLoss"]);
    expect(result.faults.map(({ fault }) => fault)).toEqual(["videoLoss"]);
  });

  it("opens when the stronger clears and it still holds", async () => {
    const healed = T + 5 * minute;
    const result = timeline(await siteOf(["C1"]))
      .says("C1", T, { fps: 0, frozen: true })
      .says("C1", healed, { fps: 25 })
      .play(T + 10 * minute);
    const weak = result.ticket("C1", "frozen");
    expect(weak).toMatchObject({ state: "open", openedAt: iso(healed + 30 * second), parent: null });
    expect(result.tickets.map(({ fault }) => fault)).toEqual(["videoLoss", "frozen"]);
  });
});
