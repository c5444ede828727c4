// Telling the daily count: to whom, in which words, within a robot's limit, never merged into a digest.

import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CountedTicket, DailyCount } from "../../src/model/daily-count.ts";
import type { Notice, OutboxEntry } from "../../src/model/notice.ts";
import type { ChannelConfig, Route } from "../../src/model/site.ts";
import { milestones } from "../../src/model/ticket.ts";
import { compose } from "../../src/notify/compose.ts";
import { noticeJson } from "../../src/notify/notice-json.ts";
import { plainText } from "../../src/notify/plain-text.ts";
import { routeDailyCount } from "../../src/notify/route-daily-count.ts";
import { wordCount } from "../../src/notify/word-count.ts";
import { createOutbox } from "../../src/store/create-outbox.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import { migrations } from "../../src/store/schema.ts";
import { demoSite, monday10, noticeOf, routeOf } from "./demo-site.ts";

const minute = 60_000;
const hour = 60 * minute;
/** 08:00 in Shanghai. */
const eight = monday10 - 2 * hour;
const wecom: ChannelConfig = { id: "group", type: "wecom", key: "k", baseUrl: "http://127.0.0.1" };
const hook: ChannelConfig = { id: "hook", type: "webhook", url: "http://127.0.0.1/", secret: "s" };

const counted = (number: number, late: number, more: Partial<CountedTicket> = {}): CountedTicket => ({
  id: `T-${String(number).padStart(6, "0")}`,
  title: { zh: "困人", en: "People trapped" },
  zone: "east",
  asset: "E1",
  kind: "elevator",
  severity: "major",
  sla: "ordinary",
  state: "open",
  owner: "chen",
  assignee: "zhao",
  parent: null,
  repeats: 0,
  since: eight - 9 * hour,
  openedAt: eight - 9 * hour,
  overdue: late > 0 ? [{ milestone: "restore", dueAt: eight - late, since: eight - late, late }] : [],
  next: null,
  paused: null,
  ...more,
});
const countOf = (tickets: readonly CountedTicket[], more: Partial<DailyCount> = {}): DailyCount => ({
  site: "demo",
  at: eight,
  open: tickets.length,
  restored: 0,
  overdue: tickets.filter(({ overdue }) => overdue.length > 0).length,
  unassigned: 0,
  paused: 0,
  repeats: 0,
  toCallBack: 0,
  zones: {},
  severities: {
    critical: { open: 0, overdue: 0 },
    major: { open: 0, overdue: 0 },
    minor: { open: 0, overdue: 0 },
  },
  tickets,
  restoredTickets: [],
  callBacks: [],
  ...more,
});

describe("routes", () => {
  const told = (routes: readonly Partial<Route>[], channels: readonly ChannelConfig[] = [wecom, hook]) =>
    routeDailyCount(demoSite(channels, routes.map(routeOf)), countOf([counted(1, hour)])).map(
      ({ id, channel, to }) => [id, channel, to] as const,
    );

  it("to every channel, to the operators on duty, the supervisors and the managers, with an id of the local day", () => {
    const chiefs = ["chen", "sun", "zhou", "wu"];
    expect(told([])).toEqual([
      ["count:2026-03-02:group", "group", chiefs],
      ["count:2026-03-02:hook", "hook", chiefs],
      ["count:2026-03-02:gateway-notices", "gateway-notices", chiefs],
    ]);
  });
  it("routes of tickets, which name nothing or other reasons, leave it as it is", () => {
    expect(told([{ channels: ["hook"] }, { on: ["breached"], channels: ["hook"] }]).length).toBe(3);
  });
  it("a route that names it says where and to whom, the first alone unless it goes on", () => {
    const on = ["dailyCount"] as const;
    expect(
      told([
        { on, channels: ["group"], to: ["wang", "technician"] },
        { on, channels: ["hook"] },
      ]),
    ).toEqual([["count:2026-03-02:group", "group", ["wang"]]]);
    expect(
      told([
        { on, channels: ["group"], to: ["wu"], continue: true },
        { on, channels: ["group", "lost"], to: ["wu", "li"] },
      ]),
    ).toEqual([["count:2026-03-02:group", "group", ["wu", "li"]]]);
  });
  it("a day on which nothing is owed is not told, one with a call-back alone is", () => {
    expect(routeDailyCount(demoSite([hook]), countOf([]))).toEqual([]);
    expect(routeDailyCount(demoSite([hook]), countOf([], { toCallBack: 1 })).length).toBe(2);
  });
  it("carries what is overdue, bounded, and whole numbers", () => {
    const tickets = Array.from({ length: 1000 }, (_, index) => counted(index, index % 2 === 0 ? hour : 0));
    const [notice] = routeDailyCount(demoSite([hook]), countOf(tickets));
    expect([notice?.count.open, notice?.count.overdue, notice?.count.tickets.length]).toEqual([1000, 500, 200]);
  });
});

describe("words", () => {
  const tickets = [
    counted(2, 26 * hour, { assignee: null, owner: "sun" }),
    counted(1, 90 * minute),
    counted(3, 0),
    counted(4, hour, {
      assignee: "liftco",
      overdue: [{ milestone: "close", dueAt: eight, since: eight - hour, late: hour }],
    }),
  ];
  const said = wordCount(
    countOf(tickets, { restored: 2, unassigned: 1, paused: 3, repeats: 4, toCallBack: 5 }),
    demoSite(),
  );

  it("a headline, the sums, and what is overdue, the longest first: which promise, how late, whose", () => {
    expect(said.title).toEqual({ zh: "【每日盘点】未完成 6 件，超时 3 件", en: "[Daily count] 6 open, 3 overdue" });
    expect(said.body.zh.split("\n")).toEqual([
      "截至 2026-03-02 08:00：待修复 4 件，待闭环 2 件，待回访 5 件。",
      "待修复中：无人接单 1 件，暂停 3 件，重复报修 4 件。",
      "1号楼电梯 困人（T-000002）：应在 2026-03-01 06:00 前修复，已超时 1 天 2 小时。尚无人接单，责任人：sun",
      "1号楼电梯 困人（T-000001）：应在 2026-03-02 06:30 前修复，已超时 1 小时 30 分钟。处理人：赵工",
      "1号楼电梯 困人（T-000004）：应在 2026-03-02 08:00 前闭环，已超时 1 小时 0 分钟。处理人：电梯维保公司",
    ]);
    expect(said.body.en).toContain(
      "Elevator, building 1: People trapped (T-000001): to be restored by 2026-03-02 06:30, 1 h 30 min overdue. Held by: Zhao",
    );
    expect(said.url).toBe("https://anju.example.org/#/tickets");
  });
  it("says so where nothing is overdue, and has no link without a public URL", () => {
    const { publicUrl: _, ...site } = demoSite();
    const { body, ...rest } = wordCount(countOf([counted(1, 0)]), site);
    expect(body.zh.split("\n").at(-1)).toBe("没有超时工单。");
    expect(Object.keys(rest)).toEqual(["title"]);
  });
  it("a ticket in two lists has one line; what hangs below a parent none, unless it is critical", () => {
    const twice = counted(1, hour, { state: "restored" });
    const below = [
      counted(2, hour, { parent: "T-000009" }),
      counted(3, hour, { parent: "T-000009", severity: "critical" }),
    ];
    const { body } = wordCount(
      countOf(below, { overdue: 3, restored: 1, restoredTickets: [twice], callBacks: [twice] }),
      demoSite(),
    );
    expect(body.zh.match(/T-\d+/g)).toEqual(["T-000003", "T-000001"]);
    expect(body.zh.split("\n").at(-1)).toBe("另有 1 件超时。");
  });
  it("of an area only its name", () => {
    const area = counted(1, hour, {
      kind: "area",
      asset: "north-gate",
      title: { zh: "盲区：北门（C1）", en: "Blind: C1" },
    });
    const { body } = wordCount(countOf([area]), demoSite());
    expect(body.zh).toContain("\n北门（T-000001）：请跟进。");
    expect(body.zh + body.en).not.toMatch(/C1|Held by|to be restored/);
    const [notice] = routeDailyCount(demoSite([hook]), countOf([area]));
    expect(JSON.stringify(notice)).not.toContain("C1");
  });
  it("every promise has its own whole sentence in both languages", () => {
    const all = milestones.map((milestone) => {
      const overdue = [{ milestone, dueAt: eight - hour, since: eight - hour, late: hour }];
      return wordCount(countOf([counted(1, 0, { overdue })]), demoSite()).body;
    });
    expect(new Set(all.map(({ zh }) => zh)).size).toBe(milestones.length);
    expect(new Set(all.map(({ en }) => en)).size).toBe(milestones.length);
    for (const { zh, en } of all) expect(`${zh}${en}`).not.toMatch(/[{}]|undefined|null/);
  });
  it("fits a robot's 2048 bytes whole, and told and untold add up", () => {
    const title = fc
      .string({ unit: "grapheme", maxLength: 120, size: "max" })
      .map((words) => ({ zh: words, en: words }));
    fc.assert(
      fc.property(fc.array(title, { minLength: 1, maxLength: 60, size: "max" }), (titles) => {
        const count = countOf(
          titles.map((title, index) => counted(index + 1, (60 - index) * minute, { title, asset: null })),
        );
        const entry = { notice: noticeOfCount(count), attempts: 0 };
        const parcel = compose([entry], 20, { perMinute: 20, digestBytes: 2048 }, demoSite([wecom]), eight);
        const message = parcel?.message;
        if (!message) throw new Error("nothing was composed");
        for (const language of ["zh", "en"] as const) {
          const sent = plainText({ ...message, language }, 2048);
          expect(Buffer.byteLength(sent)).toBeLessThanOrEqual(2048);
          expect(sent).toBe(`${message.title[language]}\n${message.body[language]}\n${message.url}`);
        }
        const lines = message.body.zh.split("\n").length - 2;
        const more = Number(/\n另有 (\d+) 件超时。$/.exec(message.body.zh)?.[1] ?? 0);
        expect(more === 0 ? lines : lines - 1 + more).toBe(titles.length);
      }),
      { numRuns: 50, endOnFailure: true },
    );
  });
});

const noticeOfCount = (count: DailyCount, channel = "group"): Notice => ({
  id: `count:2026-03-02:${channel}`,
  at: eight,
  ticket: null,
  reason: "dailyCount",
  channel,
  to: ["wu"],
  count,
});

describe("on its way out", () => {
  const entry = (notice: Notice): OutboxEntry => ({ notice, attempts: 0 });
  const count = entry(noticeOfCount(countOf([counted(1, hour)])));
  const limits = { perMinute: 20, digestBytes: 2048 };

  it("is never merged: a digest leaves it out, and it goes alone when its turn comes", () => {
    const tickets = [1, 2, 3].map((number) => entry(noticeOf("group", number)));
    const merged = compose([...tickets, count], 1, limits, demoSite(), monday10);
    expect(merged?.entries.map(({ notice }) => notice.id)).toEqual(tickets.map(({ notice }) => notice.id));
    const alone = compose([count, ...tickets], 1, limits, demoSite(), monday10);
    expect(alone?.entries).toEqual([count]);
    expect(alone?.message.title.en).toBe("[Daily count] 1 open, 1 overdue");
  });

  it("machines get it with the count and no ticket; read back from the outbox it is the same, and it is kept once", () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), "anju-count-"));
    using database = openDatabase(join(folder.path, "anju.db"), migrations);
    const outbox = createOutbox(database);
    outbox.add(count.notice);
    outbox.add(count.notice);
    const waiting = outbox.due("group", monday10, 9);
    expect(waiting).toEqual([count]);
    const message = compose(waiting, 20, { perMinute: 600 }, demoSite(), monday10)?.message;
    if (!message) throw new Error("nothing was composed");
    expect(noticeJson(message)).toMatchObject({
      id: "count:2026-03-02:group",
      at: "2026-03-02T00:00:00.000Z",
      reason: "dailyCount",
      severity: null,
      ticket: null,
      to: ["wu"],
      count: { open: 1, tickets: [{ id: "T-000001", overdue: [{ milestone: "restore", late: "PT1H" }] }] },
    });
  });
});
