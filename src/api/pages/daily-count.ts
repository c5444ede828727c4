// The daily count as a page to print: the sums, then every list as a table. Written by the server; no script runs on it.

import type { CountedTicket, DailyCount, Tally } from "../../model/daily-count.ts";
import { severities } from "../../model/severity.ts";
import type { Site } from "../../model/site.ts";
import type { Language, Text } from "../../model/text.ts";
import { milestoneWords, pauseWords, countWords as say, severityWords, stateWords } from "./count-words.ts";
import { type Html, html, type Page } from "./html.ts";

/** Rows of one table; a printer has no use for more. */
const most = 500;

const css = `
:root { color-scheme: light; }
body { font: 14px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; margin: 2rem; color: #111; background: #fff; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; } thead { display: table-header-group; } tr { break-inside: avoid; }
th, td { border: 1px solid #999; padding: .25rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
.sums { width: auto; } .late { font-weight: 600; color: #b00020; }
@media print { body { margin: 0; font-size: 11px; } a { display: none; } .late { color: inherit; } }
`;

/** @throws never; names are looked up in the site, and an id that it has lost stands for itself. */
export function dailyCountPage(site: Site, count: DailyCount, language: Language): Page {
  const word = (text: Text): string => text[language];
  const time = (at: number): string => localMinute(at, site.timezone);
  const named = (list: readonly { readonly id: string; readonly name: Text }[], id: string): string =>
    list.find((one) => one.id === id)?.name[language] ?? id;
  const person = (id: string | null): string =>
    id === null ? word(say.nobody) : named([...site.staff, ...site.companies], id);

  const row = (ticket: CountedTicket): Html => html`<tr>
<td>${ticket.id}</td><td>${word(severityWords[ticket.severity])}</td><td>${named(site.zones, ticket.zone)}</td>
<td>${word(ticket.title)}</td><td>${word(stateWords[ticket.state])}${paused(ticket)}</td>
<td class="late">${ticket.overdue.map(({ milestone, since, late }) => html`${word(milestoneWords[milestone])} ${time(since)} (${hours(late)})<br>`)}</td>
<td>${ticket.next ? `${word(milestoneWords[ticket.next.milestone])} ${time(ticket.next.dueAt)}` : "–"}</td>
<td>${person(ticket.owner)}</td><td>${person(ticket.assignee)}</td></tr>
`;
  const paused = ({ paused }: CountedTicket): string => {
    if (paused === null) return "";
    const why = paused.reason === null ? paused.note : word(pauseWords[paused.reason]);
    return `, ${word(say.paused)} ${time(paused.since)} ${why}`;
  };
  const columns = [say.ticket, say.severity, say.zone, say.what, say.state, say.owed, say.next, say.owner, say.holder];
  const table = (
    heading: Text,
    tickets: readonly CountedTicket[],
  ): Html => html`<h2>${word(heading)} ${String(tickets.length)}</h2>
${
  tickets.length === 0
    ? html`<p>${word(say.none)}</p>`
    : html`<table><thead><tr>${columns.map((column) => html`<th>${word(column)}</th>`)}</tr></thead>
<tbody>${tickets.slice(0, most).map(row)}</tbody></table>
${tickets.length > most && html`<p>${word(say.more)}</p>`}`
}
`;
  const sum = (name: Text, value: number): Html => html`<tr><th>${word(name)}</th><td>${String(value)}</td></tr>`;
  const tally = (name: string, { open, overdue }: Tally): Html =>
    html`<tr><th>${name}</th><td>${String(open)}</td><td>${String(overdue)}</td></tr>`;
  const head = (first: Text): Html =>
    html`<tr><th>${word(first)}</th><th>${word(say.open)}</th><th>${word(say.overdue)}</th></tr>`;

  return {
    language,
    title: `${word(say.heading)} · ${word(site.name)} · ${time(count.at)}`,
    css,
    body: html`<h1>${word(say.heading)} · ${word(site.name)}</h1>
<p>${word(say.asOf)} ${time(count.at)} <a href="?lang=${language === "zh" ? "en" : "zh"}">${word(say.other)}</a></p>
<table class="sums">${[
      sum(say.open, count.open),
      sum(say.restored, count.restored),
      sum(say.callBacks, count.toCallBack),
      sum(say.overdue, count.overdue),
      sum(say.unassigned, count.unassigned),
      sum(say.paused, count.paused),
      sum(say.repeats, count.repeats),
    ]}</table>
<h2>${word(say.zone)}</h2><table class="sums">${head(say.zone)}${Object.entries(count.zones).map(([zone, some]) => tally(named(site.zones, zone), some))}</table>
<h2>${word(say.severity)}</h2><table class="sums">${head(say.severity)}${severities.map((one) => tally(word(severityWords[one]), count.severities[one]))}</table>
${table(say.open, count.tickets)}${table(say.restored, count.restoredTickets)}${table(say.callBacks, count.callBacks)}`,
  };
}

function localMinute(at: number, timezone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(timezone);
  return `${local.toPlainDate()} ${local.toPlainTime().toString({ smallestUnit: "minute" })}`;
}

/** "26:05": whole hours and minutes. */
function hours(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}
