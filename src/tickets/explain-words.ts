// Instants, spans, people and terms in both languages, as the sentences of explain-sentences.ts take them into their slots.

import type { Site, SlaLimit, SlaRow } from "../model/site.ts";
import { type Text, text } from "../model/text.ts";
import type { Milestone, TicketEvent } from "../model/ticket.ts";
import { pauseWords as reasons } from "../model/ticket-words.ts";

/** "2026-03-02 09:15" in the time zone, with seconds where there are some; `at` in epoch ms. */
export function instantWords(at: number, timezone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(timezone);
  const time = local.toPlainTime().toString({ smallestUnit: local.second === 0 ? "minute" : "second" });
  return `${local.toPlainDate()} ${time}`;
}

const units = [
  { ms: 86_400_000, en: "d", zh: "天" },
  { ms: 3_600_000, en: "h", zh: "小时" },
  { ms: 60_000, en: "min", zh: "分钟" },
  { ms: 1000, en: "s", zh: "秒" },
] as const;
/** Promises are made in hours: 24 and 48 of them stay hours. */
const DAYS_FROM = 3 * 86_400_000;

/** Shorter than what a span can say. */
export const isNoTime = (ms: number): boolean => Math.round(Math.abs(ms) / 1000) === 0;

/** A span (ms, rounded to the second) in all its units, so that sums come out: 5,430,000 → "1 h 30 min 30 s". */
export function spanWords(ms: number): Text {
  let left = Math.round(Math.abs(ms) / 1000) * 1000;
  const [days, hours, ...shorter] = units;
  const used = left < DAYS_FROM ? [hours, ...shorter] : [days, hours, ...shorter];
  const counts = used.map((unit) => {
    const count = Math.floor(left / unit.ms);
    left -= count * unit.ms;
    return { count, unit };
  });
  const told = counts.filter(({ count }) => count > 0);
  if (told.length === 0) return text("0 s", "0 秒");
  return text(
    told.map(({ count, unit }) => `${count} ${unit.en}`).join(" "),
    told.map(({ count, unit }) => `${count} ${unit.zh}`).join(" "),
  );
}

const same = (word: string): Text => text(word, word);

/** Who did it: the name of the staff, the administrator, the system; else the id as it stands in the log. */
export function personWords(site: Pick<Site, "staff">, by: string): Text {
  if (by === "system") return text("the system", "系统");
  if (by === "admin") return text("the administrator", "管理员");
  return site.staff.find(({ id }) => id === by)?.name ?? same(by);
}

export const milestoneWords: Readonly<Record<Milestone, Text>> = {
  respond: text("response", "响应"),
  arrive: text("arrival", "到场"),
  restore: text("restoration", "修复"),
  close: text("closing", "闭环"),
  callBack: text("call-back", "回访"),
};

export function limitWords(limit: SlaLimit): Text {
  switch (limit.type) {
    case "duration":
      return spanWords(limit.after);
    case "workingDays":
      return limit.days === 1 ? text("1 working day", "1 个工作日") : daysOf(limit.days);
    case "sameDay":
      return text("the same day", "当天");
    case "agreed":
      return text("a date to be agreed", "约定日期");
  }
}
const daysOf = (days: number): Text => text(`${days} working days`, `${days} 个工作日`);

/** Why a clock stood still: the reason, else what was noted. */
export const pauseWords = ({ reason, note }: TicketEvent): Text =>
  reason ? reasons[reason] : note ? same(note) : text("no reason given", "未注明原因");

/** The event as a noun, with who did it. */
export function eventWords(site: Pick<Site, "staff">, event: TicketEvent): Text {
  const { en, zh } = personWords(site, event.by);
  switch (event.type) {
    case "accepted":
      return text(`acceptance by ${en}`, `${zh}接单`);
    case "arrived":
      return text(`arrival of ${en}`, `${zh}到场`);
    case "restored":
      return text(`restoration by ${en}`, `${zh}修复`);
    case "verified":
      return text("the fault proven gone", "故障经验证已消除");
    case "closed":
      return event.cause === "self-cleared"
        ? text("closing by itself, as the fault cleared itself", "故障自行恢复后自动闭环")
        : text(`closing by ${en}`, `${zh}闭环`);
    case "calledBack":
      return text(`call-back by ${en}`, `${zh}回访`);
    case "cancelled":
      return text(`cancellation by ${en}`, `${zh}取消工单`);
    case "merged":
      return text(`merging into ${event.to ?? "another ticket"} by ${en}`, `${zh}并入 ${event.to ?? "另一工单"}`);
    case "resumed":
      return text(`resumption by ${en}`, `${zh}恢复计时`);
    case "reopened":
      return event.by === "system"
        ? text("the fault's return", "故障再次出现")
        : text(`reopening by ${en}`, `${zh}重新打开`);
    default:
      return text(`${event.type} by ${en}`, `${zh}：${event.type}`);
  }
}

/** Which of the sentences on a limit holds for a clock that was due at first at `dueAt`. */
export function limitKind(limit: SlaLimit, row: Pick<SlaRow, "calendar">, dueAt: number, timezone: string) {
  if (limit.type === "duration") return row.calendar === "working" ? "working" : "duration";
  if (limit.type !== "sameDay") return limit.type;
  const { hour } = Temporal.Instant.fromEpochMilliseconds(dueAt).toZonedDateTimeISO(timezone);
  return hour === 12 ? "nextNoon" : "sameDay";
}

/** What a clock starts from. */
export const startWords = {
  opened: text("opening", "开立"),
  reopened: text("reopening", "重新打开"),
  restored: text("restoration", "修复"),
} as const;

const weekdays = [
  text("Monday", "周一"),
  text("Tuesday", "周二"),
  text("Wednesday", "周三"),
  text("Thursday", "周四"),
  text("Friday", "周五"),
  text("Saturday", "周六"),
  text("Sunday", "周日"),
];
/** ISO weekday 1…7. */
export const weekdayWords = (day: number): Text => weekdays[day - 1] as Text;
