// The printed monthly proof: how often somebody came, and how many of the visits a label shows.

import { expect, it } from "vitest";
import { coverageReportPage } from "../../src/api/pages/coverage-report.ts";
import type { AreaProof, CoverageReport } from "../../src/model/coverage-report.ts";
import { text } from "../../src/model/text.ts";
import { start } from "./open-gateway.ts";
import { site } from "./samples.ts";

const share = { known: 0, blind: 0, share: null };
const page = (visits: readonly boolean[], language: "en" | "zh") => {
  const stoodIn = visits.map((byLabel, index) => ({ by: "zhao", at: start + index, byLabel }));
  const period = {
    since: start,
    until: null,
    blind: 60_000,
    because: [],
    ticket: "T-000001",
    stoodIn,
    missedRounds: 0,
  };
  const area = {
    id: "gate",
    name: text("North gate", "北门"),
    zone: "east",
    atLeast: 0.95,
    designRatio: 1,
    nightDesignRatio: 1,
    finding: [],
    plans: [],
    whole: share,
    day: share,
    night: share,
    periods: [period],
  } as unknown as AreaProof;
  const report = {
    site: "demo",
    month: "2026-03",
    from: start,
    to: start + 60_000,
    at: start,
    unknown: [],
    planChanges: [],
  };
  return coverageReportPage(site([]), { ...report, areas: [area], cameras: [] } as unknown as CoverageReport, language)
    .body.html;
};

it.each([
  [[false], "Zhao 03-01 08:00<", "赵工 03-01 08:00<"],
  [[true], "Zhao 03-01 08:00 (by label)", "赵工 03-01 08:00（已扫码）"],
  [[false, true], "Zhao 03-01 08:00 (2 times, 1 by label)", "赵工 03-01 08:00（2 次，其中扫码 1 次）"],
  [[false, false, false], "Zhao 03-01 08:00 (3 times)", "赵工 03-01 08:00（3 次）"],
])("visits shown by the label %j", (visits, en, zh) => {
  expect(page(visits, "en")).toContain(en);
  expect(page(visits, "zh")).toContain(zh);
});
