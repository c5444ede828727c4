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
  readonly tone: string;
  /** Metres, as screens count. */
  readonly x: number;
  readonly y: number;
  /** Metres of room about the place: what fits stands in it, what does not above or below it. */
  readonly width: number;
  readonly height: number;
  /** Above it first: below it something is looked at. */
  readonly isAbove: boolean;
  /** Not shown at all where it does not fit. */
  readonly isModest: boolean;
};
/** With how many px it stands below its place. */
export type PlacedLabel = Label & { readonly below: number };

type Rectangle = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** Those to show, in order of importance; none hides another. @param font px. Pure. */
export function fitting(
  labels: readonly Label[],
  { view, size, font }: { readonly view: View; readonly size: Size; readonly font: number },
): readonly PlacedLabel[] {
  const taken: Rectangle[] = [];
  return labels.flatMap((label) => {
    const width = widthOf(`${label.words} ${label.strong}`) * font;
    const [x, y] = toPixels(view, size, label.x, label.y);
    const isInside = label.width * view.scale >= width && label.height * view.scale >= font * 1.3;
    if (label.isModest && !isInside) return [];
    const edge = ((label.height / 2) * view.scale + font * 0.9) * (label.isAbove ? -1 : 1);
    const further = edge + Math.sign(edge) * font * 1.4;
    for (const below of isInside ? [0] : [edge, -edge, further, -further]) {
      const half = width / 2 + 3;
      const place = { left: x - half, right: x + half, top: y + below - font * 0.7, bottom: y + below + font * 0.7 };
      const isFree = taken.every(
        (one) => one.right < place.left || one.left > place.right || one.bottom < place.top || one.top > place.bottom,
      );
      const isShown = place.top >= 0 && place.bottom <= size.height;
      if (!isFree || !isShown) continue;
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
      const { left, top, right, bottom } = boxOf([area.polygon]);
      const isSelected = area.id === selected;
      return {
        words: area.name[language],
        strong: area.verdict === "kept" ? "" : percent(area.ratio),
        tone: isSelected ? "selected" : area.verdict,
        x,
        y: -y,
        width: right - left,
        height: bottom - top,
        isAbove: false,
        isModest: !isSelected && (area.verdict === "kept" || area.verdict === "design"),
      };
    });
  /** A camera's drawing has one size at any zoom. */
  const reach = 26 / scale;
  const cameras = picture.cameras
    .filter((camera) => camera.level === level && (camera.isLost || scale >= near))
    .map(({ id, x, y, heading, isLost }): Label => {
      const tone = isLost ? "lost" : "camera";
      const isAbove = Math.cos((heading * Math.PI) / 180) < 0;
      return { words: id, strong: "", tone, x, y: -y, width: 0, height: reach, isAbove, isModest: false };
    });
  const isFirst = ({ tone }: Label): boolean => tone === "selected";
  const all = [...areas, ...cameras];
  return [...all.filter(isFirst), ...all.filter((label) => !isFirst(label))];
}

export const drawLabels = (layer: SVGGElement, labels: readonly PlacedLabel[], view: View, font: number): void =>
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
