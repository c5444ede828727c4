// One area of the floor plan in full: what it must show, what is blind and why, who sees it, what one more loss would cost, its open tickets.

import type { Language } from "../model/text.ts";
import { element } from "./dom.ts";
import { verdictSign } from "./plan-legend.ts";
import { designMark, levelWords } from "./plan-list.ts";
import type { AreaPicture, Picture } from "./plan-picture.ts";
import { costInAll } from "./plan-picture.ts";
import { becauseOf, percent, squareMetres } from "./plan-sentences.ts";
import { turnList, turnsFor } from "./plan-turns.ts";
import type { Present } from "./present.ts";
import { assetName, isOpen, zoneName } from "./present.ts";
import { ticketWords } from "./ticket-words.ts";
import { say, sayIfKnown } from "./words.ts";

type Doors = {
  readonly close: () => void;
  /** Tries the loss of a device. */
  readonly tryWithout: (id: string) => void;
  /** What is tried already. */
  readonly tried: readonly string[];
};

const fact = (words: string, ...more: readonly (Node | string | null | false)[]): readonly HTMLElement[] => [
  element("dt", {}, words),
  element("dd", {}, ...more),
];

/** A device as a button that tries its loss; only in the present there is something to try. */
function deviceChip(
  present: Present,
  id: string,
  more: string,
  picture: Picture,
  doors: Doors,
  language: Language,
): HTMLElement {
  const name = assetName(present, id, language);
  const words = name === id ? id : `${id} ${name}`;
  if (picture.mode === "past") return element("span", { class: "plan-chip" }, words, element("small", {}, more));
  const title = say(language, "plan.tryWithout", { who: words });
  const button = element(
    "button",
    {
      type: "button",
      class: "plan-chip",
      title,
      "aria-label": more === "" ? title : `${title} ${more}`,
      "aria-pressed": String(doors.tried.includes(id)),
      "data-try": id,
    },
    words,
    more !== "" && element("small", {}, more),
  );
  button.addEventListener("click", () => doors.tryWithout(id));
  return button;
}

/** The tickets of the area and of who is to blame for it. */
function ticketLinks(present: Present, area: AreaPicture, language: Language): HTMLElement[] {
  const concerned = new Set([area.id, ...becauseOf(area)]);
  return [...present.tickets.values()]
    .filter((ticket) => isOpen(ticket) && ticket.asset !== null && concerned.has(ticket.asset))
    .sort((a, b) => Number(b.asset === area.id) - Number(a.asset === area.id))
    .slice(0, 5)
    .map((ticket) => {
      const words = ticketWords(present, ticket, language).toReversed().join(" · ");
      return element("a", { href: `#/tickets/${ticket.id}`, class: "link" }, `${ticket.id} ${words}`);
    });
}

/** So many are named. */
const most = 8;

/** What one more loss would cost this area and, where it would cost others too (a link's mostly), all together. */
function lossesPart(
  area: AreaPicture,
  picture: Picture,
  chip: (id: string, more: string) => HTMLElement,
  language: Language,
): HTMLElement | string {
  const { ratio, singlePoints } = area;
  if (ratio === 0) return say(language, picture.mode === "past" ? "plan.nobodyThen" : "plan.nobodyNow");
  if (singlePoints.length === 0) return say(language, "plan.noSinglePoint");
  const costs = singlePoints
    .map((point) => ({ ...point, all: costInAll(picture, point.device) }))
    .sort((a, b) => b.lostArea - a.lostArea || a.all.areas - b.all.areas);
  const chips = costs.slice(0, most).map(({ device, lostArea, all }) => {
    const here =
      lostArea > 0
        ? say(language, "plan.wouldLose", { n: squareMetres(lostArea) })
        : say(language, "plan.wouldLoseAll");
    const sum = say(language, "plan.costsInAll", { n: squareMetres(all.lostArea), areas: all.areas });
    return chip(device, all.areas > 1 ? `${here} · ${sum}` : here);
  });
  const further = costs.length - chips.length;
  return element(
    "div",
    { class: "plan-chips" },
    ...chips,
    further > 0 && element("small", {}, say(language, "more", { n: further })),
  );
}

export function areaDetails(
  present: Present,
  area: AreaPicture,
  picture: Picture,
  doors: Doors,
  language: Language,
): HTMLElement {
  const { ratio, atLeast, need, cameras, designRatio, nightDesignRatio, blindSpots, seenBy } = area;
  const chip = (id: string, more = ""): HTMLElement => deviceChip(present, id, more, picture, doors, language);
  const chips = (ids: readonly string[]): HTMLElement =>
    element("div", { class: "plan-chips" }, ...ids.map((id) => chip(id)));
  const planned =
    designRatio === nightDesignRatio
      ? percent(designRatio)
      : say(language, "plan.plannedBoth", { day: percent(designRatio), night: percent(nightDesignRatio) });
  const turns = turnList(present, turnsFor(area, picture), language);
  const tickets = ticketLinks(present, area, language);
  const close = element(
    "button",
    { type: "button", "aria-label": say(language, "plan.closeArea"), id: "plan-close" },
    "✕",
  );
  close.addEventListener("click", doors.close);
  const spots = blindSpots.toSorted((a, b) => b.area - a.area).slice(0, 6);
  return element(
    "section",
    { class: "plan-area", "data-details": area.id, "data-verdict": area.verdict, "aria-label": area.name[language] },
    element(
      "header",
      {},
      verdictSign(area.verdict, language),
      element(
        "h3",
        {},
        area.name[language],
        element("small", {}, `${zoneName(present, area.zone, language)} · ${levelWords(area, picture, language)}`),
      ),
      close,
    ),
    element(
      "p",
      { class: "plan-figure" },
      element("b", {}, percent(ratio)),
      element(
        "span",
        {},
        `${say(language, `verdict.${area.verdict}`)} · ${say(language, "plan.promise", { n: percent(atLeast) })}`,
      ),
      designMark(area, language),
    ),
    element(
      "dl",
      {},
      ...(need === null ? [] : fact(say(language, "plan.need"), sayIfKnown(language, `need.${need}`, need))),
      ...(cameras > 1 ? fact("", say(language, "plan.byCameras", { n: cameras })) : []),
      ...fact(say(language, "plan.planned"), planned),
      ...fact(say(language, "plan.priority"), say(language, `priority.${area.priority}`)),
      ...(spots.length === 0
        ? []
        : fact(
            say(language, "plan.spots"),
            ...spots.map(({ area: size, reason, because }) =>
              element(
                "div",
                { "data-reason": reason },
                [
                  size > 0 && `${squareMetres(size)} m²`,
                  say(language, `reason.${reason}`),
                  because.length > 0 && because.map((id) => `${id} ${assetName(present, id, language)}`).join(", "),
                ]
                  .filter((part) => part !== false)
                  .join(" · "),
              ),
            ),
          )),
      ...(turns === null ? [] : fact(say(language, "turns"), turns)),
      ...fact(say(language, "plan.seenBy"), seenBy.length === 0 ? say(language, "nobody") : chips(seenBy)),
      ...fact(say(language, "plan.singlePoints"), lossesPart(area, picture, chip, language)),
      ...(tickets.length === 0 ? [] : fact(say(language, "plan.tickets"), ...tickets)),
    ),
  );
}
