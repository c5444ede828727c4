// The daily count as a page to print or to read on a phone: the sums, then every list. Written by the server; no script runs on it.

import type { CountedTicket, DailyCount, Tally } from "../../model/daily-count.ts";
import { severities } from "../../model/severity.ts";
import type { Site } from "../../model/site.ts";
import type { Language, Text } from "../../model/text.ts";
import { severityWords } from "../../model/ticket-words.ts";
import { countWords as say } from "./count-words.ts";
import { type Html, html, type Page } from "./html.ts";
import { createNames } from "./names.ts";
import { paperCss } from "./paper-css.ts";
import { sums, table } from "./table.ts";
import { lookOf, ticketColumns } from "./ticket-columns.ts";

/** Rows of one table; a printer has no use for more. */
const most = 500;

/** @throws never; names are looked up in the site, and an id that it has lost stands for itself. */
export function dailyCountPage(site: Site, count: DailyCount, language: Language): Page {
  const names = createNames(site, language, count.at);
  const { word } = names;
  const columns = ticketColumns(names);
  const list = (heading: Text, items: readonly CountedTicket[]): Html =>
    table({ heading: word(heading), items, columns, none: word(say.none), most, more: word(say.more), look: lookOf });
  const tally = (name: string, { open, overdue }: Tally): Html =>
    html`<tr><td>${name}</td><td>${String(open)}</td><td>${String(overdue)}</td></tr>`;
  const tallies = (heading: Text, rows: readonly Html[]): Html =>
    html`<div><h2>${word(heading)}</h2><table><thead><tr><th>${word(heading)}</th><th>${word(say.open)}</th><th>${word(say.overdue)}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  const other = language === "zh" ? "en" : "zh";

  return {
    language,
    title: `${word(say.heading)} · ${word(site.name)} · ${names.date(count.at)}`,
    css: paperCss,
    body: html`<h1>${word(say.heading)} · ${word(site.name)}</h1>
<p>${word(say.asOf)} ${names.date(count.at)}</p>
<nav><a href="/">${word(say.wall)}</a> <a href="/shift-sheet?lang=${language}">${word(say.shift)}</a> <a href="?lang=${other}" hreflang="${other}" lang="${other}">${word(say.other)}</a></nav>
${sums([
  [word(say.open), count.open],
  [word(say.restored), count.restored],
  [word(say.callBacks), count.toCallBack],
  [word(say.overdue), count.overdue],
  [word(say.unassigned), count.unassigned],
  [word(say.paused), count.paused],
  [word(say.repeats), count.repeats],
])}
<div class="tallies">${tallies(
      say.zone,
      Object.entries(count.zones).map(([zone, some]) => tally(names.zone(zone), some)),
    )}${tallies(
      say.severity,
      severities.map((one) => tally(word(severityWords[one]), count.severities[one])),
    )}</div>
${list(say.open, count.tickets)}${list(say.restored, count.restoredTickets)}${list(say.callBacks, count.callBacks)}`,
  };
}
