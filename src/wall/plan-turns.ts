// Which pan-tilt cameras a person could turn so that more of a blind area is seen: on the floor plan and on the area's ticket.
// Anju turns none itself.

import type { Language } from "../model/text.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { element } from "./dom.ts";
import { ask, createMemo } from "./gateway-answer.ts";
import type { AreaPicture, Picture } from "./plan-picture.ts";
import { percent, squareMetres } from "./plan-sentences.ts";
import type { TurnJson } from "./plan-wire.ts";
import type { Present } from "./present.ts";
import { assetName } from "./present.ts";
import { say } from "./words.ts";

let onAnswer: () => void = () => undefined;
const memo = createMemo<{ readonly turns: readonly TurnJson[] }>(
  (key) => ask(`/api/v1/coverage/turns?area=${encodeURIComponent(key.split("\n")[0] ?? "")}`),
  () => onAnswer(),
);

/** @param redraw is called when an answer has come. */
export function openTurns(redraw: () => void): void {
  onAnswer = redraw;
}

/** For an area that is seen less than promised now; empty while the gateway is asked, and where nothing helps. */
export const turnsFor = ({ id, ratio, verdict }: AreaPicture, { mode }: Pick<Picture, "mode">): readonly TurnJson[] =>
  mode === "now" && verdict !== "kept" ? turnsOf(id, ratio) : [];

/** For the open ticket of a blind area: its fault goes on and is asked of anew whenever the faults of the community change. */
export const turnsOfTicket = ({ faults }: Present, ticket: TicketJson): readonly TurnJson[] =>
  ticket.fault === "blindSpot" && ticket.present && ticket.asset !== null
    ? turnsOf(ticket.asset, `${ticket.version} ${faults.size}`)
    : [];

/** @param state asked anew when it changes */
const turnsOf = (area: string, state: number | string): readonly TurnJson[] => memo(`${area}\n${state}`)?.turns ?? [];

/** One sentence a camera, or null where there is none to turn. */
export function turnList(present: Present, turns: readonly TurnJson[], language: Language): HTMLElement | null {
  if (turns.length === 0) return null;
  const named = (id: string): string => {
    const name = assetName(present, id, language);
    return name === id ? id : `${id} ${name}`;
  };
  const sentences = turns.map(({ camera, heading, to, adds, ratio, costs }) => {
    const gain = say(language, "turn.gain", {
      who: named(camera),
      from: Math.round(heading),
      to,
      n: squareMetres(adds),
      share: percent(ratio),
    });
    const cost = costs
      .map(({ area, lostArea }) =>
        say(language, "turn.cost", { n: squareMetres(lostArea), where: assetName(present, area, language) }),
      )
      .join(language === "zh" ? "，" : ", ");
    return element("li", { "data-turn": camera }, gain, cost !== "" && element("small", {}, cost));
  });
  return element("ul", { class: "turns" }, ...sentences);
}
