// What the pump's table cannot say in a row: settling, starts in an hour, the other pumps of the station, hidden faults (CONTRACT 3).

import { describe, expect, it } from "vitest";
import {
  hour,
  iso,
  keepSaying,
  minute,
  type Points,
  play,
  rowsOf,
  type Says,
  say,
  second,
  siteWith,
  telemetry,
} from "./play.ts";
import { device, dry, from, healthy, idling, minor, pump, torn } from "./pump-subject.ts";

const at = from + 10 * minute;
const tell = async (says: readonly Says[], until: number, yaml: readonly string[] = [device], site = "") =>
  play(await siteWith(yaml, site), keepSaying("pump", "P1", says, until), until);

describe("what the site says about the pump", () => {
  it("lets a standby pump rest in manual or off", async () => {
    const off = { ...healthy, mode: "off" };
    expect((await tell([say(from, off)], from + 3 * hour, [pump("P1", ", standby: true")])).faults).toEqual([]);
  });
  it("leaves unjudged what has no rated value", async () => {
    const wild: Points = {
      ...healthy,
      setPressure: null,
      flow: 0,
      current: 900,
      outletPressure: 0.01,
      inletPressure: 0,
    };
    const bare = "{ id: P1, kind: pump, zone: east }";
    expect((await tell([say(from, wild)], from + 3 * hour, [bare])).faults).toEqual([]);
  });
});

describe("running must have held", () => {
  it.each([
    ["dryRun", dry, 60, 10],
    ["overCurrent", { current: 30 }, 60, 30],
    ["pipeBurst", torn, 180, 30],
  ] as const)("%s: a pump first heard running counts from then", async (fault, points, settles, after) => {
    const judgedAt = from + settles * second;
    const says = [say(from, { ...healthy, ...points }), say(judgedAt, { ...healthy, ...points })];
    expect(rowsOf(await tell(says, judgedAt + after * second - 1), fault)).toEqual([]);
    expect(rowsOf(await tell(says, judgedAt + after * second), fault)).toHaveLength(1);
  });
  it("does not count while the pump is offline", async () => {
    const back = from + hour;
    const until = back + 10 * minute;
    const spoken = [telemetry("pump", "P1", from, { ...healthy, ...torn })];
    const lines = [...spoken, ...keepSaying("pump", "P1", [say(back, { ...healthy, ...torn })], until)];
    const [row] = rowsOf(play(await siteWith([device]), lines, until), "pipeBurst");
    // 90 s had passed when it went offline; 90 s of the three minutes and the delay are left.
    expect(row?.openedAt).toBe(iso(back + 90 * second + 30 * second));
  });
  it("lets the clearing, too, stand still while the pump does not run", async () => {
    const goodAt = at + 10 * minute;
    const back = goodAt + hour;
    const says = [
      say(from, healthy),
      say(at, { ...healthy, current: 30 }),
      say(goodAt, healthy),
      say(goodAt + 10 * second, { ...healthy, running: false }),
      say(back, healthy),
    ];
    const [row] = rowsOf(await tell(says, back + hour), "overCurrent");
    expect(row?.clearedAt).toBe(iso(back + minute + 20 * second));
  });
  it("a start that stops again within the minute is never judged", async () => {
    const bad = { ...healthy, current: 30 };
    const says = Array.from({ length: 40 }, (_, i) => say(from + i * 45 * second, { ...bad, running: i % 2 === 0 }));
    expect((await tell(says, from + 30 * minute)).faults).toEqual([]);
  });
});

describe("shortCycling", () => {
  const starts = (count: number): Points => ({ ...healthy, starts: count });
  const rows = async (says: readonly Says[], until: number) =>
    rowsOf(await tell([say(from, starts(100)), ...says], until), "shortCycling");
  const oneEvery = (gap: number, count: number, first = 101): Says[] =>
    Array.from({ length: count }, (_, i) => say(at + i * gap, starts(first + i)));

  it("opens when the starts rise by more than 12 within 1 h", async () => {
    const opened = at + 12 * 4 * minute;
    expect(await rows(oneEvery(4 * minute, 12), at + 3 * hour)).toEqual([]);
    expect(await rows(oneEvery(4 * minute, 13), opened)).toEqual([
      expect.objectContaining({ openedAt: iso(opened), clearedAt: null, ...minor }),
    ]);
  });
  it("does not open when they rise as much in a longer time", async () => {
    expect(await rows(oneEvery(5 * minute, 60), at + 6 * hour)).toEqual([]);
  });
  it("starts anew when the total falls", async () => {
    const after = oneEvery(minute, 13, 102).map(([when, points]) => say(when + 10 * minute, points));
    expect(await rows([...oneEvery(minute, 10), ...after], at + 2 * hour)).toEqual([]);
  });
  it("clears when the hour no longer holds the rise", async () => {
    const says = oneEvery(minute, 13);
    const [row] = await rows(says, at + 3 * hour);
    expect(row).toMatchObject({ openedAt: iso(at + 12 * minute) });
    const cleared = Date.parse(String(row?.clearedAt));
    expect(cleared).toBeGreaterThan(at + hour - minute);
    expect(cleared).toBeLessThanOrEqual(at + hour + minute);
  });
});

describe("pressureLow and the other pumps of the station", () => {
  const both = [pump("P1", ", station: S1"), pump("P2", ", station: S1")];
  const low = { ...healthy, outletPressure: 0.3 };
  const play2 = async (second: readonly Says[], until: number, yaml: readonly string[] = both) =>
    play(
      await siteWith(yaml),
      [
        ...keepSaying("pump", "P1", [say(from, healthy), say(at, low)], until),
        ...keepSaying("pump", "P2", second, until),
      ],
      until,
    );
  it("does not open while another holds 70 %", async () => {
    expect(rowsOf(await play2([say(from, healthy)], at + 2 * hour), "pressureLow")).toEqual([]);
  });
  it.each([
    [0.351, 0],
    [0.349, 2],
  ])("another at %d MPa of 0.5 leaves %i open", async (outletPressure, count) => {
    const result = await play2([say(from, { ...healthy, outletPressure })], at + hour);
    expect(rowsOf(result, "pressureLow")).toHaveLength(count);
  });
  it("opens beside one that is silent, or never says its pressure: that no other holds it is a negative", async () => {
    const { outletPressure: _, ...mute } = healthy;
    for (const other of [
      [telemetry("pump", "P2", from, healthy)],
      keepSaying("pump", "P2", [say(from, mute)], at + hour),
    ]) {
      const lines = [...keepSaying("pump", "P1", [say(from, healthy), say(at, low)], at + hour), ...other];
      const result = play(await siteWith(both), lines, at + hour);
      expect(rowsOf(result, "pressureLow", "P1")).toEqual([
        expect.objectContaining({ openedAt: iso(at + 2 * minute) }),
      ]);
    }
  });
  it("opens 2 minutes after the other has lost it too", async () => {
    const lostAt = at + hour;
    const lost = await play2([say(from, healthy), say(lostAt, low)], lostAt + hour);
    expect(rowsOf(lost, "pressureLow").map(({ asset, openedAt }) => [asset, openedAt])).toEqual([
      ["P1", iso(lostAt + 2 * minute)],
      ["P2", iso(lostAt + 2 * minute)],
    ]);
  });
  it("clears when the other holds it again", async () => {
    const backAt = at + hour;
    const result = await play2([say(from, low), say(backAt, healthy)], backAt + hour);
    for (const row of rowsOf(result, "pressureLow")) expect(row.clearedAt).toBe(iso(backAt + 30 * second));
    expect(rowsOf(result, "pressureLow")).toHaveLength(2);
  });
  it("does not look at pumps of another station, or at any where none is named", async () => {
    const apart = [pump("P1", ", station: S1"), pump("P2", ", station: S2")];
    for (const yaml of [apart, [pump("P1"), pump("P2")]])
      expect(rowsOf(await play2([say(from, healthy)], at + hour, yaml), "pressureLow")).toHaveLength(1);
  });
});

describe("hidden faults", () => {
  const backAt = at + hour;
  it("noFlow does not open beside dryRun; it opens when that clears", async () => {
    const says = [
      say(from, healthy),
      say(at, { ...healthy, ...dry, ...idling }),
      say(backAt, { ...healthy, ...idling }),
    ];
    expect((await tell(says, backAt)).faults.map(({ fault }) => fault)).toEqual(["dryRun"]);
    const [row] = rowsOf(await tell(says, backAt + hour), "noFlow");
    expect(row).toMatchObject({ since: iso(at), openedAt: iso(backAt + 30 * second), clearedAt: null });
  });
  it("vibrationRaised does not open beside vibrationHigh; it opens when that clears", async () => {
    const shakes = (vibration: number) => ({ ...healthy, vibration });
    const says = [say(from, healthy), say(at, shakes(8)), say(backAt, shakes(5))];
    expect((await tell(says, backAt)).faults.map(({ fault }) => fault)).toEqual(["vibrationHigh"]);
    const [row] = rowsOf(await tell(says, backAt + hour), "vibrationRaised");
    expect(row).toMatchObject({ since: iso(at), openedAt: iso(backAt + 30 * second), clearedAt: null });
  });
  it("pressureLow does not open beside pipeBurst; it opens when a person has ended that", async () => {
    const says = [
      say(from, healthy),
      say(at, { ...healthy, ...torn }),
      say(at + 10 * minute, { ...healthy, outletPressure: 0.29 }),
    ];
    const restore = {
      at: iso(backAt),
      action: { asset: "P1", fault: "pipeBurst", do: "restore", by: "zhao", outcome: "leak-stopped" },
    } as const;
    expect((await tell(says, backAt)).faults.map(({ fault }) => fault)).toEqual(["pipeBurst"]);
    const lines = [...keepSaying("pump", "P1", says, backAt + hour), restore];
    const [row] = rowsOf(play(await siteWith([device]), lines, backAt + hour), "pressureLow");
    expect(row).toMatchObject({ since: iso(at), openedAt: iso(backAt), clearedAt: null });
  });
});
