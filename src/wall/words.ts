// Every word the wall says, in both languages; a key used anywhere and missing here does not compile.

import type { Language, Text } from "../model/text.ts";
import { actWords } from "./act-words.ts";
import { deskWords } from "./desk-words.ts";
import { planWords } from "./plan-words.ts";
import { silenceWords } from "./silence-words.ts";

export const words = {
  ...actWords,
  ...deskWords,
  ...planWords,
  ...silenceWords,
  title: { en: "Monitoring centre", zh: "监控中心" },
  otherLanguage: { en: "中文", zh: "English" },
  live: { en: "Live", zh: "实时" },
  reconnecting: { en: "Reconnecting…", zh: "正在重连…" },
  loading: { en: "Loading…", zh: "正在加载…" },
  dataAge: { en: "Data {n} s old", zh: "数据 {n} 秒前" },
  noDataYet: { en: "No data yet", zh: "尚无数据" },
  stale: {
    en: "Data is {n} s old. The gateway does not answer; trying again.",
    zh: "数据已过期 {n} 秒。网关无响应，正在重连。",
  },
  quiet: {
    en: "Data is {n} s old. The gateway answers, but no device is heard: check the broker and the network.",
    zh: "数据已过期 {n} 秒。网关正常，但收不到任何设备数据：请检查消息服务与网络。",
  },
  signedOut: { en: "You are signed out. Log in again", zh: "登录已失效，请重新登录" },
  newCritical: { en: "New critical ticket: {what}", zh: "新的紧急工单：{what}" },

  openTickets: { en: "Open tickets", zh: "未完成工单" },
  overdue: { en: "Overdue", zh: "已超时" },
  critical: { en: "Critical", zh: "紧急" },
  faults: { en: "Active faults", zh: "当前故障" },
  devices: { en: "Devices", zh: "设备" },
  online: { en: "online", zh: "在线" },
  noTickets: { en: "No open tickets", zh: "没有未完成的工单" },
  noFaults: { en: "No active faults", zh: "当前没有故障" },
  more: { en: "and {n} more", zh: "另有 {n} 项" },
  nobody: { en: "nobody", zh: "无" },
  nobodyHolds: { en: "held by nobody", zh: "无人接单" },
  paused: { en: "paused", zh: "已暂停" },
  noClock: { en: "no deadline", zh: "无时限" },
  silenced: { en: "silenced", zh: "已静默" },
  noTicket: { en: "no ticket", zh: "未开单" },
  absent: { en: "ended, awaits a person", zh: "已消失，待人工确认" },

  "device.online": { en: "online", zh: "在线" },
  "device.offline": { en: "offline", zh: "离线" },
  "device.fault": { en: "fault", zh: "故障" },
  "device.unknown": { en: "not heard yet since the start", zh: "启动后尚未上报" },
  unheard: { en: "{n} not heard yet", zh: "{n} 台待上报" },
  unheardWhy: { en: "some report only every few minutes", zh: "部分设备数分钟才上报一次" },

  "severity.critical": { en: "critical", zh: "紧急" },
  "severity.major": { en: "major", zh: "重要" },
  "severity.minor": { en: "minor", zh: "一般" },

  "state.open": { en: "open", zh: "待受理" },
  "state.dispatched": { en: "dispatched", zh: "已派单" },
  "state.accepted": { en: "accepted", zh: "已接单" },
  "state.onSite": { en: "on site", zh: "已到场" },
  "state.restored": { en: "restored", zh: "已修复" },
  "state.closed": { en: "closed", zh: "已闭环" },
  "state.archived": { en: "archived", zh: "已归档" },
  "state.cancelled": { en: "cancelled", zh: "已取消" },

  "milestone.respond": { en: "respond", zh: "响应" },
  "milestone.arrive": { en: "arrive", zh: "到场" },
  "milestone.restore": { en: "restore", zh: "修复" },
  "milestone.close": { en: "close", zh: "闭环" },
  "milestone.callBack": { en: "call back", zh: "回访" },

  "clock.running": { en: "running", zh: "计时中" },
  "clock.met": { en: "in time", zh: "按时" },
  "clock.late": { en: "late", zh: "超时完成" },
  "clock.breached": { en: "overdue", zh: "已超时" },
  "clock.paused": { en: "paused", zh: "已暂停" },
  "clock.void": { en: "void", zh: "不计" },

  "event.opened": { en: "opened", zh: "开单" },
  "event.acknowledged": { en: "seen", zh: "已知悉" },
  "event.dispatched": { en: "dispatched", zh: "派单" },
  "event.accepted": { en: "accepted", zh: "接单" },
  "event.arrived": { en: "arrived", zh: "到场" },
  "event.restored": { en: "restored", zh: "修复" },
  "event.verified": { en: "verified by readings", zh: "数据核验通过" },
  "event.closed": { en: "closed", zh: "闭环" },
  "event.calledBack": { en: "called back", zh: "已回访" },
  "event.archived": { en: "archived", zh: "归档" },
  "event.paused": { en: "paused", zh: "暂停" },
  "event.resumed": { en: "resumed", zh: "恢复计时" },
  "event.checkedIn": { en: "round made", zh: "巡查签到" },
  "event.roundMissed": { en: "round missed", zh: "漏巡" },
  "event.returned": { en: "handed back", zh: "退回" },
  "event.reopened": { en: "reopened", zh: "重新打开" },
  "event.cancelled": { en: "cancelled", zh: "取消" },
  "event.reclassified": { en: "reclassified", zh: "重新分类" },
  "event.escalated": { en: "escalated", zh: "升级" },
  "event.breached": { en: "deadline passed", zh: "超时" },
  "event.commented": { en: "comment", zh: "备注" },
  "event.merged": { en: "merged", zh: "合并" },
  system: { en: "system", zh: "系统" },
  admin: { en: "Administrator", zh: "管理员" },
  resident: { en: "resident", zh: "住户" },
  reporter: { en: "reporter", zh: "报事人" },

  "role.operator": { en: "operator", zh: "值班员" },
  "role.technician": { en: "technician", zh: "维修工" },
  "role.guard": { en: "guard", zh: "保安" },
  "role.steward": { en: "steward", zh: "管家" },
  "role.supervisor": { en: "supervisor", zh: "主管" },
  "role.manager": { en: "manager", zh: "经理" },

  "fault.offline": { en: "Offline", zh: "离线" },
  "fault.down": { en: "Link down", zh: "链路中断" },
  "fault.blindSpot": { en: "Blind spot", zh: "监控盲区" },
  "fault.sourceOffline": { en: "Source offline", zh: "数据源离线" },
  "fault.clockSkew": { en: "Clock wrong", zh: "时钟偏差" },

  back: { en: "Back", zh: "返回" },
  noSuchTicket: { en: "No such ticket.", zh: "没有这张工单。" },
  zone: { en: "Zone", zh: "片区" },
  asset: { en: "Equipment", zh: "设备" },
  assignee: { en: "Held by", zh: "处理人" },
  owner: { en: "Owner", zh: "责任人" },
  opened: { en: "Opened", zh: "开单时间" },
  since: { en: "Fault since", zh: "故障始于" },
  stillPresent: { en: "Fault present", zh: "故障仍在" },
  goneWaits: { en: "Fault gone, awaits a person", zh: "故障已消失，待人工确认" },
  toBlame: { en: "Blind because of", zh: "致盲设备" },
  blinds: { en: "Blind because of this", zh: "因此失去监控的区域" },
  onPlan: { en: "Show on the floor plan", zh: "在平面图上查看" },
  gone: { en: "Fault gone", zh: "故障已消失" },
  repeats: { en: "Repeats", zh: "返修次数" },
  nextRound: { en: "Next round by", zh: "下次巡查时限" },
  roundsMade: { en: "Rounds made / missed", zh: "已巡 / 漏巡" },
  cameras: { en: "Cameras", zh: "可视摄像机" },
  clocks: { en: "Deadlines", zh: "时限" },
  log: { en: "Log", zh: "处理记录" },
  acts: { en: "Act", zh: "处理" },
  due: { en: "due", zh: "截止" },
  unitSeconds: { en: "s", zh: "秒" },
  unitMinutes: { en: "min", zh: "分" },
  unitHours: { en: "h", zh: "时" },
  unitDays: { en: "d", zh: "天" },
} as const satisfies Readonly<Record<string, Text>>;

export type Word = keyof typeof words;

/** The words of a key, with `{n}` and the like filled in. */
export function say(language: Language, key: Word, values: Readonly<Record<string, string | number>> = {}): string {
  const sentence: string = words[key][language];
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** As `say`, for a key that comes from data; the fallback where there are no words for it. */
export const sayIfKnown = (language: Language, key: string, fallback: string): string =>
  key in words ? say(language, key as Word) : fallback;

/** The rows every site has: offered until the gateway has told the site's own. */
export const knownRows: readonly string[] = Object.keys(deskWords)
  .filter((key) => key.startsWith("sla."))
  .map((key) => key.slice("sla.".length));
