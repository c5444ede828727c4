// What the printed daily count says, in both languages.

import type { Severity } from "../../model/severity.ts";
import { type Text, text } from "../../model/text.ts";
import type { Milestone, PauseReason, TicketState } from "../../model/ticket.ts";

export const countWords = {
  heading: text("Daily count", "每日盘点"),
  asOf: text("As of", "截至"),
  other: text("中文", "English"),
  open: text("To repair", "待修复"),
  restored: text("Restored, to be closed", "已修复，待闭环"),
  callBacks: text("To call back", "待回访"),
  overdue: text("Overdue", "超时"),
  unassigned: text("Held by nobody", "无人接单"),
  paused: text("Paused", "暂停"),
  repeats: text("Back after a repair", "重复报修"),
  none: text("None.", "无。"),
  zone: text("Zone", "片区"),
  severity: text("Severity", "等级"),
  ticket: text("Ticket", "工单"),
  what: text("What", "事项"),
  state: text("State", "状态"),
  owed: text("Overdue, since", "超时事项与起始时间"),
  next: text("Next deadline", "下一时限"),
  owner: text("Owner", "责任人"),
  holder: text("Held by", "处理人"),
  nobody: text("nobody", "无"),
  more: text("and more; the whole list: /api/v1/daily-count", "其余未列出，完整清单见 /api/v1/daily-count"),
} as const satisfies Readonly<Record<string, Text>>;

export const milestoneWords: Readonly<Record<Milestone, Text>> = {
  respond: text("respond", "响应"),
  arrive: text("arrive", "到场"),
  restore: text("restore", "修复"),
  close: text("close", "闭环"),
  callBack: text("call back", "回访"),
};

export const pauseWords: Readonly<Record<PauseReason, Text>> = {
  parts: text("waiting for parts", "等待配件"),
  access: text("no access", "无法进入"),
  weather: text("weather", "天气原因"),
  resident: text("the resident's wish", "业主要求"),
};

export const severityWords: Readonly<Record<Severity, Text>> = {
  critical: text("critical", "紧急"),
  major: text("major", "重要"),
  minor: text("minor", "一般"),
};

export const stateWords: Readonly<Record<TicketState, Text>> = {
  open: text("open", "待受理"),
  dispatched: text("dispatched", "已派单"),
  accepted: text("accepted", "已接单"),
  onSite: text("on site", "已到场"),
  restored: text("restored", "已修复"),
  closed: text("closed", "已闭环"),
  archived: text("archived", "已归档"),
  cancelled: text("cancelled", "已取消"),
};
