// The daily count as a page to print or to read on a phone: the sums, then every list. Written by the server; no script runs on it.

import type { CountedTicket, DailyCount, Tally } from "../../model/daily-count.ts";
import { severities } from "../../model/severity.ts";
import type { Site, Zone } from "../../model/site.ts";
import type { Language, Text } from "../../model/text.ts";
import { severityWords } from "../../model/ticket-words.ts";
import { countWords as say } from "./count-words.ts";
import { type Html, html, type Page } from "./html.ts";
import { createNames } from "./names.ts";
import { paperCss } from "./paper-css.ts";
import { sums, table } from "./table.ts";
import { lifeFirst, lookOf, ticketColumns } from "./ticket-columns.ts";

/** Rows of one table; a printer has no use for more. */
const most = 500;

/**
 * @param zone the one that was counted; missing: the whole site
 * @throws never; names are looked up in the site, and an id that it has lost stands for itself
 */
export function dailyCountPage(site: Site, count: DailyCount, language: Language, zone?: Zone): Page {
  const names = createNames(site, language, count.at);
  const { word } = names;
  const columns = ticketColumns(names);
  const list = (heading: Text, items: readonly CountedTicket[]): Html =>
    table({
      heading: word(heading),
      items: items.toSorted(lifeFirst(site)),
      columns,
      none: word(say.none),
      most,
      more: word(say.more),
      look: lookOf,
    });
  const tally = (name: string, { open, overdue }: Tally): Html =>
    html`<tr><td>${name}</td><td>${String(open)}</td><td>${String(overdue)}</td></tr>`;
  const tallies = (heading: Text, rows: readonly Html[]): Html =>
    html`<div><h2>${word(heading)}</h2><table><thead><tr><th>${word(heading)}</th><th>${word(say.open)}</th><th>${word(say.overdue)}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  const other = language === "zh" ? "en" : "zh";
  const counted = zone ? [zone.id] : [...new Set([...site.zones.map(({ id }) => id), ...Object.keys(count.zones)])];
  const place = zone ? `${word(site.name)} · ${word(zone.name)}` : word(site.name);
  const only = zone ? `zone=${encodeURIComponent(zone.id)}&` : "";

  return {
    language,
    title: `${word(say.heading)} · ${place} · ${names.date(count.at)}`,
    css: paperCss,
    body: html`<h1>${word(say.heading)} · ${place}</h1>
<p>${word(say.asOf)} ${names.date(count.at)}</p>
<nav><a href="/">${word(say.wall)}</a> <a href="/shift-sheet?lang=${language}">${word(say.shift)}</a> <a href="?${only}lang=${other}" hreflang="${other}" lang="${other}">${word(say.other)}</a></nav>
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
      counted.map((id) => tally(names.zone(id), count.zones[id] ?? { open: 0, overdue: 0 })),
    )}${tallies(
      say.severity,
      severities.map((one) => tally(word(severityWords[one]), count.severities[one])),
    )}</div>
${list(say.open, count.tickets)}${list(say.restored, count.restoredTickets)}${list(say.callBacks, count.callBacks)}`,
  };
}
