// The window on the floor plan: zooming and panning, names that do not hide each other, the slider's instants.

import fc from "fast-check";
import { expect, it } from "vitest";
import { fieldTime, instantOf, strideFrom } from "../../src/wall/plan-instant.ts";
import type { Label } from "../../src/wall/plan-labels.ts";
import { fitting } from "../../src/wall/plan-labels.ts";
import { line, middle, ring } from "../../src/wall/plan-svg.ts";
import type { View } from "../../src/wall/plan-view.ts";
import { boxOf, pan, toPixels, viewBox, whole, within, zoom } from "../../src/wall/plan-view.ts";

const size = { width: 800, height: 600 };
const metres = fc.double({ min: -500, max: 500, noNaN: true });
const views: fc.Arbitrary<View> = fc.record({
  x: metres,
  y: metres,
  scale: fc.double({ min: 0.5, max: 60, noNaN: true }),
});

it("keeps what lies under the pointer under it while zooming", () => {
  fc.assert(
    fc.property(views, fc.double({ min: 0.2, max: 5, noNaN: true }), metres, metres, (view, factor, x, y) => {
      const at = toPixels(view, size, x, y);
      const [px, py] = toPixels(zoom(view, factor, at, size), size, x, y);
      expect(px).toBeCloseTo(at[0], 3);
      expect(py).toBeCloseTo(at[1], 3);
    }),
  );
});

it("moves what is pulled as far as the finger", () => {
  fc.assert(
    fc.property(views, metres, metres, (view, dx, dy) => {
      const [before, after] = [toPixels(view, size, 3, 4), toPixels(pan(view, dx, dy), size, 3, 4)];
      expect(after[0] - before[0]).toBeCloseTo(dx, 3);
      expect(after[1] - before[1]).toBeCloseTo(dy, 3);
    }),
  );
});

it("shows a whole level inside the window, north up", () => {
  const box = boxOf([
    [
      [0, 0],
      [240, 0],
      [240, 180],
      [0, 180],
    ],
  ]);
  const view = whole(box, size);
  const [left, top] = toPixels(view, size, box.left, box.top);
  const [right, bottom] = toPixels(view, size, box.right, box.bottom);
  expect([left, top].every((side) => side >= 0)).toBe(true);
  expect(right <= size.width && bottom <= size.height).toBe(true);
  expect(toPixels(view, size, 120, -180)[1]).toBeLessThan(toPixels(view, size, 120, 0)[1]);
  expect(viewBox(view, size).split(" ").map(Number)[2]).toBeCloseTo(size.width / view.scale);
  expect(within({ x: 9999, y: -9999, scale: 0.0001 }, box, size)).toEqual({ x: 240, y: -180, scale: view.scale });
});

it("draws with y upwards, and finds the middle of a ring however it turns", () => {
  const corner = [
    [0, 0],
    [4, 0],
    [4, 2],
  ] as const;
  expect(line(corner)).toBe("M0 0L4 0L4 -2");
  expect(ring([])).toBe("");
  expect(middle(corner)[0]).toBeCloseTo(8 / 3);
  expect(middle(corner.toReversed())[1]).toBeCloseTo(2 / 3);
  expect(
    middle([
      [1, 1],
      [3, 1],
    ]),
  ).toEqual([2, 1]);
});

it("places no name over another, and the most important always", () => {
  const labels = fc.array(
    fc.record<Label>({
      words: fc.constantFrom("South gate (people)", "南门人行入口", "C3"),
      strong: fc.constantFrom("", "39.3 %"),
      tone: fc.constant("blind"),
      x: fc.double({ min: -60, max: 60, noNaN: true }),
      y: fc.double({ min: -40, max: 40, noNaN: true }),
      width: fc.double({ min: 0, max: 60, noNaN: true }),
      height: fc.double({ min: 0, max: 20, noNaN: true }),
      isAbove: fc.boolean(),
      isModest: fc.boolean(),
    }),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(
    fc.property(labels, (all) => {
      const view = { x: 0, y: 0, scale: 5 };
      const placed = fitting(all, { view, size, font: 16, glyphs: [] });
      const rows = placed.map(({ x, y, below, beside }) => [x * 5 + beside, y * 5 + below] as const);
      // "C3" is the narrowest: 2 × 0.56 em, of 16 px.
      for (const [i, [x, y]] of rows.entries())
        for (const [otherX, otherY] of rows.slice(i + 1))
          expect(Math.abs(x - otherX) > 17 || Math.abs(y - otherY) > 22).toBe(true);
      const [first] = all;
      if (first && !first.isModest) expect(placed[0]).toMatchObject(first);
    }),
  );
});

const plaza: Label = {
  words: "Plaza",
  strong: "",
  tone: "kept",
  x: 0,
  y: 0,
  width: 40,
  height: 30,
  isAbove: false,
  isModest: true,
};
const over = { view: { x: 0, y: 0, scale: 5 }, size, font: 16 };
const lamp = { x: 0, y: 0, half: 6, isSlight: true };

it("moves a name off the camera or lamp that stands under it, within its area", () => {
  expect(fitting([plaza], { ...over, glyphs: [] })).toMatchObject([{ below: 0, beside: 0 }]);
  const [moved] = fitting([plaza], { ...over, glyphs: [lamp] });
  expect(Math.abs(moved?.below ?? 0)).toBeGreaterThan(6 + 0.7 * 16);
  expect(Math.abs(moved?.below ?? 0)).toBeLessThanOrEqual(75);
});

it("leaves a name out that has no place: a fit area's at once, trouble's only where a camera would be hidden", () => {
  const lamps = Array.from({ length: 4000 }, (_, at) => ({
    ...lamp,
    x: (at % 80) * 2 - 80,
    y: Math.floor(at / 80) * 2 - 50,
  }));
  const trouble = { ...plaza, tone: "blind", width: 2, height: 2, isModest: false };
  expect(fitting([plaza], { ...over, glyphs: lamps })).toEqual([]);
  expect(fitting([trouble], { ...over, glyphs: lamps })).toHaveLength(1);
  const cameras = lamps.map((each) => ({ ...each, isSlight: false }));
  expect(fitting([trouble], { ...over, glyphs: cameras })).toEqual([]);
  expect(fitting([{ ...trouble, tone: "selected" }], { ...over, glyphs: cameras })).toHaveLength(1);
});

it("goes to and fro by the minute, never past now and no further back than thirty days", () => {
  const now = Date.parse("2026-03-01T12:34:56Z");
  const at = Date.parse("2026-03-01T12:00:00Z");
  expect(strideFrom(at, -1, now)).toBe(Date.parse("2026-03-01T11:59:00Z"));
  expect(strideFrom(at, 60, now)).toBe(null);
  expect(strideFrom(at, 10, now)).toBe(Date.parse("2026-03-01T12:10:00Z"));
  expect(strideFrom(null, -1, now)).toBe(Date.parse("2026-03-01T12:33:00Z"));
  expect(strideFrom(Date.parse("2026-01-30T12:40:00Z"), -60, now)).toBe(Date.parse("2026-01-30T12:35:00Z"));
});

it("fills a date-and-time field in the site's time", () => {
  expect(fieldTime(Date.parse("2026-03-01T16:05:00Z"), "Asia/Shanghai")).toBe("2026-03-02T00:05");
  expect(fieldTime(Date.parse("2026-07-01T12:00:59Z"), "Europe/Berlin")).toBe("2026-07-01T14:00");
});

it("names full ten minutes of the past, and now", () => {
  const now = Date.parse("2026-03-01T12:34:56Z");
  expect(instantOf(0, now)).toBe(null);
  expect(instantOf(-10, now)).toBe(Date.parse("2026-03-01T12:20:00Z"));
  expect(instantOf(-43_200, now)).toBe(Date.parse("2026-01-30T12:30:00Z"));
});
