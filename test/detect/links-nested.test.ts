// Links on links (CONTRACT 3, **link**): of those that are down, the uppermost is told; what it explains waits for its end.

import { describe, expect, it } from "vitest";
import { createDetector } from "../../src/detect/create-detector.ts";
import { camera, type Heard, linksSay, nested, nestedDevices, nestedLost, start, steadily } from "./link-play.ts";
import { second, siteWith } from "./play.ts";

describe("links on links", () => {
  it("of those that are down at one instant only the uppermost opens", async () => {
    expect(linksSay(await siteWith(nestedDevices, nested), nestedLost, 300)).toEqual(["90 feed opened"]);
  });
  it("one that was down before stays so, and what hangs on it is put under the uppermost", async () => {
    const site = await siteWith(nestedDevices, nested);
    const detector = createDetector(site, start);
    const heard: Heard[] = [...nestedLost.slice(0, 2), ...["C3", "C4"].flatMap((id) => steadily(id, 0, 100))];
    expect(linksSay(site, heard, 150, detector)).toEqual(["90 sw opened", "130 feed opened"]);
    expect(["C1", "sw", "feed"].map(detector.downLink)).toEqual(["feed", "feed", null]);
  });
  it("one that is still silent when the uppermost is back opens then", async () => {
    const direct = ["C5", "C6", "C7"];
    const site = await siteWith([...nestedDevices, ...direct.map((id) => camera(id, "feed"))], nested);
    const detector = createDetector(site, start);
    const fell: Heard[] = [...direct.map((id): Heard => [0, id]), ...nestedLost.map(([, id]): Heard => [20, id])];
    expect(linksSay(site, fell, 150, detector)).toEqual(["90 feed opened"]);
    expect(["C1", "sw", "feed"].map(detector.downLink)).toEqual(["feed", "feed", null]);
    const back = ["C3", "C4"].flatMap((id) => steadily(id, 200, 400));
    expect(linksSay(site, back, 400, detector)).toEqual([
      "200 feed recovering",
      "200 feed cleared",
      "200 sw opened",
      "320 feed verified",
    ]);
    expect(detector.fault("sw", "down")).toMatchObject({ since: start + 20 * second, openedAt: start + 200 * second });
    expect(["C1", "C3"].map(detector.downLink)).toEqual(["sw", null]);
  });
  it("one that is back is not proven so while another above it is down", async () => {
    const site = await siteWith([...nestedDevices, camera("C5", "feed"), camera("C6", "feed")], nested);
    const others = ["C3", "C4", "C5", "C6"].flatMap((id) => steadily(id, 0, 150));
    const said = linksSay(site, [[0, "C1"], [0, "C2"], ...others, [160, "C1"], [160, "C2"], [500, "C3"]], 525);
    expect(said).toEqual([
      "90 sw opened",
      "160 sw recovering",
      "160 sw cleared",
      "240 feed opened",
      "500 feed recovering",
      "500 feed cleared",
      "500 sw relapsed",
      "500 sw resumed",
    ]);
  });
  it("and goes on being proven where it stood when the other fell", async () => {
    const site = await siteWith([...nestedDevices, camera("C5", "feed"), camera("C6", "feed")], nested);
    const others = ["C3", "C4", "C5", "C6"].flatMap((id) => steadily(id, 0, 150));
    const back = ["C1", "C2", "C3", "C4"].flatMap((id) => steadily(id, 500, 700));
    const said = linksSay(site, [[0, "C1"], [0, "C2"], ...others, [160, "C1"], [160, "C2"], ...back], 700);
    expect(said.filter((line) => line.includes("sw")).at(-1)).toBe("540 sw verified");
  });
});
