// The monthly proof of coverage as a page to print and sign, or to read on a phone: areas, blind periods, footage, changes of
// the plan. No script runs on it.

import { faultLabel } from "../../model/built-in-fault.ts";
import type {
  AreaProof,
  BlindPeriod,
  CameraProof,
  CoverageReport,
  PlanChange,
  WatchedShare,
} from "../../model/coverage-report.ts";
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
    const name = [...site.devices, ...report.areas, ...report.cameras].find((one) => one.id === id)?.name;
    return html`<div>${name && word(name) !== id && `${word(name)} `}${id}</div>`;
  };
  const named = (one: { readonly id: string; readonly name: Text; readonly zone: string }): Html =>
    html`${word(one.name)}<small>${one.id} · ${zone(one.zone)}</small>`;
  const share = (of: WatchedShare, none: Text = say.unknown): string => {
    if (of.share !== null) return percent(of.share);
    if (of.passed > 0) return word(say.unknown);
    return word(report.to < report.at ? say.noneInIt : none);
  };
  /** Where a time is not that of the whole report. */
  const partly = (since: number, until: number): Html | false =>
    (since > report.from || until < report.to) && html`<small>${time(since)} – ${time(until)}</small>`;
  const planned = (area: AreaProof): Html =>
    html`${named(area)}${partly(area.plans[0]?.since ?? report.from, area.plans.at(-1)?.until ?? report.to)}`;
  const promised = ({ plans }: AreaProof): string =>
    plans
      .map(({ atLeast }) => percent(atLeast))
      .filter((said, i, all) => said !== all[i - 1])
      .join(" → ");
  const finding = ({ plans }: AreaProof): Html =>
    html`${plans.flatMap(({ finding, designRatio, nightDesignRatio, since, until }) =>
      finding.map((light) => {
        const said = word(light === "day" ? say.byDay : say.byNight);
        const only = said.replace("{share}", percent(light === "day" ? designRatio : nightDesignRatio));
        return html`<div>${only}${plans.length > 1 && partly(since, until)}</div>`;
      }),
    )}`;
  const times = (n: number): string => word(n === 1 ? say.once : say.times).replace("{n}", String(n));
  const gap = ({ cause, length, times: all }: CameraProof["gaps"][number]): Html =>
    html`<div>${word(faultLabel(site.definitions.camera, cause))} ${span(length)} (${times(all.length)})</div>`;
  /** How often, and how many of the visits a label's code shows: "(2 times, 1 by label)". */
  const often = (visits: number, shown: number): string => {
    const label = shown === 0 ? [] : [word(visits === 1 ? say.byLabel : say.someByLabel).replace("{n}", String(shown))];
    const parts = [...(visits === 1 ? [] : [times(visits)]), ...label];
    const [open, comma, shut] = language === "zh" ? ["（", "，", "）"] : [" (", ", ", ")"];
    return parts.length === 0 ? "" : `${open}${parts.join(comma)}${shut}`;
  };
  /** Each person with the first time, and how often. */
  const visits = (all: BlindPeriod["stoodIn"]): Html[] =>
    [...Map.groupBy(all, ({ by }) => by)].map(([by, some]) => {
      const shown = some.filter(({ byLabel }) => byLabel).length;
      return html`<div>${person(by)} ${time(some[0]?.at ?? 0)}${often(some.length, shown)}</div>`;
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
  { name: word(say.area), cell: planned },
  { name: word(say.promised), cell: promised },
  { name: word(say.watched), cell: ({ whole }) => html`<strong>${share(whole)}</strong>` },
  { name: word(say.day), cell: ({ day }) => share(day, say.noDayYet) },
  { name: word(say.night), cell: ({ night }) => share(night, say.noNightYet) },
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
${list<PlanChange>(say.planChanges, report.planChanges, [
  { name: word(say.when), look: "when", cell: ({ at }) => time(at) },
  { name: word(say.areas), cell: ({ areas }) => html`${areas.map(thing)}` },
  { name: word(say.changedCameras), cell: ({ cameras }) => html`${cameras.map(thing)}` },
])}
<div class="signed"><p>${word(say.signed)}</p><p>${word(say.received)}</p></div>`,
  };
}
