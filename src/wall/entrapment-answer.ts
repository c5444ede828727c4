// Who has answered an entrapment, and no more than is true: nobody since it (re)opened, who accepted, who is on site.

import type { Language } from "../model/text.ts";
import type { TicketEventJson, TicketJson } from "../model/ticket-json.ts";
import { allowedActs } from "./allowed-acts.ts";
import { element } from "./dom.ts";
import type { Present } from "./present.ts";
import { personName } from "./present.ts";
import { when } from "./site-time.ts";
import { say } from "./words.ts";

/** Somebody has still to accept it: the gateway takes `accept` now. */
export const isOwed = (ticket: TicketJson): boolean => allowedActs(ticket).includes("accept");

/** The log since the ticket last opened anew; a relapse within a repair goes on where it was. */
const sinceOpened = ({ events }: TicketJson): readonly TicketEventJson[] =>
  events.slice(
    Math.max(
      0,
      events.findLastIndex(({ type, relapse }) => type === "reopened" && relapse !== true),
    ),
  );

/** Large who has taken it, small what is known beside. */
export function answerPart(present: Present, ticket: TicketJson, language: Language): HTMLElement {
  const { assignee, state } = ticket;
  const events = sinceOpened(ticket);
  const nobodySince = events.findLastIndex(({ type }) => type === "returned");
  const last = (type: string): TicketEventJson | undefined =>
    events.findLast((event, at) => event.type === type && at > nobodySince);
  const told = (event: TicketEventJson) => ({
    who: personName(present, event.by, language),
    at: when(present, event.at, language),
  });
  const [accepted, arrived, owed] = [last("accepted"), last("arrived"), isOwed(ticket)];
  const isReopened = events[0]?.type === "reopened";
  const holder = assignee === null ? undefined : { who: personName(present, assignee, language) };
  const lines = owed
    ? holder && [say(language, state === "dispatched" ? "card.sentTo" : "card.heldBefore", holder)]
    : [
        accepted && say(language, "card.acceptedBy", told(accepted)),
        arrived ? say(language, "card.onSite", told(arrived)) : say(language, "card.notOnSite"),
      ];
  const large = owed
    ? say(language, isReopened ? "card.nobodyAgain" : "card.nobody")
    : (holder?.who ?? (arrived ? told(arrived).who : say(language, "nobody")));
  return element(
    "div",
    { class: "on-the-way", "data-nobody": owed && "yes" },
    element("h3", {}, say(language, "card.who")),
    element("b", {}, large),
    ...(lines ?? []).map((line) => line && element("span", {}, line)),
  );
}
