// The shift hand-over sheet as a page to print or to read on a phone: who is on duty, what is owed next, what is open, silenced and out
// of service, and what happened. Written by the server; no script runs on it.

import { faultLabel } from "../../model/built-in-fault.ts";
import type { Duty, ShiftEvent, ShiftSheet } from "../../model/daily-count.ts";
import type { Role, Site } from "../../model/site.ts";
import type { Language, Text } from "../../model/text.ts";
import { milestoneWords, roleWords, severityWords } from "../../model/ticket-words.ts";
import type { ShiftSilence } from "../shift-silences.ts";
import type { UnticketedFault } from "../unticketed.ts";
import { eventWords, reportedWord, countWords as say, shiftWords as shift } from "./count-words.ts";
import { type Html, html, type Page } from "./html.ts";
import { createNames, kindLabel, type Names } from "./names.ts";
import { paperCss } from "./paper-css.ts";
import { type Column, sums, table } from "./table.ts";
import { aboutColumns, lifeFirst, lookOf, ticketColumns, whoseColumn } from "./ticket-columns.ts";

const most = 300;
/** Lengths of a shift that the page offers, hours. */
const lengths = [8, 12, 24];

/** What a silence is over, in words: zones, kinds, devices, faults, severities. */
function scopeWords(site: Site, { word, zone }: Names, { scope }: ShiftSilence): string {
  const asset = (id: string): string => {
    const found = site.devices.find((one) => one.id === id) ?? site.links.find((one) => one.id === id);
    const kind = found && kindLabel(site, "kind" in found ? found.kind : "link");
    return found ? `${word(found.name)} (${kind ? `${word(kind)} ` : ""}${id})` : id;
  };
  const knows = (fault: string) => Object.values(site.definitions).find(({ faults }) => faults[fault]);
  const kind = (id: string): string => word(kindLabel(site, id) ?? { en: id, zh: id });
  return [
    scope.zones.map(zone),
    scope.kinds.map(kind),
    scope.assets.map(asset),
    scope.faults.map((fault) => word(faultLabel(knows(fault), fault))),
    scope.severities.map((severity) => word(severityWords[severity])),
  ]
    .filter((list) => list.length > 0)
    .map((list) => list.join(", "))
    .join(" · ");
}

/** Who did it: what people report is opened by the desk, but said by them. */
function author({ person, word }: Names, { type, source, resident, by }: ShiftEvent): string {
  if (type !== "opened" || source !== "report" || by !== "system") return person(by);
  return word(resident ? shift.resident : shift.reporter);
}

export type ShiftPage = {
  readonly site: Site;
  readonly sheet: ShiftSheet;
  readonly silences: readonly ShiftSilence[];
  /** Faults that are open now and have no ticket. */
  readonly unticketed: readonly UnticketedFault[];
  readonly language: Language;
};

/** @throws never; names are looked up in the site, and an id that it has lost stands for itself. */
export function shiftSheetPage({ site, sheet, silences, unticketed, language }: ShiftPage): Page {
  const names = createNames(site, language, sheet.to);
  const { word, time, date, person } = names;
  const fixed = { none: word(say.none), most, more: word(shift.more) };
  const list = <T>(heading: Text, items: readonly T[], columns: readonly Column<T>[], look?: (item: T) => string) =>
    table({ heading: word(heading), items, columns, ...fixed, ...(look && { look }) });
  const onDuty = (duty: Duty): string =>
    (Object.entries(duty) as [Role, readonly string[]][])
      .map(([role, ids]) => `${word(roleWords[role])} ${ids.map(person).join(language === "zh" ? "、" : ", ")}`)
      .join(language === "zh" ? "；" : "; ");
  const happening = ({ type, source, milestone }: ShiftEvent): string => {
    if (type === "opened" && source === "report") return word(reportedWord);
    const said = word(eventWords[type] ?? { en: type, zh: type });
    return milestone === null ? said : `${word(milestoneWords[milestone])}${language === "zh" ? "" : ": "}${said}`;
  };
  const faultWord = ({ kind, fault }: UnticketedFault): string => word(faultLabel(site.definitions[kind], fault));
  const silenceColumns: readonly Column<ShiftSilence>[] = [
    { name: word(shift.scope), cell: (one) => html`${scopeWords(site, names, one)}<small>${one.id}</small>` },
    {
      name: word(shift.untilWhen),
      cell: ({ until, untilRepaired }) =>
        html`${time(until)}${untilRepaired && html`<small>${word(shift.orRepaired)}</small>`}`,
    },
  ];
  const { opened, restored, closed, breached, open, deadlines } = sheet;
  const overdue = open.filter((ticket) => ticket.overdue.length > 0).length;
  const course = [...opened, ...restored, ...closed, ...breached].sort((a, b) => a.at - b.at);
  const other = language === "zh" ? "en" : "zh";
  const span = `from=${encodeURIComponent(new Date(sheet.from).toISOString())}&to=${encodeURIComponent(new Date(sheet.to).toISOString())}`;
  const { next } = sheet.onDuty;
  const colon = language === "zh" ? "：" : ": ";
  const hours = (n: number): Html =>
    html`<a href="?hours=${String(n)}&lang=${language}">${word(shift.hours).replace("{n}", String(n))}</a> `;

  return {
    language,
    title: `${word(say.shift)} · ${word(site.name)} · ${date(sheet.to)}`,
    css: paperCss,
    body: html`<h1>${word(say.shift)} · ${word(site.name)}</h1>
<p>${word(shift.from)} ${date(sheet.from)} ${word(shift.to)} ${date(sheet.to)}</p>
<p>${word(shift.onDuty)}${colon}${onDuty(sheet.onDuty.now)}</p>
${next !== null && html`<p>${word(shift.nextDuty).replace("{at}", time(next.at))}${colon}${onDuty(next.who)}</p>`}
<nav><a href="/">${word(say.wall)}</a> <a href="/daily-count?lang=${language}">${word(say.heading)}</a> ${lengths.map(hours)}<a href="?${span}&lang=${other}" hreflang="${other}" lang="${other}">${word(say.other)}</a></nav>
${sums([
  [word(shift.opened), opened.length],
  [word(shift.restored), restored.length],
  [word(shift.closed), closed.length],
  [word(shift.breached), breached.length],
  [word(shift.open), open.length],
  [word(shift.overdueNow), overdue],
])}
${list(
  shift.deadlines,
  deadlines,
  [
    {
      name: word(shift.due),
      look: "when",
      cell: ({ milestone, dueAt }) => html`${time(dueAt)}<small>${word(milestoneWords[milestone])}</small>`,
    },
    ...aboutColumns(names),
    whoseColumn(names),
  ],
  lookOf,
)}
${list(shift.open, open.toSorted(lifeFirst(site)), ticketColumns(names), lookOf)}
${list(
  shift.unticketed,
  unticketed,
  [
    { name: word(shift.fault), cell: (fault) => html`${faultWord(fault)}<small>${names.thing(fault)}</small>` },
    { name: word(say.severity), cell: ({ severity }) => word(severityWords[severity]) },
    { name: word(shift.since), look: "when", cell: ({ since }) => time(since) },
  ],
  lookOf,
)}
${list(
  shift.silences,
  silences.filter(({ kind }) => kind !== "sensor"),
  [
    ...silenceColumns,
    { name: word(shift.reason), cell: ({ reason, by }) => html`${reason}<small>${person(by)}</small>` },
    { name: word(shift.withheld), cell: ({ withheld }) => String(withheld) },
  ],
)}
${list(
  shift.sensors,
  silences.filter(({ kind }) => kind === "sensor"),
  [
    ...silenceColumns,
    { name: word(shift.sensorTicket), cell: ({ ticket }) => ticket ?? undefined },
    { name: word(shift.by), cell: ({ by }) => person(by) },
  ],
)}
${list(
  shift.happened,
  course,
  [
    { name: word(shift.at), look: "when", cell: ({ at }) => time(at) },
    { name: word(shift.event), cell: happening },
    ...aboutColumns(names),
    { name: word(shift.by), cell: (event) => author(names, event) },
  ],
  lookOf,
)}
<div class="signed"><p>${word(shift.handedOver)}</p><p>${word(shift.takenOver)}</p></div>`,
  };
}
