// Stretches of time as lists: clipped, cut with each other, taken from each other, summed. What the monthly figures are counted with.

import type { Span } from "../model/coverage-report.ts";
import type { Schedule } from "../model/schedule.ts";

/** In order and apart: those that touch or overlap become one, those without a length go. */
export function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const span of spans.filter(({ since, until }) => since < until).sort((a, b) => a.since - b.since)) {
    const last = all.at(-1);
    if (last && span.since <= last.until) all[all.length - 1] = { ...last, until: Math.max(last.until, span.until) };
    else all.push(span);
  }
  return all;
}

/** What lies in both. */
export const common = (some: readonly Span[], others: readonly Span[]): Span[] =>
  joined(
    some.flatMap((a) => others.map((b) => ({ since: Math.max(a.since, b.since), until: Math.min(a.until, b.until) }))),
  );

/** What of `within` none of the spans holds. */
export function rest(within: Span, spans: readonly Span[]): Span[] {
  const cuts = common([within], spans);
  const starts = [within.since, ...cuts.map(({ until }) => until)];
  const ends = [...cuts.map(({ since }) => since), within.until];
  return joined(starts.map((since, i) => ({ since, until: ends[i] as number })));
}

/** ms */
export const lengthOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { since, until }) => sum + until - since, 0);

/** When it holds within the span. */
export function whenHolds(schedule: Schedule, { since, until }: Span): Span[] {
  const spans: Span[] = [];
  for (let at = since; at < until; ) {
    const next = Math.min(until, schedule.nextChange(at));
    if (schedule.holds(at)) spans.push({ since: at, until: next });
    at = next;
  }
  return joined(spans);
}
