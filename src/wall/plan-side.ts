// What stands beside the drawing: what a loss would cost, the chosen area, and all areas worst first.

import type { Language } from "../model/text.ts";
import { element, follow } from "./dom.ts";
import { areaDetails } from "./plan-area.ts";
import { areaRow, summary } from "./plan-list.ts";
import { drawParts } from "./plan-parts.ts";
import type { PastAnswer } from "./plan-past.ts";
import type { Picture } from "./plan-picture.ts";
import { nothingRecorded } from "./plan-time.ts";
import { turnsFor } from "./plan-turns.ts";
import { whatIfLosses } from "./plan-what-if.ts";
import type { Present } from "./present.ts";
import { say } from "./words.ts";

type Doors = {
  readonly selected: string | null;
  /** Chooses an area, or lets go of the chosen one. */
  readonly toggle: (area: string) => void;
  readonly close: () => void;
  readonly tried: readonly string[];
  readonly tryWithout: (device: string) => void;
  readonly hasWhatIfFailed: boolean;
  /** What the gateway said of the past; null while it is under way. */
  readonly past: PastAnswer | null;
  readonly lookBack: (at: number) => void;
};

const rows = element("ol", { class: "plan-rows" });

export function showSide(side: Element, present: Present, picture: Picture, doors: Doors, language: Language): void {
  const { selected, toggle, tried, hasWhatIfFailed } = doors;
  const area = picture.areas.find(({ id }) => id === selected);
  const known = [present.devices.size, present.site === null, language];
  const tickets = [...present.tickets.values()].map(({ id, state }) => [id, state]);
  const losses = {
    key: "losses",
    signature: [picture.areas.map(({ id, ratio, loses }) => [id, ratio, loses]), hasWhatIfFailed, language],
    draw: () => whatIfLosses(picture, hasWhatIfFailed, toggle, language),
  };
  const title = {
    key: "title",
    signature: [picture.areas.map(({ verdict }) => verdict), picture.mode, language],
    draw: () =>
      element(
        "div",
        {},
        summary(picture, language),
        picture.mode === "now" && element("p", { class: "note" }, say(language, "whatIf.hint")),
      ),
  };
  const details = area && {
    key: "area",
    signature: [
      area,
      picture.areas.map((a) => a.singlePoints),
      picture.mode,
      tried,
      known,
      tickets,
      turnsFor(area, picture),
    ],
    draw: () => areaDetails(present, area, picture, doors, language),
  };
  const { past, lookBack } = doors;
  const nothing = {
    key: "nothing",
    signature: [past, language],
    draw: () =>
      past
        ? nothingRecorded(present, past, lookBack, language)
        : element("p", { class: "note" }, say(language, "loading")),
  };
  drawParts(side, [
    ...(picture.isKnown ? [] : [nothing]),
    ...(picture.mode === "whatIf" ? [losses] : []),
    ...(details ? [details] : []),
    ...(picture.isKnown ? [title] : []),
    { key: "rows", signature: "", draw: () => rows },
  ]);
  follow(
    rows,
    picture.areas,
    ({ id }) => id,
    (each) => JSON.stringify([each, each.id === selected, known]),
    (each) => areaRow(present, each, picture, each.id === selected, toggle, language),
  );
}
