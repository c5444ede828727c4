// The window on a level: where its middle lies and how many pixels a metre has; pure arithmetic of panning and zooming.

import type { Ring } from "../model/coverage.ts";

/** x is east, y is south (as screens count), metres; scale in px/m. */
export type View = { readonly x: number; readonly y: number; readonly scale: number };
/** CSS pixels. */
export type Size = { readonly width: number; readonly height: number };
export type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

const margin = 14;
const nearest = 120;

/** Of rings in metres, as screens count. @param rings at least one point in all */
export function boxOf(rings: readonly Ring[]): Box {
  const [xs, ys] = [rings.flatMap((ring) => ring.map(([x]) => x)), rings.flatMap((ring) => ring.map(([, y]) => -y))];
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/** The whole box, as large as it can be. */
export function whole({ left, top, right, bottom }: Box, { width, height }: Size): View {
  const across = Math.max(1, width - 2 * margin) / Math.max(1, right - left);
  const down = Math.max(1, height - 2 * margin) / Math.max(1, bottom - top);
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(across, down, nearest) };
}

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** Kept where something of the box can be seen, no further away than the whole of it and no nearer than 120 px/m. */
export const within = (view: View, box: Box, size: Size): View => ({
  x: clamp(view.x, box.left, box.right),
  y: clamp(view.y, box.top, box.bottom),
  scale: clamp(view.scale, whole(box, size).scale, nearest),
});

/** Larger by the factor; what lies under the pixel (from the window's top left corner) stays under it. */
export function zoom(view: View, factor: number, [px, py]: readonly [number, number], { width, height }: Size): View {
  const scale = Math.min(view.scale * factor, nearest);
  const shift = 1 / view.scale - 1 / scale;
  return { x: view.x + (px - width / 2) * shift, y: view.y + (py - height / 2) * shift, scale };
}

/** @param dx how far the drawing is pulled to the right, px */
export const pan = (view: View, dx: number, dy: number): View => ({
  ...view,
  x: view.x - dx / view.scale,
  y: view.y - dy / view.scale,
});

export const viewBox = ({ x, y, scale }: View, { width, height }: Size): string =>
  [x - width / 2 / scale, y - height / 2 / scale, width / scale, height / scale].join(" ");

/** Pixels from the window's top left corner of a point in metres (as screens count). */
export const toPixels = (view: View, { width, height }: Size, x: number, y: number): readonly [number, number] => [
  (x - view.x) * view.scale + width / 2,
  (y - view.y) * view.scale + height / 2,
];
