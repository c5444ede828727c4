import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { severities } from "../../src/model/severity.ts";
import { type ChannelConfig, type TicketReason, ticketReasons } from "../../src/model/site.ts";
import { type Clock, milestones, type Ticket } from "../../src/model/ticket.ts";
import { compose } from "../../src/notify/compose.ts";
import { word } from "../../src/notify/wording.ts";
import { demoSite, event, monday10, noticeOf, ticketOf } from "./demo-site.ts";

const minute = 60_000;
const clock = (milestone: Clock["milestone"], left: number, state: Clock["state"] = "running"): Clock => ({
  milestone,
  startedAt: monday10,
  dueAt: monday10 + left * minute,
  doneAt: null,
  breachedAt: state === "breached" ? monday10 + left * minute : null,
  state,
});
const say = (reason: TicketReason, ticket: Partial<Ticket> = {}, id = "T-000123:0:group") =>
  word({ ...noticeOf("group"), id, ticket: "T-000123", reason, snapshot: ticketOf(ticket) }, demoSite());

describe("word", () => {
  it("a test, so that nobody takes it for the real thing", () => {
    const notice = { ...noticeOf("group"), test: true as const, reason: "opened" as const, snapshot: ticketOf({}) };
    const said = word(notice, demoSite());
    expect(said.title).toEqual({
      zh: "【测试】【紧急】1号楼电梯 困人",
      en: "TEST · [Critical] Elevator, building 1: People trapped",
    });
    expect(said.body.en.split("\n")[0]).toBe("A TEST: a technician is testing this equipment; nobody need go.");
  });

  it("an entrapment, in Chinese and in English", () => {
    const said = say("opened", { clocks: [clock("arrive", 30), clock("respond", 12), clock("close", 1440)] });
    expect(said.title).toEqual({
      zh: "【紧急】1号楼电梯 困人",
      en: "[Critical] Elevator, building 1: People trapped",
    });
    expect(said.body.zh.split("\n")).toEqual([
      "1号楼电梯 困人，请尽快接单处理。",
      "处置要点：立即通话安抚乘客，派安全员到场并通知电梯维保公司，切勿扒门。",
      "位置：东片区，楼栋 1",
      "发生时间：2026-03-02 09:59",
      "请在 2026-03-02 10:12 前接单（剩余 12 分钟）。",
      "尚无人接单。",
      "工单号：T-000123",
    ]);
    expect(said.body.en).toContain("Accept by 2026-03-02 10:12 (12 min left).");
    expect(said.url).toBe("https://anju.example.org/#/tickets/T-000123");
  });

  it("a breach names the promise that was broken, then the next one", () => {
    const events = [event("opened"), event("breached", monday10, { milestone: "respond" })];
    const clocks = [clock("arrive", 15), clock("respond", -3, "breached")];
    const { body } = say("breached", { events, clocks, assignee: "zhao" }, "T-000123:1:group");
    expect(body.zh).toContain(
      "应在 2026-03-02 09:57 前接单（已超时 3 分钟）。\n请在 2026-03-02 10:15 前到场（剩余 15 分钟）。\n处理人：赵工",
    );
    expect(body.en).toContain("It was to be accepted by 2026-03-02 09:57 (3 min overdue).");
  });

  it("the time left is that of the sending", () => {
    const notice = noticeOf("group", 1, {}, { clocks: [clock("respond", 12)] });
    expect(word(notice, demoSite(), monday10 + 10 * minute).body.en).toContain("(2 min left)");
  });

  it("takes instants between two milliseconds", () => {
    expect(say("opened", { since: monday10 + 0.5 }).body.en).toContain("Since: 2026-03-02 10:00");
  });

  it("no link without a public URL", () => {
    const { publicUrl: _, ...site } = demoSite();
    expect(Object.keys(word(noticeOf("group"), site))).toEqual(["title", "body"]);
  });

  it("a title that names the asset already is not doubled", () => {
    const title = { zh: "1号楼电梯困人", en: "Elevator, building 1, people trapped" };
    expect(say("opened", { title }).title.zh).toBe("【紧急】1号楼电梯困人");
  });

  const combinations = ticketReasons.flatMap((reason) => severities.map((severity) => [reason, severity] as const));
  it.each(combinations)("%s × %s has whole sentences in both languages", (reason, severity) => {
    for (const kind of ["elevator", "area", null]) {
      for (const milestone of milestones) {
        const asset = kind === "area" ? "north-gate" : kind && "E1";
        const said = say(reason, { severity, kind, asset, clocks: [clock(milestone, 5)], assignee: "liftco" });
        for (const text of [said.title.zh, said.body.zh, said.title.en, said.body.en]) {
          expect(text).not.toMatch(/[{}]|undefined|null/);
          expect(text.split("\n").every((line) => line.trim().length > 3)).toBe(true);
        }
        expect(said.title.zh).toMatch(/[\u4e00-\u9fff]/);
        expect(said.title.zh).toContain({ critical: "紧急", major: "重要", minor: "一般" }[severity]);
        expect(said.title.en + said.body.en).not.toMatch(/(?!困人|北门)[\u4e00-\u9fff]/);
        expect(said.title.zh).not.toBe(said.title.en);
      }
    }
  });

  it("no two reasons sound alike", () => {
    for (const kind of ["elevator", "area"]) {
      expect(new Set(ticketReasons.map((reason) => say(reason, { kind }).title.zh)).size).toBe(ticketReasons.length);
    }
  });

  const title = { zh: "北门：监控盲区（C1、C4）", en: "North gate: Blind spot (C1, C4)" };
  const rounds = { every: 30 * minute, dueAt: monday10, visits: 0, missed: 1 };
  const blind: Partial<Ticket> = {
    kind: "area",
    asset: "north-gate",
    fault: "blindSpot",
    source: "coverage",
    title,
    cameras: ["C1"],
    rounds,
    clocks: [clock("restore", 60), clock("arrive", 9), clock("respond", 4)],
  };

  it("of an area a request and until when, no cameras, place or numbers", () => {
    const said = say("opened", blind);
    expect(said.title).toEqual({
      zh: "【紧急】北门：请到场值守",
      en: "[Critical] North gate: guard it in person, please",
    });
    expect(said.body).toEqual({
      zh: "请接单并到北门值守。\n请在 2026-03-02 10:04 前接单（剩余 4 分钟）。\n工单号：T-000123",
      en: "Please accept the ticket and guard North gate in person.\nAccept by 2026-03-02 10:04 (4 min left).\nTicket: T-000123",
    });
    expect(said.url).toBe("https://anju.example.org/#/tickets/T-000123");
  });

  it("of a missed round that one is due, not that nobody came", () => {
    const events = [event("opened"), event("roundMissed", monday10, { dueAt: monday10 })];
    const said = say("breached", { ...blind, events }, "T-000123:1:group");
    expect(said.title).toEqual({
      zh: "【紧急】北门：请按时巡查",
      en: "[Critical] North gate: a round is due, please go",
    });
  });

  it.each(ticketReasons)(
    "of an area %s: neither a cause, nor that it is guarded, nor that nobody is there",
    (reason) => {
      const events = [event("opened"), event("breached", monday10, { milestone: "arrive" })];
      const clocks = [clock("respond", -8, "breached"), clock("arrive", -3, "breached"), clock("restore", 90)];
      const said = say(reason, { ...blind, events, clocks }, "T-000123:1:group");
      const told = [said.title, said.body].flatMap(({ en, zh }) => [en, zh]).join("\n");
      expect(told).not.toMatch(
        /C1|C4|lind|盲|is being guarded|已安排|nobody|无人|overdue|超时|accepted by|10:00|11:30/i,
      );
      expect(told).toMatch(/North gate/);
    },
  );

  it("of a report about an area what was reported, of a small ticket of one only that there is one", () => {
    const bench = { zh: "长椅坏了", en: "The bench is broken" };
    expect(say("opened", { ...blind, fault: null, source: "report", title: bench }).title.en).toContain("The bench");
    const again = { zh: `${title.zh}：7 天内三次自行恢复`, en: `${title.en}: cleared by itself three times in 7 days` };
    const said = say("opened", { ...blind, fault: null, source: "telemetry", title: again, rounds: null });
    expect(said.title.en).toBe("[Critical] North gate: please see the ticket");
    expect(said.body.zh).not.toMatch(/C1|盲|值守/);
  });

  it("of an area told late says nothing of a time that has passed meanwhile", () => {
    const notice = { ...noticeOf("group"), snapshot: ticketOf({ ...blind, clocks: [clock("respond", 4)] }) };
    expect(word(notice, demoSite(), monday10 + 5 * minute).body.en).not.toContain("accepted by");
  });

  it("sends nobody to an area that is seen again", () => {
    const events = [event("opened"), event("breached", monday10, { milestone: "respond" })];
    const said = say("breached", { ...blind, present: false, events }, "T-000123:1:group");
    expect(said.title).toEqual({ zh: "【紧急】北门：请查看工单", en: "[Critical] North gate: please see the ticket" });
    expect(say("restored", { ...blind, present: false }).title.en).toContain("The guarding of North gate has ended");
  });

  describe("to operators and above, by mail or signed webhook", () => {
    const hook: ChannelConfig = { id: "hook", type: "webhook", url: "http://127.0.0.1/", secret: "s" };
    const robot: ChannelConfig = { id: "group", type: "wecom", key: "k", baseUrl: "http://127.0.0.1" };
    const mail = (to: readonly string[]): ChannelConfig => ({
      id: "mail",
      type: "email",
      host: "127.0.0.1",
      port: 25,
      secure: false,
      from: "anju@example.org",
      to,
    });
    const plain = demoSite([hook, robot, mail([])]);
    const site = {
      ...plain,
      staff: plain.staff.map((one) => (one.id === "chen" ? { ...one, email: "chen@example.org" } : one)),
    };
    const told = (channel: string, to: readonly string[], more: Partial<Ticket> = {}, on = site) =>
      compose(
        [{ notice: noticeOf(channel, 1, { to }, { ...blind, ...more }), attempts: 0 }],
        9,
        { perMinute: 9 },
        on,
        monday10,
      )?.message;

    it.each([
      ["hook", ["chen", "zhou", "wu"], true],
      ["mail", ["chen"], true],
      ["hook", ["chen", "li"], false],
      ["hook", ["zhao"], false],
      ["hook", [], false],
      ["group", ["chen"], false],
      ["gateway-notices", ["chen"], false],
    ] as const)("%s to %j: everything %s", (channel, to, all) => {
      expect(told(channel, to)?.title.en.includes("Blind spot (C1, C4)")).toBe(all);
    });
    it.each([
      [["chen@example.org"], true],
      [["chen@example.org", "committee@example.org"], false],
    ] as const)("a mail that also goes to %j: everything %s", (addresses, all) => {
      const on = { ...site, notify: { ...site.notify, channels: [mail(addresses)] } };
      expect(told("mail", ["chen"], {}, on)?.title.en.includes("(C1, C4)")).toBe(all);
    });
    it("says who came last, or that nobody did, and how many rounds were missed", () => {
      expect(told("hook", ["chen"])?.body.en).toContain(
        "Nobody has come since 2026-03-02 09:59.\nRounds made 0, missed 1.",
      );
      const events = [event("opened"), event("checkedIn", monday10, { by: "li" })];
      expect(told("hook", ["chen"], { events })?.body.zh).toContain("最近到场：2026-03-02 10:00，li。");
    });
    it("a digest, which goes to everybody in it, gives nothing away", () => {
      const entries = ["chen", "li"].map((id, index) => ({
        notice: noticeOf("mail", index + 1, { to: [id] }, blind),
        attempts: 0,
      }));
      const message = compose(entries, 1, { perMinute: 1, digestBytes: 9000 }, site, monday10)?.message;
      expect(message?.mentions.length).toBe(2);
      expect(message?.body.en).not.toContain("C1");
    });
  });

  it("a report's text stays on one line and of bounded length, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2000 }), (words) => {
        const said = say("opened", { title: { zh: words, en: words } });
        expect(said.title.zh).not.toMatch(/[\n\r]/);
        expect(Buffer.byteLength(`${said.title.zh}\n${said.body.zh}\n${said.url}`)).toBeLessThan(2048);
      }),
    );
  });
});
