// The floor plan at #/plan and #/plan/LEVEL: in the wall's place, under the cards of people trapped and beside an open ticket.

import type { Language } from "../model/text.ts";
import { element, place } from "./dom.ts";
import {
  hasWhatIfFailed,
  leaveWhatIf,
  lookBack,
  openPlanData,
  pastAnswer,
  pastAt,
  planPicture,
  readPlan,
  remembersPast,
  triedWithout,
  tryWithout,
} from "./plan-data.ts";
import { planHead } from "./plan-head.ts";
import { legend } from "./plan-legend.ts";
import { drawParts, keepingFocus } from "./plan-parts.ts";
import type { Picture } from "./plan-picture.ts";
import { showSide } from "./plan-side.ts";
import { createStage } from "./plan-stage.ts";
import { openTimeLine, pastBanner, showTimeLine, timeLine } from "./plan-time.ts";
import { whatIfBanner } from "./plan-what-if.ts";
import type { PlanLevel } from "./plan-wire.ts";
import { faultName, type Present } from "./present.ts";
import { quieten } from "./press-guard.ts";
import { say } from "./words.ts";

const head = element("div", { class: "plan-head" });
const banners = element("div", { class: "plan-banners" });
const foot = element("div", { class: "plan-foot" });
const side = element("div", { class: "plan-side panel", id: "plan-side", tabindex: -1 });
const stage = createStage(
  (kind, id) => (kind === "device" ? tryWithout(id) : toggle(id)),
  () => side.focus(),
);

/** ms. */
const afterMove = 1000;

let redraw: () => void = () => undefined;
/** The chosen area. */
let selected: string | null = null;
let shown: { readonly picture: Picture; readonly level: PlanLevel } | null = null;
/** The plan's last address: what is opened from it stands beside it, and shutting that leads back to it. */
let under: string | null = null;
let last = "";

/** The level asked for by the address ("" for the first), or null where it is not the plan's. */
export const askedLevel = (hash: string): string | null => {
  const found = /^#\/plan(?:\/([^/]+))?$/.exec(hash);
  return found ? decodeURIComponent(found[1] ?? "") : null;
};

/** Whether the plan stands in the wall's place at this address: also beneath a ticket or form opened from it. */
function standsAt(hash: string): boolean {
  const isBoard = (address: string): boolean => address === "" || address === "#/";
  const isShut = isBoard(hash) && !isBoard(last) && askedLevel(last) === null;
  if (askedLevel(hash) !== null) under = hash;
  else if (isShut && under !== null) location.replace(under);
  else if (isBoard(hash) || hash === "#/wall") under = null;
  last = hash;
  return under !== null;
}

function select(id: string | null): void {
  selected = id;
  const area = shown?.picture.areas.find((each) => each.id === id);
  const isElsewhere = area && area.level !== null && area.level !== shown?.level.id;
  // An area on another level takes the plan there.
  if (isElsewhere) location.hash = `#/plan/${encodeURIComponent(area.level ?? "")}`;
  redraw();
  if (area && area.level !== null && !isElsewhere) stage.reveal(area.polygon);
}
const toggle = (id: string): void => select(id === selected ? null : id);
/** Chosen in the list, which may be long: what was chosen comes into sight. */
function toggleInList(id: string): void {
  toggle(id);
  side.querySelector("[data-details]")?.scrollIntoView({ block: "nearest" });
}

/** One step back at a time: the chosen area, what is tried, the past; and only then, by the wall's own key, the plan. */
function stepBack(event: KeyboardEvent): void {
  if (event.key !== "Escape" || askedLevel(location.hash) === null || document.querySelector("#desk[open]")) return;
  if (selected !== null) select(null);
  else if (triedWithout().length > 0) leaveWhatIf();
  else if (pastAt() !== null) void lookBack(null);
  else return;
  event.stopImmediatePropagation();
}

/** @param onChange is called when there is something new to show */
export function openPlan(onChange: () => void): void {
  redraw = onChange;
  openPlanData(onChange);
  openTimeLine((at) => void lookBack(at));
  addEventListener("keydown", stepBack, { capture: true });
  place("plan").append(head, banners, stage.root, foot, side);
}

/** At each change of the wall. */
export function showPlan(present: Present, hash: string, language: Language): void {
  const isHere = standsAt(hash);
  // The cards of people trapped change their shape: what has just moved takes no press.
  if (place("plan").hidden === isHere && !place("entrapment").hidden) quieten(afterMove);
  place("plan").hidden = !isHere;
  document.body.dataset.view = isHere ? "plan" : "board";
  const [main] = document.getElementsByTagName("main");
  if (main) main.hidden = isHere;
  readPlan(isHere);
  if (!isHere) return;
  const picture = planPicture();
  const wanted = askedLevel(under ?? "");
  const level = picture?.levels.find(({ id }) => id === wanted) ?? picture?.levels[0];
  // What is told in full is on the drawing, or on none.
  const chosen = picture?.areas.find(({ id }) => id === selected);
  if (level && shown && level.id !== shown.level.id && chosen?.level !== null && chosen?.level !== level.id)
    selected = null;
  shown = picture && level ? { picture, level } : null;
  stage.root.hidden = shown === null;
  keepingFocus(() => {
    if (picture) showPicture(present, picture, level, language);
    else showNothing(say(language, picture === null ? "loading" : "plan.none"));
  });
}

function showNothing(why: string): void {
  for (const part of [head, banners, foot]) drawParts(part, []);
  drawParts(side, [{ key: "none", signature: why, draw: () => element("p", { class: "note" }, why) }]);
}

/** The picture with what is wrong with its cameras in words. */
const inWords = (present: Present, picture: Picture, language: Language): Picture => ({
  ...picture,
  cameras: picture.cameras.map((camera) => ({
    ...camera,
    faults: camera.faults.map((fault) => faultName(present, { kind: "camera", fault }, language)),
  })),
});

/** @param level undefined where no level is drawn: the list then says it all */
function showPicture(present: Present, picture: Picture, level: PlanLevel | undefined, language: Language): void {
  const [tried, at, answer] = [triedWithout(), pastAt(), pastAnswer()];
  place("plan").dataset.mode = picture.mode;
  drawParts(head, level ? planHead(picture, level, language) : []);
  const past = {
    key: "past",
    signature: [at, answer?.coverage?.uncertain, answer?.coverage?.listening, answer && !answer.coverage, language],
    draw: () => pastBanner(present, at ?? 0, answer, language),
  };
  const whatIf = {
    key: "whatIf",
    signature: [tried, language],
    draw: () => whatIfBanner(present, { tried, tryWithout, leave: leaveWhatIf }, language),
  };
  drawParts(banners, picture.mode === "past" ? [past] : picture.mode === "whatIf" ? [whatIf] : []);
  if (level) stage.show({ picture: inWords(present, picture, language), level, marks: { selected, tried }, language });
  showTimeLine(present, at, remembersPast(), language);
  drawParts(foot, [
    { key: "time", signature: "", draw: () => timeLine },
    ...(level ? [{ key: "legend", signature: language, draw: () => legend(language) }] : []),
  ]);
  const doors = {
    selected,
    toggle: toggleInList,
    close: () => select(null),
    tried,
    tryWithout,
    hasWhatIfFailed: hasWhatIfFailed(),
    past: answer,
    lookBack: (instant: number) => void lookBack(instant),
  };
  showSide(side, present, picture, doors, language);
}
