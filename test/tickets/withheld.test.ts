// Silences in the desk: planned works, a car under test, a sensor that lies, a fault that keeps clearing by itself.

import { describe, expect, it } from "vitest";
import type { Played } from "./timeline.ts";
import { clockOf, day, hour, iso, minute, noon, siteOf, timeline } from "./timeline.ts";

const at = noon + 10 * minute;
const told = ({ notices }: Played, ticket: string) => [
  ...new Set(notices.filter((one) => one.ticket === ticket).map((one) => `${one.at} ${one.reason}`)),
];
const maintenance = (scope: object, until: number, more = {}) => ({
  at: iso(noon + minute),
  silence: { kind: "maintenance" as const, scope, until, reason: "works", by: "chen", ...more },
});

describe("planned works", () => {
  it("withhold the ticket, and make it the instant they end with the fault still there", async () => {
    const line = timeline(await siteOf(["C1"])).says("C1", at, { fps: 0 });
    line.line(maintenance({ zones: ["east"] }, noon + hour));
    expect(line.play(noon + hour - 1).tickets).toEqual([]);
    const ticket = line.play(noon + 2 * hour).ticket("C1", "videoLoss");
    expect(ticket).toMatchObject({ openedAt: iso(noon + hour), since: iso(at), present: true });
    expect(clockOf(ticket, "restore")?.due).toBe(iso(noon + 25 * hour));
  });

  it("leave nothing behind where the fault went away in time", async () => {
    const line = timeline(await siteOf(["C1"]))
      .says("C1", at, { fps: 0 })
      .heals("C1", at + 10 * minute);
    line.line(maintenance({ zones: ["east"] }, noon + hour));
    const played = line.play(noon + 3 * hour);
    expect([played.tickets, played.notices, played.faults.length]).toEqual([[], [], 1]);
  });

  it("are refused for life safety without a device: they would silence nothing", async () => {
    const line = timeline(await siteOf(["E1"]));
    line.line(maintenance({ kinds: ["elevator"], faults: ["entrapment"] }, noon + hour));
    line.line(maintenance({ assets: ["E1"], faults: ["entrapment"] }, noon + hour));
    expect(line.play(noon + minute).refused.map(({ code }) => code)).toEqual(["bad-request"]);
  });

  it("never silence an entrapment wholesale", async () => {
    const line = timeline(await siteOf(["E1"])).says("E1", at, { alarmButton: true });
    line.line(maintenance({ zones: ["east"] }, noon + hour)).line(maintenance({ assets: ["E1"] }, noon + hour));
    expect(line.play(at + minute).ticket("E1", "entrapment").state).toBe("open");
  });
});

describe("a car under test", () => {
  it("marks its notices, and what the test left behind goes when it ends", async () => {
    const line = timeline(await siteOf(["E1"]));
    const silence = {
      kind: "test" as const,
      scope: { assets: ["E1"] },
      until: noon + 25 * minute,
      reason: "monthly",
      by: "zhao",
    };
    line.line({ at: iso(noon + minute), silence });
    line.says("E1", at, { alarmButton: true }).heals("E1", at + 2 * minute);
    const played = line.play(noon + hour);
    const ticket = played.ticket("E1", "entrapment");
    expect([ticket.state, ticket.events.at(-1)?.cause]).toEqual(["cancelled", "test"]);
  });

  it("is told as the truth when it ends and the car is still stuck", async () => {
    const line = timeline(await siteOf(["E1"]));
    const silence = {
      kind: "test" as const,
      scope: { assets: ["E1"] },
      until: noon + 25 * minute,
      reason: "monthly",
      by: "zhao",
    };
    line.line({ at: iso(noon + minute), silence }).says("E1", at, { alarmButton: true });
    const played = line.play(noon + hour);
    const ticket = played.ticket("E1", "entrapment");
    expect(ticket.state).toBe("open");
    expect(told(played, ticket.id)).toContain(`${iso(noon + 25 * minute)} opened`);
  });
});

describe("a sensor that lies", () => {
  it("takes the rule out of service, opens a small ticket, and ends with that", async () => {
    const line = timeline(await siteOf(["C1"])).says("C1", at, { luma: 2 });
    const fault = { asset: "C1", fault: "dark" } as const;
    line.act(at + 10 * minute, { ...fault, do: "accept", by: "qian" });
    line.act(at + 20 * minute, { ...fault, do: "restore", by: "qian", cause: "sensor" });
    const before = line.play(at + day);
    const small = before.tickets.find(({ origin }) => origin === before.ticket("C1", "dark").id);
    expect(before.refused).toEqual([]);
    expect(small).toMatchObject({ sla: "small", asset: "C1", fault: null, state: "open", severity: "minor" });
    expect(before.ticket("C1", "dark")).toMatchObject({ state: "restored", verified: false, present: true });
    // Three days later the rule is back, and what it says makes a ticket again.
    const later = line.play(at + 4 * day).ticket("C1", "dark");
    expect(later.events.find(({ type }) => type === "reopened")?.at).toBe(iso(at + 20 * minute + 3 * day));
    // Or before, when the sensor's ticket is closed.
    line.act(at + 2 * day, { ticket: small?.id as string, do: "restore", by: "qian" });
    line.act(at + 2 * day + hour, { ticket: small?.id as string, do: "close", by: "wang" });
    const repaired = line.play(at + 3 * day).ticket("C1", "dark");
    expect(repaired.events.find(({ type }) => type === "reopened")?.at).toBe(iso(at + 2 * day + hour));
  });
});

describe("a fault that clears itself three times in seven days", () => {
  it("opens one small ticket", async () => {
    const line = timeline(await siteOf(["C1"]), noon, minute);
    for (let i = 0; i < 5; i += 1) {
      const from = noon + i * day + 10 * minute;
      line.says("C1", from, { luma: 250 }).heals("C1", from + 10 * minute);
    }
    const { tickets } = line.play(noon + 5 * day);
    const small = tickets.filter(({ sla }) => sla === "small");
    expect(small).toHaveLength(1);
    expect(small[0]).toMatchObject({
      origin: "T-000001",
      asset: "C1",
      openedAt: expect.stringContaining("2026-03-12"),
    });
  });
});
