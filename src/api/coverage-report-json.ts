// The monthly proof of coverage on the wire: instants in Z, lengths as minutes.

import type { AreaProof, CameraProof, CoverageReport, WatchedShare } from "../model/coverage-report.ts";
import { isoInstant } from "../model/ticket-json.ts";

/** Of ms, to a hundredth. */
export const minutesOf = (ms: number): number => Math.round(ms / 600) / 100;
const orNull = (at: number | null): string | null => (at === null ? null : isoInstant(at));

const shareJson = ({ known, blind, share }: WatchedShare) => ({
  minutes: minutesOf(known),
  blindMinutes: minutesOf(blind),
  share: share === null ? null : Math.round(share * 1e6) / 1e6,
});

const areaJson = (area: AreaProof) => ({
  ...area,
  whole: shareJson(area.whole),
  day: shareJson(area.day),
  night: shareJson(area.night),
  plans: area.plans.map((plan) => ({ ...plan, since: isoInstant(plan.since), until: isoInstant(plan.until) })),
  periods: area.periods.map(({ since, until, blind, because, ticket, stoodIn, missedRounds }) => ({
    since: isoInstant(since),
    until: orNull(until),
    blindMinutes: minutesOf(blind),
    because,
    ticket,
    stoodIn: stoodIn.map((one) => ({ ...one, at: isoInstant(one.at) })),
    missedRounds,
  })),
});

const cameraJson = ({ gaps, oldestRecording, ...camera }: CameraProof) => ({
  ...camera,
  oldestRecording: orNull(oldestRecording),
  gaps: gaps.map(({ cause, length, times }) => ({
    cause,
    minutes: minutesOf(length),
    times: times.map(({ since, until }) => ({ since: isoInstant(since), until: orNull(until) })),
  })),
});

/** The whole report, as `report` of coverage-schemas.ts describes it. */
export const coverageReportJson = (report: CoverageReport) => ({
  site: report.site,
  month: report.month,
  from: isoInstant(report.from),
  to: isoInstant(report.to),
  at: isoInstant(report.at),
  unknownMinutes: minutesOf(report.unknown.reduce((sum, { since, until }) => sum + until - since, 0)),
  unknown: report.unknown.map(({ since, until }) => ({ since: isoInstant(since), until: isoInstant(until) })),
  planChanges: report.planChanges.map((change) => ({ ...change, at: isoInstant(change.at) })),
  areas: report.areas.map(areaJson),
  cameras: report.cameras.map(cameraJson),
});
