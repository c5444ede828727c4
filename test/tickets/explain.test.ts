// Why a deadline is what it is: the words, held to the derived clock by tables and by random logs.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slaDefaults } from "../../src/config/sla-defaults.ts";
import type { Site } from "../../src/model/site.ts";
import { type Milestone, milestones, type TicketEvent, type TicketHeader } from "../../src/model/ticket.ts";
import type { ClockWhy } from "../../src/model/why.ts";
import { deriveTicket } from "../../src/tickets/derive-ticket.ts";
import { explainTicket } from "../../src/tickets/explain-clock.ts";
import { day, hour, minute, siteOf } from "./timeline.ts";

const at = (local: string): number => Date.parse(`${local}+08:00`);
const extra = `
peak: ["07:00-09:00"]
sla:
  ordinary: { restore: PT20H, calendar: working }
  yearly: { restore: PT200H, calendar: working }
`;
const site = await siteOf(["E1", "G1"], extra);

const header = (opened: string, more: Partial<TicketHeader> = {}): TicketHeader => ({
  id: "T-000001",
  site: "demo",
  zone: "east",
  asset: null,
  kind: null,
  fault: null,
  ref: null,
  severity: "minor",
  sla: "default",
  source: "report",
  owner: "chen",
  since: at(opened),
  openedAt: at(opened),
  title: { en: "A bench", zh: "长椅" },
  latched: false,
  reporter: { resident: true },
  ...more,
});
type Line = Omit<TicketEvent, "at" | "by"> & { readonly at: string; readonly by?: string };
const log = (head: TicketHeader, lines: readonly Line[]): readonly TicketEvent[] => [
  { at: head.openedAt, type: "opened", by: "system" },
  ...lines.map((line) => ({ by: "zhao", ...line, at: at(line.at) })),
];
const why = (head: TicketHeader, lines: readonly Line[], on: Site = site): readonly ClockWhy[] =>
  explainTicket(on, { header: head, events: log(head, lines), fault: null, parent: null });
function of(all: readonly ClockWhy[], milestone: Milestone): ClockWhy {
  const found = all.find((one) => one.milestone === milestone);
  if (!found) throw new Error(`no ${milestone}`);
  return found;
}
const told = (one: ClockWhy, type: string): string[] =>
  one.steps.filter((step) => step.type === type).map(({ text }) => text.en);

describe("the answer in one sentence", () => {
  it.each([
    ["default", "close", "Due 2026-03-03 12:00: 24 h after opening."],
    ["elevator", "arrive", "Due 2026-03-02 12:30: 30 min after opening."],
    ["ordinary", "restore", "Due 2026-03-04 14:00: 20 h of working time after opening."],
    ["small", "restore", "Due 2026-03-03 00:00: by the end of the day of opening."],
    ["planned", "restore", "No deadline yet: the date is still to be agreed. Reclassify the ticket to set it."],
  ] as const)("%s %s", (sla, milestone, sentence) => {
    expect(of(why(header("2026-03-02T12:00", { sla }), []), milestone).text.en).toBe(sentence);
  });

  it("says it in Chinese", () => {
    const { text } = of(why(header("2026-03-02T12:00", { sla: "elevator" }), []), "arrive");
    expect(text.zh).toBe("时限 2026-03-02 12:30：开立后 30 分钟。");
  });

  it("in the evening a small repair is due by noon", () => {
    const restore = of(why(header("2026-03-02T19:00", { sla: "small" }), []), "restore");
    expect(restore.text.en).toBe("Due 2026-03-03 12:00: by noon after the evening of opening.");
  });
});

describe("every built-in row", () => {
  it.each(Object.keys(slaDefaults))("%s: each clock is explained, and the due instants agree", (sla) => {
    const head = header("2026-03-02T12:00", { sla });
    const { clocks } = deriveTicket(site, { header: head, events: log(head, []), fault: null, parent: null });
    const all = why(head, []);
    const running = all.filter(({ dueAt }) => dueAt !== null);
    expect(running.map(({ milestone, dueAt }) => [milestone, dueAt])).toEqual(
      clocks.map(({ milestone, dueAt }) => [milestone, dueAt]),
    );
    for (const one of all) {
      expect(told(one, "limit")).toHaveLength(1);
      for (const { text } of [one, ...one.steps]) expect(`${text.en}${text.zh}`).not.toMatch(/[{}]|undefined|NaN/);
    }
  });
});

describe("which row holds", () => {
  const gate = { source: "telemetry", asset: "G1", kind: "gate", fault: "readerFault" } as const;
  it.each([
    [
      { sla: "default" },
      "The report does not say what sort of repair it is, so “report (default)” of the SLA table holds.",
    ],
    [{ sla: "urgent" }, "It was reported as “urgent repair”."],
    [{ ...gate, sla: "ordinary" }, "The fault “Reader fault” falls under “ordinary repair” of the SLA table."],
    [{ source: "upkeep", sla: "planned" }, "The ticket was made as “planned (date agreed)”."],
  ] as const)("%j", (more, sentence) => {
    for (const one of why(header("2026-03-02T12:00", more), [])) expect(told(one, "row")).toEqual([sentence]);
  });

  it("says each name once, in both languages: no id of a fault or a row is left", () => {
    const all = why(header("2026-03-02T12:00", { ...gate, sla: "data-loss" }), []);
    for (const one of all) {
      const en = [one, ...one.steps].map(({ text }) => text.en).join(" ");
      const zh = [one, ...one.steps].map(({ text }) => text.zh).join("");
      expect(en).not.toMatch(/readerFault|data-loss|default/);
      expect(zh).not.toMatch(/[A-Za-z]/);
      expect([en.match(/“data loss”/g)?.length, zh.match(/“数据中断”/g)?.length]).toEqual([1, 1]);
    }
  });

  it("names the site's setting that chose it", async () => {
    const own = await siteOf(["G1"], "defaults: [ { kind: gate, slaRows: { readerFault: urgent } } ]");
    const [one] = why(header("2026-03-02T12:00", { ...gate, sla: "urgent" }), [], own);
    expect(told(one as ClockWhy, "row")).toEqual([
      "This site puts the fault “Reader fault” under “urgent repair” of the SLA table (defaults[0] in site.yaml).",
    ]);
  });

  it("tells a limit that is as in row default from the row's own", () => {
    const all = why(header("2026-03-02T12:00", { sla: "elevator" }), []);
    expect(told(of(all, "respond"), "limit")).toEqual(["That allows 15 min for the response, as is usual."]);
    expect(told(of(all, "arrive"), "limit")).toEqual(["That allows 30 min for the arrival."]);
  });

  it("names who reclassified it and when, and a breach told before stays with its instant", () => {
    const all = why(header("2026-03-02T12:00", { sla: "elevator" }), [
      { at: "2026-03-02T12:30", type: "breached", by: "system", milestone: "arrive", dueAt: at("2026-03-02T12:30") },
      { at: "2026-03-02T12:40", type: "reclassified", by: "chen", now: { sla: "streetlight" } },
    ]);
    expect(told(of(all, "restore"), "row")[1]).toBe(
      "Chen made it “streetlight” at 2026-03-02 12:40, and the clocks count as if it had always been so.",
    );
    expect(of(all, "arrive").text.en).toBe(
      "Broken on 2026-03-02 12:30: that was told before the ticket moved to “streetlight”, which has no such promise.",
    );
  });

  it("a date agreed, and changed", () => {
    const restore = of(
      why(header("2026-03-02T12:00", { sla: "planned" }), [
        { at: "2026-03-02T13:00", type: "reclassified", by: "chen", now: { agreedAt: at("2026-03-05T10:00") } },
        { at: "2026-03-03T13:00", type: "reclassified", by: "sun", now: { agreedAt: at("2026-03-06T10:00") } },
      ]),
      "restore",
    );
    expect(restore.text.en).toBe("Due 2026-03-06 10:00: the date agreed.");
    expect(told(restore, "agreed")).toEqual([
      "Chen set the agreed date to 2026-03-05 10:00 at 2026-03-02 13:00.",
      "Sun set the agreed date to 2026-03-06 10:00 at 2026-03-03 13:00.",
    ]);
  });

  it("peak hours", () => {
    const lift = { source: "telemetry", asset: "E1", kind: "elevator", fault: "controllerFault" } as const;
    const all = why(header("2026-03-02T08:00", { ...lift, sla: "elevator" }), []);
    expect(told(of(all, "respond"), "peak")).toEqual([
      "The ticket was opened in the site's peak hours: gates and elevators are answered within 5 min then, instead of 15 min.",
    ]);
    expect(told(of(all, "arrive"), "peak")).toEqual([]);
  });
});

describe("the working calendar", () => {
  it("over National Day: holidays and weekends left out, the shifted Saturday counted", () => {
    const one = of(why(header("2026-09-30T12:00", { sla: "yearly" }), []), "restore");
    expect(told(one, "day").slice(0, 9)).toEqual([
      "2026-10-01, Thursday: a holiday, not counted.",
      "2026-10-02, Friday: a holiday, not counted.",
      "2026-10-03, Saturday: a weekend, not counted.",
      "2026-10-04, Sunday: a weekend, not counted.",
      "2026-10-05, Monday: a holiday, not counted.",
      "2026-10-06, Tuesday: a holiday, not counted.",
      "2026-10-07, Wednesday: a holiday, not counted.",
      "2026-10-10, Saturday: a shifted workday, counted.",
      "2026-10-11, Sunday: a weekend, not counted.",
    ]);
    expect(of(why(header("2026-09-30T12:00", { sla: "ordinary" }), []), "restore").dueAt).toBe(at("2026-10-09T14:00"));
  });

  it("lists 14 days and says how many more there are", () => {
    const days = told(of(why(header("2026-09-26T12:00", { sla: "yearly" }), []), "restore"), "day");
    expect(days).toHaveLength(15);
    expect(days[0]).toBe("2026-09-26, Saturday: a weekend, not counted.");
    expect(days[14]).toMatch(/^… and [1-9]\d* more\.$/);
  });

  it("says where the public calendar is not known", () => {
    const restored = [{ at: "2026-12-31T09:20", type: "restored" }] as const;
    expect(told(of(why(header("2026-12-31T08:00"), restored), "callBack"), "calendar")).toEqual([
      "The public calendar is not known beyond 2027-01-01 00:00: from then on Monday to Friday count as working days.",
    ]);
    expect(told(of(why(header("2026-12-31T08:00"), restored), "close"), "calendar")).toEqual([]);
  });
});

describe("what happened", () => {
  it("a pause in a 24×7 row moves by its length", () => {
    const close = of(
      why(header("2026-03-02T12:00"), [
        { at: "2026-03-02T13:00", type: "paused", reason: "parts" },
        { at: "2026-03-02T15:30", type: "arrived" },
      ]),
      "close",
    );
    expect(close.steps.filter(({ type }) => type === "pause")).toEqual([
      {
        type: "pause",
        at: at("2026-03-02T13:00"),
        dueAt: at("2026-03-03T14:30"),
        movedBy: 2.5 * hour,
        text: {
          en: "It stood still from 2026-03-02 13:00 to 2026-03-02 15:30 (waiting for parts; paused by Zhao, ended by arrival of Zhao), which moved the due instant by 2 h 30 min to 2026-03-03 14:30.",
          zh: "自 2026-03-02 13:00 至 2026-03-02 15:30 停表（等待配件；由Zhao暂停，因Zhao到场结束），时限顺延 2 小时 30 分钟，至 2026-03-03 14:30。",
        },
      },
    ]);
    expect(close.text.en).toBe(
      "Due 2026-03-03 14:30: 24 h after opening, and 2 h 30 min later for the time that did not count.",
    );
  });

  it("a pause in working hours takes out its working time alone", () => {
    const lines = [
      { at: "2026-09-30T16:00", type: "paused", note: "key lost" },
      { at: "2026-10-08T11:00", type: "resumed" },
    ] as const;
    expect(told(of(why(header("2026-09-30T12:00", { sla: "ordinary" }), lines), "restore"), "pause")).toEqual([
      "It stood still from 2026-09-30 16:00 to 2026-10-08 11:00 (key lost; paused by Zhao, ended by resumption by Zhao): 4 h of working time did not count, so the due instant moved from 2026-10-09 14:00 to 2026-10-09 18:00.",
    ]);
  });

  it("a pause that ends at once moves nothing, and no span of 0 s is told", () => {
    const close = of(
      why(header("2026-03-02T12:00"), [
        { at: "2026-03-02T13:00:00.000", type: "paused", reason: "parts" },
        { at: "2026-03-02T13:00:00.040", type: "resumed" },
      ]),
      "close",
    );
    expect(close.text.en).toBe("Due 2026-03-03 12:00: 24 h after opening.");
    expect(told(close, "pause")).toEqual([
      "It was paused at 2026-03-02 13:00 and went on at once (waiting for parts; paused by Zhao, ended by resumption by Zhao), which moved nothing.",
    ]);
  });

  it("a pause that lasts", () => {
    const lines = [{ at: "2026-03-02T13:00", type: "paused", reason: "weather" }] as const;
    expect(told(of(why(header("2026-03-02T12:00"), lines), "close"), "pause")).toEqual([
      "It has stood still since 2026-03-02 13:00 (weather; paused by Zhao); the due instant moves when it goes on.",
    ]);
  });

  it("done in time, broken and done late, by which event", () => {
    const all = why(header("2026-03-02T12:00", { sla: "elevator" }), [
      { at: "2026-03-02T12:10", type: "accepted" },
      { at: "2026-03-02T12:30", type: "breached", by: "system", milestone: "arrive", dueAt: at("2026-03-02T12:30") },
      { at: "2026-03-02T12:45:30", type: "arrived" },
    ]);
    expect(told(of(all, "respond"), "done")).toEqual([
      "Done in time at 2026-03-02 12:10, 5 min before it was due: acceptance by Zhao.",
    ]);
    expect(told(of(all, "arrive"), "breach")).toEqual(["Broken: it was not done by 2026-03-02 12:30."]);
    expect(told(of(all, "arrive"), "done")).toEqual([
      "Done late at 2026-03-02 12:45:30, 15 min 30 s after it was due: arrival of Zhao.",
    ]);
  });

  it("void, because the fault went by itself or the ticket was merged", () => {
    const gone = why(header("2026-03-02T12:00"), [
      { at: "2026-03-02T12:10", type: "verified", by: "system", goodSince: at("2026-03-02T12:08") },
    ]);
    expect(told(of(gone, "respond"), "void")).toEqual([
      "Void from 2026-03-02 12:08: the fault went by itself before anybody had accepted the ticket.",
    ]);
    const merged = why(header("2026-03-02T12:00"), [
      { at: "2026-03-02T12:10", type: "merged", by: "chen", to: "T-000007" },
    ]);
    expect(told(of(merged, "close"), "void")).toEqual(["Void from 2026-03-02 12:10: merging into T-000007 by Chen."]);
  });

  it("reopened: what was left goes on, what starts anew starts anew", () => {
    const all = why(header("2026-03-02T12:00", { sla: "streetlight" }), [
      { at: "2026-03-02T14:00", type: "restored" },
      { at: "2026-03-03T14:00", type: "reopened", by: "system" },
    ]);
    expect(told(of(all, "restore"), "reopened")).toEqual([
      "Reopened at 2026-03-03 14:00 (the fault's return) with 22 h left, so it was due 2026-03-04 12:00.",
    ]);
    expect(of(all, "respond").text.en).toBe("Due 2026-03-03 14:15: 15 min after reopening.");
    expect(told(of(all, "callBack"), "void")).toEqual([
      "Void from 2026-03-03 14:00 (the fault's return): it begins anew when the ticket is restored again.",
    ]);
  });
});

const types = [
  "accepted",
  "arrived",
  "restored",
  "verified",
  "closed",
  "calledBack",
  "paused",
  "resumed",
  "reopened",
  "cancelled",
  "commented",
  "breached",
  "reclassified",
] as const;
const line = fc.record({
  type: fc.constantFrom(...types),
  after: fc.oneof(fc.integer({ min: 0, max: 3 * hour }), fc.integer({ min: 0, max: 4 * day })),
  milestone: fc.constantFrom(...milestones),
  relapse: fc.boolean(),
  now: fc.oneof(
    fc.record({ sla: fc.constantFrom(...Object.keys(slaDefaults), "yearly") }),
    fc.record({ agreedAt: fc.integer({ min: at("2026-01-01T00:00"), max: at("2027-03-01T00:00") }) }),
  ),
});

describe("the explanation and the clock", () => {
  it("agree after any log: the last start and all that moved it give the clock's due instant", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(slaDefaults), "yearly"),
        fc.integer({ min: 0, max: 500 * 24 * 60 }).map((minutes) => at("2026-01-01T00:00") + minutes * minute),
        fc.array(line, { maxLength: 14 }),
        (sla, openedAt, lines) => {
          const head = { ...header("2026-01-01T00:00", { sla }), openedAt };
          const events: TicketEvent[] = [{ at: openedAt, type: "opened", by: "system" }];
          let now = openedAt;
          for (const { type, after, milestone, relapse, now: what } of lines) {
            now += after;
            const record = { header: head, events, fault: null, parent: null };
            const clock = deriveTicket(site, record).clocks.find((one) => one.milestone === milestone);
            if (type === "breached" && (clock?.state !== "running" || clock.dueAt > now)) continue;
            events.push({
              at: now,
              type,
              by: "zhao",
              ...(type === "breached" && clock && { milestone, dueAt: clock.dueAt }),
              ...(type === "reopened" && relapse && { relapse }),
              ...(type === "reclassified" && { now: what }),
            });
          }
          const record = { header: head, events, fault: null, parent: null };
          const all = explainTicket(site, record);
          const { clocks } = deriveTicket(site, record);
          expect(all.filter(({ dueAt }) => dueAt !== null).map(({ milestone }) => milestone)).toEqual(
            clocks.map(({ milestone }) => milestone),
          );
          for (const clock of clocks) {
            const { steps, dueAt } = of(all, clock.milestone);
            expect(dueAt).toBe(clock.dueAt);
            const from = steps.findLastIndex(({ type }) => type === "start");
            if (from === -1) continue;
            const moved = steps.slice(from).reduce((sum, { movedBy = 0 }) => sum + movedBy, 0);
            expect((steps[from]?.dueAt ?? Number.NaN) + moved).toBe(clock.dueAt);
            expect(steps.findLast((step) => step.dueAt !== undefined)?.dueAt).toBe(clock.dueAt);
            const ends = steps.slice(from).filter(({ type }) => type === "done" || type === "void");
            if (clock.doneAt !== null || clock.state === "void") expect(ends.length).toBeGreaterThan(0);
            if (clock.breachedAt !== null)
              expect(steps.filter(({ type }) => type === "breach").at(-1)?.at).toBe(clock.breachedAt);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
