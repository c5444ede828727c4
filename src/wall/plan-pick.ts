// What a press on the drawing is meant for. An area comes first; a camera or lamp on it takes the press once its area is chosen, or where
// the area has room enough beside it.

import type { Point, Ring } from "../model/coverage.ts";
import type { Picture } from "./plan-picture.ts";
import { isInRing } from "./plan-svg.ts";
import type { Size, View } from "./plan-view.ts";
import { boxOf } from "./plan-view.ts";

export type Pick = readonly [kind: "area" | "device", id: string];
/** scale: px/m; radius: of a device's glyph, px. */
type Place = { readonly scale: number; readonly radius: number };

/** A finger hits what is this far away, px. Source: WCAG 2.2, 2.5.8 (targets of 24 px). */
export const fingertip = 12;
/** An area so many glyphs wide and high is pressed beside the glyph. */
const roomy = 3;

type Target = { readonly id: string; readonly ring: Ring; readonly extent: number; readonly isRoomy: boolean };

/** What can be picked on one level, ready to be asked many times. Pure. @param selected the chosen area */
export function pickerOf(picture: Picture, level: string, selected: string | null, { scale, radius }: Place) {
  const areas = picture.areas.filter((area) => area.level === level);
  const targets = areas.map(({ id, polygon, area }): Target & { readonly box: ReturnType<typeof boxOf> } => {
    const box = boxOf([polygon]);
    const least = Math.min(box.right - box.left, box.bottom - box.top) * scale;
    return { id, ring: polygon, extent: area, isRoomy: least >= 2 * radius * roomy, box };
  });
  const devices =
    picture.mode === "past" ? [] : [...picture.cameras, ...picture.lamps].filter((device) => device.level === level);
  const near = Math.max(fingertip, radius);

  /** The smallest it lies in; else the nearest so small that a finger would miss it. */
  function areaAt([x, y]: Point): Target | undefined {
    const inside = targets.filter(({ ring }) => isInRing(ring, [x, y])).sort((a, b) => a.extent - b.extent)[0];
    if (inside) return inside;
    const away = targets.flatMap((target) => {
      const { left, right, top, bottom } = target.box;
      const middle = [(left + right) / 2, (top + bottom) / 2] as const;
      const [dx, dy] = [Math.abs(x - middle[0]), Math.abs(-y - middle[1])];
      const isNear =
        dx <= Math.max((right - left) / 2, fingertip / scale) && dy <= Math.max((bottom - top) / 2, fingertip / scale);
      const isSmall = Math.min(right - left, bottom - top) * scale < 2 * fingertip;
      return isNear && isSmall ? [{ target, far: Math.hypot(dx, dy) }] : [];
    });
    return away.sort((a, b) => a.far - b.far)[0]?.target;
  }

  /** @param at metres as plans count */
  return (at: Point): Pick | null => {
    const [device] = devices
      .map(({ id, x, y }) => ({ id, far: Math.hypot(x - at[0], y - at[1]) * scale }))
      .filter(({ far }) => far <= near)
      .sort((a, b) => a.far - b.far);
    const area = areaAt(at);
    const isDevice = device && (!area || area.isRoomy || area.id === selected);
    if (isDevice) return ["device", device.id];
    return area ? ["area", area.id] : null;
  };
}

/** Metres, as plans count, under a pixel from the window's top left corner. */
export const toMetres = (view: View, { width, height }: Size, [px, py]: Point): Point => [
  view.x + (px - width / 2) / view.scale,
  -(view.y + (py - height / 2) / view.scale),
];
