// What happened to one clock, event by event: its start, its days, pauses, reopening, breach and end, each step told from what the event
// changed on the derived clock.

import type { Site, SlaLimit, SlaRow } from "../model/site.ts";
import type { Clock, Milestone, TicketEvent, TicketEventType } from "../model/ticket.ts";
import type { WhyStep } from "../model/why.ts";
import { daySteps, unknownSteps } from "./explain-calendar.ts";
import { courseSentences, fill, pauseSentences, startSentences } from "./explain-sentences.ts";
import {
  eventWords,
  instantWords,
  isNoTime,
  limitKind,
  pauseWords,
  personWords,
  spanWords,
  startWords,
} from "./explain-words.ts";

/** One event, and the clock before and after it. */
export type Sight = {
  readonly event: TicketEvent;
  readonly before: Clock | undefined;
  readonly after: Clock | undefined;
};

/** What the clock last started from. */
export type Start = { readonly from: keyof typeof startWords; readonly dueAt: number };

export type Course = {
  readonly site: Site;
  readonly row: SlaRow;
  readonly milestone: Milestone;
  /** As it is allowed; undefined where the row has no such promise. */
  readonly limit: SlaLimit | undefined;
  /** The clock when the ticket opened. */
  readonly first: Clock | undefined;
  readonly course: readonly Sight[];
};

/** After these no clock stands still. */
const endsPause: readonly TicketEventType[] = ["arrived", "restored", "verified", "closed", "resumed", "reopened"];

/** Whether the event set the clock going from the beginning. */
function starts({ event, before, after }: Sight, milestone: Milestone): boolean {
  if (!after || event.type === "breached") return false;
  if (!before || before.startedAt !== after.startedAt) return true;
  if (milestone === "callBack") return before.state === "void" && after.state !== "void";
  const anew = milestone === "respond" || milestone === "arrive";
  return event.type === "reopened" && anew && !event.relapse && before.doneAt !== null && after.doneAt === null;
}

/** @returns the steps in the order of the log, and the last start; null where the clock never started under this row. */
export function explainCourse({ site, row, milestone, limit, first, course }: Course): {
  readonly steps: readonly WhyStep[];
  readonly start: Start | null;
} {
  const steps: WhyStep[] = [];
  let start: Start | null = null;
  let pause: TicketEvent | null = null;
  let stoppedAt: number | null = null;
  let saidUnknown = false;
  const time = (at: number): string => instantWords(at, site.timezone);
  const isWorking = limit?.type === "duration" && row.calendar === "working";

  const tellDays = (from: number, to: number, afterFirst: boolean): void => {
    if (!isWorking && limit?.type !== "workingDays") return;
    steps.push(...daySteps(site, { from, to, afterFirst }));
    const unknown = saidUnknown ? [] : unknownSteps(site, to);
    saidUnknown ||= unknown.length > 0;
    steps.push(...unknown);
  };
  const tellStart = ({ startedAt, dueAt }: Clock, from: Start["from"]): void => {
    start = { from, dueAt };
    pause = null;
    stoppedAt = null;
    if (!limit) return;
    const kind = limitKind(limit, row, dueAt, site.timezone);
    const slots = { start: startWords[from], at: time(startedAt), due: time(dueAt) };
    steps.push({ type: "start", at: startedAt, text: fill(startSentences[kind], slots), dueAt });
    tellDays(startedAt, dueAt, kind === "workingDays");
  };
  const tellPause = (began: TicketEvent, event: TicketEvent, from: number, dueAt: number): void => {
    const movedBy = dueAt - from;
    const stood = isWorking ? site.calendar.workingTime(began.at, event.at) : event.at - began.at;
    const slots = {
      stood: spanWords(stood),
      was: time(from),
      from: time(began.at),
      to: time(event.at),
      reason: pauseWords(began),
      who: personWords(site, began.by),
      end: eventWords(site, event),
      moved: spanWords(movedBy),
      due: time(dueAt),
    };
    const { ended, endedWorking, endedUnmoved, endedAtOnce } = pauseSentences;
    const counted = !isWorking ? ended : movedBy === 0 ? endedUnmoved : endedWorking;
    const sentence = isNoTime(event.at - began.at) ? endedAtOnce : counted;
    steps.push({ type: "pause", at: began.at, text: fill(sentence, slots), dueAt, movedBy });
    if (isWorking) tellDays(from, dueAt, true);
  };
  const tellReopened = (event: TicketEvent, before: Clock, after: Clock): void => {
    const { at } = event;
    const stopped = before.doneAt ?? stoppedAt ?? at;
    const left = isWorking ? site.calendar.workingTime(stopped, before.dueAt) : before.dueAt - stopped;
    const slots = {
      at: time(at),
      event: eventWords(site, event),
      left: spanWords(Math.max(left, 0)),
      due: time(after.dueAt),
    };
    const { reopened, reopenedWorking, reopenedOver, reopenedBroken, relapse } = courseSentences;
    const goesOn = left <= 0 ? reopenedOver : isWorking ? reopenedWorking : reopened;
    const sentence = event.relapse ? relapse : before.breachedAt !== null ? reopenedBroken : goesOn;
    const movedBy = after.dueAt - before.dueAt;
    steps.push({ type: "reopened", at, text: fill(sentence, slots), dueAt: after.dueAt, movedBy });
    if (isWorking && movedBy > 0) tellDays(before.dueAt, after.dueAt, true);
  };
  const tellBreach = ({ at }: TicketEvent, brokenAt: number): void => {
    const { broken, brokenLate } = courseSentences;
    const slots = { due: time(brokenAt), at: time(at) };
    steps.push({ type: "breach", at: brokenAt, text: fill(at > brokenAt ? brokenLate : broken, slots) });
  };
  const tellDone = (event: TicketEvent, { doneAt, dueAt, breachedAt, state }: Clock): void => {
    const at = doneAt ?? event.at;
    const due = state === "late" && breachedAt !== null && at <= dueAt ? breachedAt : dueAt;
    const slots = { at: time(at), span: spanWords(at - due), event: eventWords(site, event) };
    const isEnded = event.type === "cancelled" || event.type === "merged";
    const { met, late, ended } = courseSentences;
    const sentence = state !== "late" ? met : isEnded ? ended : late;
    steps.push({ type: "done", at, text: fill(sentence, slots) });
  };
  const tellVoid = (event: TicketEvent): void => {
    const at = event.type === "verified" ? (event.goodSince ?? event.at) : event.at;
    stoppedAt = at;
    const slots = { at: time(at), event: eventWords(site, event) };
    const { voidGone, voidEnded, voidReopened } = courseSentences;
    const sentence = event.type === "verified" ? voidGone : event.type === "reopened" ? voidReopened : voidEnded;
    steps.push({ type: "void", at, text: fill(sentence, slots) });
  };

  if (first) tellStart(first, "opened");
  for (const sight of course) {
    const { event, before, after } = sight;
    if (!after) continue;
    if (starts(sight, milestone)) {
      tellStart(after, milestone === "callBack" ? "restored" : "reopened");
      continue;
    }
    const isOver = after.doneAt !== null || after.state === "void";
    let dueAt = before?.dueAt ?? after.dueAt;
    if (pause && (isOver || endsPause.includes(event.type))) {
      tellPause(pause, event, dueAt, after.dueAt);
      pause = null;
      dueAt = after.dueAt;
    }
    if (event.type === "paused" && after.state === "paused") pause ??= event;
    if (after.breachedAt !== null && (before?.breachedAt ?? null) === null) tellBreach(event, after.breachedAt);
    if (before && isOverAt(before) && !isOver) {
      tellReopened(event, { ...before, dueAt }, after);
      stoppedAt = null;
    }
    if (after.doneAt !== null && (before?.doneAt ?? null) === null) tellDone(event, after);
    if (after.state === "void" && before?.state !== "void") tellVoid(event);
  }
  if (pause) {
    const slots = { from: time(pause.at), reason: pauseWords(pause), who: personWords(site, pause.by) };
    steps.push({ type: "pause", at: pause.at, text: fill(pauseSentences.standing, slots) });
  }
  return { steps, start };
}

const isOverAt = ({ doneAt, state }: Clock): boolean => doneAt !== null || state === "void";
