// One level drawn: floor, light, areas, views, blind spots, walls, lamps and cameras, each in its layer, each kept while it does not change.

import type { BlindSpot, Point } from "../model/coverage.ts";
import type { Language } from "../model/text.ts";
import { follow } from "./dom.ts";
import { cameraGlyph, lampGlyph } from "./plan-glyphs.ts";
import type { AreaPicture, Picture } from "./plan-picture.ts";
import { areaSentence } from "./plan-sentences.ts";
import { line, ring, svg } from "./plan-svg.ts";
import type { PlanLevel } from "./plan-wire.ts";
import { say } from "./words.ts";

/** Hatches by reason: a camera's loss leans one way, a lamp's the other. */
const turns = { camera: 45, light: -45 } as const;
const hatch = (reason: string, turn: number): SVGPatternElement =>
  svg(
    "pattern",
    {
      id: `plan-hatch-${reason}`,
      width: 9,
      height: 9,
      patternUnits: "userSpaceOnUse",
      patternTransform: `rotate(${turn})`,
      "data-hatch": reason,
    },
    svg("rect", { width: 9, height: 9 }),
    svg("path", { d: "M0 4.5H9" }),
  );
/** The same for the legend, whose scale stands still. */
const small = (reason: string, turn: number): SVGPatternElement => {
  const made = hatch(reason, turn);
  made.id = `plan-sample-${reason}`;
  made.setAttribute("patternTransform", `scale(0.6) rotate(${turn})`);
  return made;
};

/** Hatches are of one size at any zoom. @param scale px/m */
export function scaleHatches(drawing: SVGSVGElement, scale: number): void {
  for (const [reason, turn] of Object.entries(turns))
    drawing
      .querySelector(`#plan-hatch-${reason}`)
      ?.setAttribute("patternTransform", `scale(${1 / scale}) rotate(${turn})`);
}
const glow = (): SVGRadialGradientElement =>
  svg(
    "radialGradient",
    { id: "plan-glow" },
    svg("stop", { offset: 0, "stop-color": "#ffe3a3", "stop-opacity": 0.5 }),
    svg("stop", { offset: 0.7, "stop-color": "#ffd98a", "stop-opacity": 0.22 }),
    svg("stop", { offset: 1, "stop-color": "#ffd98a", "stop-opacity": 0.06 }),
  );

const names = ["floor", "lit", "unknown", "areas", "views", "spots", "walls", "lamps", "cameras", "labels"] as const;
export type Layers = Readonly<Record<(typeof names)[number], SVGGElement>>;

/** Fills an empty drawing with its layers, lowest first. */
export function layersOf(drawing: SVGSVGElement): Layers {
  const made = names.map((name) => [name, svg("g", { class: `plan-${name}` })] as const);
  const layers = Object.fromEntries(made) as Layers;
  const ground = svg("clipPath", { id: "plan-ground" }, svg("path"));
  drawing.append(
    svg(
      "defs",
      {},
      ...Object.entries(turns).flatMap(([reason, turn]) => [hatch(reason, turn), small(reason, turn)]),
      glow(),
      ground,
    ),
    ...made.map(([, layer]) => layer),
  );
  // What is seen and lit outside is nobody's promise.
  for (const layer of [layers.views, layers.lit]) layer.setAttribute("clip-path", "url(#plan-ground)");
  return layers;
}

const isClosed = (wall: readonly Point[]): boolean => {
  const [first, last] = [wall[0], wall.at(-1)];
  return wall.length > 3 && first !== undefined && first[0] === last?.[0] && first[1] === last?.[1];
};

/** Outdoors with the sun, indoors by what the level is. */
export const isDarkOn = ({ indoor }: PlanLevel, dark: boolean): boolean =>
  indoor === "dark" || (indoor === "false" && dark);

type Spot = BlindSpot & { readonly of: string };

/** What else the drawing shows besides the picture. */
export type Marks = { readonly selected: string | null; readonly tried: readonly string[] };

export function drawLevel(
  layers: Layers,
  picture: Picture,
  level: PlanLevel,
  { selected, tried }: Marks,
  language: Language,
): void {
  const { id } = level;
  const dark = isDarkOn(level, picture.dark);
  const here = <T extends { readonly level: string | null }>(all: readonly T[]): T[] =>
    all.filter((each) => each.level === id);
  const one = (item: unknown): string => JSON.stringify(item);

  layers.views.ownerSVGElement?.querySelector("#plan-ground path")?.setAttribute("d", ring(level.outline));
  follow(
    layers.floor,
    [level],
    () => id,
    () => `${dark}`,
    () => svg("path", { d: ring(level.outline), "data-dark": dark ? "yes" : "no" }),
  );
  follow(
    layers.walls,
    level.walls.map((wall, index) => ({ wall, key: `${id} ${index}` })),
    ({ key }) => key,
    () => "",
    ({ wall }) => svg("path", { d: line(wall), "data-closed": isClosed(wall) ? "yes" : "no" }),
  );
  const lamps = here(picture.lamps);
  follow(
    layers.lit,
    dark ? lamps.filter(({ radius }) => radius > 0) : [],
    (lamp) => lamp.id,
    one,
    ({ x, y, radius, isLost }) => svg("circle", { cx: x, cy: -y, r: radius, "data-lost": isLost ? "yes" : "no" }),
  );
  const areas = here(picture.areas);
  follow(
    layers.areas,
    // Small ones on top: none hides under another.
    areas.toSorted((a, b) => b.area - a.area),
    (area) => area.id,
    (area) => one([area.verdict, area.polygon, area.id === selected, areaSentence(area, language)]),
    (area) => areaPath(area, area.id === selected, language),
  );
  follow(
    layers.unknown,
    here(picture.unknown),
    (area) => area.id,
    (area) => one([area.polygon, area.name, language]),
    (area) => {
      const words = `${area.name[language]}: ${say(language, "camera.unknown")}`;
      const shape = { d: ring(area.polygon), role: "img", "aria-label": words, "data-unknown": area.id };
      return svg("path", shape, svg("title", {}, words));
    },
  );
  const cameras = here(picture.cameras);
  follow(
    layers.views,
    cameras.filter(({ sector }) => sector !== null),
    (camera) => camera.id,
    ({ sector }) => one(sector),
    (camera) => svg("path", { d: ring(camera.sector ?? []), "data-view": camera.id }),
  );
  follow(
    layers.spots,
    areas.flatMap((area): Spot[] =>
      area.blindSpots.filter(({ polygon }) => polygon.length > 2).map((spot) => ({ ...spot, of: area.id })),
    ),
    ({ of, reason, polygon }) => one([of, reason, polygon[0], polygon.length]),
    one,
    ({ of, reason, polygon }) => svg("path", { d: ring(polygon), "data-reason": reason, "data-of": of }),
  );
  follow(
    layers.lamps,
    lamps,
    (lamp) => lamp.id,
    (lamp) => one([lamp, tried.includes(lamp.id), picture.mode, language]),
    (lamp) => lampGlyph(lamp, tried.includes(lamp.id), picture.mode, language),
  );
  follow(
    layers.cameras,
    cameras,
    (camera) => camera.id,
    ({ sector, ...camera }) => one([camera, tried.includes(camera.id), picture.mode, language]),
    (camera) => cameraGlyph(camera, tried.includes(camera.id), picture.mode, language),
  );
}

const areaPath = (area: AreaPicture, isSelected: boolean, language: Language): SVGPathElement =>
  svg(
    "path",
    {
      d: ring(area.polygon),
      role: "button",
      tabindex: 0,
      "aria-label": areaSentence(area, language),
      "aria-pressed": String(isSelected),
      "data-pick": `area ${area.id}`,
      "data-verdict": area.verdict,
    },
    svg("title", {}, areaSentence(area, language)),
  );
