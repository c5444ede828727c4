// The floor plan at #/plan and #/plan/LEVEL: in the wall's place, under the cards of people trapped and beside an open ticket.

import type { Language } from "../model/text.ts";
import { element, follow, place, write } from "./dom.ts";
import { areaDetails } from "./plan-area.ts";
import { createCanvas, emptyDrawing } from "./plan-canvas.ts";
import {
  hasWhatIfFailed,
  isPastUnknown,
  leaveWhatIf,
  lookBack,
  openPlanData,
  pastAt,
  planPicture,
  readPlan,
  remembersPast,
  triedWithout,
  tryWithout,
} from "./plan-data.ts";
import { planHead } from "./plan-head.ts";
import { drawLabels, fitting, labelsOf } from "./plan-labels.ts";
import { legend } from "./plan-legend.ts";
import { areaRow, summary } from "./plan-list.ts";
import type { Picture } from "./plan-picture.ts";
import { drawLevel, isDarkOn, layersOf } from "./plan-scene.ts";
import { openTimeLine, showTimeLine, timeLine } from "./plan-time.ts";
import { boxOf } from "./plan-view.ts";
import { whatIfBanner, whatIfLosses } from "./plan-what-if.ts";
import type { PlanLevel } from "./plan-wire.ts";
import type { Present } from "./present.ts";
import { whenShort } from "./site-time.ts";
import { say } from "./words.ts";

type Part = { readonly key: string; readonly signature: unknown; readonly draw: () => HTMLElement };

const head = element("div", { class: "plan-head" });
const banners = element("div", { class: "plan-banners" });
const stage = element("div", { class: "plan-stage" });
const foot = element("div", { class: "plan-foot" });
const side = element("div", { class: "plan-side panel", id: "plan-side", tabindex: -1 });
const rows = element("ol", { class: "plan-rows" });
const drawing = emptyDrawing();
const layers = layersOf(drawing);
const canvas = createCanvas(drawing, (view, size) => {
  drawing.style.setProperty("--metre", String(1 / view.scale));
  drawing.style.setProperty("--glyph", String(glyphSize(view.scale) / view.scale));
  for (const hatch of drawing.querySelectorAll<SVGPatternElement>(".plan-hatch"))
    hatch.setAttribute("patternTransform", `scale(${1 / view.scale}) rotate(${hatch.dataset.turn})`);
  if (!shown) return;
  const { picture, level, language } = shown;
  const font = Math.round(Number.parseFloat(getComputedStyle(drawing).fontSize) * 0.8);
  const labels = labelsOf(picture, level.id, selected, view.scale, language);
  drawLabels(layers.labels, fitting(labels, view, size, font), view, font);
});
/** Smaller where much is on a small screen. */
const glyphSize = (scale: number): number => Math.min(1.15, Math.max(0.5, scale / 5));

let redraw: () => void = () => undefined;
let selected: string | null = null;
let shown: { readonly picture: Picture; readonly level: PlanLevel; readonly language: Language } | null = null;
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
  const isBoard = hash === "" || hash === "#/";
  if (isBoard && under !== null && askedLevel(last) === null && last !== "" && last !== "#/") location.replace(under);
  else if (isBoard || hash === "#/wall") under = null;
  else if (askedLevel(hash) !== null) under = hash;
  last = hash;
  return under !== null;
}

function pick(kind: string, id: string): void {
  if (kind === "device") tryWithout(id);
  else select(id === selected ? null : id);
}

/** An area on another level takes the plan there. */
function select(id: string | null): void {
  selected = id;
  const area = shown?.picture.areas.find((each) => each.id === id);
  if (area?.level && area.level !== shown?.level.id) location.hash = `#/plan/${encodeURIComponent(area.level)}`;
  redraw();
  if (area && area.level === shown?.level.id) canvas.reveal(area.polygon);
}

const picked = (target: EventTarget | null): readonly [string, string] | null => {
  const found =
    target instanceof Element ? target.closest("[data-pick]:not([role=img])")?.getAttribute("data-pick") : null;
  const [, kind, id] = /^(\w+) (.+)$/.exec(found ?? "") ?? [];
  return kind && id ? [kind, id] : null;
};

/** @param onChange is called when there is something new to show */
export function openPlan(onChange: () => void): void {
  redraw = onChange;
  openPlanData(onChange);
  openTimeLine((at) => void lookBack(at));
  drawing.addEventListener("click", ({ target }) => {
    const found = picked(target);
    if (found) pick(...found);
  });
  drawing.addEventListener("keydown", (event) => {
    const found = event.key === "Enter" || event.key === " " ? picked(event.target) : null;
    if (!found) return;
    event.preventDefault();
    pick(...found);
  });
  // One step back at a time: what is chosen, what is tried, the past, and only then the plan.
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || askedLevel(location.hash) === null) return;
      const isTried = triedWithout().length > 0;
      if ((selected === null && !isTried && pastAt() === null) || document.querySelector("#desk[open]")) return;
      event.stopImmediatePropagation();
      if (selected !== null) select(null);
      else if (isTried) leaveWhatIf();
      else void lookBack(null);
    },
    { capture: true },
  );
  const buttons = element("div", { class: "plan-buttons" });
  stage.append(element("a", { href: "#plan-side", class: "plan-skip" }), drawing, buttons);
  stage.querySelector("a")?.addEventListener("click", (event) => {
    event.preventDefault();
    side.focus();
  });
  for (const [word, sign, press] of [
    ["plan.in", "+", () => canvas.nearer(2)],
    ["plan.out", "−", () => canvas.nearer(0.5)],
    ["plan.all", "⤢", canvas.all],
  ] as const) {
    const button = element("button", { type: "button", "data-word": word }, sign);
    button.addEventListener("click", press);
    buttons.append(button);
  }
  place("plan").append(head, banners, stage, foot, side);
}

const draw = (parent: Element, parts: readonly Part[]): void =>
  follow(
    parent,
    parts,
    ({ key }) => key,
    ({ signature }) => JSON.stringify(signature) ?? "",
    ({ draw: make }) => make(),
  );

/** What is drawn anew keeps the keyboard's focus. */
function keepingFocus(change: () => void): void {
  const active = document.activeElement;
  const name = ["data-pick", "data-try", "data-area", "data-loses"].find((each) => active?.hasAttribute(each));
  const selector = name && `#plan [${name}="${CSS.escape(active?.getAttribute(name) ?? "")}"]`;
  change();
  if (selector && !document.activeElement?.matches(selector))
    document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
}

/** At each change of the wall. */
export function showPlan(present: Present, hash: string, language: Language): void {
  const isHere = standsAt(hash);
  place("plan").hidden = !isHere;
  document.body.dataset.view = isHere ? "plan" : "board";
  const [main] = document.getElementsByTagName("main");
  if (main) main.hidden = isHere;
  readPlan(isHere);
  if (!isHere) return;
  const picture = planPicture();
  const wanted = askedLevel(under ?? "");
  const level = picture?.levels.find(({ id }) => id === wanted) ?? picture?.levels[0];
  if (!picture || !level) {
    shown = null;
    stage.hidden = true;
    const why = say(language, picture === null ? "loading" : "plan.none");
    draw(head, []);
    draw(foot, []);
    draw(banners, []);
    draw(side, [{ key: "none", signature: why, draw: () => element("p", { class: "note" }, why) }]);
    return;
  }
  shown = { picture, level, language };
  stage.hidden = false;
  keepingFocus(() => showPicture(present, picture, level, language));
}

function showPicture(present: Present, picture: Picture, level: PlanLevel, language: Language): void {
  const tried = triedWithout();
  const at = pastAt();
  const doors = { tried, tryWithout, leave: leaveWhatIf, close: () => select(null) };
  const select_ = (id: string): void => select(id === selected ? null : id);
  place("plan").dataset.mode = picture.mode;
  drawing.setAttribute("aria-label", say(language, "plan.drawing", { level: level.name[language] }));
  drawing.dataset.dark = isDarkOn(level, picture.dark) ? "yes" : "no";
  for (const button of stage.querySelectorAll<HTMLElement>("[data-word]")) {
    button.title = say(language, button.dataset.word as "plan.in");
    button.setAttribute("aria-label", button.title);
  }
  const skip = stage.querySelector("a");
  if (skip) write(skip, say(language, "plan.toList"));
  draw(head, planHead(picture, level, language));
  const past = at === null ? "" : whenShort(present, new Date(at).toISOString(), language);
  const banner = (): HTMLElement =>
    element(
      "div",
      { class: "plan-banner", "data-mode": "past", role: "status" },
      element("b", {}, say(language, "past.title", { at: past })),
      isPastUnknown() && element("span", {}, say(language, "past.none")),
    );
  draw(banners, [
    ...(picture.mode === "past" ? [{ key: "past", signature: [past, isPastUnknown(), language], draw: banner }] : []),
    ...(picture.mode === "whatIf"
      ? [{ key: "whatIf", signature: [tried, language], draw: () => whatIfBanner(present, doors, language) }]
      : []),
  ]);
  drawLevel(layers, picture, level, { selected, tried }, language);
  canvas.show(level.id, boxOf([level.outline]));
  showTimeLine(present, at, remembersPast(), language);
  draw(foot, [
    { key: "time", signature: "", draw: () => timeLine },
    { key: "legend", signature: language, draw: () => legend(language) },
  ]);
  const area = picture.areas.find(({ id }) => id === selected);
  const names = [present.tickets.size, present.devices.size, present.site === null, language];
  draw(side, [
    ...(picture.mode === "whatIf"
      ? [
          {
            key: "losses",
            signature: [picture.areas.map(({ id, ratio, loses }) => [id, ratio, loses]), hasWhatIfFailed(), language],
            draw: () => whatIfLosses(picture, hasWhatIfFailed(), select_, language),
          },
        ]
      : []),
    ...(area
      ? [
          {
            key: "area",
            signature: [area, picture.mode, tried, names, present.counts],
            draw: () => areaDetails(present, area, picture, doors, language),
          },
        ]
      : []),
    {
      key: "title",
      signature: [picture.areas.map(({ id, verdict }) => [id, verdict]), picture.mode, language],
      draw: () =>
        element(
          "div",
          {},
          summary(picture, language),
          picture.mode === "now" && element("p", { class: "note" }, say(language, "whatIf.hint")),
        ),
    },
    { key: "rows", signature: "", draw: () => rows },
  ]);
  follow(
    rows,
    picture.areas,
    ({ id }) => id,
    (each) =>
      JSON.stringify([
        each.ratio,
        each.verdict,
        each.blindArea,
        each.blindSpots.map(({ because }) => because),
        each.id === selected,
        names,
      ]),
    (each) => areaRow(present, each, picture, each.id === selected, select_, language),
  );
}
