// What a press on the floor plan means: the area first, the device on it second, and nothing too small for a finger.

import { describe, expect, it } from "vitest";
import { pickerOf, toMetres } from "../../src/wall/plan-pick.ts";
import type { AreaPicture, Picture } from "../../src/wall/plan-picture.ts";
import { toPixels } from "../../src/wall/plan-view.ts";

const square = (id: string, x: number, y: number, side: number): AreaPicture => ({
  id,
  zone: "east",
  name: { en: id, zh: id },
  level: "ground",
  polygon: [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
  ],
  need: null,
  atLeast: 0.9,
  cameras: 1,
  priority: "normal",
  area: side * side,
  ratio: 1,
  designRatio: 1,
  nightDesignRatio: 1,
  blindArea: 0,
  blindSpots: [],
  seenBy: [],
  singlePoints: [],
  verdict: "kept",
  designGap: null,
  loses: null,
});
const device = (id: string, x: number, y: number) => ({ id, name: { en: id, zh: id }, level: "ground", x, y });
const lamp = (id: string, x: number, y: number) => ({
  ...device(id, x, y),
  radius: 5,
  works: true,
  isLost: false,
  isKnown: true,
});
const picture: Picture = {
  mode: "now",
  isKnown: true,
  dark: false,
  levels: [],
  areas: [square("gate", 10, 10, 5), square("yard", 40, 40, 60)],
  unknown: [],
  cameras: [],
  lamps: [lamp("L1", 12, 12), lamp("L2", 70, 70), lamp("L3", 30, 10)],
};
/** A phone: a small area is 7 px wide. */
const far = { scale: 1.5, radius: 7.5 };
const near = { scale: 30, radius: 17 };

describe("a press on the drawing", () => {
  it("takes the area below a lamp first, and the lamp once the area is chosen", () => {
    expect(pickerOf(picture, "ground", null, far)([12, 12])).toEqual(["area", "gate"]);
    expect(pickerOf(picture, "ground", "gate", far)([12, 12])).toEqual(["device", "L1"]);
    expect(pickerOf(picture, "ground", "yard", far)([12, 12])).toEqual(["area", "gate"]);
  });

  it("takes the lamp where its area has room beside it, and where it stands on none", () => {
    expect(pickerOf(picture, "ground", null, near)([12, 12])).toEqual(["device", "L1"]);
    expect(pickerOf(picture, "ground", null, far)([70, 70])).toEqual(["device", "L2"]);
    expect(pickerOf(picture, "ground", null, far)([50, 50])).toEqual(["area", "yard"]);
    expect(pickerOf(picture, "ground", null, far)([30, 10])).toEqual(["device", "L3"]);
  });

  it("gives a small area and a small lamp 24 px, and no more", () => {
    const at = pickerOf({ ...picture, lamps: [lamp("L3", 30, 10)] }, "ground", null, far);
    const [middle, lampAt] = [12.5, 30];
    expect(at([middle + 11.5 / 1.5, 12.5])).toEqual(["area", "gate"]);
    expect(at([middle - 12.5 / 1.5, 12.5])).toBe(null);
    expect(at([lampAt, 10 - 11.5 / 1.5])).toEqual(["device", "L3"]);
    expect(at([lampAt, 10 - 12.5 / 1.5])).toBe(null);
  });

  it("tries nothing in the past, and knows other levels apart", () => {
    expect(pickerOf({ ...picture, mode: "past" }, "ground", "gate", near)([12, 12])).toEqual(["area", "gate"]);
    expect(pickerOf(picture, "cellar", null, far)([12, 12])).toBe(null);
  });

  it("counts pixels back to metres", () => {
    const [view, size] = [
      { x: 20, y: -30, scale: 4 },
      { width: 300, height: 200 },
    ] as const;
    const [x, y] = toMetres(view, size, toPixels(view, size, 12, -7));
    expect([x, y]).toEqual([12, 7]);
  });
});
