// What the sensors of a car say about the people in it: asked every few seconds while an entrapment card is shown.

import type { Language } from "../model/text.ts";
import { ask } from "./gateway-answer.ts";
import { say } from "./words.ts";

type PointJson = { readonly value: unknown; readonly at: string };
type Points = Readonly<Record<string, PointJson | undefined>>;

const every = 4000;
const known = new Map<string, Points>();
let watched: ReadonlySet<string> = new Set();
let redraw: () => void = () => undefined;

const told = (points: Points | undefined): string =>
  ["alarmButton", "occupied", "load", "floor"].map((name) => String(points?.[name]?.value)).join();

async function read(asset: string): Promise<void> {
  const device = await ask<{ readonly points: Points }>(`/api/v1/devices/${encodeURIComponent(asset)}`);
  if (!device) return;
  const isNew = told(device.points) !== told(known.get(asset));
  known.set(asset, device.points);
  if (isNew) redraw();
}

export function openInside(onChange: () => void): void {
  redraw = onChange;
  setInterval(() => {
    for (const asset of watched) void read(asset);
  }, every);
}

/** From now on these cars are asked; a new one at once. */
export function watchInside(assets: ReadonlySet<string>): void {
  const fresh = assets.difference(watched);
  watched = assets;
  for (const asset of fresh) void read(asset);
}

/** ["alarm button pressed", "sensor sees nobody · load 0 kg · floor 3"]: the strongest sign first, the others beside it. */
export function insideWords(asset: string, language: Language): readonly [string, string] {
  const points = known.get(asset);
  const [pressed, occupied] = [points?.alarmButton?.value, points?.occupied?.value];
  const [load, floor] = [points?.load?.value, points?.floor?.value];
  const said = [
    pressed === true && say(language, "card.pressed"),
    occupied === true && say(language, "card.occupied"),
    pressed === false && say(language, "card.notPressed"),
    occupied === false && say(language, "card.empty"),
    pressed === undefined && occupied === undefined && say(language, "card.unknown"),
    typeof load === "number" && say(language, "card.load", { n: Math.round(load) }),
    typeof floor === "number" && say(language, "card.floor", { n: floor }),
  ].filter((part) => part !== false);
  return [said[0] ?? "", said.slice(1).join(" · ")];
}
