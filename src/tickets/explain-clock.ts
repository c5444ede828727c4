// Why each deadline of a ticket is what it is, in words: read off the derived clocks as they were after each event of the log, so that
// the numbers told are the numbers that hold.

import type { Site, SlaLimit, SlaRow } from "../model/site.ts";
import { type Clock, type Milestone, milestones, type Ticket, type TicketEvent } from "../model/ticket.ts";
import { slaLabel } from "../model/ticket-words.ts";
import type { ClockWhy, WhyStep } from "../model/why.ts";
import { deriveTicket, type TicketRecord } from "./derive-ticket.ts";
import { explainCourse, type Sight, type Start } from "./explain-course.ts";
import { limitSteps, rowSteps } from "./explain-row.ts";
import { answers, dueSentences, fill, limitSentences, movedDueSentences } from "./explain-sentences.ts";
import { instantWords, isNoTime, limitKind, limitWords, spanWords, startWords } from "./explain-words.ts";

/** Events that no clock hears. */
const unheard: readonly TicketEvent["type"][] = [
  "opened",
  "acknowledged",
  "dispatched",
  "archived",
  "escalated",
  "commented",
  "reclassified",
];

/** The clocks before the first event that they hear and after each, all as the ticket is classified now. */
function sightsOf(site: Site, record: TicketRecord): readonly (readonly Clock[])[] {
  const reclassified = record.events.filter(({ type }) => type === "reclassified");
  const heard = heardOf(record.events);
  return Array.from(
    { length: heard.length + 1 },
    (_, count) => deriveTicket(site, { ...record, events: [...reclassified, ...heard.slice(0, count)] }).clocks,
  );
}
const heardOf = (events: readonly TicketEvent[]): readonly TicketEvent[] =>
  events.filter(({ type }) => !unheard.includes(type));

/** Peak hours allow less than the row says: what they allow, seen from the clock itself. */
function allowed(site: Site, row: SlaRow, limit: SlaLimit, start: Clock): SlaLimit {
  if (limit.type !== "duration" || start.milestone !== "respond") return limit;
  const after =
    row.calendar === "working"
      ? site.calendar.workingTime(start.startedAt, start.dueAt)
      : start.dueAt - start.startedAt;
  return after < limit.after ? { type: "duration", after } : limit;
}

/**
 * Explains every clock of the ticket, in the order of its milestones, and each milestone that waits for a date to be agreed. Pure; the
 * last `dueAt` among a clock's steps is the clock's own. Time: O(events²), of those that clocks hear.
 * @throws Error when the site lost the ticket's SLA row and its default.
 */
export function explainTicket(site: Site, record: TicketRecord): readonly ClockWhy[] {
  const ticket = deriveTicket(site, record);
  const row = (site.sla[ticket.sla] ?? site.sla.default) as SlaRow;
  const sights = sightsOf(site, record);
  const heard = heardOf(record.events);
  return milestones.flatMap((milestone) => {
    const seen = sights.map((clocks) => clocks.find((clock) => clock.milestone === milestone));
    const course = heard.map((event, index): Sight => ({ event, before: seen[index], after: seen[index + 1] }));
    const why = explainOne({ site, record, ticket, row, milestone, first: seen[0], course, last: seen.at(-1) });
    return why ? [why] : [];
  });
}

type Question = {
  readonly site: Site;
  readonly record: TicketRecord;
  readonly ticket: Ticket;
  readonly row: SlaRow;
  readonly milestone: Milestone;
  /** The clock when the ticket opened, and as it is. */
  readonly first: Clock | undefined;
  readonly course: readonly Sight[];
  readonly last: Clock | undefined;
};

function explainOne(question: Question): ClockWhy | undefined {
  const { site, record, ticket, row, milestone, first, course, last } = question;
  const written = row.milestones[milestone];
  const steps: WhyStep[] = rowSteps(site, record.header, record.events, row);
  if (written) steps.push(...limitSteps(site, ticket, row, milestone, written));
  if (!last) {
    if (written?.type !== "agreed" || milestone === "callBack") return undefined;
    return { milestone, dueAt: null, text: answers.notAgreed, steps };
  }
  const limit = written && first ? allowed(site, row, written, first) : written;
  if (limit && written && limit !== written) {
    const slots = { limit: limitWords(limit), usual: limitWords(written) };
    steps.push({ type: "peak", at: ticket.openedAt, text: fill(limitSentences.peak, slots) });
  }
  const { steps: told, start } = explainCourse({ site, row, milestone, limit, first, course });
  return { milestone, dueAt: last.dueAt, text: answerOf(question, last, limit, start), steps: [...steps, ...told] };
}

/** The answer in one sentence. */
function answerOf({ site, row }: Question, clock: Clock, limit: SlaLimit | undefined, start: Start | null) {
  const slots = { due: instantWords(clock.dueAt, site.timezone), row: slaLabel(row.id) };
  if (!limit || !start) return fill(answers.orphan, slots);
  if (clock.state === "void") return fill(answers.void, slots);
  const moved = clock.dueAt - start.dueAt;
  const kind = limitKind(limit, row, start.dueAt, site.timezone);
  const all = { ...slots, limit: limitWords(limit), start: startWords[start.from] };
  return isNoTime(moved)
    ? fill(dueSentences[kind], all)
    : fill(movedDueSentences[kind], { ...all, moved: spanWords(moved), was: instantWords(start.dueAt, site.timezone) });
}
