// What the printed daily count and the shift hand-over sheet say, in both languages.

import { type Text, text } from "../../model/text.ts";
import type { TicketEventType } from "../../model/ticket.ts";

export const countWords = {
  heading: text("Daily count", "每日盘点"),
  shift: text("Shift hand-over", "交接班记录"),
  wall: text("Wall", "监控大屏"),
  asOf: text("As of", "截至"),
  other: text("中文", "English"),
  open: text("To repair", "待修复"),
  restored: text("Restored, to be closed", "已修复，待闭环"),
  callBacks: text("To call back", "待回访"),
  overdue: text("Overdue", "超时"),
  unassigned: text("Held by nobody", "无人接单"),
  paused: text("Paused", "暂停"),
  pausedSince: text("paused since", "暂停自"),
  repeats: text("Back after a repair", "重复报修"),
  none: text("None.", "无。"),
  zone: text("Zone", "片区"),
  severity: text("Severity", "等级"),
  ticket: text("Ticket", "工单"),
  what: text("What and where", "事项与设备"),
  state: text("State", "状态"),
  owed: text("Overdue, since", "超时事项与起始时间"),
  lateBy: text("late by", "已超"),
  next: text("Next deadline", "下一时限"),
  owner: text("Owner", "责任人"),
  holder: text("Held by", "处理人"),
  more: text("and more; the whole list: /api/v1/daily-count", "其余未列出，完整清单见 /api/v1/daily-count"),
} as const satisfies Readonly<Record<string, Text>>;

export const shiftWords = {
  from: text("from", "自"),
  to: text("to", "至"),
  hours: text("last {n} h", "最近 {n} 小时"),
  onDuty: text("On duty now", "当前值班"),
  nextDuty: text("From {at} on", "{at} 起"),
  opened: text("Opened", "新开工单"),
  restored: text("Restored", "已修复"),
  closed: text("Closed", "已结束"),
  breached: text("Deadlines missed", "本班超时"),
  open: text("Still open", "未结工单"),
  overdueNow: text("Overdue now", "当前超时"),
  deadlines: text("Next deadlines, 12 h", "未来 12 小时到期"),
  due: text("Due", "时限"),
  silences: text("Silences in force", "生效中的静默"),
  sensors: text("Sensors out of service", "停用的传感器"),
  scope: text("Over what", "范围"),
  untilWhen: text("Until", "截止"),
  orRepaired: text("or until repaired", "或修复即止"),
  reason: text("Why, by whom", "原因与设置人"),
  withheld: text("Faults withheld now", "静默中的故障"),
  sensorTicket: text("Sensor's ticket", "传感器工单"),
  happened: text("What happened", "本班经过"),
  at: text("Time", "时间"),
  event: text("Event", "经过"),
  by: text("By", "操作人"),
  resident: text("resident", "住户"),
  reporter: text("reporter", "报事人"),
  handedOver: text("Handed over by, time", "交班人、时间"),
  takenOver: text("Taken over by, time", "接班人、时间"),
  more: text("and more; the whole list: /api/v1/shift-sheet", "其余未列出，完整清单见 /api/v1/shift-sheet"),
} as const satisfies Readonly<Record<string, Text>>;

/** What can stand in the course of a shift. */
export const eventWords: Readonly<Partial<Record<TicketEventType, Text>>> = {
  opened: text("opened", "开单"),
  reopened: text("reopened", "重新打开"),
  restored: text("restored", "修复"),
  verified: text("back to normal", "恢复正常"),
  closed: text("closed", "闭环"),
  cancelled: text("cancelled", "取消"),
  merged: text("merged", "并入其他工单"),
  breached: text("deadline missed", "超时"),
};
export const reportedWord = text("reported", "报事");
