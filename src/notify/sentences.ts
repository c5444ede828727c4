// Every sentence a notice can say, in both languages, with placeholders in braces. Nothing is put together from pieces of sentences.

import type { Severity } from "../model/severity.ts";
import type { TicketReason } from "../model/site.ts";
import { type Text, text } from "../model/text.ts";
import type { Milestone } from "../model/ticket.ts";

export const severityWords: Readonly<Record<Severity, Text>> = {
  critical: text("Critical", "紧急"),
  major: text("Major", "重要"),
  minor: text("Minor", "一般"),
};

export const titles: Readonly<Record<TicketReason, Text>> = {
  opened: text("[{severity}] {what}", "【{severity}】{what}"),
  dispatched: text("[{severity}, dispatched] {what}", "【{severity}·派单】{what}"),
  breached: text("[{severity}, overdue] {what}", "【{severity}·超时】{what}"),
  restored: text("[{severity}, restored] {what}", "【{severity}·已修复】{what}"),
  closed: text("[{severity}, closed] {what}", "【{severity}·已闭环】{what}"),
  reopened: text("[{severity}, reopened] {what}", "【{severity}·重新打开】{what}"),
  returned: text("[{severity}, handed back] {what}", "【{severity}·退回】{what}"),
};

/** Somebody tests the equipment. */
export const testTitle = text("TEST · {title}", "【测试】{title}");
export const testSentence = text(
  "A TEST: a technician is testing this equipment; nobody need go.",
  "此为测试：维修员正在测试该设备，无需出动。",
);

/** What has happened: the first line of the body. */
export const happenings: Readonly<Record<TicketReason, Text>> = {
  opened: text("{what}. Please accept the ticket and deal with it.", "{what}，请尽快接单处理。"),
  dispatched: text("{what}. The ticket has been dispatched.", "{what}，工单已派出，请尽快处理。"),
  breached: text("{what}. A deadline has passed; please follow up now.", "{what}，时限已过，请立即跟进。"),
  restored: text("{what}. It has been restored.", "{what}，故障已修复。"),
  closed: text("{what}. The ticket has been closed.", "{what}，工单已闭环。"),
  reopened: text("{what}. It is back, and the ticket is open again.", "{what}，故障再次出现，工单已重新打开。"),
  returned: text("{what}. The ticket was handed back: nobody has it now.", "{what}，工单被退回，目前无人接单。"),
};

/** A promise that still runs. */
export const dueSentences: Readonly<Record<Milestone, Text>> = {
  respond: text("Accept by {due} ({span} left).", "请在 {due} 前接单（剩余 {span}）。"),
  arrive: text("Be on site by {due} ({span} left).", "请在 {due} 前到场（剩余 {span}）。"),
  restore: text("Restore by {due} ({span} left).", "请在 {due} 前修复（剩余 {span}）。"),
  close: text("Close by {due} ({span} left).", "请在 {due} 前闭环（剩余 {span}）。"),
  callBack: text("Call the resident back by {due} ({span} left).", "请在 {due} 前回访业主（剩余 {span}）。"),
};

/** A promise whose time has passed. */
export const overdueSentences: Readonly<Record<Milestone, Text>> = {
  respond: text("It was to be accepted by {due} ({span} overdue).", "应在 {due} 前接单（已超时 {span}）。"),
  arrive: text("Somebody was to be on site by {due} ({span} overdue).", "应在 {due} 前到场（已超时 {span}）。"),
  restore: text("It was to be restored by {due} ({span} overdue).", "应在 {due} 前修复（已超时 {span}）。"),
  close: text("It was to be closed by {due} ({span} overdue).", "应在 {due} 前闭环（已超时 {span}）。"),
  callBack: text(
    "The resident was to be called back by {due} ({span} overdue).",
    "应在 {due} 前回访业主（已超时 {span}）。",
  ),
};

export const whereInZone = text("Where: {zone}", "位置：{zone}");
export const whereInBuilding = text("Where: {zone}, building {building}", "位置：{zone}，楼栋 {building}");
export const sinceSentence = text("Since: {since}", "发生时间：{since}");
export const heldBy = text("Held by: {name}", "处理人：{name}");
export const heldByNobody = text("Nobody has accepted it yet.", "尚无人接单。");
export const adviceSentence = text("First of all: {advice}", "处置要点：{advice}");
export const reference = text("Ticket: {id}", "工单号：{id}");

export const digestTitle = text("[{severity}] {count} notices in one message", "【{severity}】合并通知 {count} 条");
export const digestLine = text("{title} ({id})", "{title}（{id}）");
export const digestMore = text("{count} more notices follow.", "另有 {count} 条通知随后发送。");

/** The text with its placeholders filled in; values are not searched for placeholders again. */
export function fill(sentence: Text, values: Readonly<Record<string, Text | string>>): Text {
  const one = (language: keyof Text) =>
    sentence[language].replace(/\{(\w+)\}/g, (placeholder, name: string) => {
      const value = values[name];
      return value === undefined ? placeholder : typeof value === "string" ? value : value[language];
    });
  return { en: one("en"), zh: one("zh") };
}
