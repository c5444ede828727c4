// The columns in which the daily count and the shift sheet show a ticket: what, where, whose, what is late and what is next.

import type { CountedTicket } from "../../model/daily-count.ts";
import type { Site } from "../../model/site.ts";
import { milestoneWords, pauseWords, severityWords, stateWords } from "../../model/ticket-words.ts";
import { countWords as say } from "./count-words.ts";
import { type Html, html } from "./html.ts";
import type { Names } from "./names.ts";
import type { Column } from "./table.ts";

type About = Pick<CountedTicket, "id" | "severity" | "title" | "kind" | "asset" | "zone">;

/** Its number and severity, then what it is about: the first columns of every table. */
export const aboutColumns = ({ word, thing }: Names): readonly Column<About>[] => [
  {
    name: word(say.ticket),
    look: "id",
    cell: ({ id, severity }) => html`${id}<small>${word(severityWords[severity])}</small>`,
  },
  { name: word(say.what), cell: (ticket) => html`${word(ticket.title)}<small>${thing(ticket)}</small>` },
];

/** Who answers for it, and who holds it. */
export const whoseColumn = ({ word, person }: Names): Column<Pick<CountedTicket, "owner" | "assignee">> => ({
  name: word(say.holder),
  look: "whose",
  cell: ({ owner, assignee }) => html`${person(assignee)}<small>${word(say.owner)} ${person(owner)}</small>`,
});

export function ticketColumns(names: Names): readonly Column<CountedTicket>[] {
  const { word, time, span } = names;
  const paused = ({ paused }: CountedTicket): Html | false => {
    if (paused === null) return false;
    const why = paused.reason === null ? paused.note : word(pauseWords[paused.reason]);
    return html`<small>${word(say.pausedSince)} ${time(paused.since)}${why !== "" && html`: ${why}`}</small>`;
  };
  return [
    ...aboutColumns(names),
    {
      name: word(say.state),
      look: "state",
      cell: (ticket) =>
        html`${word(stateWords[ticket.state])}${paused(ticket)}${ticket.repeats > 0 && html`<small>${word(say.repeats)} × ${String(ticket.repeats)}</small>`}`,
    },
    {
      name: word(say.owed),
      look: "late",
      cell: ({ overdue }) =>
        overdue.length === 0
          ? undefined
          : html`${overdue.map(
              ({ milestone, since, late }) =>
                html`<div>${word(milestoneWords[milestone])} ${time(since)}<small>${word(say.lateBy)} ${span(late)}</small></div>`,
            )}`,
    },
    {
      name: word(say.next),
      look: "whole",
      cell: ({ next }) => (next ? `${word(milestoneWords[next.milestone])} ${time(next.dueAt)}` : undefined),
    },
    whoseColumn(names),
  ];
}

/** Compares: life safety, then critical; what is alike keeps its order. */
export const lifeFirst = ({ sla }: Pick<Site, "sla">) => {
  const rank = (ticket: Pick<CountedTicket, "sla" | "severity">): number =>
    sla[ticket.sla]?.lifeSafety ? 0 : ticket.severity === "critical" ? 1 : 2;
  return (a: CountedTicket, b: CountedTicket): number => rank(a) - rank(b);
};

export const lookOf = ({ severity }: Pick<CountedTicket, "severity">): string => `row-${severity}`;
