// The page behind the label of a watched area for whoever is logged in: one button that checks in on the area's open ticket.

import type { Site, Staff } from "../../model/site.ts";
import type { Language, Text } from "../../model/text.ts";
import type { Ticket } from "../../model/ticket.ts";
import { roleWords } from "../../model/ticket-words.ts";
import type { Labelled } from "../labelled.ts";
import { checkInWords } from "./check-in-words.ts";
import { type Html, html, type Page } from "./html.ts";
import { createNames } from "./names.ts";
import { frame } from "./report-page.ts";

export type CheckInPage = {
  readonly site: Site;
  readonly language: Language;
  readonly labelled: Labelled;
  /** The area's open blind-spot ticket. */
  readonly ticket: Ticket | undefined;
  /** Staff id of whoever checked in from this phone last. */
  readonly by: string | undefined;
  /** Epoch ms. */
  readonly now: number;
  readonly done?: boolean;
  readonly refusal?: Text;
};

/** Guards first: the page is theirs. */
const inOrder = (staff: readonly Staff[]): readonly Staff[] =>
  [...staff].sort((a, b) => Number(b.role === "guard") - Number(a.role === "guard"));

export function checkInPage(of: CheckInPage): Page {
  const { site, language, labelled, ticket, by, now, done, refusal } = of;
  const say = (word: keyof typeof checkInWords): string => checkInWords[word][language];
  const colon = language === "zh" ? "：" : ": ";
  const { time, person } = createNames(site, language, now);
  const path = `/r/${labelled.code}`;
  const visit = ticket?.events.findLast(({ type }) => type === "checkedIn" || type === "arrived");
  const [open, shut] = language === "zh" ? ["（", "）"] : [" (", ")"];
  const last = visit
    ? `${person(visit.by)} ${time(visit.at)}${visit.byLabel ? `${open}${say("byLabel")}${shut}` : ""}`
    : say("nobodyYet");
  const dueAt = ticket?.rounds?.dueAt ?? null;
  const facts =
    ticket &&
    html`<p>${say("ticket")}${colon}<strong>${ticket.id}</strong></p>
${dueAt !== null && html`<p>${say("due")}${colon}${time(dueAt)}</p>`}<p>${say("last")}${colon}${last}</p>`;
  const choice = ({ id, name, role }: Staff): Html =>
    html`<option value="${id}"${id === by && { html: " selected" }}>${name[language]} · ${roleWords[role][language]}</option>`;
  const form = html`<form method="post" action="${path}/check-in">
<input type="hidden" name="lang" value="${language}">
<label for="by">${say("who")}</label>
<select id="by" name="by" required><option value="">${say("choose")}</option>${inOrder(site.staff).map(choice)}</select>
<label for="note">${say("note")}</label>
<input id="note" name="note" maxlength="1000">
<button type="submit" class="press">${say("press")}</button>
<p class="soft">${say("notAcceptance")}</p>
</form>`;
  const inside = html`<h1>${say("title")}</h1>
${done && html`<div class="card done" role="status"><p>${say("done")}</p></div>`}
${refusal && html`<div class="card refused" role="alert"><p>${refusal[language]}</p></div>`}
<div class="card"><p class="soft">${say("area")}</p><p class="big">${labelled.name[language]}</p><p class="soft">${say("zone")}${colon}${labelled.zone.name[language]}</p>${facts}</div>
${ticket === undefined ? html`<p>${say("noTicket")}</p>` : dueAt === null ? html`<p>${say("noRounds")}</p>` : form}
${ticket && html`<p><a class="call" href="/?lang=${language}#/tickets/${ticket.id}">${say("openTicket")}</a></p>`}
<p><a class="call" href="${path}?report=yes&lang=${language}">${say("report")}</a></p>
<p><a class="call" href="/?lang=${language}">${say("wall")}</a></p>`;
  return frame(language, site.name, path, checkInWords.title, inside);
}
