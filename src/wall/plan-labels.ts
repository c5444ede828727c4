// Names on the floor plan: what is in trouble first, as many as fit without one hiding another, of one size at any zoom.

import type { Language } from "../model/text.ts";
import type { Picture } from "./plan-picture.ts";
import { percent } from "./plan-sentences.ts";
import { middle, svg } from "./plan-svg.ts";
import type { Size, View } from "./plan-view.ts";
import { boxOf, toPixels } from "./plan-view.ts";

export type Label = {
  readonly words: string;
  readonly strong: string;
  /** Metres, as screens count. */
  readonly x: number;
  readonly y: number;
  /** px below the place. */
  readonly below: number;
  readonly tone: string;
  /** Shown only where this many px of room are there for it; null: always, if no other is in its way. */
  readonly room: number | null;
};

type Rectangle = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** Those to show, in order of importance; each with its place in px. Pure. */
export function fitting(labels: readonly Label[], view: View, size: Size, font: number): readonly Label[] {
  const taken: Rectangle[] = [];
  return labels.flatMap((label) => {
    const width = widthOf(`${label.words} ${label.strong}`) * font;
    if (label.room !== null && label.room * view.scale < width) return [];
    const [x, y] = toPixels(view, size, label.x, label.y);
    for (const shift of label.tone === "camera" ? [0] : [0, -1.4, 1.4, -2.8, 2.8]) {
      const below = label.below + shift * font;
      const half = width / 2 + 3;
      const place = { left: x - half, right: x + half, top: y + below - font * 0.7, bottom: y + below + font * 0.7 };
      const isFree = taken.every(
        (one) => one.right < place.left || one.left > place.right || one.bottom < place.top || one.top > place.bottom,
      );
      if (!isFree) continue;
      taken.push(place);
      return [{ ...label, below }];
    }
    return [];
  });
}

/** Han letters are as wide as they are high, others half of that; em. */
const widthOf = (words: string): number =>
  [...words].reduce((sum, letter) => sum + (/[\u2e80-\uffef]/.test(letter) ? 1 : 0.56), 0);

/** From this zoom on, px/m, cameras have their names. */
const near = 14;

export function labelsOf(
  picture: Picture,
  level: string,
  selected: string | null,
  scale: number,
  language: Language,
): Label[] {
  const areas = picture.areas
    .filter((area) => area.level === level)
    .map((area): Label => {
      const [x, y] = middle(area.polygon);
      const { left, right } = boxOf([area.polygon]);
      const isTold = area.verdict === "short" || area.verdict === "blind" || area.id === selected;
      const tone = area.id === selected ? "selected" : area.verdict;
      const strong = area.verdict === "kept" ? "" : percent(area.ratio);
      const room = isTold ? null : right - left + 6 / scale;
      return { words: area.name[language], strong, x, y: -y, below: 0, tone, room };
    });
  const cameras = picture.cameras
    .filter((camera) => camera.level === level && (camera.isLost || scale >= near))
    .map(({ id, x, y, isLost }): Label => {
      const tone = isLost ? "lost" : "camera";
      return { words: id, strong: "", x, y: -y, below: 22, tone, room: null };
    });
  const isFirst = ({ tone }: Label): boolean => tone === "selected";
  const all = [...areas, ...cameras];
  return [...all.filter(isFirst), ...all.filter((label) => !isFirst(label))];
}

export const drawLabels = (layer: SVGGElement, labels: readonly Label[], view: View, font: number): void =>
  layer.replaceChildren(
    ...labels.map(({ words, strong, x, y, below, tone }) =>
      svg(
        "text",
        {
          transform: `translate(${x} ${y}) scale(${1 / view.scale})`,
          y: below,
          "font-size": font,
          "data-tone": tone,
          "aria-hidden": "true",
        },
        words,
        ...(strong === "" ? [] : [svg("tspan", { dx: "0.35em" }, strong)]),
      ),
    ),
  );
