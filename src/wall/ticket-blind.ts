// What a ticket has to do with places that cameras do not see: who is to blame for its blind area, or which areas its own asset blinds. Leads to the plan.

import type { FaultJson } from "../model/fault-json.ts";
import type { Language } from "../model/text.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { element } from "./dom.ts";
import { childrenOf } from "./family.ts";
import type { Present } from "./present.ts";
import { assetName, faultName, isOpen } from "./present.ts";
import { say } from "./words.ts";

const blindSpots = ({ faults }: Present): readonly FaultJson[] =>
  [...faults.values()].filter(({ fault }) => fault === "blindSpot");
const blamed = ({ detail }: FaultJson): readonly string[] =>
  typeof detail?.because === "string" ? detail.because.split(",").filter((id) => id !== "") : [];

/** Cameras and lamps that the ticket's area is blind because of, by id. */
const causesOf = (present: Present, { asset, fault }: TicketJson): readonly string[] =>
  fault === "blindSpot" ? blindSpots(present).flatMap((spot) => (spot.asset === asset ? blamed(spot) : [])) : [];

/** Areas that are blind because of the ticket's asset, or of what hangs on its ticket, by id. */
function blindedBy(present: Present, { id, asset, fault }: TicketJson): readonly string[] {
  if (asset === null || fault === null || fault === "blindSpot") return [];
  const lost = new Set([asset, ...childrenOf(present.tickets.values(), id).map((child) => child.asset)]);
  return blindSpots(present)
    .filter((spot) => blamed(spot).some((cause) => lost.has(cause)))
    .map((spot) => spot.asset);
}

const ticketsOf = (present: Present, asset: string): TicketJson[] =>
  [...present.tickets.values()].filter((ticket) => isOpen(ticket) && ticket.asset === asset && ticket.fault !== null);

/** The plan at the area's level; its first level where the area is not drawn. */
function planAddress({ site }: Present, area: string): string {
  const level = site?.links?.find(({ id }) => id === area)?.level;
  return level === undefined ? "#/plan" : `#/plan/${encodeURIComponent(level)}`;
}

/** "C1 North gate camera", with its ticket and what is wrong where there is one. */
function deviceLine(present: Present, id: string, language: Language): HTMLElement {
  const name = assetName(present, id, language);
  const words = name === id ? id : `${id} ${name}`;
  const tickets = ticketsOf(present, id);
  const wrong = [...present.faults.values()]
    .filter(({ asset }) => asset === id)
    .map((fault) => faultName(present, fault, language));
  return element(
    "li",
    { "data-blamed": id },
    element("b", {}, words),
    wrong.length > 0 && element("span", {}, wrong.join(language === "zh" ? "、" : ", ")),
    ...tickets.slice(0, 2).map((ticket) => element("a", { href: `#/tickets/${ticket.id}`, class: "link" }, ticket.id)),
  );
}

function areaLine(present: Present, id: string, language: Language): HTMLElement {
  const ticket = ticketsOf(present, id).find(({ fault }) => fault === "blindSpot");
  return element(
    "li",
    { "data-blinds": id },
    element("b", {}, assetName(present, id, language)),
    ticket && element("a", { href: `#/tickets/${ticket.id}`, class: "link" }, ticket.id),
    element("a", { href: planAddress(present, id), class: "link" }, say(language, "onPlan")),
  );
}

/** Null for a ticket that has nothing to do with a blind area. */
export function blindBox(present: Present, ticket: TicketJson, language: Language): HTMLElement | null {
  if (ticket.fault === "blindSpot" && ticket.asset !== null) {
    const causes = causesOf(present, ticket);
    return element(
      "div",
      { class: "blind" },
      causes.length > 0 && element("h3", {}, say(language, "toBlame")),
      causes.length > 0 && element("ul", {}, ...causes.map((id) => deviceLine(present, id, language))),
      element("a", { href: planAddress(present, ticket.asset), class: "link" }, say(language, "onPlan")),
    );
  }
  const areas = blindedBy(present, ticket);
  if (areas.length === 0) return null;
  return element(
    "div",
    { class: "blind" },
    element("h3", {}, say(language, "blinds")),
    element("ul", {}, ...areas.map((id) => areaLine(present, id, language))),
  );
}

/** Changes whenever the box does. */
export function blindSignature(present: Present, ticket: TicketJson): string {
  const ids = [...causesOf(present, ticket), ...blindedBy(present, ticket)];
  const states = [...present.faults.values()].filter(({ asset }) => ids.includes(asset)).map(({ fault }) => fault);
  return JSON.stringify([ids, states, ids.map((id) => ticketsOf(present, id).map((each) => each.id))]);
}
