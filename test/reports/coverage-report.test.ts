// The monthly proof of coverage worked out on paper: days of twelve hours, one area, one camera.

import { describe, expect, it } from "vitest";
import type { AreaPlan, Span } from "../../src/model/coverage-report.ts";
import type { Fault } from "../../src/model/fault.ts";
import type { Schedule } from "../../src/model/schedule.ts";
import type { Site } from "../../src/model/site.ts";
import type { TicketEvent } from "../../src/model/ticket.ts";
import {
  coverageReport,
  type PastArea,
  type PastCamera,
  type ReportSources,
} from "../../src/reports/coverage-report.ts";
import { common, joined, lengthOf, rest, whenHolds } from "../../src/reports/time-spans.ts";
import { ticketOf } from "../api/samples.ts";
import { smallPlan } from "../coverage/small-plan.ts";

const hour = 3_600_000;
const day = 24 * hour;
const span = (since: number, until: number): Span => ({ since: since * hour, until: until * hour });

/** Dark from 18:00 to 06:00. */
const dark: Schedule = {
  holds: (at) => at % day < 6 * hour || at % day >= 18 * hour,
  nextChange(at) {
    const into = at % day;
    return at - into + (into < 6 * hour ? 6 : into < 18 * hour ? 18 : 30) * hour;
  },
};
const site: Site = { ...smallPlan({ cameras: { C1: {} } }), dark };
const fault = (asset: string, name: string, since: number, until: number | null, more: Partial<Fault> = {}): Fault => ({
  asset,
  kind: asset === "area" ? "area" : "camera",
  fault: name,
  severity: "major",
  sla: "camera",
  latched: false,
  since: since * hour,
  openedAt: since * hour + 60_000,
  present: until === null,
  absentSince: null,
  clearedAt: until === null ? null : until * hour,
  goodSince: null,
  verified: false,
  ...more,
});
const blind = (since: number, until: number | null): Fault =>
  fault("area", "blindSpot", since, until, { detail: { because: "C1,L1" } });
const always = { since: -day, until: Number.POSITIVE_INFINITY };
const plan = (more: Partial<AreaPlan>): AreaPlan => ({
  ...always,
  atLeast: 0.95,
  designRatio: 1,
  nightDesignRatio: 1,
  ...more,
});
const planned = (...plans: readonly Partial<AreaPlan>[]): PastArea => ({
  id: "area",
  name: { en: "Gate", zh: "大门" },
  zone: "east",
  priority: "normal",
  plans: plans.map(plan),
});
const camera = (more: Partial<PastCamera> = {}): PastCamera => ({
  id: "C1",
  name: { en: "C1", zh: "C1" },
  zone: "east",
  asset: {},
  hung: [always],
  ...more,
});
const reported = (more: Partial<ReportSources> = {}) =>
  coverageReport({
    site,
    month: "1970-01",
    from: 0,
    to: 10 * day,
    at: 10 * day,
    listened: [span(0, 240)],
    faults: [],
    tickets: [],
    areas: [planned({})],
    cameras: [camera()],
    planChanges: [],
    oldestRecording: () => null,
    ...more,
  });
const areaOf = (more: Partial<ReportSources>) => reported(more).areas[0];

describe("an area's share", () => {
  it("is whole where nothing happened", () => {
    const all = { known: 120 * hour, blind: 0, share: 1 };
    expect(areaOf({})).toMatchObject({
      whole: { known: 240 * hour, blind: 0, share: 1 },
      day: all,
      night: all,
      finding: [],
      periods: [],
    });
  });
  it("counts a period by day and by night apart", () => {
    const faults = [blind(17, 20)];
    expect(areaOf({ faults })).toMatchObject({
      whole: { blind: 3 * hour, share: 1 - 3 / 240 },
      day: { blind: hour, share: 1 - 1 / 120 },
      night: { blind: 2 * hour, share: 1 - 2 / 120 },
      periods: [{ since: 17 * hour, until: 20 * hour, blind: 3 * hour, because: ["C1", "L1"], ticket: null }],
    });
  });
  it("counts of a period what lies in the month, and an open one to its end", () => {
    const area = areaOf({ faults: [blind(-5, 2), blind(239, null)] });
    expect(area?.whole.blind).toBe(3 * hour);
    expect(area?.periods).toMatchObject([
      { since: -5 * hour, until: 2 * hour, blind: 2 * hour },
      { since: 239 * hour, until: null, blind: hour },
    ]);
  });
  it("knows nothing of the time in which nobody listened", () => {
    const report = reported({ listened: [span(0, 7), span(11, 240)], faults: [blind(6, 12)] });
    expect(report.unknown).toEqual([span(7, 11)]);
    expect(report.areas[0]).toMatchObject({
      whole: { known: 236 * hour, blind: 2 * hour, share: 1 - 2 / 236 },
      day: { known: 116 * hour, blind: 2 * hour },
    });
    expect(areaOf({ listened: [] })?.whole).toEqual({ passed: 240 * hour, known: 0, blind: 0, share: null });
  });
  it("is nothing in a light in which the plan itself shows too little", () => {
    const areas = [planned({ nightDesignRatio: 0.9 })];
    expect(areaOf({ areas, faults: [blind(17, 20)] })).toMatchObject({
      finding: ["night"],
      day: { blind: hour },
      night: { blind: 120 * hour, share: 0 },
      whole: { blind: 121 * hour },
    });
  });
});

describe("an area that was planned otherwise in between", () => {
  it("is judged piece by piece by the plan of then", () => {
    const areas = [planned({ until: 48 * hour, designRatio: 0.5 }, { since: 48 * hour, nightDesignRatio: 0.9 })];
    expect(areaOf({ areas, faults: [blind(60, 61)] })).toMatchObject({
      designRatio: 1,
      nightDesignRatio: 0.9,
      finding: ["day", "night"],
      plans: [
        { since: 0, until: 48 * hour, finding: ["day"] },
        { since: 48 * hour, until: 240 * hour, finding: ["night"] },
      ],
      day: { known: 120 * hour, blind: 25 * hour },
      night: { known: 120 * hour, blind: 96 * hour },
      periods: [{ blind: hour }],
    });
  });
  it("counts from when it was planned to when it was no more, and is left out of the months in which it was not", () => {
    const areas = [planned({ since: 36 * hour, until: 42 * hour, nightDesignRatio: 0 })];
    expect(areaOf({ areas, faults: [blind(34, 37)] })).toMatchObject({
      whole: { passed: 6 * hour, known: 6 * hour, blind: hour },
      day: { known: 6 * hour, blind: hour },
      night: { passed: 0, known: 0, share: null },
      periods: [{ since: 34 * hour, blind: hour }],
    });
    expect(reported({ areas: [planned({ since: 240 * hour }), planned({ until: 0 })] }).areas).toEqual([]);
  });
  it("may be gone for a time: then it does not count", () => {
    const areas = [planned({ until: 24 * hour }, { since: 216 * hour })];
    expect(areaOf({ areas, faults: [blind(10, 230)] })?.whole).toMatchObject({ known: 48 * hour, blind: 28 * hour });
  });
  it("leaves out cameras that hung before or after", () => {
    const cameras = [camera({ hung: [{ since: -5, until: 0 }] }), camera({ id: "C2", hung: [span(239, 241)] })];
    expect(reported({ cameras }).cameras.map(({ id }) => id)).toEqual(["C2"]);
  });
});

describe("who stood in", () => {
  const event = (at: number, type: TicketEvent["type"], by = "li"): TicketEvent => ({ at: at * hour, type, by });
  const ticket = (id: number, of: Fault, events: readonly TicketEvent[], more = {}) =>
    ticketOf(id, of, { events: [{ at: of.openedAt, type: "opened", by: "system" }, ...events], ...more });
  const periods = (more: Partial<ReportSources>) => areaOf(more)?.periods;

  it("are those who arrived or checked in while it was blind, and the rounds that nobody made are counted", () => {
    const period = blind(10, 13);
    const events = [
      event(11, "arrived"),
      { ...event(12, "checkedIn"), byLabel: true as const },
      event(12.5, "roundMissed", "system"),
      event(14, "arrived", "zhao"),
    ];
    expect(periods({ faults: [period], tickets: [ticket(1, period, events)] })).toMatchObject([
      {
        ticket: "T-000001",
        stoodIn: [
          { by: "li", at: 11 * hour, byLabel: false },
          { by: "li", at: 12 * hour, byLabel: true },
        ],
        missedRounds: 1,
      },
    ]);
  });
  it("may have come for the ticket above it", () => {
    const period = blind(10, 13);
    const root = ticketOf(1, fault("sw", "down", 10, 13), { events: [event(11, "arrived", "zhao")] });
    const child = ticket(2, period, [], { parent: root.id });
    expect(periods({ faults: [period], tickets: [root, child] })).toMatchObject([{ stoodIn: [{ by: "zhao" }] }]);
  });
  it("are sought in the ticket that was opened again for the period, and in no other", () => {
    const [one, two, three] = [blind(10, 11), blind(20, 21), blind(30, 31)];
    const again = { at: two.openedAt, type: "reopened", by: "system" } as const;
    const first = ticket(1, one, [event(10.5, "arrived"), again], { closedAt: 25 * hour });
    expect(periods({ faults: [one, two, three], tickets: [first] })).toMatchObject([
      { ticket: "T-000001", stoodIn: [{ by: "li" }] },
      { ticket: "T-000001", stoodIn: [] },
      { ticket: null, stoodIn: [] },
    ]);
  });
});

describe("a camera's footage", () => {
  const at = 100 * day;
  const footage = (oldest: number | null, installedAt?: number) => {
    const cameras = [camera({ asset: { ...(installedAt !== undefined && { installedAt }) } })];
    return reported({ cameras, at, oldestRecording: () => oldest }).cameras[0]?.footage;
  };
  it("is proven to reach back thirty days, or not", () => {
    expect(footage(at - 30 * day)).toBe("whole");
    expect(footage(at - 29 * day)).toBe("short");
    expect(footage(at - 29 * day, at - 29 * day)).toBe("new");
    expect(footage(at - 29 * day, at - 31 * day)).toBe("short");
    expect(footage(null)).toBe("unknown");
  });
  it("has gaps, by cause, each one named and none counted twice", () => {
    const faults = [fault("C1", "offline", 1, 3), fault("C1", "offline", 5, null), fault("C1", "notRecording", -2, 1)];
    expect(reported({ faults }).cameras).toMatchObject([
      {
        id: "C1",
        gaps: [
          { cause: "offline", length: 237 * hour, times: [{ since: hour, until: 3 * hour }, { until: null }] },
          { cause: "notRecording", length: hour, times: [{ since: -2 * hour, until: hour }] },
        ],
      },
    ]);
  });
});

describe("spans", () => {
  it("are joined, cut and taken from each other", () => {
    expect(joined([span(5, 6), span(1, 3), span(2, 4), span(4, 5), span(9, 9)])).toEqual([span(1, 6)]);
    expect(common([span(0, 4), span(6, 9)], [span(3, 7)])).toEqual([span(3, 4), span(6, 7)]);
    expect(rest(span(0, 10), [span(-1, 2), span(4, 5), span(9, 12)])).toEqual([span(2, 4), span(5, 9)]);
    expect(rest(span(0, 10), [])).toEqual([span(0, 10)]);
    expect(lengthOf([span(0, 1), span(3, 5)])).toBe(3 * hour);
    expect(whenHolds(dark, span(3, 30))).toEqual([span(3, 6), span(18, 30)]);
  });
});
