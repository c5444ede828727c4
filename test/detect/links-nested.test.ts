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
    expect(["C1", "sw", "feed"].map((id) => detector.downLink(id))).toEqual(["feed", "feed", null]);
  });
  it("one that is still silent 30 s after the uppermost is back opens then", async () => {
    const direct = ["C5", "C6", "C7"];
    const site = await siteWith([...nestedDevices, ...direct.map((id) => camera(id, "feed"))], nested);
    const detector = createDetector(site, start);
    const fell: Heard[] = [...direct.map((id): Heard => [0, id]), ...nestedLost.map(([, id]): Heard => [20, id])];
    expect(linksSay(site, fell, 150, detector)).toEqual(["90 feed opened"]);
    expect(["C1", "sw", "feed"].map((id) => detector.downLink(id))).toEqual(["feed", "feed", null]);
    const back = ["C3", "C4"].flatMap((id) => steadily(id, 200, 400));
    expect(linksSay(site, back, 400, detector)).toEqual([
      "200 feed recovering",
      "200 feed cleared",
      "230 sw opened",
      "320 feed verified",
    ]);
    expect(detector.fault("sw", "down")).toMatchObject({ since: start + 20 * second, openedAt: start + 230 * second });
    expect(["C1", "C3"].map((id) => detector.downLink(id))).toEqual(["sw", null]);
  });
  it("one that is back is not proven so while another above it is down", async () => {
    const site = await siteWith([...nestedDevices, camera("C5", "feed"), camera("C6", "feed")], nested);
    const others = ["C3", "C4", "C5", "C6"].flatMap((id) => steadily(id, 0, 150));
    const said = linksSay(
      site,
      [[0, "C1"], [0, "C2"], ...others, [160, "C1"], [160, "C2"], ...steadily("C3", 500, 540)],
      540,
    );
    expect(said).toEqual([
      "90 sw opened",
      "160 sw recovering",
      "160 sw cleared",
      "240 feed opened",
      "500 feed recovering",
      "500 feed cleared",
      "530 sw relapsed",
      "530 sw resumed",
    ]);
  });
  it("and goes on being proven where it stood when the other fell", async () => {
    const site = await siteWith([...nestedDevices, camera("C5", "feed"), camera("C6", "feed")], nested);
    const others = ["C3", "C4", "C5", "C6"].flatMap((id) => steadily(id, 0, 150));
    const back = ["C1", "C2", "C3", "C4"].flatMap((id) => steadily(id, 500, 700));
    const said = linksSay(site, [[0, "C1"], [0, "C2"], ...others, [160, "C1"], [160, "C2"], ...back], 700);
    expect(said.filter((line) => line.includes("sw")).at(-1)).toBe("540 sw verified");
  });
  const almostProven = async (back: readonly Heard[]): Promise<string[]> => {
    const site = await siteWith([...nestedDevices, camera("C5", "feed"), camera("C6", "feed")], nested);
    const others = ["C3", "C4", "C5", "C6"].flatMap((id) => steadily(id, 5, 165));
    const fell: Heard[] = ["C1", "C2"].flatMap((id) => [[0, id], ...steadily(id, 160, 220)] as Heard[]);
    const said = linksSay(site, [...fell, ...others, ...steadily("C3", 500, 600), ...back], 600);
    expect(said.slice(0, 6)).toEqual([
      "90 sw opened",
      "160 sw recovering",
      "160 sw cleared",
      "255 feed opened",
      "500 feed recovering",
      "500 feed cleared",
    ]);
    return said.slice(6);
  };
  it("but not while it may still speak after the other is back", async () => {
    expect(await almostProven([])).toEqual(["530 sw relapsed", "530 sw resumed"]);
  });
  it("and goes on being proven when it has spoken then", async () => {
    expect(await almostProven(["C1", "C2"].flatMap((id) => steadily(id, 515, 600)))).toEqual(["540 sw verified"]);
  });
});

describe("dozens of feeds below one that is back", () => {
  const count = 40;
  const feeds = Array.from({ length: count }, (_, n) => `f${n + 1}`);
  const links = [
    "links:",
    "  - { id: main, type: feed }",
    ...feeds.map((id) => `  - { id: ${id}, type: feed, upstream: [main] }`),
  ];
  const below = feeds.flatMap((id) => [1, 2, 3].map((n) => `${id}-${n}`));
  const site = () =>
    siteWith(
      below.map((id) => camera(id, id.replace(/-.*/, ""))),
      links.join("\n"),
    );
  const lost = below.map((id): Heard => [0, id]);
  const ends = ["300 main recovering", "300 main cleared"];

  it("do not open while power returns device by device", async () => {
    const back = below.flatMap((id, n) => steadily(id, 300 + (n * 20) / below.length, 500));
    expect(linksSay(await site(), [...lost, ...back], 500)).toEqual(["90 main opened", ...ends, "420 main verified"]);
  });
  it("open alone where nothing speaks for 30 s", async () => {
    const isBack = (id: string) => !id.startsWith("f7-");
    const back = below.filter(isBack).flatMap((id, n) => steadily(id, 300 + (n * 20) / below.length, 500));
    expect(linksSay(await site(), [...lost, ...back], 500)).toEqual([
      "90 main opened",
      ...ends,
      "330 f7 opened",
      "420 main verified",
    ]);
  });
});
