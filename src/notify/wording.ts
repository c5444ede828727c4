// A notice's codes → what people read, in both languages. Pure; the sentences themselves stand in sentences.ts.

import { areaKind } from "../model/installed.ts";
import type { TicketNotice } from "../model/notice.ts";
import type { Site } from "../model/site.ts";
import type { Text } from "../model/text.ts";
import type { Clock, Milestone, Ticket } from "../model/ticket.ts";
import * as area from "./area-sentences.ts";
import { localTime, span } from "./local-time.ts";
import * as say from "./sentences.ts";
import { fill } from "./sentences.ts";
import { truncate } from "./truncate.ts";

export type Wording = { readonly title: Text; readonly body: Text; readonly url?: string };

/** UTF-8 bytes of a name or a report's text inside a sentence; the whole of it stands in the ticket. */
const longest = 300;

/**
 * Title, body and link of a ticket's notice. The body's lines: what has happened, what to do first, where, since when, which
 * promise is due when, who holds the ticket, its id. For an area: its name and the request to guard it, no more.
 * @param now epoch ms, for the time left; the notice's own instant unless told otherwise
 * @param all its readers may know what an area hides (tells-all.ts)
 */
export function word(notice: TicketNotice, site: Site, now: number = notice.at, all = false): Wording {
  const { snapshot: ticket, reason } = notice;
  const severity = say.severityWords[ticket.severity];
  const ref = fill(say.reference, { id: ticket.id });
  const link = ticketUrl(site, ticket.id);
  // A report about an area is somebody's own words, and no secret.
  if (ticket.kind === areaKind && ticket.source !== "report" && !all) {
    const name = areaName(site, ticket);
    const [titled, happened] = areaSentences(notice);
    const body = [fill(happened, { area: name }), ...errands(notice, site, now), ref];
    return { title: fill(titled, { severity, area: name }), body: lines(body), ...link };
  }
  const what = subject(site, ticket);
  const over = reason === "restored" || reason === "closed";
  const body = [
    ...(notice.test ? [say.testSentence] : []),
    fill(isRound(notice) ? area.roundMissed : say.happenings[reason], { what }),
    ...(reason === "opened" || reason === "reopened" ? advice(site, ticket) : []),
    where(site, ticket),
    fill(say.sinceSentence, { since: localTime(ticket.since, site.timezone) }),
    ...(over ? [] : visits(site, ticket)),
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

const isRound = (notice: TicketNotice): boolean => eventOf(notice)?.type === "roundMissed";

function areaSentences(notice: TicketNotice): readonly [Text, Text] {
  const { fault, present } = notice.snapshot;
  const isOver = notice.reason === "restored" || notice.reason === "closed";
  // Nobody is sent to a place that is seen again; what is left of its ticket is the desk's.
  if (fault === null || !(present || isOver)) return [area.areaTicketTitle, area.areaTicketHappening];
  if (isRound(notice)) return [area.roundTitle, area.roundHappening];
  return [area.areaTitles[notice.reason], area.areaHappenings[notice.reason]];
}

/** Until when whoever is asked should accept and be there. What is late is not said: it would tell that nobody came. */
function errands({ reason, snapshot }: TicketNotice, site: Site, now: number): readonly Text[] {
  if (reason === "restored" || reason === "closed") return [];
  return snapshot.clocks
    .filter(({ milestone, state, dueAt }) => asked.includes(milestone) && state === "running" && dueAt > now)
    .sort((a, b) => a.dueAt - b.dueAt)
    .slice(0, 1)
    .map((clock) => promise(clock, site, now));
}
const asked: readonly Milestone[] = ["respond", "arrive"];

/** Who was last where no camera sees, for those who may know. */
function visits(site: Site, { kind, fault, rounds, since, events }: Ticket): readonly Text[] {
  if (kind !== areaKind || fault === null) return [];
  const begun = events.findLastIndex(({ type }) => type === "opened" || type === "reopened");
  const last = events.slice(begun + 1).findLast(({ type }) => type === "arrived" || type === "checkedIn");
  const [made, missed] = [String(rounds?.visits), String(rounds?.missed)];
  const from = events[begun]?.type === "reopened" ? (events[begun]?.at ?? since) : since;
  return [
    last
      ? fill(area.lastVisit, { at: localTime(last.at, site.timezone), name: nameOf(site, last.by) })
      : fill(area.nobodyCame, { since: localTime(from, site.timezone) }),
    ...(rounds ? [fill(area.roundsSoFar, { made, missed })] : []),
  ];
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
const eventOf = ({ id, ticket, snapshot }: TicketNotice) =>
  snapshot.events[Number(id.slice(ticket.length + 1).split(":")[0])];

const breachedMilestone = (notice: TicketNotice): Milestone | undefined =>
  (eventOf(notice) ?? notice.snapshot.events.findLast(({ type }) => type === "breached"))?.milestone;

function holder(site: Site, { assignee }: Ticket, over: boolean): readonly Text[] {
  if (assignee === null) return over ? [] : [say.heldByNobody];
  return [fill(say.heldBy, { name: nameOf(site, assignee) })];
}

const nameOf = (site: Site, id: string): Text | string =>
  [...site.staff, ...site.companies].find((one) => one.id === id)?.name ?? id;
