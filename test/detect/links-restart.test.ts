// Links over a restart: what is stored of devices and open faults is all they need.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDetector } from "../../src/detect/create-detector.ts";
import {
  camera,
  hear,
  linksSay,
  nested,
  nestedDevices,
  nestedLost,
  passTime,
  restarted,
  start,
  steadily,
  switchWith,
} from "./link-play.ts";
import { second, siteWith } from "./play.ts";

describe("a restart", () => {
  it("in the middle keeps it open until something is heard", async () => {
    const site = await switchWith(2);
    const before = createDetector(site, start);
    linksSay(
      site,
      [
        [0, "C1"],
        [20, "C2"],
      ],
      95,
      before,
    );
    const at = start + 1000 * second;
    const after = restarted(site, before, at, at);
    expect(
      linksSay(
        site,
        [
          [2000, "C1"],
          [2100, "C2"],
        ],
        2120,
        after,
      ),
    ).toEqual([
      "2000 sw recovering",
      "2000 sw cleared",
      "2030 sw relapsed",
      "2030 sw resumed",
      "2100 sw recovering",
      "2100 sw cleared",
    ]);
    expect(after.fault("sw", "down")).toMatchObject({ since: start + 20 * second, openedAt: start + 90 * second });
  });
  it("gives everybody time to speak anew", async () => {
    const site = await switchWith(3);
    const before = createDetector(site, start);
    linksSay(
      site,
      [
        [0, "C1"],
        [0, "C2"],
        [80, "C3"],
      ],
      89,
      before,
    );
    const at = start + 1000 * second;
    const after = restarted(site, before, at, at);
    expect(linksSay(site, [], 1200, after)).toEqual(["1090 sw opened"]);
    expect(after.fault("sw", "down")).toMatchObject({ since: at });
  });
  it("lets those that were lost before count, and the rest be silent for 30 s", async () => {
    const site = await switchWith(4);
    const before = createDetector(site, start);
    linksSay(site, [[0, "C1"], [0, "C2"], [0, "C3"], ...steadily("C4", 0, 100)], 100, before);
    const at = start + 1000 * second;
    expect(linksSay(site, [], 1200, restarted(site, before, at, at))).toEqual(["1030 sw opened"]);
  });

  it("at the very instant at which it falls opens it then", async () => {
    const site = await switchWith(2);
    const before = createDetector(site, start);
    linksSay(
      site,
      [
        [0, "C1"],
        [20, "C2"],
      ],
      89,
      before,
    );
    expect(before.runNext()).toMatchObject([{ type: "opened", fault: { asset: "C1", fault: "offline" } }]);
    expect(linksSay(site, [], 200, restarted(site, before, start + 90 * second))).toEqual(["90 sw opened"]);
  });

  it("right after a link above is back leaves the others their 30 s", async () => {
    const site = await siteWith(nestedDevices, nested);
    const before = createDetector(site, start);
    const said = linksSay(site, [...nestedLost, [200, "C3"]], 210, before);
    expect(said).toEqual(["90 feed opened", "200 feed recovering", "200 feed cleared"]);
    const back = steadily("C3", 215, 260);
    expect(linksSay(site, back, 240, restarted(site, before, start + 210 * second))).toEqual(["230 sw opened"]);
  });

  it("at any instant changes nothing that is said later", async () => {
    const site = await siteWith(
      [
        ...nestedDevices,
        camera("C5", "feed"),
        camera("C6", "sw, sx"),
        "{ id: L1, kind: streetlight, zone: east, fed: switched, upstream: [feed] }",
      ],
      nested,
    );
    const heard = fc.record({
      after: fc.constantFrom(0, 0, 1, 10, 29, 30, 31, 60, 90, 119, 120, 121),
      device: fc.constantFrom(...site.devices.map(({ id }) => id)),
      word: fc.constantFrom(undefined, undefined, undefined, "offline" as const),
    });
    let seen = 0;
    fc.assert(
      fc.property(fc.array(heard, { maxLength: 40 }), (list) => {
        const steady = createDetector(site, start);
        let broken = createDetector(site, start);
        let at = start;
        for (const { after, device, word } of list) {
          at += after * second;
          const said = [...passTime(steady, at), ...hear(steady, device, at, word)];
          seen += said.filter(({ fault }) => fault.kind === "link").length;
          expect([...passTime(broken, at), ...hear(broken, device, at, word)]).toEqual(said);
          broken = restarted(site, broken, at);
        }
        const end = at + 600 * second;
        expect(passTime(broken, end)).toEqual(passTime(steady, end));
        expect(broken.linkMemory()).toEqual(steady.linkMemory());
      }),
      { numRuns: 150 },
    );
    expect(seen).toBeGreaterThan(100);
  });
});
