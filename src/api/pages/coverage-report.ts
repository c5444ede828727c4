// The monthly proof of coverage as a page to print and sign, or to read on a phone: areas, blind periods, footage. No script runs on it.

import { faultLabel } from "../../model/built-in-fault.ts";
import type { AreaProof, BlindPeriod, CameraProof, CoverageReport, WatchedShare } from "../../model/coverage-report.ts";
import type { Site } from "../../model/site.ts";
import type { Language, Text } from "../../model/text.ts";
import { footageWords, coverageWords as say } from "./coverage-words.ts";
import { type Html, html, type Page } from "./html.ts";
import { createNames } from "./names.ts";
import { paperCss } from "./paper-css.ts";
import { type Column, sums, table } from "./table.ts";

const most = 500;
type Period = BlindPeriod & { readonly area: AreaProof };

/** Never rounded up: what is not wholly watched does not read 100 %. */
const percent = (share: number): string => `${Math.floor(share * 10_000 + 1e-6) / 100} %`;

/** @throws never; names are looked up in the site, and an id that it has lost stands for itself. */
export function coverageReportPage(site: Site, report: CoverageReport, language: Language): Page {
  const names = createNames(site, language, report.to);
  const { word, time, date, span, person, zone } = names;
  const list = <T>(heading: Text, items: readonly T[], columns: readonly Column<T>[]): Html =>
    table({ heading: word(heading), items, columns, none: word(say.none), most, more: word(say.more) });
  const thing = (id: string): Html => {
    const name = site.devices.find((one) => one.id === id)?.name;
    return html`<div>${name && word(name) !== id && `${word(name)} `}${id}</div>`;
  };
  const named = (one: { readonly id: string; readonly name: Text; readonly zone: string }): Html =>
    html`${word(one.name)}<small>${one.id} · ${zone(one.zone)}</small>`;
  const share = (of: WatchedShare): string => (of.share === null ? word(say.unknown) : percent(of.share));
  const finding = ({ finding, designRatio, nightDesignRatio }: AreaProof): Html =>
    html`${finding.map((light) => {
      const said = word(light === "day" ? say.byDay : say.byNight);
      return html`<div>${said.replace("{share}", percent(light === "day" ? designRatio : nightDesignRatio))}</div>`;
    })}`;
  const times = (n: number): string => word(n === 1 ? say.once : say.times).replace("{n}", String(n));
  const gap = ({ cause, length, times: all }: CameraProof["gaps"][number]): Html =>
    html`<div>${word(faultLabel(site.definitions.camera, cause))} ${span(length)} (${times(all.length)})</div>`;
  /** Each person with the first time, and how often. */
  const visits = (all: BlindPeriod["stoodIn"]): Html[] =>
    [...Map.groupBy(all, ({ by }) => by)].map(([by, some]) => {
      const often = some.length > 1 && ` (${times(some.length)})`;
      const byLabel = some.some((one) => one.byLabel) && html`<small>${word(say.byLabel)}</small>`;
      return html`<div>${person(by)} ${time(some[0]?.at ?? 0)}${often}${byLabel}</div>`;
    });

  const periods = report.areas
    .flatMap((area) => area.periods.map((period): Period => ({ ...period, area })))
    .sort((a, b) => a.since - b.since);
  const unknown = report.unknown.reduce((sum, { since, until }) => sum + until - since, 0);
  const other = language === "zh" ? "en" : "zh";
  const month = Temporal.PlainYearMonth.from(report.month);
  const begins = month.toPlainDate({ day: 1 }).toZonedDateTime(site.timezone).epochMilliseconds;
  const page = (text: string, of: Temporal.PlainYearMonth, to: Language = language): Html =>
    html`<a href="?month=${of.toString()}&lang=${to}" lang="${to}">${text}</a> `;

  return {
    language,
    title: `${word(say.heading)} · ${word(site.name)} · ${report.month}`,
    css: paperCss,
    body: html`<h1>${word(say.heading)} · ${word(site.name)} · ${report.month}</h1>
<p>${word(say.from)} ${date(report.from)} ${word(say.to)} ${date(report.to)} (${word(say.asOf)} ${date(report.at)})</p>
<nav><a href="/">${word(say.wall)}</a> ${report.from === begins && page(word(say.before), month.subtract({ months: 1 }))}${report.to < report.at && page(word(say.after), month.add({ months: 1 }))}<a href="/api/v1/reports/coverage?month=${report.month}&format=csv">${word(say.table)}</a> ${page(word(say.other), month, other)}</nav>
${sums([
  [word(say.areas), report.areas.length],
  [word(say.blindPeriods), periods.length],
  [word(say.unguarded), periods.filter(({ stoodIn }) => stoodIn.length === 0).length],
  [word(say.findings), report.areas.filter((area) => area.finding.length > 0).length],
  [word(say.shortFootage), report.cameras.filter(({ footage }) => footage === "short").length],
])}
<p>${word(say.rule)}</p>
${unknown >= 60_000 && html`<p>${word(say.notListening).replace("{span}", span(unknown))}</p>`}
${list<AreaProof>(say.areas, report.areas, [
  { name: word(say.area), cell: named },
  { name: word(say.promised), cell: ({ atLeast }) => percent(atLeast) },
  { name: word(say.watched), cell: ({ whole }) => html`<strong>${share(whole)}</strong>` },
  { name: word(say.day), cell: ({ day }) => share(day) },
  { name: word(say.night), cell: ({ night }) => share(night) },
  { name: word(say.blindFor), cell: ({ whole }) => (whole.blind > 0 ? span(whole.blind) : undefined) },
  { name: word(say.finding), cell: (area) => (area.finding.length > 0 ? finding(area) : undefined) },
])}
${list<Period>(say.blindPeriods, periods, [
  { name: word(say.area), cell: ({ area }) => named(area) },
  {
    name: word(say.since),
    look: "when",
    cell: ({ since, until }) => html`${time(since)}<div>${until === null ? word(say.still) : time(until)}</div>`,
  },
  { name: word(say.blindFor), cell: ({ blind }) => span(blind) },
  { name: word(say.because), cell: ({ because }) => (because.length > 0 ? html`${because.map(thing)}` : undefined) },
  { name: word(say.ticket), look: "id", cell: ({ ticket }) => ticket ?? undefined },
  {
    name: word(say.stoodIn),
    cell: ({ stoodIn, missedRounds }) =>
      html`${stoodIn.length === 0 ? word(say.nobody) : visits(stoodIn)}${missedRounds > 0 && html`<div class="late">${word(say.missed).replace("{n}", String(missedRounds))}</div>`}`,
  },
])}
${list<CameraProof>(say.cameras, report.cameras, [
  { name: word(say.camera), cell: named },
  {
    name: word(say.oldest),
    look: "when",
    cell: ({ oldestRecording }) => (oldestRecording === null ? undefined : date(oldestRecording)),
  },
  {
    name: word(say.proof),
    cell: ({ footage }) =>
      footage === "short"
        ? html`<strong class="late">${word(footageWords.short)}</strong>`
        : word(footageWords[footage]),
  },
  { name: word(say.gaps), cell: ({ gaps }) => (gaps.length > 0 ? html`${gaps.map(gap)}` : undefined) },
])}
<div class="signed"><p>${word(say.signed)}</p><p>${word(say.received)}</p></div>`,
  };
}
