// Cameras and lamps on the floor plan: small drawings of one size at any zoom, crossed out where they are lost.

import type { Language } from "../model/text.ts";
import type { Mode, Picture } from "./plan-picture.ts";
import { svg } from "./plan-svg.ts";
import type { PlanCamera, PlanLamp } from "./plan-wire.ts";
import { say } from "./words.ts";

/** The radius in which a glyph of full size takes a press, px. */
export const reach = 15;

const cross = (): SVGPathElement => svg("path", { class: "plan-cross", d: "M-10 -10L10 10M-10 10L10 -10" });

type Glyph = {
  readonly pick: string;
  readonly place: PlanCamera | PlanLamp;
  readonly isLost: boolean;
  readonly isKnown: boolean;
  readonly isTried: boolean;
  readonly words: string;
};

/** A button at its place; in the past there is nothing to press. */
function glyph({ pick, place, isLost, isKnown, isTried, words }: Glyph, mode: Mode, ...drawing: readonly Element[]) {
  const pressed = { role: "button", tabindex: 0, "aria-pressed": String(isTried), "data-pick": pick };
  return svg(
    "g",
    {
      transform: `translate(${place.x} ${-place.y})`,
      "aria-label": words,
      "data-device": place.id,
      "data-lost": isLost ? "yes" : "no",
      "data-known": isKnown ? "yes" : "no",
      "data-tried": isTried ? "yes" : "no",
      ...(mode === "past" ? { role: "img" } : pressed),
    },
    svg("title", {}, words),
    svg("g", { class: "plan-glyph" }, svg("circle", { class: "plan-reach", r: reach }), ...drawing),
  );
}

const listed = (language: Language, parts: readonly string[]): string => parts.join(language === "zh" ? "，" : ", ");

/** @param camera its faults in words */
export function cameraGlyph(
  camera: Picture["cameras"][number],
  isTried: boolean,
  mode: Mode,
  language: Language,
): SVGGElement {
  const { id, name, heading, faults, isLost, isKnown } = camera;
  const state = [
    say(language, isKnown ? "camera.looks" : "camera.unknown", { n: Math.round(heading) }),
    ...(isLost ? [say(language, "camera.seesNothing")] : []),
    ...faults,
  ];
  const words = `${id} ${name[language]}: ${listed(language, state)}`;
  return glyph(
    { pick: `device ${id}`, place: camera, isLost, isKnown, isTried, words },
    mode,
    ...(isKnown
      ? [svg("path", { class: "plan-nose", d: "M-6.500 -5L0 -16L6.500 -5Z", transform: `rotate(${heading})` })]
      : []),
    svg("circle", { class: "plan-body", r: 7.5 }),
    ...(isLost ? [cross()] : []),
  );
}

export function lampGlyph(
  lamp: Picture["lamps"][number],
  isTried: boolean,
  mode: Mode,
  language: Language,
): SVGGElement {
  const { id, name, isLost, isKnown } = lamp;
  const state = isKnown ? (isLost ? "lamp.out" : "lamp.works") : "camera.unknown";
  const words = `${id} ${name[language]}: ${say(language, state)}`;
  return glyph(
    { pick: `device ${id}`, place: lamp, isLost, isKnown, isTried, words },
    mode,
    svg("path", { class: "plan-body", d: "M0 -5.500L5.500 0L0 5.500L-5.500 0Z" }),
    ...(isLost ? [cross()] : []),
  );
}
