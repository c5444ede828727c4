// What may be asked about coverage in the past: of an instant, of a point at an instant, of a month. The future, and what was before
// the first start, is refused.

import type { CoverageView } from "../model/gateway-view.ts";
import { type Refusal, refuse } from "../model/result.ts";
import type { Site } from "../model/site.ts";
import { text } from "../model/text.ts";
import type { Ticket } from "../model/ticket.ts";
import { isoInstant } from "../model/ticket-json.ts";
import { coverageReport, reportedFaults } from "../reports/coverage-report.ts";
import type { RunMemory } from "./create-runs.ts";
import { createPastField, createStatesThen, type LastReported } from "./past-coverage.ts";
import type { PastFaults } from "./past-faults.ts";
import type { PastPlan } from "./past-plan.ts";
import { createWitnessesOf } from "./witnesses.ts";

export type PastSources = {
  readonly faults: PastFaults;
  /** When the gateway was listening. */
  readonly runs: () => RunMemory;
  readonly now: () => number;
  readonly lastReported: LastReported;
  readonly tickets: () => readonly Ticket[];
  readonly plan: PastPlan;
};

type Refused = { readonly ok: false } & Refusal;

export function createLookBack(
  site: Site,
  sources: PastSources,
): Pick<CoverageView, "at" | "drawing" | "witnesses" | "report"> {
  const { faults, runs, now, lastReported, plan } = sources;
  const statesThen = createStatesThen(site, plan.at, faults, lastReported);
  const field = createPastField(statesThen);
  const witnessesOf = createWitnessesOf(statesThen, lastReported);

  /** Nothing is known of the span from `since` to `until` (epoch ms): it has not come yet, or is long past. */
  function unknown(field: string, said: string, since: number, until: number): Refused | undefined {
    const { firstAt } = runs();
    const [present, first] = [isoInstant(now()), isoInstant(firstAt)];
    if (since > now())
      return refuse(
        "bad-request",
        text(
          `query/${field}: ${said} has not come yet; it is ${present} now.`,
          `query/${field}：${said} 尚未到来，现在是 ${present}。`,
        ),
      );
    if (until >= firstAt) return;
    return refuse(
      "bad-request",
      text(
        `query/${field}: nothing is known of ${said}; this gateway first started at ${first}.`,
        `query/${field}：没有 ${said} 的记录，网关首次启动于 ${first}。`,
      ),
    );
  }
  const unknownInstant = (at: number): Refused | undefined => unknown("at", isoInstant(at), at, at);
  const listening = (at: number): boolean => runs().runs.some(({ since, until }) => since <= at && at <= until);

  return {
    at(at) {
      return unknownInstant(at) ?? { ok: true, value: { at, ...field.areas(at), listening: listening(at) } };
    },
    drawing: (at) => unknownInstant(at) ?? { ok: true, value: field.drawing(at) },
    witnesses({ at, level, x, y }) {
      const refused = unknownInstant(at);
      if (refused) return refused;
      const levels = plan.at(at).coverage.levels.map(({ id }) => id);
      if (!levels.includes(level))
        return refuse(
          "bad-request",
          text(
            `query/level: there is no level "${level}"; the plan has ${levels.join(", ") || "none"}.`,
            `query/level：没有楼层“${level}”，平面图中有：${levels.join("、") || "无"}。`,
          ),
        );
      return { ok: true, value: { ...witnessesOf(at, level, [x, y]), listening: listening(at) } };
    },
    report(asked) {
      const at = now();
      const { timezone } = site;
      const month =
        asked === undefined
          ? Temporal.Instant.fromEpochMilliseconds(Math.floor(at))
              .toZonedDateTimeISO(timezone)
              .toPlainDate()
              .toPlainYearMonth()
          : Temporal.PlainYearMonth.from(asked);
      const begins = (one: Temporal.PlainYearMonth): number =>
        one.toPlainDate({ day: 1 }).toZonedDateTime(timezone).epochMilliseconds;
      const [since, until] = [begins(month), begins(month.add({ months: 1 }))];
      const refused = unknown("month", month.toString(), since, until - 1);
      if (refused) return refused;
      const { firstAt, runs: listened } = runs();
      const [from, to] = [Math.max(since, firstAt), Math.min(until, at)];
      const value = coverageReport({
        site,
        month: month.toString(),
        from,
        to,
        at,
        listened,
        faults: faults.between(from, to, reportedFaults),
        tickets: sources.tickets(),
        areas: plan.areas(),
        cameras: plan.cameras(),
        planChanges: plan.changes(from, to),
        oldestRecording(camera) {
          const oldest = lastReported(camera, "oldestRecording")?.value;
          return typeof oldest === "number" ? oldest : null;
        },
      });
      return { ok: true, value };
    },
  };
}
