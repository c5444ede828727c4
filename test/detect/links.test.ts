// **link** (CONTRACT 3): a link is down when all that was ever heard below it is silent; offlineAfter is 90 s for these cameras.

import { describe, expect, it } from "vitest";
import { createDetector } from "../../src/detect/create-detector.ts";
import { camera, type Heard, hear, linksSay, oneSwitch, passTime, start, steadily, switchWith } from "./link-play.ts";
import { second, siteWith } from "./play.ts";

describe("a link opens `down`", () => {
  it.each<[string, number, readonly Heard[], readonly string[]]>([
    [
      "two: one offline, the other silent for 30 s",
      2,
      [
        [0, "C1"],
        [20, "C2"],
      ],
      ["90 sw opened"],
    ],
    [
      "two: the other silent for just 30 s",
      2,
      [
        [0, "C1"],
        [60, "C2"],
      ],
      ["90 sw opened"],
    ],
    [
      "two: the other silent a second too short",
      2,
      [
        [0, "C1"],
        [61, "C2"],
      ],
      ["91 sw opened"],
    ],
    ["two: the other goes on", 2, [[0, "C1"], ...steadily("C2", 0, 300)], []],
    ["one alone", 1, [[0, "C1"]], []],
    ["two of which one was never heard", 2, [[0, "C1"]], []],
    ["none was ever heard", 3, [], []],
    [
      "three of which one was never heard",
      3,
      [
        [0, "C1"],
        [10, "C2"],
      ],
      ["90 sw opened"],
    ],
    [
      "three: one is not half of them",
      3,
      [
        [0, "C1"],
        [40, "C2"],
        [50, "C3"],
      ],
      ["130 sw opened"],
    ],
    [
      "seven: three offline are enough",
      7,
      [
        [0, "C1"],
        [1, "C2"],
        [2, "C3"],
        [50, "C4"],
        [51, "C5"],
        [52, "C6"],
        [53, "C7"],
      ],
      ["92 sw opened"],
    ],
    [
      "seven: three offline, and one that is heard once more",
      7,
      [
        [0, "C1"],
        [1, "C2"],
        [2, "C3"],
        [50, "C4"],
        [51, "C5"],
        [52, "C6"],
        [90, "C7"],
      ],
      ["120 sw opened"],
    ],
    [
      "two: a will counts as offline after 30 s",
      2,
      [
        [10, "C1"],
        [10, "C2"],
        [12, "C1", "offline"],
      ],
      ["42 sw opened"],
    ],
  ])("%s", async (_what, count, heard, said) => {
    expect(linksSay(await switchWith(count), heard, 250)).toEqual(said);
  });

  it("as major, urgent, since the last of them fell silent, and known at the proof", async () => {
    const site = await switchWith(2);
    const detector = createDetector(site, start);
    linksSay(
      site,
      [
        [0, "C1"],
        [20, "C2"],
      ],
      90,
      detector,
    );
    expect(detector.fault("sw", "down")).toEqual({
      asset: "sw",
      kind: "link",
      fault: "down",
      severity: "major",
      sla: "urgent",
      latched: false,
      since: start + 20 * second,
      openedAt: start + 90 * second,
      present: true,
      absentSince: null,
      clearedAt: null,
      goodSince: null,
      verified: false,
    });
    expect(detector.fault("sw", "offline")).toBe(null);
    expect([detector.downLink("C1"), detector.downLink("sw"), detector.downLink("nothing")]).toEqual([
      "sw",
      null,
      null,
    ]);
  });
  it("right after every `offline` of the instant that proves it, and ends right after the `offline` of what is heard", async () => {
    const site = await switchWith(2);
    const detector = createDetector(site, start);
    hear(detector, "C1", start);
    hear(detector, "C2", start);
    const types = (events: ReturnType<typeof passTime>) => events.map(({ type, fault }) => `${fault.asset} ${type}`);
    expect(types(passTime(detector, start + 91 * second))).toEqual(["C1 opened", "C2 opened", "sw opened"]);
    expect(types(hear(detector, "C2", start + 100 * second))).toEqual([
      "C2 recovering",
      "C2 cleared",
      "sw recovering",
      "sw cleared",
    ]);
  });
  it("not by day, when lamps on a switched feeder may all be silent", async () => {
    const lamp = (id: string) => `{ id: ${id}, kind: streetlight, zone: east, fed: switched, upstream: [sw] }`;
    const site = await siteWith([lamp("L1"), lamp("L2"), lamp("L3")], oneSwitch);
    expect(
      linksSay(
        site,
        [
          [0, "L1"],
          [0, "L2"],
          [0, "L3"],
        ],
        5 * 3600,
      ),
    ).toEqual([]);
  });
  it("counts a device once that hangs on it in two ways, and none that hangs on a device", async () => {
    const links = "links: [{ id: feed, type: feed }, { id: a, type: switch, upstream: [feed] }]";
    const twice = await siteWith([camera("C1", "a, feed")], links);
    expect(linksSay(twice, [[0, "C1"]], 300)).toEqual([]);
    const behind = await siteWith([camera("C1", "a"), camera("C2", "C1")], links);
    expect(
      linksSay(
        behind,
        [
          [0, "C1"],
          [0, "C2"],
        ],
        300,
      ),
    ).toEqual([]);
  });
});

describe("a link that is back", () => {
  const lost: readonly Heard[] = [
    [0, "C1"],
    [0, "C2"],
    [0, "C3"],
  ];
  const all = (from: number, to: number) => ["C1", "C2", "C3"].flatMap((id) => steadily(id, from, to));
  const ends = (after: number) => [`${after} sw recovering`, `${after} sw cleared`];

  it("ends at the first message, though the others come later, and is proven two minutes on", async () => {
    const heard = [...lost, ...steadily("C1", 200, 500), ...steadily("C2", 215, 500), ...steadily("C3", 225, 500)];
    expect(linksSay(await switchWith(3), heard, 500)).toEqual(["90 sw opened", ...ends(200), "320 sw verified"]);
  });
  it("and falls silent within two minutes is down again, by the same fault", async () => {
    const site = await switchWith(3);
    const detector = createDetector(site, start);
    const flap = [200, 260, 330].map((after): Heard => [after, "C2"]);
    expect(linksSay(site, [...lost, ...flap, ...all(400, 600)], 600, detector)).toEqual([
      "90 sw opened",
      ...[200, 260, 330].flatMap((at) => [...ends(at), `${at + 30} sw relapsed`, `${at + 30} sw resumed`]),
      ...ends(400),
      "520 sw verified",
    ]);
    expect(detector.fault("sw", "down")).toBe(null);
  });
  it("and falls silent later is down anew", async () => {
    const said = linksSay(await switchWith(3), [...lost, ...all(200, 330)], 600);
    expect(said).toEqual(["90 sw opened", ...ends(200), "320 sw verified", "420 sw opened"]);
  });
});
