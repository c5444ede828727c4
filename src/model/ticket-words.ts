// What people call the words of a ticket: its states, acts, roles, promises, pauses, severities and SLA rows. Used by the desk and the API.

import type { Severity } from "./severity.ts";
import type { Role } from "./site.ts";
import { type Text, text } from "./text.ts";
import type { Act, Milestone, PauseReason, TicketState } from "./ticket.ts";

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

/** English as the API spells them, so that a refusal can be acted on. */
export const actWords: Readonly<Record<Act, Text>> = {
  dispatch: text("dispatch", "派单"),
  accept: text("accept", "接单"),
  arrive: text("arrive", "到场"),
  restore: text("restore", "修复"),
  close: text("close", "闭环"),
  "call-back": text("call-back", "回访"),
  "check-in": text("check-in", "巡查签到"),
  return: text("return", "退回"),
  pause: text("pause", "暂停计时"),
  resume: text("resume", "恢复计时"),
  comment: text("comment", "备注"),
  acknowledge: text("acknowledge", "知悉"),
  reclassify: text("reclassify", "重新分类"),
  merge: text("merge", "合并"),
  attach: text("attach", "上传附件"),
  cancel: text("cancel", "取消工单"),
  reopen: text("reopen", "重新打开"),
};

export const roleWords: Readonly<Record<Role, Text>> = {
  operator: text("operator", "值班员"),
  technician: text("technician", "维修工"),
  guard: text("guard", "保安"),
  steward: text("steward", "管家"),
  supervisor: text("supervisor", "主管"),
  manager: text("manager", "经理"),
};

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
  resident: text("the resident's wish", "住户要求"),
};

export const severityWords: Readonly<Record<Severity, Text>> = {
  critical: text("critical", "紧急"),
  major: text("major", "重要"),
  minor: text("minor", "一般"),
};

/** The rows of the SLA table that every site has. */
export const slaWords: Readonly<Record<string, Text>> = {
  default: text("report (default)", "报修（默认）"),
  elevator: text("elevator fault", "电梯故障"),
  "elevator-entrapment": text("elevator entrapment", "电梯困人"),
  "pipe-burst": text("pipe burst", "供水管道破裂"),
  streetlight: text("streetlight", "路灯"),
  camera: text("camera", "监控"),
  urgent: text("urgent repair", "急修"),
  security: text("security", "安防"),
  ordinary: text("ordinary repair", "普通维修"),
  "data-loss": text("data loss", "数据中断"),
  small: text("small repair (same day)", "小修（不过夜）"),
  complaint: text("complaint", "投诉"),
  planned: text("planned (date agreed)", "计划（约定日期）"),
};

/** What to call a row; a row of the site's own stands for itself. */
export const slaLabel = (row: string): Text =>
  (Object.hasOwn(slaWords, row) ? slaWords[row] : undefined) ?? { en: row, zh: row };

/** "open, dispatched or accepted", "待受理、已派单或已接单". */
export function orWords(words: readonly Text[]): Text {
  const join = (language: keyof Text, comma: string, or: string): string => {
    const all = words.map((word) => word[language]);
    return all.length < 2 ? (all[0] ?? "") : `${all.slice(0, -1).join(comma)}${or}${all.at(-1)}`;
  };
  return { en: join("en", ", ", " or "), zh: join("zh", "、", "或") };
}
