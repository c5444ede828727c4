// The log of a ticket as people read it: newest first, each line with all that came with it.

import type { Language } from "../model/text.ts";
import type { TicketEventJson, TicketJson } from "../model/ticket-json.ts";
import { element } from "./dom.ts";
import { tickWords } from "./entrapment-steps.ts";
import type { Present } from "./present.ts";
import { assetName, faultName, personName, zoneName } from "./present.ts";
import { when } from "./site-time.ts";
import { say, sayIfKnown } from "./words.ts";

/** A note may be a code of ours ("false-alarm"); else it is somebody's words. */
const noteWords = ({ type, note }: TicketEventJson, language: Language): string =>
  type === "cancelled" ? sayIfKnown(language, `reason.${note}`, note) : (tickWords(note, language) ?? note);

/** A code of ours in words; another, typed elsewhere, at least without its hyphens. */
const codeWords = (language: Language, family: string, code: string): string =>
  sayIfKnown(language, `${family}.${code}`, code.replace(/(?<=\w)-(?=\w)/g, " "));

function changes(present: Present, { kind }: TicketJson, { now }: TicketEventJson, language: Language): string {
  const { sla, severity, zone, fault, asset, agreedAt } = now ?? {};
  return [
    sla && `${say(language, "row")}: ${sayIfKnown(language, `sla.${sla}`, sla)}`,
    severity && `${say(language, "severityWord")}: ${sayIfKnown(language, `severity.${severity}`, severity)}`,
    zone && `${say(language, "zone")}: ${zoneName(present, zone, language)}`,
    asset && `${say(language, "asset")}: ${assetName(present, asset, language)}`,
    fault && faultName(present, { kind, fault }, language),
    agreedAt && `${say(language, "agreedAt")}: ${when(present, agreedAt, language)}`,
  ]
    .filter((part) => part !== undefined && part !== "")
    .join(" · ");
}

/** What came with an act, in words: reasons, causes, remedies, parts, cost, rating. */
function particulars(
  present: Present,
  ticket: TicketJson,
  entry: TicketEventJson,
  language: Language,
): readonly string[] {
  const { reason, outcome, cause, remedy, parts, cost, rating, byLabel, override } = entry;
  return [
    reason && sayIfKnown(language, `pause.${reason}`, reason),
    outcome && sayIfKnown(language, `outcome.${outcome}`, outcome),
    cause && `${say(language, "cause")}: ${codeWords(language, "cause", cause)}`,
    remedy && `${say(language, "remedy")}: ${codeWords(language, "remedy", remedy)}`,
    parts?.map(({ name, count }) => `${name} × ${count}`).join(", "),
    cost !== undefined && `${say(language, "cost")} ${cost}`,
    rating !== undefined && `${"★".repeat(rating)}${"☆".repeat(Math.max(0, 5 - rating))}`,
    byLabel === true && say(language, "byLabel"),
    override === true && say(language, "override"),
    changes(present, ticket, entry, language),
  ].filter((part) => typeof part === "string" && part !== "") as string[];
}

function whom(present: Present, { type, to }: TicketEventJson, language: Language): Node | false {
  if (to === undefined) return false;
  if (type === "merged") return element("a", { href: `#/tickets/${to}`, class: "link" }, `→ ${to}`);
  return element("span", {}, `→ ${personName(present, to, language)}`);
}

/** Whose words it opened with: the desk only wrote them down. */
function author(present: Present, ticket: TicketJson, { type, by }: TicketEventJson, language: Language): string {
  if (type !== "opened" || ticket.source !== "report" || by !== "system") return personName(present, by, language);
  return say(language, ticket.resident ? "resident" : "reporter");
}

function row(present: Present, ticket: TicketJson, entry: TicketEventJson, language: Language): HTMLElement {
  const { at, type, note, milestone, attachment } = entry;
  const more = particulars(present, ticket, entry, language);
  return element(
    "li",
    { "data-event": type },
    element("time", { datetime: at }, when(present, at, language)),
    element("b", {}, say(language, `event.${type}`)),
    milestone !== undefined && element("span", {}, say(language, `milestone.${milestone}`)),
    element("span", {}, author(present, ticket, entry, language)),
    whom(present, entry, language),
    more.length > 0 && element("p", { class: "particulars" }, more.join(" · ")),
    note !== "" && element("p", {}, noteWords(entry, language)),
    attachment !== undefined &&
      element(
        "a",
        { class: "link", href: `/api/v1/tickets/${ticket.id}/attachments/${attachment.id}`, target: "_blank" },
        `📎 ${attachment.name} (${Math.max(1, Math.round(attachment.size / 1024))} KiB)`,
      ),
  );
}

export const ticketLog = (present: Present, ticket: TicketJson, language: Language): HTMLElement =>
  element("ol", { class: "log" }, ...ticket.events.toReversed().map((entry) => row(present, ticket, entry, language)));
