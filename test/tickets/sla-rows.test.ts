// Every row of the SLA table that a site starts from (CONTRACT 5, DOMAIN), at openings that are easy to get wrong; each deadline written out in UTC.

import { describe, expect, it } from "vitest";
import { slaDefaults } from "../../src/config/sla-defaults.ts";
import { type Milestone, milestones } from "../../src/model/ticket.ts";
import { clockOf, siteOf, timeline } from "./timeline.ts";

type Dues = readonly [respond: string, arrive: string | null, restore: string | null, close: string | null];
type Opening = readonly [
  name: string,
  timezone: string,
  openedAt: string,
  callBack: string,
  dues: Readonly<Record<string, Dues>>,
];

/** `callBack` for a repair restored at the very instant of the opening: P1WD. */
const openings: readonly Opening[] = [
  [
    "a plain Tuesday, 10:00",
    "Asia/Shanghai",
    "2026-03-10T02:00Z",
    "2026-03-11T02:00Z",
    {
      default: ["2026-03-10T02:15Z", null, null, "2026-03-11T02:00Z"],
      elevator: ["2026-03-10T02:15Z", "2026-03-10T02:30Z", null, "2026-03-11T02:00Z"],
      "elevator-entrapment": ["2026-03-10T02:05Z", "2026-03-10T02:30Z", null, "2026-03-11T02:00Z"],
      "pipe-burst": ["2026-03-10T02:15Z", null, "2026-03-10T03:00Z", "2026-03-11T02:00Z"],
      streetlight: ["2026-03-10T02:15Z", null, "2026-03-11T02:00Z", "2026-03-11T02:00Z"],
      camera: ["2026-03-10T02:15Z", null, "2026-03-11T02:00Z", "2026-03-11T02:00Z"],
      urgent: ["2026-03-10T02:15Z", "2026-03-10T02:15Z", null, "2026-03-11T02:00Z"],
      security: ["2026-03-10T02:05Z", "2026-03-10T02:15Z", null, "2026-03-11T02:00Z"],
      ordinary: ["2026-03-10T02:30Z", null, null, "2026-03-11T02:00Z"],
      "data-loss": ["2026-03-10T02:30Z", null, "2026-03-11T02:00Z", "2026-03-11T02:00Z"],
      small: ["2026-03-10T02:15Z", null, "2026-03-10T16:00Z", "2026-03-11T02:00Z"],
      complaint: ["2026-03-12T02:00Z", null, null, null],
      planned: ["2026-03-10T02:15Z", null, null, "2026-03-11T02:00Z"],
    },
  ],
  [
    "ten minutes before midnight",
    "Asia/Shanghai",
    "2026-03-10T15:50Z",
    "2026-03-11T15:50Z",
    {
      default: ["2026-03-10T16:05Z", null, null, "2026-03-11T15:50Z"],
      elevator: ["2026-03-10T16:05Z", "2026-03-10T16:20Z", null, "2026-03-11T15:50Z"],
      "elevator-entrapment": ["2026-03-10T15:55Z", "2026-03-10T16:20Z", null, "2026-03-11T15:50Z"],
      "pipe-burst": ["2026-03-10T16:05Z", null, "2026-03-10T16:50Z", "2026-03-11T15:50Z"],
      streetlight: ["2026-03-10T16:05Z", null, "2026-03-11T15:50Z", "2026-03-11T15:50Z"],
      camera: ["2026-03-10T16:05Z", null, "2026-03-11T15:50Z", "2026-03-11T15:50Z"],
      urgent: ["2026-03-10T16:05Z", "2026-03-10T16:05Z", null, "2026-03-11T15:50Z"],
      security: ["2026-03-10T15:55Z", "2026-03-10T16:05Z", null, "2026-03-11T15:50Z"],
      ordinary: ["2026-03-10T16:20Z", null, null, "2026-03-11T15:50Z"],
      "data-loss": ["2026-03-10T16:20Z", null, "2026-03-11T15:50Z", "2026-03-11T15:50Z"],
      small: ["2026-03-10T16:05Z", null, "2026-03-11T04:00Z", "2026-03-11T15:50Z"],
      complaint: ["2026-03-12T15:50Z", null, null, null],
      planned: ["2026-03-10T16:05Z", null, null, "2026-03-11T15:50Z"],
    },
  ],
  [
    "a Saturday at noon",
    "Asia/Shanghai",
    "2026-03-14T04:00Z",
    "2026-03-16T04:00Z",
    {
      default: ["2026-03-14T04:15Z", null, null, "2026-03-15T04:00Z"],
      elevator: ["2026-03-14T04:15Z", "2026-03-14T04:30Z", null, "2026-03-15T04:00Z"],
      "elevator-entrapment": ["2026-03-14T04:05Z", "2026-03-14T04:30Z", null, "2026-03-15T04:00Z"],
      "pipe-burst": ["2026-03-14T04:15Z", null, "2026-03-14T05:00Z", "2026-03-15T04:00Z"],
      streetlight: ["2026-03-14T04:15Z", null, "2026-03-15T04:00Z", "2026-03-15T04:00Z"],
      camera: ["2026-03-14T04:15Z", null, "2026-03-15T04:00Z", "2026-03-15T04:00Z"],
      urgent: ["2026-03-14T04:15Z", "2026-03-14T04:15Z", null, "2026-03-15T04:00Z"],
      security: ["2026-03-14T04:05Z", "2026-03-14T04:15Z", null, "2026-03-15T04:00Z"],
      ordinary: ["2026-03-14T04:30Z", null, null, "2026-03-15T04:00Z"],
      "data-loss": ["2026-03-14T04:30Z", null, "2026-03-15T04:00Z", "2026-03-15T04:00Z"],
      small: ["2026-03-14T04:15Z", null, "2026-03-14T16:00Z", "2026-03-15T04:00Z"],
      complaint: ["2026-03-16T04:00Z", null, null, null],
      planned: ["2026-03-14T04:15Z", null, null, "2026-03-15T04:00Z"],
    },
  ],
  [
    "国庆: the evening before, 2026-09-30 19:00; the next working day is 10-08",
    "Asia/Shanghai",
    "2026-09-30T11:00Z",
    "2026-10-08T11:00Z",
    {
      default: ["2026-09-30T11:15Z", null, null, "2026-10-01T11:00Z"],
      elevator: ["2026-09-30T11:15Z", "2026-09-30T11:30Z", null, "2026-10-01T11:00Z"],
      "elevator-entrapment": ["2026-09-30T11:05Z", "2026-09-30T11:30Z", null, "2026-10-01T11:00Z"],
      "pipe-burst": ["2026-09-30T11:15Z", null, "2026-09-30T12:00Z", "2026-10-01T11:00Z"],
      streetlight: ["2026-09-30T11:15Z", null, "2026-10-01T11:00Z", "2026-10-01T11:00Z"],
      camera: ["2026-09-30T11:15Z", null, "2026-10-01T11:00Z", "2026-10-01T11:00Z"],
      urgent: ["2026-09-30T11:15Z", "2026-09-30T11:15Z", null, "2026-10-01T11:00Z"],
      security: ["2026-09-30T11:05Z", "2026-09-30T11:15Z", null, "2026-10-01T11:00Z"],
      ordinary: ["2026-09-30T11:30Z", null, null, "2026-10-01T11:00Z"],
      "data-loss": ["2026-09-30T11:30Z", null, "2026-10-01T11:00Z", "2026-10-01T11:00Z"],
      small: ["2026-09-30T11:15Z", null, "2026-10-01T04:00Z", "2026-10-01T11:00Z"],
      complaint: ["2026-10-02T11:00Z", null, null, null],
      planned: ["2026-09-30T11:15Z", null, null, "2026-10-01T11:00Z"],
    },
  ],
  [
    "国庆: in it, 2026-10-03 09:00",
    "Asia/Shanghai",
    "2026-10-03T01:00Z",
    "2026-10-08T01:00Z",
    {
      default: ["2026-10-03T01:15Z", null, null, "2026-10-04T01:00Z"],
      elevator: ["2026-10-03T01:15Z", "2026-10-03T01:30Z", null, "2026-10-04T01:00Z"],
      "elevator-entrapment": ["2026-10-03T01:05Z", "2026-10-03T01:30Z", null, "2026-10-04T01:00Z"],
      "pipe-burst": ["2026-10-03T01:15Z", null, "2026-10-03T02:00Z", "2026-10-04T01:00Z"],
      streetlight: ["2026-10-03T01:15Z", null, "2026-10-04T01:00Z", "2026-10-04T01:00Z"],
      camera: ["2026-10-03T01:15Z", null, "2026-10-04T01:00Z", "2026-10-04T01:00Z"],
      urgent: ["2026-10-03T01:15Z", "2026-10-03T01:15Z", null, "2026-10-04T01:00Z"],
      security: ["2026-10-03T01:05Z", "2026-10-03T01:15Z", null, "2026-10-04T01:00Z"],
      ordinary: ["2026-10-03T01:30Z", null, null, "2026-10-04T01:00Z"],
      "data-loss": ["2026-10-03T01:30Z", null, "2026-10-04T01:00Z", "2026-10-04T01:00Z"],
      small: ["2026-10-03T01:15Z", null, "2026-10-03T16:00Z", "2026-10-04T01:00Z"],
      complaint: ["2026-10-05T01:00Z", null, null, null],
      planned: ["2026-10-03T01:15Z", null, null, "2026-10-04T01:00Z"],
    },
  ],
  [
    "国庆: Friday 2026-10-09 15:00; Saturday 10-10 is worked",
    "Asia/Shanghai",
    "2026-10-09T07:00Z",
    "2026-10-10T07:00Z",
    {
      default: ["2026-10-09T07:15Z", null, null, "2026-10-10T07:00Z"],
      elevator: ["2026-10-09T07:15Z", "2026-10-09T07:30Z", null, "2026-10-10T07:00Z"],
      "elevator-entrapment": ["2026-10-09T07:05Z", "2026-10-09T07:30Z", null, "2026-10-10T07:00Z"],
      "pipe-burst": ["2026-10-09T07:15Z", null, "2026-10-09T08:00Z", "2026-10-10T07:00Z"],
      streetlight: ["2026-10-09T07:15Z", null, "2026-10-10T07:00Z", "2026-10-10T07:00Z"],
      camera: ["2026-10-09T07:15Z", null, "2026-10-10T07:00Z", "2026-10-10T07:00Z"],
      urgent: ["2026-10-09T07:15Z", "2026-10-09T07:15Z", null, "2026-10-10T07:00Z"],
      security: ["2026-10-09T07:05Z", "2026-10-09T07:15Z", null, "2026-10-10T07:00Z"],
      ordinary: ["2026-10-09T07:30Z", null, null, "2026-10-10T07:00Z"],
      "data-loss": ["2026-10-09T07:30Z", null, "2026-10-10T07:00Z", "2026-10-10T07:00Z"],
      small: ["2026-10-09T07:15Z", null, "2026-10-09T16:00Z", "2026-10-10T07:00Z"],
      complaint: ["2026-10-11T07:00Z", null, null, null],
      planned: ["2026-10-09T07:15Z", null, null, "2026-10-10T07:00Z"],
    },
  ],
  [
    "year end: 2025-12-31 20:00; Sunday 01-04 is worked",
    "Asia/Shanghai",
    "2025-12-31T12:00Z",
    "2026-01-04T12:00Z",
    {
      default: ["2025-12-31T12:15Z", null, null, "2026-01-01T12:00Z"],
      elevator: ["2025-12-31T12:15Z", "2025-12-31T12:30Z", null, "2026-01-01T12:00Z"],
      "elevator-entrapment": ["2025-12-31T12:05Z", "2025-12-31T12:30Z", null, "2026-01-01T12:00Z"],
      "pipe-burst": ["2025-12-31T12:15Z", null, "2025-12-31T13:00Z", "2026-01-01T12:00Z"],
      streetlight: ["2025-12-31T12:15Z", null, "2026-01-01T12:00Z", "2026-01-01T12:00Z"],
      camera: ["2025-12-31T12:15Z", null, "2026-01-01T12:00Z", "2026-01-01T12:00Z"],
      urgent: ["2025-12-31T12:15Z", "2025-12-31T12:15Z", null, "2026-01-01T12:00Z"],
      security: ["2025-12-31T12:05Z", "2025-12-31T12:15Z", null, "2026-01-01T12:00Z"],
      ordinary: ["2025-12-31T12:30Z", null, null, "2026-01-01T12:00Z"],
      "data-loss": ["2025-12-31T12:30Z", null, "2026-01-01T12:00Z", "2026-01-01T12:00Z"],
      small: ["2025-12-31T12:15Z", null, "2026-01-01T04:00Z", "2026-01-01T12:00Z"],
      complaint: ["2026-01-02T12:00Z", null, null, null],
      planned: ["2025-12-31T12:15Z", null, null, "2026-01-01T12:00Z"],
    },
  ],
  [
    "Berlin: the evening before summer time begins",
    "Europe/Berlin",
    "2026-03-28T19:00Z",
    "2026-03-30T18:00Z",
    {
      default: ["2026-03-28T19:15Z", null, null, "2026-03-29T19:00Z"],
      elevator: ["2026-03-28T19:15Z", "2026-03-28T19:30Z", null, "2026-03-29T19:00Z"],
      "elevator-entrapment": ["2026-03-28T19:05Z", "2026-03-28T19:30Z", null, "2026-03-29T19:00Z"],
      "pipe-burst": ["2026-03-28T19:15Z", null, "2026-03-28T20:00Z", "2026-03-29T19:00Z"],
      streetlight: ["2026-03-28T19:15Z", null, "2026-03-29T19:00Z", "2026-03-29T19:00Z"],
      camera: ["2026-03-28T19:15Z", null, "2026-03-29T19:00Z", "2026-03-29T19:00Z"],
      urgent: ["2026-03-28T19:15Z", "2026-03-28T19:15Z", null, "2026-03-29T19:00Z"],
      security: ["2026-03-28T19:05Z", "2026-03-28T19:15Z", null, "2026-03-29T19:00Z"],
      ordinary: ["2026-03-28T19:30Z", null, null, "2026-03-29T19:00Z"],
      "data-loss": ["2026-03-28T19:30Z", null, "2026-03-29T19:00Z", "2026-03-29T19:00Z"],
      small: ["2026-03-28T19:15Z", null, "2026-03-29T10:00Z", "2026-03-29T19:00Z"],
      complaint: ["2026-03-30T19:00Z", null, null, null],
      planned: ["2026-03-28T19:15Z", null, null, "2026-03-29T19:00Z"],
    },
  ],
  [
    "Berlin: the night in which summer time ends, 01:30",
    "Europe/Berlin",
    "2026-10-24T23:30Z",
    "2026-10-26T00:30Z",
    {
      default: ["2026-10-24T23:45Z", null, null, "2026-10-25T23:30Z"],
      elevator: ["2026-10-24T23:45Z", "2026-10-25T00:00Z", null, "2026-10-25T23:30Z"],
      "elevator-entrapment": ["2026-10-24T23:35Z", "2026-10-25T00:00Z", null, "2026-10-25T23:30Z"],
      "pipe-burst": ["2026-10-24T23:45Z", null, "2026-10-25T00:30Z", "2026-10-25T23:30Z"],
      streetlight: ["2026-10-24T23:45Z", null, "2026-10-25T23:30Z", "2026-10-25T23:30Z"],
      camera: ["2026-10-24T23:45Z", null, "2026-10-25T23:30Z", "2026-10-25T23:30Z"],
      urgent: ["2026-10-24T23:45Z", "2026-10-24T23:45Z", null, "2026-10-25T23:30Z"],
      security: ["2026-10-24T23:35Z", "2026-10-24T23:45Z", null, "2026-10-25T23:30Z"],
      ordinary: ["2026-10-25T00:00Z", null, null, "2026-10-25T23:30Z"],
      "data-loss": ["2026-10-25T00:00Z", null, "2026-10-25T23:30Z", "2026-10-25T23:30Z"],
      small: ["2026-10-24T23:45Z", null, "2026-10-25T23:00Z", "2026-10-25T23:30Z"],
      complaint: ["2026-10-26T23:30Z", null, null, null],
      planned: ["2026-10-24T23:45Z", null, null, "2026-10-25T23:30Z"],
    },
  ],
];

const country = (timezone: string): string =>
  timezone === "Asia/Shanghai" ? "calendar: { country: CN }" : "calendar: { country: none }";
const short = (instant: string | undefined): string | null =>
  instant === undefined ? null : instant.replace(/:00Z$/, "Z");
const reported = { zone: "east", text: "x", ref: "r1", by: "resident" };

describe.each(openings)("%s", (_, timezone, openedAt, callBack, dues) => {
  const at = Date.parse(openedAt);

  it("has every row of the table", () => {
    expect(Object.keys(dues).sort()).toEqual(Object.keys(slaDefaults).sort());
  });

  it.each(Object.entries(dues))("%s", async (sla, expected) => {
    const site = await siteOf([], country(timezone), timezone);
    const ticket = timeline(site, at)
      .report(at, { ...reported, sla })
      .play(at)
      .reported("r1");
    const due = (milestone: Milestone): string | null => short(clockOf(ticket, milestone)?.due);
    expect([due("respond"), due("arrive"), due("restore"), due("close")]).toEqual(expected);
    expect(due("callBack")).toBe(null);
    for (const milestone of milestones)
      if (due(milestone) !== null)
        expect(clockOf(ticket, milestone)).toMatchObject({ state: "running", done: null, breached: null });
  });

  it.each(Object.keys(dues))("%s: the call-back after the repair", async (sla) => {
    const site = await siteOf([], country(timezone), timezone);
    const ticket = timeline(site, at)
      .report(at, { ...reported, sla })
      .act(at, { ref: "r1", do: "restore", by: "zhou" })
      .play(at)
      .reported("r1");
    expect(short(clockOf(ticket, "callBack")?.due)).toBe(callBack);
  });
});
