import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { severities } from "../../src/model/severity.ts";
import { type TicketReason, ticketReasons } from "../../src/model/site.ts";
import { type Clock, milestones, type Ticket } from "../../src/model/ticket.ts";
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

  it("of an area: its name and that it is guarded, no cameras, place or numbers", () => {
    const title = { zh: "盲区：北门（C1、C4 失效，可见率 62%）", en: "Blind: north gate (C1, C4 down, 62 %)" };
    const ticket = {
      kind: "area",
      asset: "north-gate",
      fault: "blindSpot",
      title,
      cameras: ["C1"],
      clocks: [clock("arrive", 9)],
    };
    const said = say("opened", ticket);
    expect(said.title.zh).toBe("【紧急】北门：已安排值守");
    expect(said.body).toEqual({
      zh: "北门正由专人值守。\n工单号：T-000123",
      en: "North gate is being guarded in person.\nTicket: T-000123",
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
