// The streetlight's fault table (CONTRACT 3): judged by its lighting program, 15 minutes away from its ends.

import { describe, expect, it } from "vitest";
import { testFaults } from "./fault-case.ts";
import { type FaultCase, past, type Subject } from "./fault-row.ts";
import { hour, iso, keepSaying, minute, type Points, play, rowsOf, type Says, say, second, siteWith } from "./play.ts";

const local = (time: string, date = "2026-03-10") => Date.parse(`${date}T${time}:00+08:00`);
const evening = "2026-03-10T12:00:00Z"; // 20:00 at the site
const noon = "2026-03-10T04:00:00Z";
const healthy: Points = {
  power: 60,
  voltage: 220,
  current: 0.27,
  dimming: 100,
  lux: 5,
  leakage: 1,
  lean: 0,
  energy: 100,
  burnHours: 100,
};
const off: Points = { ...healthy, power: 0, dimming: 0, lux: 8000 };
const lamp = (more = "") =>
  `{ id: L1, kind: streetlight, zone: east, reportEvery: PT30S, rated: { power: 60 }${more} }`;
const device = lamp();
const subject: Subject = { kind: "streetlight", asset: "L1", device, begins: evening, healthy };
const ordinary = { severity: "major", sla: "ordinary" } as const;
const day = { begins: noon, healthy: off };
const dimmed = { idle: [{ dimming: 0 }] };

const cases: readonly FaultCase[] = [
  {
    fault: "lampOut",
    severity: "major",
    sla: "streetlight",
    after: 600,
    bad: [{ power: 17.9 }, { power: 0 }, { power: 8.9, dimming: 50 }],
    inside: [{ power: 18.1 }, { power: 9.1, dimming: 50 }],
    holds: [{ power: 18.8 }, { power: 9.4, dimming: 50 }],
    clears: [{}, { power: 19 }, { power: 9.5, dimming: 50 }],
    needs: ["power"],
    without: ["dimming", "lux"],
    ...dimmed,
  },
  {
    fault: "lampWeak",
    severity: "minor",
    sla: "streetlight",
    after: 1800,
    bad: [{ power: 30 }, { power: 18.1 }, { power: 35.9 }, { power: 17, dimming: 50 }],
    inside: [{ power: 36.1 }, { power: 18.1, dimming: 50 }],
    holds: [{ power: 37.7 }],
    clears: [{}, { power: 37.9 }],
    needs: ["power"],
    without: ["dimming"],
    ...dimmed,
  },
  {
    fault: "dayBurning",
    ...day,
    severity: "minor",
    sla: "ordinary",
    after: 1800,
    bad: [{ power: 30.1 }, { power: 60, lux: 200 }],
    inside: [{ power: 29.9 }, { power: 60, lux: 199 }],
    holds: [{ power: 28.6 }, { power: 60, lux: 191 }],
    clears: [{}, { power: 28.4 }, { power: 60, lux: 189 }],
    needs: ["power"],
    without: ["lux", "dimming"],
  },
  { fault: "leakage", severity: "critical", sla: "urgent", after: 5, ...past("leakage", 30.1, 30, 28.6, 28.4) },
  { fault: "overVoltage", ...ordinary, after: 60, ...past("voltage", 253.1, 253, 240.5, 240.2) },
  { fault: "underVoltage", ...ordinary, after: 60, ...past("voltage", 197.9, 198, 207.8, 208) },
  { fault: "leaning", severity: "major", sla: "urgent", after: 300, ...past("lean", 5.1, 5, 4.8, 4.7) },
];
testFaults(subject, cases);

const tell = async (says: readonly Says[], until: number, yaml = device, site = "") =>
  play(await siteWith([yaml], site), keepSaying("streetlight", "L1", says, until), until);
const openings = async (fault: string, says: readonly Says[], until: number, yaml = device, site = "") =>
  rowsOf(await tell(says, until, yaml, site), fault).map(({ openedAt }) => Date.parse(String(openedAt)));

describe("lampOut and the program (sunset 17:58: full from 18:13, judged from 18:28)", () => {
  const dead = { ...healthy, power: 0 };
  it("is not judged by day, nor in the first 15 minutes", async () => {
    expect(await openings("lampOut", [say(local("09:00"), dead)], local("18:36"))).toEqual([]);
  });
  it("opens ten minutes after the judging begins", async () => {
    const [openedAt, ...others] = await openings("lampOut", [say(local("17:00"), dead)], local("19:30"));
    expect(others).toEqual([]);
    expect(openedAt).toBeGreaterThanOrEqual(local("18:37"));
    expect(openedAt).toBeLessThanOrEqual(local("18:39"));
  });
  it("is not judged in the last 15 minutes (sunrise 06:10: full until 05:55, judged until 05:40)", async () => {
    const tomorrow = "2026-03-11";
    const late = [say(local("04:00", tomorrow), healthy), say(local("05:31", tomorrow), dead)];
    expect(await openings("lampOut", late, local("16:00", tomorrow))).toEqual([]);
    const early = [say(local("04:00", tomorrow), healthy), say(local("05:28", tomorrow), dead)];
    expect(await openings("lampOut", early, local("16:00", tomorrow))).toEqual([local("05:38", tomorrow)]);
  });
  it("stays open through the day: by day it cannot be judged", async () => {
    const says = [say(local("20:00"), dead), say(local("07:00", "2026-03-11"), { ...off, dimming: 100 })];
    const [row] = rowsOf(await tell(says, local("16:00", "2026-03-11")), "lampOut");
    expect(row).toMatchObject({ clearedAt: null, present: true });
  });
  it("goes on counting the next evening where it stood still at dawn", async () => {
    const says = [say(local("05:00", "2026-03-11"), healthy), say(local("05:32", "2026-03-11"), dead)];
    const [openedAt] = await openings("lampOut", says, local("20:00", "2026-03-11"));
    expect(openedAt).toBeGreaterThanOrEqual(local("18:31", "2026-03-11"));
    expect(openedAt).toBeLessThanOrEqual(local("18:33", "2026-03-11"));
  });
});

describe("the half program (until 00:00, from 05:00)", () => {
  const half = lamp(", program: half");
  const dead = { ...healthy, power: 0 };
  const site =
    'lighting: { full: [["sunset+PT15M", "sunrise-PT15M"]], half: [["sunset+PT15M", "00:00"], ["05:00", "sunrise-PT15M"]] }';
  it("judges a half lamp in the evening and before dawn, not in between", async () => {
    const from = say(local("23:00"), healthy);
    const until = local("05:14", "2026-03-11");
    expect(await openings("lampOut", [from, say(local("23:36"), dead)], until, half, site)).toEqual([]);
    expect(await openings("lampOut", [from, say(local("23:34"), dead)], until, half, site)).toEqual([local("23:44")]);
    const night = local("00:30", "2026-03-11");
    expect(await openings("lampOut", [from, say(night, dead)], local("05:32", "2026-03-11"), half, site)).toEqual([
      local("05:25", "2026-03-11"),
    ]);
    expect(await openings("lampOut", [from, say(night, dead)], until, device, site)).toEqual([night + 10 * minute]);
  });
});

describe("dayBurning and the program (judged until 17:43, from 06:25)", () => {
  const burning = { ...healthy, lux: 9000 };
  it("does not open where less than 30 minutes are left before the judging ends", async () => {
    const rest = say(local("12:00"), off);
    expect(await openings("dayBurning", [rest, say(local("17:15"), burning)], local("23:00"))).toEqual([]);
    expect(await openings("dayBurning", [rest, say(local("17:10"), burning)], local("23:00"))).toEqual([
      local("17:40"),
    ]);
  });
  it("opens half an hour after the judging begins in the morning", async () => {
    const [openedAt] = await openings("dayBurning", [say(local("05:00"), burning)], local("09:00"));
    expect(openedAt).toBeGreaterThanOrEqual(local("06:54"));
    expect(openedAt).toBeLessThanOrEqual(local("06:56"));
  });
});

describe("flicker", () => {
  const at = local("20:30");
  const flips = (count: number, gap: number, low: Points = { power: 20 }): Says[] => [
    say(local("20:00"), healthy),
    ...Array.from({ length: count }, (_, i) => say(at + i * gap, i % 2 === 0 ? { ...healthy, ...low } : healthy)),
  ];
  const rows = async (says: readonly Says[], until: number) => rowsOf(await tell(says, until), "flicker");
  it("opens at the tenth crossing of 50 % within 10 minutes", async () => {
    expect(await rows(flips(9, minute), at + 9 * minute)).toEqual([]);
    expect(await rows(flips(10, minute), at + 9 * minute)).toEqual([
      expect.objectContaining({
        openedAt: iso(at + 9 * minute),
        clearedAt: null,
        severity: "minor",
        sla: "streetlight",
      }),
    ]);
  });
  it("does not open when the ten are spread over more than 10 minutes, or do not cross", async () => {
    expect(await rows(flips(20, 68 * second), at + hour)).toEqual([]);
    expect(await rows(flips(30, 10 * second, { power: 31 }), at + hour)).toEqual([]);
  });
  it("clears when the window no longer holds ten", async () => {
    const [row] = await rows([...flips(10, minute), say(at + 10 * minute, healthy)], at + 2 * hour);
    // A crossing exactly ten minutes old still counts.
    expect(row).toMatchObject({ clearedAt: iso(at + 10 * minute + 1 + 30 * second) });
  });
  it("is not judged while the lamp is told to be dark", async () => {
    const says = flips(30, 20 * second).map(([when, points]) => say(when, { ...points, dimming: 0 }));
    expect(await rows(says, at + hour)).toEqual([]);
  });
});

describe("hidden by lampOut", () => {
  const at = local("20:30");
  it("lampWeak does not open within lampOut's deadband; it opens when that clears", async () => {
    const says = [say(local("20:00"), healthy), say(at, { ...healthy, power: 5 })];
    const weakAt = at + 20 * minute;
    const backAt = at + 2 * hour;
    says.push(say(weakAt, { ...healthy, power: 18.5 }), say(backAt, { ...healthy, power: 25 }));
    expect((await tell(says, backAt)).faults.map(({ fault }) => fault)).toEqual(["lampOut"]);
    const [row] = rowsOf(await tell(says, backAt + hour), "lampWeak");
    expect(row).toMatchObject({ since: iso(weakAt), openedAt: iso(backAt + 30 * second), clearedAt: null });
  });
  it("flicker does not open beside it", async () => {
    const flips = Array.from({ length: 40 }, (_, i) =>
      say(at + hour + i * 20 * second, { ...healthy, power: i % 2 === 0 ? 40 : 5 }),
    );
    const result = await tell(
      [say(local("20:00"), healthy), say(at, { ...healthy, power: 5 }), ...flips],
      at + 73 * minute,
    );
    expect(result.faults.map(({ fault }) => fault)).toEqual(["lampOut"]);
  });
});
