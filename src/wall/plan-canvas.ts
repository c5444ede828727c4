// The window on the drawing: an SVG that is moved and zoomed by wheel, drag, pinch, keys and buttons.

import type { Ring } from "../model/coverage.ts";
import { svg } from "./plan-svg.ts";
import type { Box, Size, View } from "./plan-view.ts";
import { boxOf, pan, toPixels, viewBox, whole, within, zoom } from "./plan-view.ts";

const step = 1.4;
const stride = 80;
/** A press that moves less than this, px, is a press. */
const slop = 6;
/** Shown smaller than this, px, a place is zoomed to when it is chosen. */
const tooSmall = 26;

export type Canvas = {
  readonly drawing: SVGSVGElement;
  /** At each change of the picture: which box the level fills; another level is shown whole. */
  readonly show: (level: string, box: Box) => void;
  readonly nearer: (factor: number) => void;
  readonly all: () => void;
  /** Brings a ring into sight where it is not, or is too small to be seen. */
  readonly reveal: (ring: Ring) => void;
};

/** @param onView is called after each change of the view, with the pixels per metre. */
export function createCanvas(drawing: SVGSVGElement, onView: (view: View, size: Size) => void): Canvas {
  let size: Size = { width: 1, height: 1 };
  let box: Box = { left: 0, top: 0, right: 1, bottom: 1 };
  let level: string | undefined;
  let view = whole(box, size);
  /** Nobody has moved it: it follows the window's size. */
  let isWhole = true;

  function look(next: View, all = false): void {
    view = within(next, box, size);
    isWhole = all || view.scale <= whole(box, size).scale;
    if (isWhole) view = whole(box, size);
    drawing.setAttribute("viewBox", viewBox(view, size));
    drawing.dataset.whole = isWhole ? "yes" : "no";
    onView(view, size);
  }
  new ResizeObserver(([entry]) => {
    if (!entry || entry.contentRect.width === 0) return;
    size = { width: entry.contentRect.width, height: entry.contentRect.height };
    look(view, isWhole);
  }).observe(drawing);

  const inside = ([x, y]: Spot): Spot => {
    const { left, top } = drawing.getBoundingClientRect();
    return [x - left, y - top];
  };
  drawing.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 1;
      look(zoom(view, Math.exp((-event.deltaY * lines) / 400), inside(spotOf(event)), size));
    },
    { passive: false },
  );
  followFingers(drawing, {
    // The whole drawing has nowhere to go: a finger on it moves the page, as anywhere else.
    pull: (dx, dy, isTouch) => (isWhole && isTouch ? scrollBy(0, -dy) : look(pan(view, dx, dy))),
    pinch: (factor, middle) => look(zoom(view, factor, inside(middle), size)),
  });
  const middle = (): Spot => [size.width / 2, size.height / 2];
  const nearer = (factor: number): void => look(zoom(view, factor, middle(), size));
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => look(pan(view, stride, 0)),
    ArrowRight: () => look(pan(view, -stride, 0)),
    ArrowUp: () => look(pan(view, 0, stride)),
    ArrowDown: () => look(pan(view, 0, -stride)),
    "+": () => nearer(step),
    "=": () => nearer(step),
    "-": () => nearer(1 / step),
    "0": () => look(view, true),
  };
  drawing.addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  return {
    drawing,
    show(id, around) {
      const isOther = id !== level;
      [level, box] = [id, around];
      look(view, isOther || isWhole);
    },
    nearer: (factor) => nearer(factor > 1 ? step : 1 / step),
    all: () => look(view, true),
    reveal(ring) {
      const around = boxOf([ring]);
      const [left, top] = toPixels(view, size, around.left, around.top);
      const [right, bottom] = toPixels(view, size, around.right, around.bottom);
      const isInside = left >= 0 && top >= 0 && right <= size.width && bottom <= size.height;
      if (isInside && Math.max(right - left, bottom - top) >= tooSmall) return;
      const close = whole(around, size);
      look({ ...close, scale: Math.max(Math.min(close.scale, view.scale), close.scale / 6) });
    },
  };
}

/** Pixels from a top left corner: the page's, if not said otherwise. */
type Spot = readonly [x: number, y: number];
const spotOf = ({ clientX, clientY }: MouseEvent): Spot => [clientX, clientY];

type Moves = {
  readonly pull: (dx: number, dy: number, isTouch: boolean) => void;
  readonly pinch: (factor: number, middle: Spot) => void;
};

/** One finger or the mouse pulls, two pinch; a press that pulled is no press on what lies under it. */
function followFingers(drawing: SVGSVGElement, { pull, pinch }: Moves): void {
  const fingers = new Map<number, Spot>();
  let travelled = 0;
  drawing.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (fingers.size === 0) travelled = 0;
    fingers.set(event.pointerId, spotOf(event));
  });
  drawing.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before || event.buttons === 0) return void fingers.delete(event.pointerId);
    const now = spotOf(event);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
    travelled = Math.max(travelled, Math.hypot(dx, dy));
    if (!other && travelled < slop) return;
    fingers.set(event.pointerId, now);
    drawing.setPointerCapture(event.pointerId);
    if (!other) return pull(dx, dy, event.pointerType === "touch");
    const apart = (from: Spot): number => Math.hypot(from[0] - other[0], from[1] - other[1]);
    pinch(apart(now) / Math.max(1, apart(before)), [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
    pull(dx / 2, dy / 2, false);
  });
  const lift = ({ pointerId }: PointerEvent): void => void fingers.delete(pointerId);
  for (const end of ["pointerup", "pointercancel"] as const) drawing.addEventListener(end, lift);
  drawing.addEventListener(
    "click",
    (event) => {
      if (travelled >= slop) event.stopPropagation();
    },
    { capture: true },
  );
}

export const emptyDrawing = (): SVGSVGElement => svg("svg", { class: "plan-drawing", tabindex: 0, role: "group" });
