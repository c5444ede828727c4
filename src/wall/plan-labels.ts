// Names on the floor plan: what is in trouble first, as many as fit without one hiding another, of one size at any zoom.

import type { Point } from "../model/coverage.ts";
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
/** With how many px it stands below and to the right of its place. */
export type PlacedLabel = Label & { readonly below: number; readonly beside: number };

type Rectangle = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
/** Where a camera or lamp stands (metres, as screens count) and half of what it covers, px; isSlight: trouble may be named over it. */
type Covered = { readonly x: number; readonly y: number; readonly half: number; readonly isSlight: boolean };
type Window = {
  readonly view: View;
  readonly size: Size;
  /** px. */
  readonly font: number;
  readonly glyphs: readonly Covered[];
};

const isApart = (a: Rectangle, b: Rectangle): boolean =>
  a.right < b.left || a.left > b.right || a.bottom < b.top || a.top > b.bottom;

/** Those to show, in order of importance: moved or left out where they would hide another or a glyph; the chosen one never is. Pure. */
export function fitting(labels: readonly Label[], { view, size, font, glyphs }: Window): readonly PlacedLabel[] {
  const covered = glyphs.map(({ half, isSlight, ...at }) => {
    const [x, y] = toPixels(view, size, at.x, at.y);
    return { left: x - half, right: x + half, top: y - half, bottom: y + half, isSlight };
  });
  const weighty = covered.filter(({ isSlight }) => !isSlight);
  const taken: Rectangle[] = [];
  return labels.flatMap((label) => {
    const width = widthOf(`${label.words} ${label.strong}`) * font;
    const [x, y] = toPixels(view, size, label.x, label.y);
    const isInside = label.width * view.scale >= width && label.height * view.scale >= font * 1.3;
    if (label.isModest && !isInside) return [];
    const half = width / 2 + 3;
    const rectangle = ([beside, below]: Point): Rectangle => ({
      left: x + beside - half,
      right: x + beside + half,
      top: y + below - font * 0.7,
      bottom: y + below + font * 0.7,
    });
    const isFree = (place: Point, glyphs: readonly Rectangle[]): boolean => {
      const one = rectangle(place);
      const isShown = one.top >= 0 && one.bottom <= size.height && one.left >= 0 && one.right <= size.width;
      return isShown && taken.every((other) => isApart(one, other)) && glyphs.every((other) => isApart(one, other));
    };
    const places = isInside ? insidePlaces(label, view, half, font) : outsidePlaces(label, view, half, font);
    const found =
      places.find((place) => isFree(place, covered)) ??
      (label.isModest ? undefined : places.find((place) => isFree(place, weighty))) ??
      (label.tone === "selected" ? places[0] : undefined);
    if (!found) return [];
    taken.push(rectangle(found));
    return [{ ...label, beside: found[0], below: found[1] }];
  });
}

/** In its area: the middle first, then as far up or down, left or right as the area goes. */
function insidePlaces({ width, height }: Label, { scale }: View, half: number, font: number): readonly Point[] {
  const [across, down] = [(width * scale) / 2 - half, (height * scale) / 2 - font * 0.8].map((room) =>
    Math.max(0, room),
  );
  const rows = [0, 0.5, -0.5, 1, -1].map((share) => share * (down ?? 0));
  return [0, 0.5, -0.5, 1, -1].flatMap((share) => rows.map((row): Point => [share * (across ?? 0), row]));
}

/** Under its place or above it, then beside it, then further away. */
function outsidePlaces({ height, isAbove }: Label, { scale }: View, half: number, font: number): readonly Point[] {
  const edge = ((height / 2) * scale + font * 0.9) * (isAbove ? -1 : 1);
  const further = edge + Math.sign(edge) * font * 1.4;
  const rows = [edge, -edge, further, -further];
  return [
    ...rows.map((row): Point => [0, row]),
    ...[half, -half].flatMap((side) => rows.map((row): Point => [side, row])),
  ];
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
  const unknown = picture.unknown
    .filter((area) => area.level === level)
    .map(({ name, polygon }): Label => {
      const [x, y] = middle(polygon);
      const { left, top, right, bottom } = boxOf([polygon]);
      const room = { width: right - left, height: bottom - top };
      return { words: name[language], strong: "", tone: "unknown", x, y: -y, ...room, isAbove: false, isModest: true };
    });
  const isFirst = ({ tone }: Label): boolean => tone === "selected";
  const all = [...areas, ...cameras, ...unknown];
  return [...all.filter(isFirst), ...all.filter((label) => !isFirst(label))];
}

export const drawLabels = (layer: SVGGElement, labels: readonly PlacedLabel[], view: View, font: number): void =>
  layer.replaceChildren(
    ...labels.map(({ words, strong, x, y, below, beside, tone }) =>
      svg(
        "text",
        {
          transform: `translate(${x} ${y}) scale(${1 / view.scale})`,
          x: beside,
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
