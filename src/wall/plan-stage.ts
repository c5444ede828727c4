// The stage of the floor plan: the drawing in its window, what can be picked on it, its buttons, its names.

import type { Ring } from "../model/coverage.ts";
import type { Language } from "../model/text.ts";
import { element, write } from "./dom.ts";
import { createCanvas, emptyDrawing } from "./plan-canvas.ts";
import { reach } from "./plan-glyphs.ts";
import { drawLabels, fitting, labelsOf } from "./plan-labels.ts";
import { fingertip, pickerOf, toMetres } from "./plan-pick.ts";
import type { Picture } from "./plan-picture.ts";
import { drawLevel, isDarkOn, layersOf, type Marks, scaleHatches } from "./plan-scene.ts";
import type { Size, View } from "./plan-view.ts";
import { boxOf } from "./plan-view.ts";
import type { PlanLevel } from "./plan-wire.ts";
import { say } from "./words.ts";

type Scene = {
  readonly picture: Picture;
  readonly level: PlanLevel;
  readonly marks: Marks;
  readonly language: Language;
};

export type Stage = {
  readonly root: HTMLElement;
  readonly show: (scene: Scene) => void;
  readonly reveal: (ring: Ring) => void;
};

/** Devices are drawn smaller where much is on a small screen; of their full size. */
const glyphSize = (scale: number): number => Math.min(1.15, Math.max(0.5, scale / 5));
const labelSize = 0.8;
/** Half of what a glyph of full size covers, px. */
const drawn = { camera: 10, lamp: 5.5 } as const;

const picked = (target: EventTarget | null): readonly [string, string] | null => {
  const found = target instanceof Element ? target.closest("[data-pick]:not([role=img])") : null;
  const [, kind, id] = /^(\w+) (.+)$/.exec(found?.getAttribute("data-pick") ?? "") ?? [];
  return kind && id ? [kind, id] : null;
};

/** @param onPick is told "area" or "device" and the id @param onSkip leads past the drawing */
export function createStage(onPick: (kind: string, id: string) => void, onSkip: () => void): Stage {
  const drawing = emptyDrawing();
  const layers = layersOf(drawing);
  let scene: Scene | undefined;
  let place: { readonly view: View; readonly size: Size; readonly radius: number } | undefined;
  const canvas = createCanvas(drawing, (view, size) => {
    const glyph = glyphSize(view.scale);
    place = { view, size, radius: reach * glyph };
    drawing.style.setProperty("--glyph", String(glyph / view.scale));
    drawing.style.setProperty("--reach", String(Math.max(1, fingertip / place.radius)));
    scaleHatches(drawing, view.scale);
    if (!scene) return;
    const { picture, level, marks, language } = scene;
    const font = Math.round(Number.parseFloat(getComputedStyle(drawing).fontSize) * labelSize);
    const labels = labelsOf(picture, level.id, marks.selected, view.scale, language);
    const devices = [...picture.cameras, ...picture.lamps].filter((device) => device.level === level.id);
    const glyphs = devices.map((device) => ({
      x: device.x,
      y: -device.y,
      half: glyph * ("heading" in device ? drawn.camera : drawn.lamp),
      isSlight: !("heading" in device) && !device.isLost,
    }));
    drawLabels(layers.labels, fitting(labels, { view, size, font, glyphs }), view, font);
    // What is not meant by a press lets it through to what is.
    const pickAt = pickerOf(picture, level.id, marks.selected, { scale: view.scale, radius: place.radius });
    for (const { id, x, y } of devices) {
      const isBehind = pickAt([x, y])?.[0] === "area";
      drawing.querySelector(`[data-device="${CSS.escape(id)}"]`)?.setAttribute("data-behind", isBehind ? "yes" : "no");
    }
  });
  const pick = (event: Event): void => {
    const found = picked(event.target);
    if (!found) return;
    event.preventDefault();
    onPick(...found);
  };
  drawing.addEventListener("click", (event) => {
    // A press without a place comes from a screen reader: it means what it names.
    if (event.detail === 0 || !scene || !place) return pick(event);
    const { left, top } = drawing.getBoundingClientRect();
    const at = toMetres(place.view, place.size, [event.clientX - left, event.clientY - top]);
    const { picture, level, marks } = scene;
    const found = pickerOf(picture, level.id, marks.selected, { scale: place.view.scale, radius: place.radius })(at);
    if (found) onPick(...found);
  });
  drawing.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") pick(event);
  });

  const skip = element("a", { href: "#plan-side", class: "plan-skip" });
  skip.addEventListener("click", (event) => {
    event.preventDefault();
    onSkip();
  });
  const buttons = (
    [
      ["plan.in", "+", () => canvas.nearer(2)],
      ["plan.out", "−", () => canvas.nearer(0.5)],
      ["plan.all", "⤢", canvas.all],
    ] as const
  ).map(([word, sign, press]) => {
    const button = element("button", { type: "button", "data-word": word }, sign);
    button.addEventListener("click", press);
    return { button, word };
  });
  const root = element(
    "div",
    { class: "plan-stage" },
    skip,
    drawing,
    element("div", { class: "plan-buttons" }, ...buttons.map(({ button }) => button)),
  );

  return {
    root,
    show(next) {
      scene = next;
      const { picture, level, marks, language } = next;
      write(skip, say(language, "plan.toList"));
      drawing.setAttribute("aria-label", say(language, "plan.drawing", { level: level.name[language] }));
      drawing.dataset.dark = isDarkOn(level, picture.dark) ? "yes" : "no";
      for (const { button, word } of buttons) {
        button.title = say(language, word);
        button.setAttribute("aria-label", button.title);
      }
      drawLevel(layers, picture, level, marks, language);
      canvas.show(level.id, boxOf([level.outline]));
    },
    reveal: canvas.reveal,
  };
}
