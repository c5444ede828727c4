// A power feed that is down while some of what hangs on it lives on batteries and says so.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDetector, type Detector } from "../../src/detect/create-detector.ts";
import type { FaultEvent } from "../../src/model/fault.ts";
import type { Site } from "../../src/model/site.ts";
import { camera, passTime, restarted, start } from "./link-play.ts";
import { second, siteWith } from "./play.ts";

const feed = "links: [{ id: feed, type: power }]";
const gate = (id: string) => `{ id: ${id}, kind: gate, zone: east, upstream: [feed] }`;
const devices = [camera("C1", "feed"), camera("C2", "feed"), gate("G1"), gate("G2")];

type Word = readonly [after: number, device: string, power?: "mains" | "battery"];
const every10 = (from: number, to: number): number[] =>
  Array.from({ length: Math.floor((to - from) / 10) + 1 }, (_, n) => from + n * 10);
const steadily = (device: string, from: number, to: number): Word[] =>
  every10(from, to).map((after): Word => [after, device]);
const steadilyOn = (device: string, power: "mains" | "battery", from: number, to: number): Word[] =>
  every10(from, to).map((after): Word => [after, device, power]);

/** Each word at its second, then time until `until`; what is said of links, as "seconds asset type". */
function play(detector: Detector, words: readonly Word[], until: number): string[] {
  const said: FaultEvent[] = [];
  for (const [after, device, power] of words.toSorted(([a], [b]) => a - b)) {
    const at = start + after * second;
    said.push(...passTime(detector, at));
    const values = power ? { power } : { luma: 100 };
    said.push(...detector.reading({ device, at, time: at, ts: at, values }));
  }
  said.push(...passTime(detector, start + until * second + 1));
  return said
    .filter(({ fault }) => fault.kind === "link")
    .map(({ type, at, fault }) => `${(at - start) / second} ${fault.asset} ${type}`);
}

/** The same, with a new detector from the restart on that knows what the first one remembered. */
function playWithRestart(site: Site, words: readonly Word[], restart: number, until: number): string[] {
  const first = createDetector(site, start);
  const early = words.filter(([after]) => after < restart);
  const said = play(first, early, restart - 0.001);
  const late = words.filter(([after]) => after >= restart);
  return [...said, ...play(restarted(site, first, start + restart * second), late, until)];
}

const alive: readonly Word[] = [
  [0, "C1"],
  [0, "C2"],
  [0, "G1", "mains"],
  [0, "G2", "mains"],
];
/** The mains go at 10 s: the cameras are silent, the gates speak on their batteries. */
const cut = (until: number): Word[] => [
  ...alive,
  ...steadilyOn("G1", "battery", 10, until),
  ...steadilyOn("G2", "battery", 10, until),
];

describe("a feed", () => {
  it("is down when all below it is silent or says that its mains are gone", async () => {
    const detector = createDetector(await siteWith(devices, feed), start);
    expect(play(detector, cut(300), 300)).toEqual(["90 feed opened"]);
    expect(detector.fault("feed", "down")).toMatchObject({ since: start + 10 * second });
    expect(detector.downLink("G1", true)).toBe("feed");
  });
  it("is not down while one below it speaks and has its mains", async () => {
    const words = [...cut(300).filter(([, id]) => id !== "G2"), ...steadilyOn("G2", "mains", 10, 300)];
    expect(play(createDetector(await siteWith(devices, feed), start), words, 300)).toEqual([]);
  });
  it("is not down because of batteries alone: something must be silent", async () => {
    const words = [...cut(300), ...steadily("C1", 10, 300), ...steadily("C2", 10, 300)];
    const gatesOnly = words.filter(([, id]) => id.startsWith("G"));
    expect(play(createDetector(await siteWith(devices.slice(2), feed), start), gatesOnly, 300)).toEqual([]);
    expect(play(createDetector(await siteWith(devices, feed), start), words, 300)).toEqual([]);
  });
  it("is back once one below it has its mains again, though none of the silent ones has spoken", async () => {
    const words = [...cut(300), ...steadilyOn("G1", "mains", 310, 500), ...steadilyOn("G2", "mains", 310, 500)];
    const detector = createDetector(await siteWith(devices, feed), start);
    expect(play(detector, words, 500)).toEqual([
      "90 feed opened",
      "340 feed recovering",
      "340 feed cleared",
      "460 feed verified",
    ]);
  });
  it("that is a switch takes a device on its battery for what it is: alive", async () => {
    const site = await siteWith(devices, "links: [{ id: feed, type: switch }]");
    const detector = createDetector(site, start);
    expect(play(detector, cut(300), 300)).toEqual([]);
    expect(detector.downLink("G1", true)).toBe(null);
  });
  it("remembers over a restart when one below it had its mains back, which is later than it spoke", async () => {
    const site = await siteWith(devices, feed);
    const words: Word[] = [...alive, [0, "G2", "battery"], [31, "G2", "mains"]];
    expect(play(createDetector(site, start), words, 200)).toEqual(["91 feed opened"]);
    expect(playWithRestart(site, words, 62, 200)).toEqual(["91 feed opened"]);
  });
  it("says the same whenever the gateway starts anew, whatever its devices say", async () => {
    const site = await siteWith(devices, feed);
    const word = fc.record({
      after: fc.integer({ min: 0, max: 600 }),
      device: fc.constantFrom("C1", "C2", "G1", "G2"),
      power: fc.constantFrom("mains" as const, "battery" as const),
    });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), fc.integer({ min: 1, max: 900 }), (list, restart) => {
        const words = [
          ...alive,
          ...list.map(({ after, device, power }): Word => (device < "D" ? [after, device] : [after, device, power])),
        ];
        const whole = play(createDetector(site, start), words, 1000);
        expect(playWithRestart(site, words, restart, 1000)).toEqual(whole);
      }),
      { numRuns: 1_000 },
    );
  });
});
