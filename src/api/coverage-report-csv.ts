// The monthly proof of coverage as one table: a row for each area and each of its plans, blind period, camera,
// gap in its footage, change of the plan, and time nobody knows of.

import type { AreaPlan, CoverageReport, WatchedShare } from "../model/coverage-report.ts";
import type { Site } from "../model/site.ts";
import { minutesOf } from "./coverage-report-json.ts";
import { type Cell, csv } from "./csv.ts";

const columns = [
  "row",
  "id",
  "nameZh",
  "nameEn",
  "zone",
  "since",
  "until",
  "minutes",
  "blindMinutes",
  "share",
  "dayShare",
  "nightShare",
  "designRatio",
  "nightDesignRatio",
  "finding",
  "because",
  "ticket",
  "stoodIn",
  "missedRounds",
  "oldestRecording",
  "footage",
  "atLeast",
] as const;
type Row = Readonly<Partial<Record<(typeof columns)[number], Cell>>>;

/** Instants are in the site's time with its offset; times of one period that lie outside the month are as they were. */
export function coverageReportCsv({ timezone }: Pick<Site, "timezone">, report: CoverageReport): string {
  const local = (at: number | null): string | null =>
    at === null
      ? null
      : Temporal.Instant.fromEpochMilliseconds(Math.floor(at))
          .toZonedDateTimeISO(timezone)
          .toString({ timeZoneName: "never", smallestUnit: "second" });
  const share = ({ share }: WatchedShare): number | null => (share === null ? null : Number(share.toFixed(6)));
  const design = ({ atLeast, designRatio, nightDesignRatio }: Omit<AreaPlan, "since" | "until">): Row => ({
    atLeast,
    designRatio: Number(designRatio.toFixed(4)),
    nightDesignRatio: Number(nightDesignRatio.toFixed(4)),
  });
  const rows: Row[] = [];
  for (const { since, until } of report.unknown)
    rows.push({ row: "unknown", since: local(since), until: local(until), minutes: minutesOf(until - since) });
  for (const { at, areas, cameras } of report.planChanges)
    for (const id of [...areas, ...cameras]) rows.push({ row: "planChange", id, since: local(at) });
  for (const area of report.areas) {
    const about = { id: area.id, nameZh: area.name.zh, nameEn: area.name.en, zone: area.zone };
    rows.push({
      row: "area",
      ...about,
      since: local(area.plans[0]?.since ?? report.from),
      until: local(area.plans.at(-1)?.until ?? report.to),
      minutes: minutesOf(area.whole.known),
      blindMinutes: minutesOf(area.whole.blind),
      share: share(area.whole),
      dayShare: share(area.day),
      nightShare: share(area.night),
      ...design(area),
      finding: area.finding.join(" "),
    });
    if (area.plans.length > 1)
      for (const { since, until, finding, ...plan } of area.plans)
        rows.push({
          row: "plan",
          ...about,
          since: local(since),
          until: local(until),
          ...design(plan),
          finding: finding.join(" "),
        });
    for (const { since, until, blind, because, ticket, stoodIn, missedRounds } of area.periods)
      rows.push({
        row: "blind",
        ...about,
        since: local(since),
        until: local(until),
        blindMinutes: minutesOf(blind),
        because: because.join(" "),
        ticket,
        stoodIn: stoodIn.map(({ by, at }) => `${by} ${local(at)}`).join("; "),
        missedRounds,
      });
  }
  for (const { id, name, zone, oldestRecording, footage, gaps } of report.cameras) {
    const about = { id, nameZh: name.zh, nameEn: name.en, zone };
    rows.push({ row: "camera", ...about, oldestRecording: local(oldestRecording), footage });
    for (const { cause, times } of gaps)
      for (const { since, until } of times)
        rows.push({
          row: "gap",
          ...about,
          since: local(since),
          until: local(until),
          minutes: minutesOf(Math.min(until ?? report.to, report.to) - Math.max(since, report.from)),
          because: cause,
        });
  }
  return csv([columns, ...rows.map((row) => columns.map((column) => row[column]))]);
}
