// A notice's codes → what people read, in both languages. Pure; the sentences themselves stand in sentences.ts.

import type { TicketNotice } from "../model/notice.ts";
import type { Site } from "../model/site.ts";
import type { Text } from "../model/text.ts";
import type { Clock, Milestone, Ticket } from "../model/ticket.ts";
import { localTime, span } from "./local-time.ts";
import * as say from "./sentences.ts";
import { fill } from "./sentences.ts";
import { truncate } from "./truncate.ts";

export type Wording = { readonly title: Text; readonly body: Text; readonly url?: string };

/** UTF-8 bytes of a name or a report's text inside a sentence; the whole of it stands in the ticket. */
const longest = 300;

/**
 * Title, body and link of a ticket's notice. The body's lines: what has happened, what to do first, where, since when, which
 * promise is due when, who holds the ticket, its id. For an area: its name and that it is being guarded, no more.
 * @param now epoch ms, for the time left; the notice's own instant unless told otherwise
 */
export function word(notice: TicketNotice, site: Site, now: number = notice.at): Wording {
  const { snapshot: ticket, reason } = notice;
  const severity = say.severityWords[ticket.severity];
  const ref = fill(say.reference, { id: ticket.id });
  const link = ticketUrl(site, ticket.id);
  if (ticket.kind === "area") {
    const area = areaName(site, ticket);
    const title = fill(say.areaTitles[reason], { severity, area });
    return { title, body: lines([fill(say.areaHappenings[reason], { area }), ref]), ...link };
  }
  const what = subject(site, ticket);
  const over = reason === "restored" || reason === "closed";
  const body = [
    ...(notice.test ? [say.testSentence] : []),
    fill(say.happenings[reason], { what }),
    ...(reason === "opened" || reason === "reopened" ? advice(site, ticket) : []),
    where(site, ticket),
    fill(say.sinceSentence, { since: localTime(ticket.since, site.timezone) }),
    ...(over ? [] : promises(notice, site, now)),
    ...holder(site, ticket, over),
    ref,
  ];
  const title = fill(say.titles[reason], { severity, what });
  return { title: notice.test ? fill(say.testTitle, { title }) : title, body: lines(body), ...link };
}

/** `{publicUrl}/#/tickets/{id}`, or `{publicUrl}/#/tickets` without an id; nothing where no public URL is set. */
export function ticketUrl({ publicUrl }: Site, id?: string): { readonly url?: string } {
  if (publicUrl === undefined) return {};
  const page = `${publicUrl.replace(/\/+$/, "")}/#/tickets`;
  return { url: id === undefined ? page : `${page}/${encodeURIComponent(id)}` };
}

export const lines = (texts: readonly Text[]): Text => ({
  en: texts.map(({ en }) => en).join("\n"),
  zh: texts.map(({ zh }) => zh).join("\n"),
});

/** On one line and of bounded length: a resident's report may be neither. */
const tidy = ({ en, zh }: Text): Text => {
  const one = (value: string) => truncate(value.replace(/[\s\p{Cc}]+/gu, " ").trim(), longest);
  return { en: one(en), zh: one(zh) };
};

const assetOf = (site: Site, id: string | null) =>
  site.devices.find((device) => device.id === id) ?? site.links.find((link) => link.id === id);

/** "1号楼电梯 困人": the ticket's title, with the asset's name before it unless it is there already. */
export function subject(site: Site, { title, asset }: Pick<Ticket, "title" | "asset">): Text {
  const name = assetOf(site, asset)?.name;
  if (name === undefined) return tidy(title);
  return tidy({
    en: title.en.includes(name.en) ? title.en : `${name.en}: ${title.en}`,
    zh: title.zh.includes(name.zh) ? title.zh : `${name.zh} ${title.zh}`,
  });
}

/** The name of an area, for it alone may be told (CONTRACT section 6). */
export function areaName(site: Site, { asset }: Pick<Ticket, "asset">): Text {
  const id = asset ?? "";
  return tidy(assetOf(site, asset)?.name ?? { en: id, zh: id });
}

function advice(site: Site, { kind, fault }: Ticket): readonly Text[] {
  const found = kind === null || fault === null ? undefined : site.definitions[kind]?.faults[fault]?.advice;
  return found === undefined ? [] : [fill(say.adviceSentence, { advice: found })];
}

function where(site: Site, ticket: Ticket): Text {
  const zone = site.zones.find(({ id }) => id === ticket.zone)?.name ?? ticket.zone;
  const building = site.devices.find(({ id }) => id === ticket.asset)?.building;
  return building === undefined ? fill(say.whereInZone, { zone }) : fill(say.whereInBuilding, { zone, building });
}

/** The promise that was broken, where that is the news, and the running one that is due next. */
function promises(notice: TicketNotice, site: Site, now: number): readonly Text[] {
  const { clocks } = notice.snapshot;
  const broken = notice.reason === "breached" ? breachedMilestone(notice) : undefined;
  const next = clocks.filter(({ state }) => state === "running").sort((a, b) => a.dueAt - b.dueAt)[0];
  const told = clocks.filter((clock) => clock.milestone === broken || clock === next);
  return told.sort((a, b) => a.dueAt - b.dueAt).map((clock) => promise(clock, site, now));
}

function promise({ milestone, dueAt }: Clock, site: Site, now: number): Text {
  const left = dueAt - now;
  const sentence = left > 0 ? say.dueSentences[milestone] : say.overdueSentences[milestone];
  return fill(sentence, { due: localTime(dueAt, site.timezone), span: span(Math.abs(left)) });
}

/** The notice's id holds the index of its event in the log; see routeChange. */
function breachedMilestone({ id, ticket, snapshot }: TicketNotice): Milestone | undefined {
  const index = Number(id.slice(ticket.length + 1).split(":")[0]);
  const event = snapshot.events[index] ?? snapshot.events.findLast(({ type }) => type === "breached");
  return event?.milestone;
}

function holder(site: Site, { assignee }: Ticket, over: boolean): readonly Text[] {
  if (assignee === null) return over ? [] : [say.heldByNobody];
  const found = [...site.staff, ...site.companies].find(({ id }) => id === assignee);
  return [fill(say.heldBy, { name: found?.name ?? assignee })];
}
