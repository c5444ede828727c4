// The whole sentences that explain a deadline, in both languages, with slots in braces; explain-clock.ts chooses and fills them.

import { type Text, text } from "../model/text.ts";

type Slots = Readonly<Record<string, Text | string>>;

const fillOne = (sentence: string, language: keyof Text, slots: Slots): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const slot = slots[name];
    if (slot === undefined) throw new Error(`nothing for {${name}} in "${sentence}"`);
    return typeof slot === "string" ? slot : slot[language];
  });

/** @throws Error when a slot of the sentence has nothing to fill it. */
export const fill = (sentence: Text, slots: Slots): Text =>
  text(fillOne(sentence.en, "en", slots), fillOne(sentence.zh, "zh", slots));

/** The answer in one sentence, by the kind of limit. The row behind it is said once, by the steps. */
export const dueSentences = {
  duration: text("Due {due}: {limit} after {start}.", "时限 {due}：{start}后 {limit}。"),
  working: text("Due {due}: {limit} of working time after {start}.", "时限 {due}：{start}后 {limit}工作时间。"),
  workingDays: text(
    "Due {due}: {limit} after {start}, at the same time of day.",
    "时限 {due}：{start}后 {limit}的同一时刻。",
  ),
  sameDay: text("Due {due}: by the end of the day of {start}.", "时限 {due}：{start}当天内完成。"),
  nextNoon: text("Due {due}: by noon after the evening of {start}.", "时限 {due}：晚间{start}的，次日中午前完成。"),
  agreed: text("Due {due}: the date agreed.", "时限 {due}：以约定日期为准。"),
} as const;

/** The same where the due instant was moved. */
export const movedDueSentences = {
  duration: text(
    "Due {due}: {limit} after {start}, and {moved} later for the time that did not count.",
    "时限 {due}：{start}后 {limit}，扣除不计时段共顺延 {moved}。",
  ),
  working: text(
    "Due {due}: {limit} of working time after {start}, moved on from {was}.",
    "时限 {due}：{start}后 {limit}工作时间，由 {was} 顺延。",
  ),
  workingDays: text(
    "Due {due}: {limit} after {start}, at the same time of day, and {moved} later for the time that did not count.",
    "时限 {due}：{start}后 {limit}的同一时刻，扣除不计时段共顺延 {moved}。",
  ),
  sameDay: text(
    "Due {due}: by the end of the day of {start}, and {moved} later for the time that did not count.",
    "时限 {due}：{start}当天内完成，扣除不计时段共顺延 {moved}。",
  ),
  nextNoon: text(
    "Due {due}: by noon after the evening of {start}, and {moved} later for the time that did not count.",
    "时限 {due}：晚间{start}的，次日中午前完成，扣除不计时段共顺延 {moved}。",
  ),
  agreed: text(
    "Due {due}: the date agreed, and {moved} later for the time that did not count.",
    "时限 {due}：以约定日期为准，扣除不计时段共顺延 {moved}。",
  ),
} as const;

export const answers = {
  void: text("Nobody owes it any more. It would have been due {due}.", "现已无需完成，原时限为 {due}。"),
  notAgreed: text(
    "No deadline yet: the date is still to be agreed. Reclassify the ticket to set it.",
    "尚无时限：日期尚未约定，请用“重新分类”填写约定日期。",
  ),
  orphan: text(
    "Broken on {due}: that was told before the ticket moved to “{row}”, which has no such promise.",
    "已于 {due} 超时：工单改按“{row}”之前已通报，现行一类没有此项时限。",
  ),
} as const;

/** Which row holds and why. */
export const rowSentences = {
  fault: text("The fault “{fault}” falls under “{row}” of the SLA table.", "故障“{fault}”按时限表的“{row}”一行计时。"),
  siteFault: text(
    "This site puts the fault “{fault}” under “{row}” of the SLA table ({from} in site.yaml).",
    "本小区将故障“{fault}”按时限表的“{row}”一行计时（site.yaml 的 {from}）。",
  ),
  reporter: text("It was reported as “{row}”.", "报事时选定为“{row}”。"),
  unnamed: text(
    "The report does not say what sort of repair it is, so “{row}” of the SLA table holds.",
    "报事时未选定类别，按时限表的“{row}”一行计时。",
  ),
  made: text("The ticket was made as “{row}”.", "工单开立时即为“{row}”。"),
  reclassified: text(
    "{who} made it “{row}” at {at}, and the clocks count as if it had always been so.",
    "{who}于 {at} 改为“{row}”，时限按自始如此重新计算。",
  ),
  gone: text(
    "The site's table has no row “{row}” any more, so “{default}” holds.",
    "本小区的时限表已没有“{row}”，改按“{default}”。",
  ),
} as const;

/** What the row allows; said right after it. */
export const limitSentences = {
  own: text("That allows {limit} for the {milestone}.", "其{milestone}时限为 {limit}。"),
  asDefault: text("That allows {limit} for the {milestone}, as is usual.", "其{milestone}时限为 {limit}（通用时限）。"),
  openDate: text("That leaves the {milestone} to a date to be agreed.", "其{milestone}以约定日期为准。"),
  peak: text(
    "The ticket was opened in the site's peak hours: gates and elevators are answered within {limit} then, instead of {usual}.",
    "工单在高峰时段开立：门禁和电梯须在 {limit}内响应，而非 {usual}。",
  ),
  agreed: text("{who} set the agreed date to {due} at {at}.", "{who}于 {at} 将约定日期定为 {due}。"),
} as const;

/** When the time begins and what it is due at first, by the kind of limit. */
export const startSentences = {
  duration: text(
    "The time began with the {start} at {at} and runs around the clock, to {due}.",
    "自 {at} {start}起全天候计时，至 {due}。",
  ),
  working: text(
    "The time began with the {start} at {at} and runs in working hours only, to {due}.",
    "自 {at} {start}起只计工作时间，至 {due}。",
  ),
  workingDays: text(
    "The time began with the {start} at {at} and counts working days, to {due}.",
    "自 {at} {start}起按工作日计，至 {due}。",
  ),
  sameDay: text(
    "The {start} was at {at}, before 18:00, so it is owed the same day: to {due}.",
    "{at} {start}，早于 18:00，须当天内完成，至 {due}。",
  ),
  nextNoon: text(
    "The {start} was at {at}, at or after 18:00, so there is time until noon of the next day: to {due}.",
    "{at} {start}，不早于 18:00，须次日中午前完成，至 {due}。",
  ),
  agreed: text(
    "The time began with the {start} at {at} and runs to the agreed date, {due}.",
    "自 {at} {start}起计，至约定日期 {due}。",
  ),
} as const;

export const daySentences = {
  weekend: text("{date}, {weekday}: a weekend, not counted.", "{date}，{weekday}：周末，不计。"),
  holiday: text("{date}, {weekday}: a holiday, not counted.", "{date}，{weekday}：节假日，不计。"),
  shifted: text("{date}, {weekday}: a shifted workday, counted.", "{date}，{weekday}：调休上班，计入。"),
  more: text("… and {count} more.", "……另有 {count} 天。"),
  unknown: text(
    "The public calendar is not known beyond {at}: from then on Monday to Friday count as working days.",
    "{at} 之后的国家节假日安排尚未公布：此后周一至周五按工作日计。",
  ),
  notBuiltIn: text(
    "No public calendar is known for this site: Monday to Friday count as working days, but for what the site names.",
    "本小区没有可用的国家节假日安排：除小区自定日期外，周一至周五按工作日计。",
  ),
} as const;

export const pauseSentences = {
  /** 24×7 and all that shifts by the time itself. */
  ended: text(
    "It stood still from {from} to {to} ({reason}; paused by {who}, ended by {end}), which moved the due instant by {moved} to {due}.",
    "自 {from} 至 {to} 停表（{reason}；由{who}暂停，因{end}结束），时限顺延 {moved}，至 {due}。",
  ),
  endedWorking: text(
    "It stood still from {from} to {to} ({reason}; paused by {who}, ended by {end}): {stood} of working time did not count, so the due instant moved from {was} to {due}.",
    "自 {from} 至 {to} 停表（{reason}；由{who}暂停，因{end}结束），其中 {stood}工作时间不计，时限由 {was} 顺延至 {due}。",
  ),
  endedUnmoved: text(
    "It stood still from {from} to {to} ({reason}; paused by {who}, ended by {end}), which moved nothing: no working time passed in it.",
    "自 {from} 至 {to} 停表（{reason}；由{who}暂停，因{end}结束），其间没有工作时间，时限不变。",
  ),
  endedAtOnce: text(
    "It was paused at {from} and went on at once ({reason}; paused by {who}, ended by {end}), which moved nothing.",
    "{from} 停表后随即恢复（{reason}；由{who}暂停，因{end}结束），时限不变。",
  ),
  standing: text(
    "It has stood still since {from} ({reason}; paused by {who}); the due instant moves when it goes on.",
    "自 {from} 起停表（{reason}；由{who}暂停），恢复计时后时限相应顺延。",
  ),
} as const;

export const courseSentences = {
  reopened: text(
    "Reopened at {at} ({event}) with {left} left, so it was due {due}.",
    "{at} 重新打开（{event}），尚余 {left}，时限为 {due}。",
  ),
  reopenedWorking: text(
    "Reopened at {at} ({event}) with {left} of working time left, so it was due {due}.",
    "{at} 重新打开（{event}），尚余 {left}工作时间，时限为 {due}。",
  ),
  reopenedOver: text(
    "Reopened at {at} ({event}) with no time left: it was due {due}.",
    "{at} 重新打开（{event}），已无剩余时间，时限为 {due}。",
  ),
  reopenedBroken: text(
    "Reopened at {at} ({event}); it had been broken already and stays so.",
    "{at} 重新打开（{event}），此前已超时，维持超时。",
  ),
  relapse: text(
    "The fault came back at {at} before it was proven gone, so the time counts on as if it had never been restored.",
    "{at} 故障在验证消除前再次出现，视同从未修复，继续计时。",
  ),
  broken: text("Broken: it was not done by {due}.", "已超时：未在 {due} 前完成。"),
  brokenLate: text(
    "Broken: it was not done by {due}, which was told at {at}.",
    "已超时：未在 {due} 前完成，于 {at} 通报。",
  ),
  met: text("Done in time at {at}, {span} before it was due: {event}.", "于 {at} 按时完成，早于时限 {span}：{event}。"),
  late: text("Done late at {at}, {span} after it was due: {event}.", "于 {at} 逾期完成，超过时限 {span}：{event}。"),
  ended: text("Ended late at {at}, {span} after it was due: {event}.", "于 {at} 逾期终止，超过时限 {span}：{event}。"),
  voidGone: text(
    "Void from {at}: the fault went by itself before anybody had accepted the ticket.",
    "自 {at} 起作废：无人接单前故障已自行消除。",
  ),
  voidEnded: text("Void from {at}: {event}.", "自 {at} 起作废：{event}。"),
  voidReopened: text(
    "Void from {at} ({event}): it begins anew when the ticket is restored again.",
    "自 {at} 起作废（{event}）：再次修复后重新计时。",
  ),
} as const;
