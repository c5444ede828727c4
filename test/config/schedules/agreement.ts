// What every schedule promises, as a check for the tests: nothing flips between an instant and its next change.

import { expect } from "vitest";
import type { Schedule } from "../../../src/model/schedule.ts";

export const instant = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds;

/** Checks that `holds` is constant from `at` until `nextChange(at)`, sampled, and returns that instant. */
export function expectConstantUntilNextChange(schedule: Schedule, at: number): number {
  const next = schedule.nextChange(at);
  expect(next).toBeGreaterThan(at);
  const before = schedule.holds(at);
  const last = next - 1;
  for (let sample = 0; sample <= 20; sample++) {
    const between = Math.floor(at + ((last - at) * sample) / 20);
    expect(schedule.holds(between), new Date(between).toISOString()).toBe(before);
  }
  return next;
}

/** The next `times` flips within 30 days after an instant, as site-local "date time" to the minute. */
export function flips(schedule: Schedule, after: number, times: number, timezone: string): string[] {
  const found: string[] = [];
  const limit = after + 30 * 86_400_000;
  for (let at = after; found.length < times && at < limit; ) {
    const next = schedule.nextChange(at);
    if (schedule.holds(next) !== schedule.holds(next - 1)) {
      const local = Temporal.Instant.fromEpochMilliseconds(next).toZonedDateTimeISO(timezone);
      found.push(`${local.toPlainDate()} ${local.toPlainTime().toString({ smallestUnit: "minute" })}`);
    }
    at = next;
  }
  return found;
}
